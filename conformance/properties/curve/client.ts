/** spec/security/curve.md: what a client sends, and what it makes of WELCOME and READY. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { ascii, concat, fromHex, hex } from "../../kit/octets.ts";
import { blame, expect, judge } from "../../kit/outcome.ts";
import { property, type AnyProperty, type Property } from "../../kit/property.ts";
import type { CurveServer } from "../../kit/security/curve.ts";
import { noncePrefixes } from "../../kit/security/curve-commands.ts";
import { encodeZ85 } from "../../kit/security/z85.ts";
import type { OptionValues } from "../../kit/stage.ts";
import { dealer, greet, receiveInitiate, refusesOptions, serverSession, writeCurve } from "../mechanisms.ts";
import { flipped } from "./server.ts";

const common = { mechanisms: ["CURVE"], socketTypes: ["DEALER"] } as const satisfies Partial<Property<unknown>>;
const other = new Uint8Array(32).fill(7);

type Faults = Readonly<Record<string, (session: CurveServer) => Uint8Array>>;

/** For each fault: a server that is accepted, and one that offends and is refused. */
function refuses(name: string, statement: RequirementId, command: "WELCOME" | "READY", faults: Faults): AnyProperty {
  return property<{ readonly fault: string }>({
    ...common,
    name,
    judges: [statement],
    cases: Object.keys(faults).map((fault) => ({ fault })),
    play: async (stage, { fault }) => {
      const control = await greet(stage, "connects");
      await control.peer.shake({ socketType: "DEALER" });
      await control.peer.isOpen();
      const { peer } = await greet(stage, "connects");
      const session = serverSession(peer);
      if (command === "READY") await receiveInitiate(peer, session);
      else session.takeHello(await peer.receiveCommand("HELLO"));
      writeCurve(peer, command, faults[fault]?.(session) ?? new Uint8Array(), fault);
      await blame(stage, statement, () => peer.isRefused());
    },
  });
}

export const client: readonly AnyProperty[] = [
  refuses("curve/welcome-of-another-size-is-refused", "curve.welcome-size", "WELCOME", {
    empty: () => new Uint8Array(),
    "one-less": (session) => session.welcome().subarray(0, -1),
    "one-more": (session) => concat(session.welcome(), Uint8Array.of(0)),
  }),
  refuses("curve/welcome-whose-box-does-not-open-is-refused", "curve.welcome-box", "WELCOME", {
    "first-octet": (session) => flipped(session.welcome(), 16),
    "last-octet": (session) => flipped(session.welcome(), 159),
    "other-nonce": (session) => flipped(session.welcome(), 0),
    "another-server": (session) => session.welcome({ key: other }),
    "prefix-of-cookie": (session) => session.welcome({ prefix: noncePrefixes.cookie }),
  }),
  refuses("curve/short-ready-is-refused", "curve.ready-size", "READY", {
    empty: () => new Uint8Array(),
    "one-less-than-least": (session) => session.ready(new Uint8Array()).subarray(0, -1),
  }),
  refuses("curve/ready-whose-box-does-not-open-is-refused", "curve.ready-box", "READY", {
    "first-octet": (session) => flipped(session.ready(dealer), 8),
    "other-nonce": (session) => flipped(session.ready(dealer), 7),
    "other-key": (session) => session.ready(dealer, { key: other }),
    "prefix-of-message": (session) => session.ready(dealer, { prefix: noncePrefixes.serverMessage }),
    "in-clear": () => concat(new Uint8Array(8), dealer),
  }),
  property<Record<string, never>>({
    ...common,
    name: "curve/hello-and-initiate-are-as-the-model-gives-them",
    judges: ["curve.client-first", "curve.hello", "curve.initiate", "curve.cookie-returned", "curve.vouch", "curve.as-client"],
    cases: [{}],
    play: async (stage) => {
      const listening = await stage.listen();
      const subject = await stage.open("DEALER");
      await subject.connectTo(listening);
      const peer = await stage.acceptRaw(listening);
      peer.writeGreeting();
      const { asServer } = await peer.readGreeting();
      const session = serverSession(peer);
      const data = await blame(stage, "curve.client-first", () => peer.receiveCommand("HELLO"));
      const hello = session.takeHello(data);
      judge(stage, "curve.hello", hello.type === "value", "HELLO as CURVE has it", hello.type === "refused" ? hello.detail : "");
      writeCurve(peer, "WELCOME", session.welcome());
      const initiate = session.takeInitiate(await blame(stage, "curve.initiate", () => peer.receiveCommand("INITIATE")));
      const fault = initiate.type === "refused" ? initiate.fault : undefined;
      const detail = initiate.type === "refused" ? initiate.detail : "";
      judge(stage, "curve.cookie-returned", fault !== "cookie", "the cookie of WELCOME", detail);
      judge(stage, "curve.vouch", fault === undefined || !fault.startsWith("vouch"), "a vouch for C' and S", detail);
      judge(stage, "curve.initiate", fault === undefined || fault === "nonce", "INITIATE as CURVE has it", detail);
      judge(stage, "curve.as-client", asServer === 0, "as-server is zero", `it is ${String(asServer)}`);
    },
  }),
  property<{ readonly asServer: number }>({
    ...common,
    name: "curve/as-server-of-a-server-is-ignored",
    judges: ["curve.as-server-ignored"],
    cases: [0, 1, 255].map((asServer) => ({ asServer })),
    play: async (stage, { asServer }) => {
      const listening = await stage.listen();
      const subject = await stage.open("DEALER");
      await subject.connectTo(listening);
      const peer = await stage.acceptRaw(listening);
      await blame(stage, "curve.as-server-ignored", async () => {
        peer.writeGreeting({ asServer }, `greeting mechanism=CURVE as-server=${String(asServer)}`);
        await peer.readGreeting();
        await peer.shake({ socketType: "DEALER" });
        await peer.isOpen();
      });
    },
  }),
  property<{ readonly connections: number }>({
    ...common,
    name: "curve/what-a-client-makes-anew",
    judges: ["curve.transient-client", "curve.vouch-nonce"],
    cases: [{ connections: 3 }],
    play: async (stage, { connections }) => {
      const sessions: CurveServer[] = [];
      const subject = await stage.open("DEALER");
      for (let count = 0; count < connections; count += 1) {
        const listening = await stage.listen();
        await subject.connectTo(listening);
        sessions.push(serverSession(await stage.accept(listening, "DEALER")));
      }
      const distinct = (values: readonly (Uint8Array | undefined)[]): boolean =>
        new Set(values.map((value) => hex(value ?? new Uint8Array()))).size === connections;
      judge(stage, "curve.transient-client", distinct(sessions.map(({ hello }) => hello?.transientKey)), "a new C' for each connection", "two are the same");
      judge(stage, "curve.vouch-nonce", distinct(sessions.map(({ initiate }) => initiate?.vouchNonce)), "a new long nonce for each vouch", "two are the same");
    },
  }),
  property<{ readonly commands: string }>({
    ...common,
    name: "curve/client-refuses-unexpected-commands",
    judges: ["curve.unexpected-command"],
    cases: ["HELLO", "INITIATE", "READY", "PING", "MESSAGE", "WELCOME WELCOME", "WELCOME HELLO", "WELCOME MESSAGE"].map((commands) => ({ commands })),
    play: async (stage, { commands }) => {
      const control = await greet(stage, "connects");
      await control.peer.shake({ socketType: "DEALER" });
      const { peer } = await greet(stage, "connects");
      const session = serverSession(peer);
      session.takeHello(await peer.receiveCommand("HELLO"));
      await blame(stage, "curve.unexpected-command", async () => {
        for (const [index, name] of commands.split(" ").entries()) {
          if (index > 0) await peer.receiveCommand("INITIATE");
          writeCurve(peer, name, name === "WELCOME" ? session.welcome() : name === "READY" ? session.ready(dealer) : new Uint8Array(194));
        }
        await peer.isRefused();
      });
    },
  }),
  property<{ readonly fault: "socket type" | "metadata" | "box" }>({
    ...common,
    name: "curve/clients-send-no-error",
    judges: ["curve.no-error-from-client"],
    cases: (["socket type", "metadata", "box"] as const).map((fault) => ({ fault })),
    play: async (stage, { fault }) => {
      const { peer } = await greet(stage, "connects");
      const session = serverSession(peer);
      await receiveInitiate(peer, session);
      const metadata = fault === "socket type" ? fromHex("0b536f636b65742d5479706500000003535542") : fault === "metadata" ? ascii("\x05abc") : dealer;
      writeCurve(peer, "READY", session.ready(metadata, fault === "box" ? { key: other } : {}), fault.replace(" ", "-"));
      await blame(stage, "curve.no-error-from-client", async () => {
        const reason = await peer.isRefused();
        expect(reason === undefined, "no ERROR before the close", `an ERROR "${reason ?? ""}"`);
      });
    },
  }),
  property<{ readonly option: string; readonly size: number; readonly form: "text" | "octets" }>({
    ...common,
    name: "curve/keys-of-another-size-are-refused",
    judges: ["curve.key-size"],
    cases: ["curvePublicKey", "curveSecretKey", "curveServerKey"].flatMap((option) => [
      { option, size: 31, form: "octets" as const },
      { option, size: 33, form: "octets" as const },
      { option, size: 5, form: "text" as const },
      { option, size: 35, form: "text" as const },
      { option, size: 45, form: "text" as const },
    ]),
    play: async (stage, { option, size, form }) => {
      const right = encodeZ85(new Uint8Array(32).fill(9));
      const keys = (value: unknown): OptionValues => ({ ...{ curvePublicKey: right, curveSecretKey: right, curveServerKey: right }, [option]: value });
      expect(!(await refusesOptions(stage, keys(right))), "a key of 40 characters is accepted", "it is refused");
      await blame(stage, "curve.key-size", async () => {
        const refused = await refusesOptions(stage, keys(form === "text" ? "0".repeat(size) : new Uint8Array(size).fill(9)));
        expect(refused, `a key of ${String(size)} ${form === "text" ? "characters" : "octets"} is refused`, "it is accepted");
      });
    },
  }),
];
