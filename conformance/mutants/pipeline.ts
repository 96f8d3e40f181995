/** Mutants of spec/patterns/pipeline.md and spec/patterns/exclusive-pair.md. */
import type { Mutant } from "./mutant.ts";

export const pipelineMutants: readonly Mutant[] = [
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
    find: "other !== pipe && other.connection !== 0",
    replace: "other !== pipe && other.connection < 0",
  },
  {
    id: "exclusive-pair-hears-two",
    breaks: "exclusive-pair.only-peer",
    does: "A PAIR hears a second peer.",
    file: "patterns/exclusive.ts",
    find: "other !== pipe && other.connection !== 0",
    replace: "other !== pipe && other.connection < 0",
  },
];
