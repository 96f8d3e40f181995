/** The vectors of CURVE, judged by the harness's decoders and by the machines of the reference: each gives the verdict that the vector names. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { CurveVector } from "../../schemas/types/curve-vector.ts";
import { PeerError } from "../../reference/base/errors.ts";
import { curveClient, curveServer } from "../../reference/security/curve.ts";
import { platformCrypto } from "../../reference/transports/crypto.ts";
import { ascii, concat, fromHex } from "../kit/octets.ts";
import { projectRoot } from "../kit/root.ts";
import { keyPairOf, sharedKey } from "../kit/security/box.ts";
import { decodeHello, decodeInitiate, decodeMessage, decodeReady, decodeWelcome, noncePrefixes, type CurveDecoded } from "../kit/security/curve-commands.ts";
import { fixedOctets } from "./generate/curve-example.ts";

const vectors = JSON.parse(readFileSync(join(projectRoot(), "conformance/vectors/curve.json"), "utf8")) as readonly CurveVector[];
const titled = vectors.map((vector) => ({ vector, title: `${vector.command}, ${vector.comment}` }));
const valid = (command: CurveVector["command"]): Uint8Array =>
  fromHex(vectors.find((vector) => vector.command === command && vector.verdict === "valid")?.data ?? "");

it.each(titled)("the harness judges $title", ({ vector }) => {
  const decoded = decode(vector);
  expect(decoded.type === "refused" ? [decoded.fault] : []).toEqual(vector.flags);
});

it.each(titled)("the reference judges $title", ({ vector }) => {
  const refusal = refusalOf(vector);
  if (vector.verdict !== "either") expect(refusal).toBe(vector.refusedBy);
});

function decode({ command, keys, cookie, lastNonce, data: text }: CurveVector): CurveDecoded<unknown> {
  const data = fromHex(text);
  const [c, s, ct, st] = [keys.clientPermanent, keys.serverPermanent, keys.clientTransient, keys.serverTransient].map((key) => keyPairOf(fromHex(key)));
  if (c === undefined || s === undefined || ct === undefined || st === undefined) throw new Error("four keys");
  const key = sharedKey(ct.publicKey, st.secretKey);
  switch (command) {
    case "HELLO":
      return decodeHello(data, (transientKey) => sharedKey(transientKey, s.secretKey));
    case "WELCOME":
      return decodeWelcome(data, sharedKey(s.publicKey, ct.secretKey));
    case "INITIATE":
      return decodeInitiate(data, {
        cookie: fromHex(cookie),
        key,
        clientTransientKey: ct.publicKey,
        serverPermanentKey: s.publicKey,
        lastNonce: BigInt(lastNonce),
        vouchKey: (permanentKey) => sharedKey(permanentKey, st.secretKey),
      });
    case "READY":
      return decodeReady(data, key);
    case "MESSAGE":
      return decodeMessage(data, key, noncePrefixes.clientMessage, BigInt(lastNonce));
  }
}

/** Brings a machine to where the command is due, by the valid vectors, and gives the statement by which it refuses. */
function refusalOf({ command, keys, data }: CurveVector): string | undefined {
  const pair = (secret: string): ReturnType<typeof keyPairOf> => keyPairOf(fromHex(secret));
  const asClient = command === "WELCOME" || command === "READY";
  const drawn = asClient ? [fromHex(keys.clientTransient)] : [fromHex(keys.serverTransient), fixedOctets("K", 32), fixedOctets("cookie nonce", 16)];
  const crypto = { ...platformCrypto, randomOctets: (size: number) => drawn.shift() ?? new Uint8Array(size) };
  const machine = asClient
    ? curveClient({ crypto, permanent: pair(keys.clientPermanent), serverKey: pair(keys.serverPermanent).publicKey })(false, new Uint8Array())
    : curveServer({ crypto, permanent: pair(keys.serverPermanent), asks: false })(true, new Uint8Array());
  machine.start();
  const before = { HELLO: [], WELCOME: [], INITIATE: ["HELLO"], READY: ["WELCOME"], MESSAGE: ["HELLO", "INITIATE"] } as const;
  let step;
  for (const name of before[command]) step = machine.receive({ name, data: valid(name) });
  try {
    if (command !== "MESSAGE") machine.receive({ name: command, data: fromHex(data) });
    else if (step?.type === "complete" && step.cipher !== undefined) step.cipher.open(0, concat(Uint8Array.of(7), ascii("MESSAGE"), fromHex(data)));
    else throw new Error("the handshake is not complete");
    return undefined;
  } catch (error) {
    if (error instanceof PeerError) return error.requirement;
    throw error;
  }
}
