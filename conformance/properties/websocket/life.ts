/** spec/transports/websocket.md: subscriptions, signs of life, and the end. */
import { ascii, equal } from "../../kit/octets.ts";
import { blame, expect } from "../../kit/outcome.ts";
import type { AnyProperty } from "../../kit/property.ts";
import { closesInTurns, meet, sides, words, type Side } from "../support.ts";
import { exchange, hears, overWebSocket, webSocketOf, works } from "./shared.ts";

export const life: readonly AnyProperty[] = [
  ...(["SUB", "XSUB"] as const).map((type) =>
    overWebSocket<{ readonly side: Side }>({
      name: `websocket/${type.toLowerCase()}-subscribes-by-messages`,
      judges: ["websocket.subscriptions"],
      socketTypes: [type],
      cases: sides.map((side) => ({ side })),
      play: async (stage, { side }) => {
        const { subject, peer } = await meet(stage, type, side);
        const ask = async (how: "subscribe" | "unsubscribe"): Promise<void> => {
          if (type === "SUB") await subject[how](ascii("fruit"));
          else await subject.send(words(`${how === "subscribe" ? "\u0001" : "\0"}fruit`));
        };
        await blame(stage, "websocket.subscriptions", async () => {
          await ask("subscribe");
          await peer.receives(words("\u0001fruit"));
          await ask("unsubscribe");
          await peer.receives(words("\0fruit"));
        });
      },
    }),
  ),
  overWebSocket<{ readonly side: Side; readonly payload: string }>({
    name: "websocket/a-ping-is-answered-in-kind",
    judges: ["websocket.pong"],
    cases: sides.flatMap((side) => ["", "a", "x".repeat(125)].map((payload) => ({ side, payload }))),
    play: async (stage, { side, payload }) => {
      const { subject, peer } = await meet(stage, "DEALER", side);
      await works(stage, subject, peer);
      await blame(stage, "websocket.pong", async () => {
        const answer = await hears(peer, "pong", "a Pong", (webSocket) => {
          webSocket.ping(ascii(payload));
        });
        expect(equal(answer, ascii(payload)), `a Pong with "${payload}"`, "a Pong with another payload");
      });
    },
  }),
  overWebSocket<{ readonly side: Side }>({
    name: "websocket/heartbeats-are-pings",
    judges: ["websocket.heartbeat", "websocket.no-ping-command"],
    options: ["heartbeatInterval"],
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      const { subject, peer } = await meet(stage, "DEALER", side, { heartbeatInterval: 50, heartbeatTimeout: 2 * stage.ceilingMs });
      await blame(stage, "websocket.no-ping-command", async () => {
        let heard = false;
        (await webSocketOf(peer)).once("ping", () => {
          heard = true;
          peer.stream.wake();
        });
        await peer.stream.until(() => heard || peer.stream.ready, stage.ceilingMs);
        peer.poll();
        await exchange(subject, peer);
      });
      await blame(stage, "websocket.heartbeat", () => hears(peer, "ping", "a Ping"));
    },
  }),
  overWebSocket<{ readonly side: Side }>({
    name: "websocket/silence-ends-the-connection",
    judges: ["websocket.heartbeat-timeout"],
    options: ["heartbeatInterval", "heartbeatTimeout"],
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      const options = { heartbeatInterval: 50, heartbeatTimeout: 200 };
      const control = await meet(stage, "DEALER", side, options);
      for (let count = 0; count < 8; count += 1) await hears(control.peer, "ping", "a Ping");
      await exchange(control.subject, control.peer);
      const meeting = await meet(stage, "DEALER", side, options);
      if (meeting.peer.stream.webSocket !== undefined) meeting.peer.stream.webSocket.answersPing = false;
      await blame(stage, "websocket.heartbeat-timeout", () => closesInTurns(meeting, false));
    },
  }),
  overWebSocket<{ readonly side: Side }>({
    name: "websocket/a-close-is-answered",
    judges: ["websocket.close"],
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      const meeting = await meet(stage, "DEALER", side);
      await works(stage, meeting.subject, meeting.peer);
      await blame(stage, "websocket.close", async () => {
        meeting.peer.close();
        await closesInTurns(meeting, false);
      });
    },
  }),
];
