/** The ABNF of spec/wire and spec/security, one grammar: it derives the examples and what the harness's encoder builds of random fields, and nothing that is cut or changed. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeFrame, type Frame } from "../kit/wire/decode.ts";
import { encodeCommand, encodeFrame, encodeGreeting, encodeMessage, encodePing, encodeReady } from "../kit/wire/encode.ts";
import { allExamples } from "./generate/examples.ts";
import { filesBelow, readText } from "./generate/repository.ts";
import { abnfOf, compileGrammar } from "./grammar.ts";

const joined = [...filesBelow("spec/security", ".md"), ...filesBelow("spec/wire", ".md")];
/** The pairs of size and field that spec/wire/framing.md lists. The size of a command's body is in its header, which has two forms. */
const commandBodies = [
  ...["command-body", "ready-body", "error-body", "ping-body", "pong-body"],
  ...["plain-hello-body", "plain-initiate-body", "curve-initiate-body", "curve-ready-body"],
];
const wire = {
  sized: {
    ...{ "short-body": 1, "long-body": 8, "command-name": 1, "property-name": 1, "property-value": 4, reason: 1, username: 1, password: 1 },
    ...Object.fromEntries(commandBodies.map((name) => [name, 1])),
  } as Readonly<Record<string, 1 | 4 | 8>>,
  fixed: { mechanism: 20 },
  rewrites: commandBodies.map((name) => [`command-header ${name}`, `( %x04 short-size e_${name}-1 / %x06 long-size e_${name}-8 )`] as const),
};

describe("the grammar of the wire", () => {
  const judge = compileGrammar(abnfOf(joined), wire);
  const derives = (rule: string, octets: Uint8Array): boolean => judge(rule, [...octets]);
  const examples = allExamples().octets;
  const text = fc.array(fc.constantFrom(..."ABCXYZ019".split("")), { minLength: 1, maxLength: 20 }).map((letters) => letters.join(""));
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc.constantFrom(254, 255, 256, 257, 1000).map((size) => new Uint8Array(size)),
  );

  test("names as sized what the chapter on framing lists", () => {
    const listed = new Set([...readText("spec/wire/framing.md").matchAll(/`([a-z-]+)`/gu)].map(([, name = ""]) => name));
    expect(Object.keys(wire.sized).filter((name) => !commandBodies.includes(name) && !listed.has(name))).toEqual([]);
    expect(abnfOf(joined)).toMatch(/^command-header *= %x04 short-size \/ %x06 long-size$/mu);
  });

  test("derives every example that is well formed, and none that is malformed", () => {
    const wrong = examples.filter(({ kind, octets, refusedBy }) => {
      if (kind === "greeting") return refusedBy === undefined && !derives("greeting", octets);
      const frame = decodeFrame(octets);
      const rule = frame.type === "value" && frame.value.command ? "command" : "message-frame";
      // A frame that is well formed may still be refused for what is in it.
      return refusedBy === undefined ? !derives(rule, octets) : /^(?:framing|commands)\./u.test(refusedBy) && derives(rule, octets);
    });
    expect(wrong.map(({ file, line }) => `${file}:${String(line)}`)).toEqual([]);
  });

  test("derives greetings of every version from 3 on, and no greeting of another size or with another signature, version or filler", () => {
    const changes: readonly (readonly [at: number, octet: number])[] = [
      [0, 0xfe],
      [9, 0x7e],
      [10, 2],
      [12, 0x6e],
      [31, 0x41],
      [32, 2],
      [33, 1],
      [63, 1],
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 255 }),
        fc.nat({ max: 255 }),
        text,
        fc.nat({ max: 1 }),
        fc.constantFrom(...changes),
        (major, minor, mechanism, asServer, [at, octet]) => {
          const octets = encodeGreeting({ major, minor, mechanism: mechanism.slice(0, 18), asServer });
          expect(derives("greeting", octets)).toBe(true);
          expect(derives("greeting", octets.slice(0, -1))).toBe(false);
          expect(derives("greeting", octets.with(at, octet))).toBe(false);
        },
      ),
    );
  });

  test("derives messages in either form of frame, and none that is cut, too long or has a reserved bit", () => {
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 4 }), fc.boolean(), fc.integer({ min: 3, max: 7 }), (parts, long, bit) => {
        const octets = encodeMessage(parts, long || parts.some((part) => part.length > 255) ? "long" : "short");
        expect(derives("message", octets)).toBe(true);
        expect(derives("message", octets.slice(0, -1))).toBe(false);
        expect(derives("message", Uint8Array.of(...octets, 0))).toBe(false);
        expect(derives("message", octets.with(0, (octets[0] ?? 0) | (1 << bit)))).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  test("derives commands, and none with MORE, without a name or with a name that is not of letters", () => {
    fc.assert(
      fc.property(fc.constantFrom("A", "READY", "Z".repeat(255)), fc.uint8Array({ maxLength: 300 }), (name, data) => {
        const octets = encodeCommand(name, data);
        expect(derives("command", octets)).toBe(true);
        expect(derives("command", octets.slice(0, -1))).toBe(false);
        expect(derives("command", octets.with(0, (octets[0] ?? 0) | 1))).toBe(false);
        const nameAt = octets[0] === 4 ? 2 : 9;
        expect(derives("command", octets.with(nameAt, 0))).toBe(false);
        expect(derives("command", octets.with(nameAt + 1, 0x31))).toBe(false);
      }),
    );
  });

  test("derives READY and PING built of random fields, and none that ends inside a field or has too long a context", () => {
    fc.assert(
      fc.property(text, fc.uint8Array({ maxLength: 255 }), fc.nat({ max: 65535 }), fc.uint8Array({ maxLength: 16 }), (name, value, ttl, context) => {
        const ready = encodeReady({ socketType: "DEALER", properties: [{ name, value }] });
        expect(derives("ready", ready)).toBe(true);
        expect(derives("null-stream", Uint8Array.of(...encodeGreeting(), ...ready, ...encodeMessage([value])))).toBe(true);
        expect(derives("ready", cut(ready, 1))).toBe(false);
        const ping = encodePing(ttl, context);
        expect(derives("ping", ping)).toBe(true);
        expect(derives("ping", encodeCommand("PING", Uint8Array.of(0)))).toBe(false);
        expect(derives("ping", encodeCommand("PING", new Uint8Array(19)))).toBe(false);
        expect(derives("pong", ping)).toBe(false);
      }),
    );
  });
});

/** A short command without its last octets, and with the smaller size: well formed as a frame, not in what it holds. */
function cut(command: Uint8Array, octets: number): Uint8Array {
  const { body } = decodeFrameValue(command);
  return encodeFrame(body.slice(0, -octets), { command: true });
}

function decodeFrameValue(octets: Uint8Array): Frame {
  const frame = decodeFrame(octets);
  if (frame.type !== "value") throw new Error("no frame");
  return frame.value;
}
