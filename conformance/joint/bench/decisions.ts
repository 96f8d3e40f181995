/** Decisions of the reference that are made for speed, and what it would be without each: the same source with one text changed. */
import { join } from "node:path";
import { root } from "../../checks/generate/repository.ts";
import type { SourceMutant } from "../../mutants/mutant.ts";
import { buildMutant } from "../mutate.ts";
import type { Participant } from "./participants.ts";
import type { Form } from "./work.ts";

export type Showing = "flow" | "round-trip" | "fan-out";

export interface Decision extends Omit<SourceMutant, "breaks"> {
  /** What is decided, for people; `does` is what it would be without. */
  readonly decision: string;
  /** Where it tells: with one receiver, when one waits for the other, or with many subscribers. */
  readonly shows: readonly Showing[];
}

export const decisions: readonly Decision[] = [
  {
    id: "bench-writes-each-message",
    decision: "What is sent in one tick is gathered and written at once.",
    does: "a write for each message",
    file: "transports/tcp-link.ts",
    find: "    if (!this.#flushIsDue) this.#flushLater();",
    replace: "    this.#flush();",
    shows: ["flow"],
  },
  {
    id: "bench-flushes-in-a-microtask",
    decision: "It is written when the tick ends (`process.nextTick`), after the promises of the application.",
    does: "written in a microtask",
    file: "transports/tcp-link.ts",
    find: "    nextTick(() => {",
    replace: "    queueMicrotask(() => {",
    shows: ["flow", "round-trip"],
  },
  {
    id: "bench-flushes-in-the-next-turn",
    decision: "It is not written later than that.",
    does: "written in the next turn (`setImmediate`)",
    file: "transports/tcp-link.ts",
    find: "    nextTick(() => {",
    replace: "    setImmediate(() => {",
    shows: ["flow", "round-trip"],
  },
  {
    id: "bench-copies-frames",
    decision: "A body that lies within one chunk is a view of it.",
    does: "a copy of each body",
    file: "wire/framing.ts",
    find: "body = chunk.subarray(at, end);",
    replace: "body = Buffer.from(chunk.subarray(at, end)) as Uint8Array;",
    shows: ["flow"],
  },
  {
    id: "bench-forgets-slabs",
    decision: "The memory of what was written is used again.",
    does: "new memory for each write",
    file: "transports/slabs.ts",
    find: "if (slab.length > 0 && free.length < limits.freeSlabs)",
    replace: "if (slab.length > 0 && free.length < 0)",
    shows: ["flow"],
  },
  {
    id: "bench-turns-often",
    decision: "Sends and receives that succeed at once let the event loop turn after 4000 of them.",
    does: "a turn after each 100",
    file: "base/limits.ts",
    find: "operationsPerTurn: 4000,",
    replace: "operationsPerTurn: 100,",
    shows: ["flow"],
  },
  {
    id: "bench-encodes-for-each",
    decision: "What one call publishes is encoded once for all subscribers that get the same.",
    does: "encoded for each subscriber",
    file: "connection/outlet.ts",
    find: "if (this.cipher === undefined && this.#dialect === dialects.stream) return this.#link.write(EMPTY, encodedOnce(messages));",
    replace: "if (this.cipher === undefined && messages.length < 0) return this.#link.write(EMPTY, encodedOnce(messages));",
    shows: ["fan-out"],
  },
];

const built = new Set<string>();

/** A participant that is the reference without the decision. */
export function without(decision: Decision, form: Form): Participant {
  if (!built.has(decision.id)) buildMutant(decision);
  built.add(decision.id);
  const reference = join(root, "dist/mutants", decision.id, "dist/reference/index.js");
  // Without these Node would go on from where a link leads, to the siblings there.
  const asLinked = ["--preserve-symlinks", "--preserve-symlinks-main"];
  const program = join(root, "dist/conformance/joint/bench/program.js");
  return {
    ...{ name: decision.does, about: `the reference without: ${decision.decision}`, abilities: new Set(), collects: true },
    command: (work) => [process.execPath, "--expose-gc", ...asLinked, program, reference, form, JSON.stringify(work)],
  };
}
