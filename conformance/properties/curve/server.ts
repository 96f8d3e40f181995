/** spec/security/curve.md: which HELLO and INITIATE a server refuses. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { ascii, concat } from "../../kit/octets.ts";
import { blame, expect } from "../../kit/outcome.ts";
import { property, type AnyProperty, type Property } from "../../kit/property.ts";
import { newKeyPair, nullSharedKey } from "../../kit/security/box.ts";
import type { CurveClient } from "../../kit/security/curve.ts";
import { noncePrefixes } from "../../kit/security/curve-commands.ts";
import { clientSession, dealer, dialAgain, introduce, writeCurve } from "../mechanisms.ts";

const common = { mechanisms: ["CURVE"], socketTypes: ["DEALER"] } as const satisfies Partial<Property<unknown>>;
const other = new Uint8Array(32).fill(7);

interface Offences {
  readonly command: "HELLO" | "INITIATE";
  readonly faults: Readonly<Record<string, (session: CurveClient) => Uint8Array>>;
  /** The counter of HELLO. */
  readonly nonce?: bigint;
}

/** For each fault: a client that is served, one that offends and is refused, and another that is served. */
function refuses(name: string, statement: RequirementId, { command, faults, nonce }: Offences): AnyProperty {
  return property<{ readonly fault: string }>({
    ...common,
    name,
    judges: [statement],
    cases: Object.keys(faults).map((fault) => ({ fault })),
    play: async (stage, { fault }) => {
      const subject = await stage.bound("DEALER");
      await stage.stillServes(subject, "DEALER");
      const peer = await dialAgain(stage, subject);
      const session = clientSession(peer);
      if (command === "INITIATE") await introduce(peer, session, nonce);
      writeCurve(peer, command, faults[fault]?.(session) ?? new Uint8Array(), fault);
      await blame(stage, statement, () => peer.isRefused());
      await stage.stillServes(subject, "DEALER");
    },
  });
}

const hello = (change: (data: Uint8Array) => Uint8Array) => (session: CurveClient) => change(session.hello());
const initiate = (change: (data: Uint8Array) => Uint8Array) => (session: CurveClient) => change(session.initiate(dealer));

export const server: readonly AnyProperty[] = [
  refuses("curve/hello-of-another-size-is-refused", "curve.hello-size", {
    command: "HELLO",
    faults: {
      empty: () => new Uint8Array(),
      "one-less": hello((data) => data.subarray(0, -1)),
      "one-more": hello((data) => concat(data, Uint8Array.of(0))),
      "padding-of-70": hello((data) => concat(data.subarray(0, 2), data.subarray(4))),
      "longer-than-short": hello((data) => concat(data, new Uint8Array(100))),
    },
  }),
  refuses("curve/hello-of-another-version-is-refused", "curve.hello-version", {
    command: "HELLO",
    faults: Object.fromEntries(
      ["0000", "0101", "0200", "0001", "ffff"].map((version) => [
        version,
        (session: CurveClient) => session.hello({ version: new Uint8Array(Buffer.from(version, "hex")) }),
      ]),
    ),
  }),
  refuses("curve/hello-whose-box-does-not-open-is-refused", "curve.hello-box", {
    command: "HELLO",
    faults: {
      "first-octet": hello((data) => flipped(data, 114)),
      "last-octet": hello((data) => flipped(data, 193)),
      "other-nonce": hello((data) => flipped(data, 113)),
      "other-transient-key": hello((data) => flipped(data, 80)),
      "other-server": (session) => session.hello({ key: other }),
      "prefix-of-initiate": (session) => session.hello({ prefix: noncePrefixes.initiate }),
    },
  }),
  refuses("curve/hello-that-holds-something-is-refused", "curve.hello-content", {
    command: "HELLO",
    faults: {
      "last-octet-one": (session) => session.hello({ signature: flipped(new Uint8Array(64), 63) }),
      "all-ones": (session) => session.hello({ signature: new Uint8Array(64).fill(255) }),
    },
  }),
  refuses("curve/keys-of-small-order-are-refused", "curve.null-secret", {
    command: "HELLO",
    faults: {
      zero: (session) => session.hello({ transientKey: new Uint8Array(32), key: nullSharedKey() }),
      one: (session) => session.hello({ transientKey: Uint8Array.of(1, ...new Uint8Array(31)), key: nullSharedKey() }),
    },
  }),
  property<{ readonly octet: number }>({
    ...common,
    name: "curve/padding-that-is-not-null",
    judges: ["curve.hello-padding"],
    cases: [0, 35, 70, 71].map((octet) => ({ octet })),
    play: async (stage, { octet }) => {
      const subject = await stage.bound("DEALER");
      const peer = await dialAgain(stage, subject);
      writeCurve(peer, "HELLO", clientSession(peer).hello({ padding: flipped(new Uint8Array(72), octet) }), "padding");
      const item = await peer.stream.next(stage.ceilingMs);
      await blame(stage, "curve.hello-padding", async () => {
        expect(item.type === "frame" || item.type === "closed", "a WELCOME, or a close", "nothing arrives");
        return Promise.resolve();
      });
      stage.observe("curve.hello-padding", item.type === "frame" ? "ignore" : "close");
    },
  }),
  refuses("curve/short-initiate-is-refused", "curve.initiate-size", {
    command: "INITIATE",
    faults: {
      empty: () => new Uint8Array(),
      "cookie-only": initiate((data) => data.subarray(0, 96)),
      "one-less-than-least": (session) => session.initiate(new Uint8Array()).subarray(0, -1),
    },
  }),
  refuses("curve/other-cookie-is-refused", "curve.cookie-refused", {
    command: "INITIATE",
    faults: {
      zeros: (session) => session.initiate(dealer, { cookie: new Uint8Array(96) }),
      "first-octet": initiate((data) => flipped(data, 0)),
      "last-octet": initiate((data) => flipped(data, 95)),
    },
  }),
  refuses("curve/initiate-whose-box-does-not-open-is-refused", "curve.initiate-box", {
    command: "INITIATE",
    faults: {
      "first-octet": initiate((data) => flipped(data, 104)),
      "last-octet": initiate((data) => flipped(data, data.length - 1)),
      "other-key": (session) => session.initiate(dealer, { key: other }),
      "prefix-of-hello": (session) => session.initiate(dealer, { prefix: noncePrefixes.hello }),
    },
  }),
  refuses("curve/vouch-that-does-not-open-is-refused", "curve.vouch-box", {
    command: "INITIATE",
    faults: {
      "other-key": (session) => session.initiate(dealer, { vouch: { key: other } }),
      "prefix-of-welcome": (session) => session.initiate(dealer, { vouch: { prefix: noncePrefixes.welcome } }),
      "another-claims-the-key": (session) => session.initiate(dealer, { permanentKey: newKeyPair().publicKey }),
    },
  }),
  refuses("curve/vouch-for-another-client-is-refused", "curve.vouch-client-key", {
    command: "INITIATE",
    faults: {
      "another-transient-key": (session) => session.initiate(dealer, { vouch: { client: newKeyPair().publicKey } }),
      zeros: (session) => session.initiate(dealer, { vouch: { client: new Uint8Array(32) } }),
    },
  }),
  refuses("curve/vouch-for-another-server-is-refused", "curve.vouch-server-key", {
    command: "INITIATE",
    faults: {
      "another-server": (session) => session.initiate(dealer, { vouch: { server: newKeyPair().publicKey } }),
      zeros: (session) => session.initiate(dealer, { vouch: { server: new Uint8Array(32) } }),
    },
  }),
  refuses("curve/initiate-with-an-old-nonce-is-refused", "curve.nonce-handshake", {
    command: "INITIATE",
    nonce: 5n,
    faults: {
      same: (session) => session.initiate(dealer, { nonce: 5n }),
      lower: (session) => session.initiate(dealer, { nonce: 4n }),
      zero: (session) => session.initiate(dealer, { nonce: 0n }),
    },
  }),
  property<{ readonly commands: string }>({
    ...common,
    name: "curve/server-refuses-unexpected-commands",
    judges: ["curve.unexpected-command"],
    cases: ["WELCOME", "INITIATE", "READY", "ERROR", "PING", "MESSAGE", "HELLO HELLO", "HELLO READY", "HELLO ERROR", "HELLO MESSAGE"].map((commands) => ({
      commands,
    })),
    play: async (stage, { commands }) => {
      const subject = await stage.bound("DEALER");
      await stage.stillServes(subject, "DEALER");
      const peer = await dialAgain(stage, subject);
      const session = clientSession(peer);
      await blame(stage, "curve.unexpected-command", async () => {
        for (const [index, name] of commands.split(" ").entries()) {
          if (index > 0) session.takeWelcome(await peer.receiveCommand("WELCOME"));
          writeCurve(peer, name, dataOf(session, name));
        }
        await peer.isRefused();
      });
      await stage.stillServes(subject, "DEALER");
    },
  }),
  property<{ readonly mechanism: string }>({
    ...common,
    name: "curve/server-does-not-fall-back",
    judges: ["curve.unexpected-command"],
    cases: [{ mechanism: "NULL" }, { mechanism: "PLAIN" }],
    play: async (stage, { mechanism }) => {
      const subject = await stage.bound("DEALER");
      const peer = await stage.dial(subject);
      peer.writeGreeting({ mechanism, asServer: 0 }, `greeting mechanism=${mechanism}`);
      await blame(stage, "curve.unexpected-command", async () => {
        peer.sendCommand("READY", dealer);
        await peer.isRefused();
        await subject.receivesNothing();
      });
      await stage.stillServes(subject, "DEALER");
    },
  }),
];

function dataOf(session: CurveClient, name: string): Uint8Array {
  if (name === "HELLO") return session.hello();
  if (name === "INITIATE") return session.initiate(dealer);
  return name === "ERROR" ? ascii("\x03400") : name === "READY" ? dealer : new Uint8Array(33);
}

/** One bit of one octet is another. */
export function flipped(octets: Uint8Array, at: number): Uint8Array {
  const copy = new Uint8Array(octets);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
