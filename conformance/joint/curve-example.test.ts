/** The page with the handshake of CURVE holds what spec/security/curve.md says: every box opens with the harness's own code, and holds what it should. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFences } from "../checks/generate/fences.ts";
import { ascii, concat, fromHex, hex } from "../kit/octets.ts";
import { keyPairOf, open, sharedKey } from "../kit/security/box.ts";
import { projectRoot } from "../kit/root.ts";
import { decodeFrame } from "../kit/wire/decode.ts";

const page = readFileSync(join(projectRoot(), "spec/security/curve-example.md"), "utf8");
const keys = new Map([...page.matchAll(/^\| (\S+?)(?:,[^|]*)? \| `([0-9a-f]{64})` \|$/gmu)].map(([, name = "", octets = ""]) => [name, fromHex(octets)]));
const frames = readFences("page", page)
  .filter(({ language }) => language === "zmtp")
  .map(({ text }) => fromHex((text.split(/^\.$/mu)[0] ?? "").replaceAll(/\s/gu, "")));
const bodies = frames.map((octets) => {
  const frame = decodeFrame(octets);
  if (frame.type !== "value" || frame.size !== octets.length) throw new Error("no whole frame");
  return frame.value.body;
});
const [hello, welcome, initiate, ready, message, command] = bodies as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
const key = (name: string): Uint8Array => keys.get(name) ?? new Uint8Array();

/** Opens the box from `at` on, whose nonce on the wire is `nonce`, between these two. */
function opened(secret: string, publicKey: Uint8Array, prefix: string, nonce: Uint8Array, box: Uint8Array): Uint8Array {
  const shared = sharedKey(publicKey, key(secret));
  const content = shared === undefined ? undefined : open(shared, concat(ascii(prefix), nonce), box);
  if (content === undefined) throw new Error(`the box behind ${prefix} does not open`);
  return content;
}

describe("the worked example", () => {
  it("has key pairs that belong together, and no secret but those it names", () => {
    for (const name of ["c", "s", "c'", "s'"]) expect(hex(keyPairOf(key(name)).publicKey)).toBe(hex(key(name.toUpperCase())));
  });

  it("has commands of the sizes that the chapter gives", () => {
    expect(bodies.map(({ length }) => length)).toEqual([200, 168, 257 + 22, 30 + 22, 33 + 5, 33 + 7]);
  });

  it("proves in HELLO that the client has c' and knows S", () => {
    expect(hex(hello.subarray(80, 112))).toBe(hex(key("C'")));
    expect(hex(opened("s", key("C'"), "CurveZMQHELLO---", hello.subarray(112, 120), hello.subarray(120)))).toBe("00".repeat(64));
  });

  it("gives the client S' and a cookie of C' and s' in WELCOME, and gets the cookie back", () => {
    const content = opened("c'", key("S"), "WELCOME-", welcome.subarray(8, 24), welcome.subarray(24));
    expect(hex(content.subarray(0, 32))).toBe(hex(key("S'")));
    const cookie = content.subarray(32);
    expect(hex(open(key("K"), concat(ascii("COOKIE--"), cookie.subarray(0, 16)), cookie.subarray(16)) ?? new Uint8Array())).toBe(
      hex(concat(key("C'"), key("s'"))),
    );
    expect(hex(initiate.subarray(9, 105))).toBe(hex(cookie));
  });

  it("introduces C in INITIATE, with a vouch for C' and S, and metadata", () => {
    const content = opened("s'", key("C'"), "CurveZMQINITIATE", initiate.subarray(105, 113), initiate.subarray(113));
    expect(hex(content.subarray(0, 32))).toBe(hex(key("C")));
    expect(hex(opened("s'", key("C"), "VOUCH---", content.subarray(32, 48), content.subarray(48, 128)))).toBe(hex(concat(key("C'"), key("S"))));
    expect(Buffer.from(content.subarray(128)).toString("latin1")).toBe("\u000bSocket-Type\0\0\0\u0006DEALER");
  });

  it("tells the client the server's metadata in READY", () => {
    const content = opened("c'", key("S'"), "CurveZMQREADY---", ready.subarray(6, 14), ready.subarray(14));
    expect(Buffer.from(content).toString("latin1")).toBe("\u000bSocket-Type\0\0\0\u0006ROUTER");
  });

  it("carries a message and a command, each with its flags", () => {
    expect(hex(opened("s'", key("C'"), "CurveZMQMESSAGEC", message.subarray(8, 16), message.subarray(16)))).toBe(hex(concat(Uint8Array.of(0), ascii("hello"))));
    const ping = opened("c'", key("S'"), "CurveZMQMESSAGES", command.subarray(8, 16), command.subarray(16));
    expect(hex(ping)).toBe(hex(concat(Uint8Array.of(2, 4), ascii("PING"), Uint8Array.of(0, 0))));
  });

  it("counts the short nonces of each side from one", () => {
    const nonces = [hello.subarray(112, 120), initiate.subarray(105, 113), message.subarray(8, 16), ready.subarray(6, 14), command.subarray(8, 16)];
    expect(nonces.map(hex)).toEqual([1, 2, 3, 1, 2].map((count) => count.toString(16).padStart(16, "0")));
  });
});
