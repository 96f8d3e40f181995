/** The page with one handshake of CURVE, octet by octet: run by the reference with keys and nonces that are not random. */
import { createHash } from "node:crypto";
import { concatOctets, octetsOf } from "../../../reference/base/octets.ts";
import { KEY_SIZE, type Crypto } from "../../../reference/security/crypto.ts";
import { curveClient, curveServer, type KeyPair } from "../../../reference/security/curve.ts";
import type { Cipher, HandshakeStep, Mechanism } from "../../../reference/security/mechanism.ts";
import { platformCrypto } from "../../../reference/transports/crypto.ts";
import { decodeCommand } from "../../../reference/wire/commands.ts";
import { COMMAND, frameHeader } from "../../../reference/wire/framing.ts";
import { encodeMetadata } from "../../../reference/wire/metadata.ts";
import type { Generator } from "../../checks/generate/generator.ts";

const path = "spec/security/curve-example.md";

export const curveExample: Generator = {
  name: "curve-example",
  about: `${path} from a run of the reference with fixed keys and nonces`,
  outputs: () => [{ path, text: page() }],
};

/** The first octets of the SHA-256 of a label: as good as random, and the same for everybody. */
export function fixedOctets(label: string, size: number): Uint8Array {
  return new Uint8Array(createHash("sha256").update(`patternwire ${label}`).digest().subarray(0, size));
}

/** Octets that the reference asks for, in the order in which it does. */
const drawn = { client: ["c'", "vouch nonce"], server: ["s'", "K", "cookie nonce", "welcome nonce"] } as const;
const application = { client: "Socket-Type DEALER", server: "Socket-Type ROUTER" } as const;

/** The platform's cryptography, with these octets in place of random ones. */
function withFixed(labels: readonly string[]): Crypto {
  const left = [...labels];
  return {
    ...platformCrypto,
    randomOctets: (size) => {
      const label = left.shift();
      if (label === undefined) throw new Error("the reference asks for more random octets than the page names");
      return fixedOctets(label, size);
    },
  };
}

function keyPair(label: string): KeyPair {
  const secretKey = fixedOctets(label, KEY_SIZE);
  return { publicKey: platformCrypto.publicKey(secretKey), secretKey };
}

interface Stage {
  readonly title: string;
  readonly words: string;
  readonly frame: Uint8Array;
}

function page(): string {
  const [client, server] = [keyPair("c"), keyPair("s")];
  return [head, keysTable(client, server), between, ...stages(client, server).map(section), tail].join("\n\n");
}

/** The commands that cross, and the first messages of each side. */
function stages(client: KeyPair, server: KeyPair): readonly Stage[] {
  const a = curveClient({ crypto: withFixed(drawn.client), permanent: client, serverKey: server.publicKey })(false, metadata("DEALER"));
  const b = curveServer({ crypto: withFixed(drawn.server), permanent: server, asks: false })(true, metadata("ROUTER"));
  const hello = only(a.start());
  const welcome = only(sent(b, hello));
  const initiate = only(sent(a, welcome));
  const atServer = step(b, initiate);
  const ready = only("send" in atServer ? atServer.send : []);
  const atClient = step(a, ready);
  if (atServer.type !== "complete" || atClient.type !== "complete" || atServer.cipher === undefined || atClient.cipher === undefined)
    throw new Error("the handshake fails");
  const whole = ({ head, box }: ReturnType<Cipher["seal"]>): Uint8Array => concatOctets([head, box]);
  const spoken = whole(atClient.cipher.seal(0, octetsOf("hello")));
  const pinged = whole(atServer.cipher.seal(COMMAND, concatOctets([Uint8Array.of(4), octetsOf("PING"), Uint8Array.of(0, 0)])));
  return [
    {
      title: "HELLO",
      words: "The client's first command: version, padding, C', short nonce 1, and the box of 64 null octets from C' to S.",
      frame: framed(COMMAND, hello),
    },
    { title: "WELCOME", words: "The server's answer: the long nonce, and the box of S' and the cookie from S to C'.", frame: framed(COMMAND, welcome) },
    {
      title: "INITIATE",
      words: "The cookie as it came, short nonce 2, and the box of C, the vouch and the metadata from C' to S'.",
      frame: framed(COMMAND, initiate),
    },
    { title: "READY", words: "Short nonce 1 of the server, and the box of its metadata from S' to C'.", frame: framed(COMMAND, ready) },
    { title: "A message", words: "The client sends `hello`: flags 00 and five octets, under short nonce 3.", frame: framed(0, spoken) },
    { title: "A command", words: "The server sends PING: flags 02 and the body of the command, under short nonce 2.", frame: framed(0, pinged) },
  ];
}

function metadata(socketType: string): Uint8Array {
  return encodeMetadata([["Socket-Type", octetsOf(socketType)]]);
}

function step(mechanism: Mechanism, body: Uint8Array): HandshakeStep {
  return mechanism.receive(decodeCommand(body));
}

function sent(mechanism: Mechanism, body: Uint8Array): readonly Uint8Array[] {
  const answer = step(mechanism, body);
  return answer.type === "continue" ? answer.send : [];
}

function only(bodies: readonly Uint8Array[]): Uint8Array {
  const [body] = bodies;
  if (body === undefined || bodies.length !== 1) throw new Error(`${String(bodies.length)} commands where one is due`);
  return body;
}

function framed(flags: number, body: Uint8Array): Uint8Array {
  return concatOctets([frameHeader(flags, body.length).slice(), body]);
}

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString("hex");

function keysTable(client: KeyPair, server: KeyPair): string {
  const transient = { "C'": keyPair("c'"), "S'": keyPair("s'") };
  const rows: readonly (readonly [string, Uint8Array])[] = [
    ["c", client.secretKey],
    ["C", client.publicKey],
    ["s", server.secretKey],
    ["S", server.publicKey],
    ["c'", transient["C'"].secretKey],
    ["C'", transient["C'"].publicKey],
    ["s'", transient["S'"].secretKey],
    ["S'", transient["S'"].publicKey],
    ["K, the cookie key", fixedOctets("K", KEY_SIZE)],
    ["long nonce of the cookie", fixedOctets("cookie nonce", 16)],
    ["long nonce of WELCOME", fixedOctets("welcome nonce", 16)],
    ["long nonce of the vouch", fixedOctets("vouch nonce", 16)],
  ];
  return ["| what | octets |", "| --- | --- |", ...rows.map(([name, octets]) => `| ${name} | \`${hex(octets)}\` |`)].join("\n");
}

function section({ title, words, frame }: Stage): string {
  const isCommand = ((frame[0] ?? 0) & COMMAND) !== 0;
  const body = frame.subarray((frame[0] ?? 0) & 2 ? 9 : 2);
  const { name, data } = decodeCommand(body);
  const decoded = isCommand
    ? { command: name, data: hex(data) }
    : { flags: { more: false, long: ((frame[0] ?? 0) & 2) !== 0, command: false }, body: hex(body) };
  const lines = (
    Buffer.from(frame)
      .toString("hex")
      .toUpperCase()
      .match(/.{1,64}/gu) ?? []
  ).map((line) => line.replaceAll(/(..)(?=.)/gu, "$1 "));
  return [`## ${title}`, "", words, "", "```zmtp frame", ...lines, ".", JSON.stringify(decoded), "```"].join("\n");
}

const head = `# A handshake of CURVE, octet by octet

A DEALER as the client and a ROUTER as the server, with keys and nonces that are not random, so that whoever implements [curve](curve.md) can compare each octet. The page is written by a
program, which runs the reference implementation; a test opens every box with code of its own.

## Keys and nonces

Each secret octet string is the beginning of the SHA-256 of a text: \`patternwire c\`, \`patternwire s\`, \`patternwire c'\`, \`patternwire s'\`, \`patternwire K\`, \`patternwire cookie nonce\`,
\`patternwire welcome nonce\`, \`patternwire vouch nonce\`. **Nobody else may use them.**`;
const between = `The client announces ${application.client}, the server ${application.server}. Frames stand with their header; flags 04 and 06 begin a command.`;
const tail = `## What to do with it

An implementation of the server puts s, s', K and the nonces in place of its random octets, takes HELLO and INITIATE as they stand here, and has to give WELCOME and READY. An implementation of the client does the
same the other way round. Short nonces count from one; one that counts otherwise is right as well, and has other octets from there on.
`;
