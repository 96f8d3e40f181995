/** Mutants of spec/patterns/pipeline.md and spec/patterns/exclusive-pair.md. */
import type { SourceMutant } from "./mutant.ts";

export const pipelineMutants: readonly SourceMutant[] = [
  {
    id: "pipeline-broadcasts",
    breaks: "pipeline.one-peer",
    does: "A PUSH sends a message to two peers.",
    file: "patterns/exchange.ts",
    find: '    if (pipe === undefined) return this.#drops ? undefined : "would-block";\n    pipe.write(message);',
    replace: '    if (pipe === undefined) return this.#drops ? undefined : "would-block";\n    pipe.write(message);\n    this.#pipes.next()?.write(message);',
  },
  {
    id: "exclusive-pair-accepts-two",
    breaks: "exclusive-pair.second-peer",
    does: "A PAIR accepts a second peer.",
    file: "patterns/exclusive.ts",
    find: "const isTaken = this.#partner !== undefined && this.#partner !== pipe;",
    replace: "const isTaken = this.#pipes.length < 0;",
  },
  {
    id: "exclusive-pair-hears-two",
    breaks: "exclusive-pair.only-peer",
    does: "A PAIR hears a second peer.",
    file: "patterns/exclusive.ts",
    find: "const isTaken = this.#partner !== undefined && this.#partner !== pipe;",
    replace: "const isTaken = this.#pipes.length < 0;",
  },
  {
    id: "exclusive-pair-leaves-its-first-peer",
    breaks: "exclusive-pair.first-peer",
    does: "A PAIR ends its connection when another peer comes.",
    file: "patterns/exclusive.ts",
    find: "    return isTaken ? {",
    replace: "    if (isTaken) for (const other of [...this.#pipes]) if (other !== pipe && other.connection !== 0) other.dismiss();\n    return isTaken ? {",
  },
  {
    id: "exclusive-pair-has-one-peer-ever",
    breaks: "exclusive-pair.new-peer",
    does: "A PAIR refuses every peer after its first one.",
    file: "patterns/exclusive.ts",
    find: "const isTaken = this.#partner !== undefined && this.#partner !== pipe;",
    replace: "const isTaken = (this as { had?: boolean }).had === true;\n    (this as { had?: boolean }).had = true;",
  },
  {
    id: "pipeline-push-receives",
    breaks: "pipeline.push-no-receive",
    does: "A PUSH delivers what its peers send.",
    file: "patterns/socket-type.ts",
    find: 'PUSH: { peers: ["PULL"], outgoing: "round-robin", incoming: "none"',
    replace: 'PUSH: { peers: ["PULL"], outgoing: "round-robin", incoming: "fair-queue"',
    also: { file: "sockets/option-table.ts", find: "receiveTimeout: { types: receivers, ", replace: "receiveTimeout: { " },
  },
  {
    id: "pipeline-pull-sends",
    breaks: "pipeline.pull-no-send",
    does: "A PULL sends to its peers.",
    file: "patterns/socket-type.ts",
    find: 'PULL: { peers: ["PUSH"], outgoing: "none"',
    replace: 'PULL: { peers: ["PUSH"], outgoing: "round-robin"',
    also: { file: "sockets/option-table.ts", find: "sendTimeout: { types: senders, ", replace: "sendTimeout: { " },
  },
];
