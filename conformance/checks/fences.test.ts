/** The examples of the specification are well formed, and the harness's own decoder and encoder keep them. */
import { describe, expect, test } from "vitest";
import type { DecodedFrame } from "../../schemas/types/frame.ts";
import type { DecodedGreeting } from "../../schemas/types/greeting.ts";
import { concat, fromHex, hex } from "../kit/octets.ts";
import { decodeCommand, decodeFrame, decodeGreeting, decodeMetadata, twins, type Decoded } from "../kit/wire/decode.ts";
import { encodeCommand, encodeFrame, encodeGreeting } from "../kit/wire/encode.ts";
import { allExamples, readExample, type OctetExample } from "./generate/examples.ts";
import { readFences, type Fence } from "./generate/fences.ts";
import { filesBelow, readText } from "./generate/repository.ts";

const { octets: examples, traces } = allExamples();
const titled = (kind: OctetExample["kind"], malformed: boolean): readonly { readonly title: string; readonly example: OctetExample }[] =>
  examples
    .filter((example) => example.kind === kind && (example.refusedBy !== undefined) === malformed)
    .map((example) => ({ title: `${example.file}:${String(example.line)}${example.refusedBy === undefined ? "" : ` (${example.refusedBy})`}`, example }));
/** What a sender's fault is to a receiver, where the twin depends on more than the sender's statement says. */
const moreTwins: Readonly<Record<string, readonly string[]>> = { "metadata.value": ["metadata.value-bound"], "metadata.name": ["metadata.truncated"] };

describe("every fence", () => {
  test("has a language that is known", () => {
    const known = ["zmtp", "abnf", "text", "mermaid", "markdown", "ts", "js", "json", "bash", "sh"];
    const unknown = filesBelow("spec", ".md").flatMap((file) => readFences(file, readText(file)).filter(({ language }) => !known.includes(language)));
    expect(unknown).toEqual([]);
  });

  test("of kind zmtp is read, and there are many", () => {
    expect(examples.length).toBeGreaterThan(0);
    expect(traces.length).toBeGreaterThan(0);
  });

  const fence = (info: string, text: string): Fence => ({ file: "spec/a.md", line: 1, language: "zmtp", info, text, statements: [] });
  test.each([
    ["an unknown kind", fence("packet", "00 00\n.\n{}")],
    ["an unknown word behind the kind", fence("frame fails=libzmq", "00 00\n.\n{}")],
    ["an unknown transport", fence("trace transport=pigeon", "S opens REQ")],
    ["a scenario without a step", fence("trace", "# nothing")],
    ["a line that is no step", fence("trace", "S sleeps")],
    ["half an octet", fence("frame", "00 0\n.\n{}")],
    ["no dot", fence("frame", "00 00")],
    ["JSON below a malformed frame", fence("frame malformed=framing.more", "00 00\n.\n{}")],
    ["no JSON below a frame", fence("frame", "00 00\n.\n")],
  ])("with %s is refused", (_what, bad) => {
    expect(() => readExample(bad, 1)).toThrow();
  });

  test("shows the statements that follow each other before it", () => {
    const line = (slug: string): string => `> **[a.${slug}]** A peer MUST. *(37/ZMTP · wire)*\n\n`;
    const fences = readFences(
      "spec/a.md",
      `# A\n\n${line("one")}${line("two")}So:\n\n\`\`\`zmtp trace\nS opens REQ\n\`\`\`\n\n${line("three")}\`\`\`text\n\`\`\`\n\n## B\n\n\`\`\`abnf\n\`\`\`\n`,
    );
    expect(fences.map(({ statements }) => statements)).toEqual([["a.one", "a.two"], ["a.three"], []]);
  });
});

describe("a frame decodes to its JSON, exactly to its last octet, and encodes to the same octets", () => {
  test.each(titled("frame", false))("$title", ({ example: { octets, decoded } }) => {
    const expected = decoded as DecodedFrame;
    keeps(octets, decodeFrame, (frame) => {
      if ("flags" in expected) {
        expect({ flags: { more: frame.more, long: frame.long, command: frame.command }, body: hex(frame.body) }).toEqual(expected);
        expect(hex(encodeFrame(frame.body, { more: frame.more, command: frame.command, form: frame.long ? "long" : "short" }))).toBe(hex(octets));
      } else {
        const command = valueOf(decodeCommand(frame.body));
        expect(frame.command).toBe(true);
        expect({ command: command.name, data: hex(command.data) }).toEqual(expected);
        expect(hex(encodeCommand(expected.command, fromHex(expected.data)))).toBe(hex(octets));
      }
    });
  });
});

describe("a greeting decodes to its JSON, exactly to its last octet, and encodes to the same octets", () => {
  test.each(titled("greeting", false))("$title", ({ example: { octets, decoded } }) => {
    const expected = decoded as DecodedGreeting;
    keeps(octets, decodeGreeting, (greeting) => {
      expect({ version: `${String(greeting.major)}.${String(greeting.minor)}`, mechanism: greeting.mechanism, asServer: greeting.asServer === 1 }).toEqual(
        expected,
      );
      const { major, minor, mechanism, asServer } = greeting;
      expect(hex(encodeGreeting({ major, minor, mechanism, asServer }))).toBe(hex(octets));
    });
  });
});

describe("a malformed frame is refused by its statement, or by the sender's statement of which it is the twin", () => {
  test.each(titled("frame", true))("$title", ({ example: { octets, refusedBy } }) => {
    const refusal = refusalOf(octets);
    expect(refusal).toBeDefined();
    expect([refusal, twins[refusal as keyof typeof twins], ...(moreTwins[refusal ?? ""] ?? [])]).toContain(refusedBy);
  });
});

describe("a malformed greeting differs in what its statement is about", () => {
  test.each(titled("greeting", true))("$title", ({ example: { octets, refusedBy } }) => {
    const decoded = decodeGreeting(octets);
    const refusal = decoded.type === "refused" ? decoded.statement : undefined;
    switch (refusedBy) {
      case "versions.close-unversioned":
        return void expect(refusal).toBe("greeting.signature");
      case "versions.close-older":
        return void expect(refusal).toBe("greeting.version");
      case "greeting.mechanism-mismatch":
        return void expect(decoded.type === "value" ? decoded.value.mechanism : refusal).not.toBe("NULL");
      default:
        return expect.unreachable(`say here how a greeting breaks ${refusedBy ?? ""}`);
    }
  });
});

/** The octets decode to a value that takes them all; each proper prefix asks for more; octets behind them stay. */
function keeps<T>(octets: Uint8Array, decode: (octets: Uint8Array) => Decoded<T>, check: (value: T) => void): void {
  for (let size = 0; size < octets.length; size += 1) expect(decode(octets.slice(0, size)).type).toBe("more");
  for (const behind of [new Uint8Array(), Uint8Array.of(0), octets]) {
    const decoded = decode(concat(octets, behind));
    expect(decoded).toMatchObject({ type: "value", size: octets.length });
    check(valueOf(decoded));
  }
}

/** The statement by which a sender's octets are refused: as a frame, as a command, as what the command of this name holds. */
function refusalOf(octets: Uint8Array): string | undefined {
  const frame = decodeFrame(octets);
  if (frame.type !== "value" || !frame.value.command) return frame.type === "refused" ? frame.statement : undefined;
  const command = decodeCommand(frame.value.body);
  if (command.type !== "value") return command.type === "refused" ? command.statement : undefined;
  const { name, data } = command.value;
  if (name === "PING" && data.length < 2) return "heartbeat.short-ping";
  const metadata = name === "READY" ? decodeMetadata(data) : undefined;
  return metadata?.type === "refused" ? metadata.statement : undefined;
}

function valueOf<T>(decoded: Decoded<T>): T {
  if (decoded.type !== "value") throw new Error(`decoded to ${decoded.type}`);
  return decoded.value;
}
