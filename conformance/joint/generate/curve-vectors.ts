/** The commands of CURVE as vectors: written by the harness's encoders with keys and nonces that are not random, right and wrong in one field each. */
import { ascii, concat, fromHex, hex } from "../../kit/octets.ts";
import { keyPairOf, seal, type KeyPair } from "../../kit/security/box.ts";
import { CurveClient, CurveServer, type CurveSetting } from "../../kit/security/curve.ts";
import { encodeBox, noncePrefixes, shortNonce, type CurveFault } from "../../kit/security/curve-commands.ts";
import { encodeMetadata } from "../../kit/wire/encode.ts";
import { jsonOutput, type Generator } from "../../checks/generate/generator.ts";
import type { CurveVector } from "../../../schemas/types/curve-vector.ts";
import { fixedOctets } from "./curve-example.ts";

const path = "conformance/vectors/curve.json";

export const curveVectors: Generator = {
  name: "curve-vectors",
  about: `${path} from the harness's encoders, with fixed keys`,
  outputs: () => [jsonOutput(path, vectors())],
};

const pair = (label: string): KeyPair => keyPairOf(fixedOctets(label, 32));
const keys = { c: pair("c"), s: pair("s"), clientTransient: pair("c'"), serverTransient: pair("s'") };
const cookieNonce = fixedOctets("cookie nonce", 16);
const cookie = concat(
  cookieNonce,
  seal(fixedOctets("K", 32), concat(noncePrefixes.cookie, cookieNonce), concat(keys.clientTransient.publicKey, keys.serverTransient.secretKey)),
);
const metadata = encodeMetadata([{ name: "Socket-Type", value: ascii("DEALER") }]);
const other = new Uint8Array(32).fill(7);

interface Case {
  readonly comment: string;
  readonly data: Uint8Array;
  readonly flag?: CurveFault;
  readonly refusedBy?: string;
  readonly either?: boolean;
}

/** A client that has taken WELCOME, and a server that has taken HELLO. */
function sessions(): { readonly client: CurveClient; readonly server: CurveServer; readonly hello: Uint8Array; readonly welcome: Uint8Array } {
  const setting = (transient: KeyPair, permanent: KeyPair, nonce: string): CurveSetting => ({
    keys: permanent,
    transient,
    longNonce: () => fixedOctets(nonce, 16),
  });
  const client = new CurveClient({ ...setting(keys.clientTransient, keys.c, "vouch nonce"), serverKey: keys.s.publicKey });
  const server = new CurveServer(setting(keys.serverTransient, keys.s, "welcome nonce"));
  const hello = client.hello();
  server.takeHello(hello);
  const welcome = server.welcome({ cookie });
  client.takeWelcome(welcome);
  return { client, server, hello, welcome };
}

function vectors(): readonly CurveVector[] {
  const { client, server, hello, welcome } = sessions();
  const initiate = client.initiate(metadata);
  const ready = server.ready(metadata);
  const fresh = (): CurveClient => new CurveClient({ keys: keys.c, transient: keys.clientTransient, serverKey: keys.s.publicKey });
  const said = (nonce: bigint, plain: string, prefix: Uint8Array = noncePrefixes.clientMessage): Uint8Array =>
    encodeBox({ key: client.key, prefix, nonce: shortNonce(nonce), plain: fromHex(plain) });
  const again = (overrides: Parameters<CurveClient["initiate"]>[1]): Uint8Array => client.initiate(metadata, { nonce: 2n, ...overrides });
  const hellos: readonly Case[] = [
    { comment: "as the chapter has it", data: hello },
    { comment: "one octet less", data: hello.subarray(0, -1), flag: "length", refusedBy: "curve.hello-size" },
    { comment: "one octet more", data: concat(hello, Uint8Array.of(0)), flag: "length", refusedBy: "curve.hello-size" },
    { comment: "version 2.0", data: fresh().hello({ version: Uint8Array.of(2, 0) }), flag: "version", refusedBy: "curve.hello-version" },
    { comment: "a padding that is not null", data: flipped(hello, 40), flag: "padding", either: true },
    {
      comment: "a transient key of null octets",
      data: fresh().hello({ transientKey: new Uint8Array(32), key: other }),
      flag: "key",
      refusedBy: "curve.null-secret",
    },
    { comment: "the first octet of the box differs", data: flipped(hello, 114), flag: "box", refusedBy: "curve.hello-box" },
    { comment: "the last octet of the box differs", data: flipped(hello, 193), flag: "box", refusedBy: "curve.hello-box" },
    { comment: "boxed for another server", data: fresh().hello({ key: other }), flag: "box", refusedBy: "curve.hello-box" },
    { comment: "the nonce prefix of INITIATE", data: fresh().hello({ prefix: noncePrefixes.initiate }), flag: "box", refusedBy: "curve.hello-box" },
    {
      comment: "a box that holds a one",
      data: fresh().hello({ signature: flipped(new Uint8Array(64), 63) }),
      flag: "signature",
      refusedBy: "curve.hello-content",
    },
  ];
  const welcomes: readonly Case[] = [
    { comment: "as the chapter has it", data: welcome },
    { comment: "one octet less", data: welcome.subarray(0, -1), flag: "length", refusedBy: "curve.welcome-size" },
    { comment: "the last octet of the box differs", data: flipped(welcome, 159), flag: "box", refusedBy: "curve.welcome-box" },
    { comment: "from another server", data: server.welcome({ cookie, key: other }), flag: "box", refusedBy: "curve.welcome-box" },
  ];
  const initiates: readonly Case[] = [
    { comment: "as the chapter has it", data: initiate },
    { comment: "without metadata", data: client.initiate(new Uint8Array(), { nonce: 2n }) },
    { comment: "a nonce that leaves a gap", data: again({ nonce: 1n << 40n }) },
    { comment: "one octet less than the least", data: initiate.subarray(0, 247), flag: "length", refusedBy: "curve.initiate-size" },
    { comment: "another cookie", data: flipped(initiate, 95), flag: "cookie", refusedBy: "curve.cookie-refused" },
    { comment: "the nonce of HELLO", data: again({ nonce: 1n }), flag: "nonce", refusedBy: "curve.nonce-handshake" },
    { comment: "the last octet of the box differs", data: flipped(initiate, initiate.length - 1), flag: "box", refusedBy: "curve.initiate-box" },
    { comment: "a vouch under another key", data: again({ vouch: { key: other } }), flag: "vouch-box", refusedBy: "curve.vouch-box" },
    { comment: "a vouch for another client", data: again({ vouch: { client: other } }), flag: "vouch-client", refusedBy: "curve.vouch-client-key" },
    { comment: "a vouch for another server", data: again({ vouch: { server: other } }), flag: "vouch-server", refusedBy: "curve.vouch-server-key" },
  ];
  const readies: readonly Case[] = [
    { comment: "as the chapter has it", data: ready },
    { comment: "shorter than an empty box", data: ready.subarray(0, 23), flag: "length", refusedBy: "curve.ready-size" },
    { comment: "the last octet of the box differs", data: flipped(ready, ready.length - 1), flag: "box", refusedBy: "curve.ready-box" },
  ];
  const messages: readonly Case[] = [
    { comment: "a part of five octets", data: said(3n, "0068656c6c6f") },
    { comment: "a part that others follow", data: said(3n, "0168656c6c6f") },
    { comment: "an empty part", data: said(3n, "00") },
    { comment: "a PING command", data: said(3n, "020450494e470000") },
    { comment: "no room for the flags", data: said(3n, ""), flag: "length", refusedBy: "curve.message-size" },
    { comment: "the nonce of INITIATE", data: said(2n, "0068656c6c6f"), flag: "nonce", refusedBy: "curve.nonce-message" },
    { comment: "the nonce prefix of the server", data: said(3n, "00", noncePrefixes.serverMessage), flag: "box", refusedBy: "curve.message-box" },
    { comment: "a command with MORE", data: said(3n, "030450494e470000"), flag: "flags", refusedBy: "curve.message-command-more" },
    { comment: "a reserved flag", data: said(3n, "0468656c6c6f"), flag: "flags", either: true },
  ];
  return Object.entries({ HELLO: hellos, WELCOME: welcomes, INITIATE: initiates, READY: readies, MESSAGE: messages }).flatMap(([command, cases]) =>
    cases.map((entry) => vector(command as CurveVector["command"], entry)),
  );
}

function vector(command: CurveVector["command"], { comment, data, flag, refusedBy, either }: Case): CurveVector {
  return {
    command,
    comment,
    keys: {
      clientPermanent: hex(keys.c.secretKey),
      serverPermanent: hex(keys.s.secretKey),
      clientTransient: hex(keys.clientTransient.secretKey),
      serverTransient: hex(keys.serverTransient.secretKey),
    },
    cookie: hex(cookie),
    lastNonce: { HELLO: 0, WELCOME: 0, INITIATE: 1, READY: 0, MESSAGE: 2 }[command],
    data: hex(data),
    verdict: either === true ? "either" : flag === undefined ? "valid" : "refused",
    flags: flag === undefined ? [] : [flag],
    ...(refusedBy === undefined ? {} : { refusedBy }),
  };
}

function flipped(octets: Uint8Array, at: number): Uint8Array {
  const copy = new Uint8Array(octets);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
