/** Mutants of spec/patterns/exchange-patterns.md. */
import type { SourceMutant } from "./mutant.ts";

export const exchangePatternsMutants: readonly SourceMutant[] = [
  {
    id: "exchange-drops-empty-parts",
    breaks: "exchange-patterns.unmodified",
    does: "It drops empty parts behind the first.",
    file: "connection/assembly.ts",
    find: "    return parts;",
    replace: "    return parts.filter((part, index) => index === 0 || part.length > 0);",
  },
  {
    id: "exchange-truncates",
    breaks: "exchange-patterns.unmodified",
    does: "It cuts parts to 255 octets.",
    file: "connection/assembly.ts",
    find: "  add(flags: number, body: Uint8Array): Message | undefined {",
    replace: "  add(flags: number, whole: Uint8Array): Message | undefined {\n    const body = whole.subarray(0, 255);",
  },
  {
    id: "exchange-invents",
    breaks: "exchange-patterns.nothing-invented",
    does: "It delivers an empty message for each PONG.",
    file: "connection/connection.ts",
    find: "    this.#event(this.#dialect.event(command.name), command);",
    replace:
      '    if (this.#state === "traffic" && command.name === "PONG") this.#listener.message([EMPTY]);\n    this.#event(this.#dialect.event(command.name), command);',
  },
  {
    id: "exchange-answers-twice",
    breaks: "exchange-patterns.one-response",
    does: "A REP sends every reply twice.",
    file: "patterns/reply.ts",
    find: "pipe.writable) pipe.write([...this.#envelope, ...message]);",
    replace: "pipe.writable) for (let count = 0; count < 2; count += 1) pipe.write([...this.#envelope, ...message]);",
  },
];
