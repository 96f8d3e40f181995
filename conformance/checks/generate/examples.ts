/** The examples of spec/ as data: frames and greetings with their octets, traces with their steps. A malformed example is a problem with its place. */
import type { DecodedFrame } from "../../../schemas/types/frame.ts";
import type { DecodedGreeting } from "../../../schemas/types/greeting.ts";
import { parseTrace } from "../../kit/trace/parse.ts";
import { readFences, type Fence } from "./fences.ts";
import { jsonOutput, type Generator } from "./generator.ts";
import { problem, ProblemsError, type Problem } from "./problem.ts";
import { filesBelow, readText } from "./repository.ts";

export interface OctetExample {
  readonly file: string;
  readonly line: number;
  /** Its number among the examples of the chapter, from 1. */
  readonly number: number;
  readonly kind: "frame" | "greeting";
  readonly octets: Uint8Array;
  readonly decoded?: DecodedFrame | DecodedGreeting;
  readonly refusedBy?: string;
}

export interface TraceExample {
  readonly file: string;
  readonly line: number;
  readonly number: number;
  readonly transport: string;
  /** The steps with octets in hexadecimal. */
  readonly steps: readonly unknown[];
}

export interface Examples {
  readonly octets: readonly OctetExample[];
  readonly traces: readonly TraceExample[];
}

export const vectors: Generator = {
  name: "vectors",
  about: "conformance/vectors from the examples of spec/",
  outputs: () => {
    const { octets, traces } = allExamples();
    const place = ({ file, number }: OctetExample | TraceExample): object => ({ file, number });
    return [
      jsonOutput(
        "conformance/vectors/octets.json",
        octets.map((example) => ({
          ...place(example),
          kind: example.kind,
          octets: Buffer.from(example.octets).toString("hex"),
          ...(example.decoded === undefined ? { refusedBy: example.refusedBy } : { decoded: example.decoded }),
        })),
      ),
      jsonOutput(
        "conformance/vectors/traces.json",
        traces.map((example) => ({ ...place(example), kind: "trace", trace: { transport: example.transport, steps: example.steps } })),
      ),
    ];
  },
};

/** All examples of spec/. Throws {@link ProblemsError} when any is malformed. */
export function allExamples(): Examples {
  const problems: Problem[] = [];
  const octets: OctetExample[] = [];
  const traces: TraceExample[] = [];
  for (const file of filesBelow("spec", ".md")) {
    const fences = readFences(file, readText(file)).filter(({ language }) => language === "zmtp");
    for (const [index, fence] of fences.entries()) {
      try {
        const example = readExample(fence, index + 1);
        if ("steps" in example) traces.push(example);
        else octets.push(example);
      } catch (error) {
        problems.push(problem(fence.file, fence.line, error instanceof Error ? error.message : String(error)));
      }
    }
  }
  if (problems.length > 0) throw new ProblemsError(problems);
  return { octets, traces };
}

/** One fence as an example. Throws an error that says what to mend. */
export function readExample(fence: Fence, number: number): OctetExample | TraceExample {
  const [kind = "", ...words] = fence.info.split(" ").filter((word) => word !== "");
  const { file, line } = fence;
  if (kind === "trace") {
    const transport = words.map((word) => /^transport=(tcp|inproc|ipc|ws)$/u.exec(word)?.[1]);
    if (transport.includes(undefined))
      throw new Error(`"${words.join(" ")}" after zmtp trace: only transport=tcp, transport=inproc, transport=ipc or transport=ws may stand there`);
    const steps = parseTrace(fence.text).map(plain);
    if (steps.length === 0) throw new Error("the trace has no step");
    return { file, line, number, transport: transport[0] ?? "tcp", steps };
  }
  if (kind !== "frame" && kind !== "greeting") throw new Error(`"zmtp ${kind}" is no kind of example: write zmtp frame, zmtp greeting or zmtp trace`);
  const [head = "", ...rest] = fence.text.split(/^\.$/mu);
  const octets = octetsOf(head);
  const refusedBy = /^malformed=(.+)$/u.exec(words.join(" "))?.[1];
  if (words.length > 0 && refusedBy === undefined) throw new Error(`"${words.join(" ")}" after zmtp ${kind}: only malformed=<statement id> may stand there`);
  const json = rest.join(".").trim();
  if (refusedBy !== undefined) {
    if (json !== "") throw new Error("a malformed example has nothing below the dot");
    return { file, line, number, kind, octets, refusedBy };
  }
  if (rest.length !== 1 || json === "") throw new Error("below the octets write a line with a single dot, and below it the decoded JSON");
  return { file, line, number, kind, octets, decoded: JSON.parse(json) as DecodedFrame | DecodedGreeting };
}

/** Hexadecimal octets with spaces, and comments from # to the end of the line. */
function octetsOf(text: string): Uint8Array {
  const digits = text.replaceAll(/#.*$/gmu, "").replaceAll(/\s+/gu, "");
  if (!/^(?:[0-9a-fA-F]{2})+$/u.test(digits)) throw new Error("above the dot stand octets, each as two hexadecimal digits, and comments after #");
  return Uint8Array.from(Buffer.from(digits, "hex"));
}

/** A step as JSON: octets in hexadecimal, an option that is octets as an object with hex. */
function plain(step: object): object {
  const entries = Object.entries(step as Record<string, unknown>).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      name === "options" ? Object.fromEntries(Object.entries(value as object).map(([key, option]) => [key, asOption(option)])) : asHex(value),
    ]),
  );
}

function asHex(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  return Array.isArray(value) ? value.map(asHex) : value;
}

function asOption(value: unknown): unknown {
  return value instanceof Uint8Array ? { hex: asHex(value) } : value;
}
