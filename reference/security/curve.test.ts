import { describe, expect, it } from "vitest";
import { platformCrypto } from "../transports/crypto.ts";
import { concatOctets, octetsOf } from "../base/octets.ts";
import { decodeCommand } from "../wire/commands.ts";
import { COMMAND, MORE } from "../wire/framing.ts";
import { curveClient, curveServer, newKeyPair } from "./curve.ts";
import { metadata, play, refusal, type Course } from "./handshake.test.support.ts";
import type { Cipher } from "./mechanism.ts";

const crypto = platformCrypto;
/** A handshake takes milliseconds: every so many octets are looked at, which no field is shorter than but the version and the flags. */
const step = 7;
const ofServer = newKeyPair(crypto);
const ofClient = newKeyPair(crypto);

function course(change?: (body: Uint8Array, at: number) => Uint8Array, serverKey: Uint8Array = ofServer.publicKey): Course {
  const client = curveClient({ crypto, permanent: ofClient, serverKey })(false, metadata);
  const server = curveServer({ crypto, permanent: ofServer, asks: true })(true, metadata);
  return play(client, server, undefined, change);
}

function ciphers(): { readonly client: Cipher; readonly server: Cipher } {
  const { client, server } = course();
  if (client.type !== "complete" || server.type !== "complete" || client.cipher === undefined || server.cipher === undefined) throw new Error("no cipher");
  return { client: client.cipher, server: server.cipher };
}

function whole({ head, box }: ReturnType<Cipher["seal"]>): Uint8Array {
  return concatOctets([head, box]);
}

function flipped(octets: Uint8Array, at: number): Uint8Array {
  return octets.map((value, index) => (index === at ? value ^ 1 : value));
}

describe("the handshake of CURVE", () => {
  it("has four commands of the sizes of 26/CURVEZMQ, and both know each other's metadata", () => {
    const { said, client } = course();
    expect(said.map((body) => decodeCommand(body).name)).toEqual(["HELLO", "WELCOME", "INITIATE", "READY"]);
    expect(said.slice(0, 2).map(({ length }) => length)).toEqual([200, 168]);
    expect(said.slice(2).map(({ length }) => length)).toEqual([257 + metadata.length, 30 + metadata.length]);
    if (client.type === "complete") expect(client.metadata.get("socket-type")).toEqual(octetsOf("DEALER"));
  });

  it.each(["HELLO", "WELCOME", "INITIATE", "READY"].map((name, at) => [name, at] as const))("is refused when an octet of %s has changed", (name, changed) => {
    const size = course().said[changed]?.length ?? 0;
    for (let octet = 1 + name.length; octet < size; octet += step) {
      // The padding of HELLO is no part of any box: what it holds is a choice (decision 0094).
      if (changed === 0 && octet >= 8 && octet < 80) continue;
      const flip = (body: Uint8Array, at: number): Uint8Array => (at === changed ? flipped(body, octet) : body);
      expect([octet, refusal(() => course(flip))]).toEqual([octet, expect.stringMatching(/^curve\./u)]);
    }
  });

  it.each(["HELLO", "WELCOME", "INITIATE", "READY"].map((name, at) => [name, at] as const))("is refused when %s ends early or late", (name, changed) => {
    const size = course().said[changed]?.length ?? 0;
    for (let cut = 1 + name.length; cut < size; cut += step)
      expect([cut, refusal(() => course((body, at) => (at === changed ? body.subarray(0, cut) : body)))]).toEqual([cut, expect.stringMatching(/^curve\./u)]);
    expect(refusal(() => course((body, at) => (at === changed ? Uint8Array.of(...body, 0) : body)))).toMatch(/^curve\./u);
  });

  it("is refused by a server of which the client has another key", () => {
    expect(refusal(() => course(undefined, newKeyPair(crypto).publicKey))).toBe("curve.hello-box");
  });

  it("shows none of the permanent keys, and never the same octets twice", () => {
    const [first, second] = [course(), course()].map(({ said }) => said.map((body) => Buffer.from(body)));
    for (const body of first ?? [])
      for (const key of [ofClient.publicKey, ofClient.secretKey, ofServer.secretKey]) expect(body.includes(Buffer.from(key))).toBe(false);
    for (const [at, body] of (first ?? []).entries()) expect(body.equals(second?.[at] ?? Buffer.alloc(0))).toBe(false);
  });
});

describe("the traffic of CURVE", () => {
  it("carries flags and body both ways, in boxes of as many octets more as it says", () => {
    const { client, server } = ciphers();
    for (const [flags, size] of [0, MORE, COMMAND].flatMap((flags) => [0, 1, 255, 9_000].map((size) => [flags, size] as const))) {
      const body = crypto.randomOctets(size);
      for (const [sender, receiver] of [
        [client, server],
        [server, client],
      ] as const) {
        const sealed = whole(sender.seal(flags, body));
        expect(sealed.length).toBe(size + sender.overhead);
        expect(receiver.open(0, sealed)).toEqual({ flags, body });
      }
    }
  });

  it("opens no box twice, none of the other direction, and none that has changed", () => {
    const { client, server } = ciphers();
    const sealed = whole(client.seal(0, octetsOf("hello")));
    expect(refusal(() => client.open(0, sealed))).toMatch(/^curve\./u);
    expect(server.open(0, sealed).body).toEqual(octetsOf("hello"));
    expect(refusal(() => server.open(0, sealed))).toBe("curve.nonce-message");
    for (let octet = 0; octet < sealed.length; octet += step) {
      const fresh = ciphers();
      const box = whole(fresh.client.seal(0, octetsOf("hello")));
      expect([octet, refusal(() => fresh.server.open(0, flipped(box, octet)))]).toEqual([octet, expect.stringMatching(/^curve\./u)]);
    }
  });
});
