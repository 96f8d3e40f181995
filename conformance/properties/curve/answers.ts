/** spec/security/curve.md: what a server answers, whom it admits, and what it makes anew for each connection. */
import { hex } from "../../kit/octets.ts";
import { blame, expect, judge } from "../../kit/outcome.ts";
import { property, type AnyProperty, type Property } from "../../kit/property.ts";
import type { CurveClient } from "../../kit/security/curve.ts";
import { zapReply } from "../../kit/security/zap.ts";
import { clientSession, dealer, dialAgain, greet, introduce, writeCurve } from "../mechanisms.ts";

const common = { mechanisms: ["CURVE"], socketTypes: ["DEALER"] } as const satisfies Partial<Property<unknown>>;

export const answers: readonly AnyProperty[] = [
  property<Record<string, never>>({
    ...common,
    name: "curve/server-says-so",
    judges: ["curve.as-server"],
    cases: [{}],
    play: async (stage) => {
      const peer = await stage.dial(await stage.bound("DEALER"));
      peer.writeGreeting();
      const { asServer } = await peer.readGreeting();
      judge(stage, "curve.as-server", asServer === 1, "as-server is one", `it is ${String(asServer)}`);
    },
  }),
  property<Record<string, never>>({
    ...common,
    name: "curve/welcome-is-as-the-model-gives-it",
    judges: ["curve.welcome"],
    cases: [{}],
    play: async (stage) => {
      const { peer } = await greet(stage, "binds");
      await blame(stage, "curve.welcome", () => introduce(peer, clientSession(peer)));
    },
  }),
  property<Record<string, never>>({
    ...common,
    name: "curve/ready-is-as-the-model-gives-it",
    judges: ["curve.ready"],
    cases: [{}],
    play: async (stage) => {
      const { peer } = await greet(stage, "binds");
      const session = clientSession(peer);
      await introduce(peer, session);
      writeCurve(peer, "INITIATE", session.initiate(dealer));
      await blame(stage, "curve.ready", async () => {
        const ready = session.takeReady(await peer.receiveCommand("READY"));
        expect(ready.type === "value", "READY as CURVE has it", ready.type === "refused" ? ready.detail : "");
      });
    },
  }),
  property<{ readonly asServer: number }>({
    ...common,
    name: "curve/as-server-of-a-client-is-ignored",
    judges: ["curve.as-server-ignored"],
    cases: [0, 1, 255].map((asServer) => ({ asServer })),
    play: async (stage, { asServer }) => {
      const peer = await stage.dial(await stage.bound("DEALER"));
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
    name: "curve/what-a-server-makes-anew",
    judges: ["curve.transient-server", "curve.welcome-nonce", "curve.cookie-fresh"],
    cases: [{ connections: 3 }],
    play: async (stage, { connections }) => {
      const subject = await stage.bound("DEALER");
      const welcomes: CurveClient["welcome"][] = [];
      for (let count = 0; count < connections; count += 1) {
        const peer = await dialAgain(stage, subject);
        const session = clientSession(peer);
        await introduce(peer, session);
        welcomes.push(session.welcome);
      }
      const differ = (field: "transientKey" | "nonce" | "cookie"): boolean =>
        new Set(welcomes.map((welcome) => hex(welcome?.[field] ?? new Uint8Array()))).size === connections;
      judge(stage, "curve.transient-server", differ("transientKey"), "a new S' for each connection", "two are the same");
      judge(stage, "curve.welcome-nonce", differ("nonce"), "a new long nonce for each WELCOME", "two are the same");
      judge(stage, "curve.cookie-fresh", differ("cookie"), "a new cookie for each WELCOME", "two are the same");
    },
  }),
  property<{ readonly status: "300" | "400" | "500" }>({
    ...common,
    name: "curve/unwelcome-clients-are-refused",
    judges: ["curve.refuse"],
    handler: true,
    cases: (["400", "500", "300"] as const).map((status) => ({ status })),
    play: async (stage, { status }) => {
      await stage.authenticator((request) => zapReply(request, { status }));
      const { peer } = await greet(stage, "binds");
      const session = clientSession(peer);
      await introduce(peer, session);
      writeCurve(peer, "INITIATE", session.initiate(dealer));
      await blame(stage, "curve.refuse", () => peer.isRefused());
    },
  }),
  property<Record<string, never>>({
    ...common,
    name: "curve/unwelcome-clients-are-answered-by-error",
    judges: ["curve.refuse-error"],
    handler: true,
    cases: [{}],
    play: async (stage) => {
      const domain = await stage.authenticator((request) => zapReply(request, { status: "400" }));
      const { peer } = await greet(stage, "binds");
      const session = clientSession(peer);
      await introduce(peer, session);
      writeCurve(peer, "INITIATE", session.initiate(dealer));
      await domain.request(0, stage.ceilingMs);
      // Whether the close follows is another statement's matter.
      await blame(stage, "curve.refuse-error", () => peer.receiveCommand("ERROR"));
    },
  }),
];
