/** spec/transports/tcp.md: endpoints, and the ends of streams. */
import { blame, expect } from "../kit/outcome.ts";
import { property, type AnyProperty } from "../kit/property.ts";
import { closesInTurns, meet, words } from "./support.ts";

export const tcp: readonly AnyProperty[] = [
  property<Record<string, never>>({
    name: "tcp/reports-the-bound-endpoint",
    judges: ["tcp.endpoint"],
    socketTypes: ["DEALER"],
    transports: ["tcp"],
    cases: [{}],
    play: async (stage) => {
      const subject = await stage.bound("DEALER");
      await blame(stage, "tcp.endpoint", async () => {
        expect(/^tcp:\/\/127\.0\.0\.1:[1-9][0-9]*$/.test(subject.endpoint), "an endpoint with the port that the system chose", "another endpoint");
        await stage.stillServes(subject, "DEALER");
      });
    },
  }),
  property<Record<string, never>>({
    name: "tcp/refuses-an-address-in-use",
    judges: ["tcp.address-in-use"],
    socketTypes: ["DEALER"],
    transports: ["tcp", "ws"],
    cases: [{}],
    play: async (stage) => {
      const first = await stage.bound("DEALER");
      const second = await stage.open("DEALER");
      await blame(stage, "tcp.address-in-use", async () => {
        let refused = false;
        try {
          await stage.setting.adapter.bind(second.handle, first.endpoint);
        } catch (error) {
          refused = (error as { code?: string }).code !== undefined;
        }
        expect(refused, "a refusal", "the address is bound twice");
      });
      await stage.stillServes(first, "DEALER");
    },
  }),
  property<Record<string, never>>({
    name: "tcp/accepts-nothing-after-unbind",
    judges: ["tcp.unbind"],
    socketTypes: ["DEALER"],
    transports: ["tcp", "ws"],
    cases: [{}],
    play: async (stage) => {
      const { subject, peer } = await meet(stage, "DEALER");
      await subject.unbind();
      await subject.step();
      // What listens may be ended by what moves octets, a little later than the request says: a handshake elsewhere shows that it has got on.
      await stage.connect(await stage.bound("DEALER"), "DEALER");
      await blame(stage, "tcp.unbind", async () => {
        const accepted = await stage.canDial(subject.endpoint);
        expect(!accepted, "a new connection is refused", "it is accepted");
      });
      peer.stream.destroy();
    },
  }),
  property<Record<string, never>>({
    name: "tcp/does-not-connect-after-disconnect",
    judges: ["tcp.disconnect"],
    socketTypes: ["DEALER"],
    transports: ["tcp", "ws"],
    options: ["reconnectInterval"],
    cases: [{}],
    play: async (stage) => {
      const left = await stage.listen();
      const kept = await stage.listen();
      const subject = await stage.open("DEALER", { reconnectInterval: 20 });
      await subject.connectTo(left);
      const peer = await stage.accept(left, "DEALER");
      await subject.disconnectFrom(left);
      await closesInTurns({ subject, peer }, false);
      await subject.connectTo(kept);
      for (let count = 0; count < 4; count += 1) (await stage.acceptRaw(kept)).stream.destroy();
      await blame(stage, "tcp.disconnect", async () => {
        expect(left.listener.accepted === 1, "no connection while another endpoint is tried four times", "the endpoint is tried again");
        return Promise.resolve();
      });
    },
  }),
  property<{ readonly after: "greeting" | "message" }>({
    name: "tcp/end-of-stream-is-answered",
    judges: ["tcp.end-of-stream"],
    socketTypes: ["DEALER"],
    transports: ["tcp", "ws"],
    cases: [{ after: "greeting" }, { after: "message" }],
    play: async (stage, { after }) => {
      const subject = await stage.bound("DEALER");
      const peer = after === "greeting" ? await stage.dial(subject) : await stage.connect(subject, "DEALER");
      if (after === "greeting") peer.writeGreeting();
      else peer.send(words("hello"));
      peer.close();
      await blame(stage, "tcp.end-of-stream", () => closesInTurns({ subject, peer }, false));
    },
  }),
];
