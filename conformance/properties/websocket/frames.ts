/** spec/transports/websocket.md: frames in messages of WebSocket, what is malformed, and connections without a mechanism. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { noteJudged } from "../../kit/ledger.ts";
import { ascii, concat, equal } from "../../kit/octets.ts";
import { blame, expect } from "../../kit/outcome.ts";
import type { AnyProperty } from "../../kit/property.ts";
import type { Stage } from "../../kit/stage.ts";
import { bare, type MessageSocket } from "../../kit/wire/web-socket-stream.ts";
import { closesInTurns, meet, sides, words, type Meeting, type Side } from "../support.ts";
import { exchange, overWebSocket, webSocketOf, works } from "./shared.ts";

export const frames: readonly AnyProperty[] = [
  overWebSocket<{ readonly sizes: readonly number[]; readonly side: Side }>({
    name: "websocket/a-frame-is-a-message",
    judges: ["websocket.frame", "websocket.flags", "websocket.handshake-first"],
    mechanisms: ["NULL", "PLAIN"],
    cases: sides.flatMap((side) => [[0], [1, 0, 2], [124, 125, 126], [65_534, 65_535, 65_536]].map((sizes) => ({ sizes, side }))),
    play: async (stage, { sizes, side }) => {
      const { subject, peer } = await meet(stage, "DEALER", side);
      // The peer reads nothing that begins in another way.
      if (peer.stream.webSocket?.subProtocol !== bare) noteJudged(stage, "websocket.handshake-first");
      const message = sizes.map((size) => new Uint8Array(size).fill(size % 251));
      await blame(stage, "websocket.frame", async () => {
        await subject.send(message);
        await peer.receives(message);
        peer.send(message);
        await subject.receives(message);
      });
    },
  }),
  overWebSocket<{ readonly cuts: readonly number[]; readonly pings: boolean }>({
    name: "websocket/fragments-make-a-message",
    judges: ["websocket.fragments"],
    cases: [[1], [0, 1, 1], [3, 4], [1, 2, 3, 4, 5, 6]].flatMap((cuts) => [true, false].map((pings) => ({ cuts, pings }))),
    play: async (stage, { cuts, pings }) => {
      const { subject, peer } = await meet(stage, "DEALER");
      const webSocket = await webSocketOf(peer);
      const octets = concat(Uint8Array.of(0), ascii("in pieces"));
      await blame(stage, "websocket.fragments", async () => {
        let from = 0;
        for (const cut of cuts) {
          webSocket.send(octets.subarray(from, cut), { binary: true, fin: false });
          if (pings) webSocket.ping();
          from = cut;
        }
        webSocket.send(octets.subarray(from), { binary: true, fin: true });
        await subject.receives(words("in pieces"));
      });
      await exchange(subject, peer);
    },
  }),
  offence("websocket/text-is-refused", "websocket.text", "binds", [{}], (webSocket) => {
    webSocket.send("\0text", { binary: false });
  }),
  offence("websocket/an-empty-message-is-refused", "websocket.empty", "binds", [{}], (webSocket) => {
    webSocket.send(new Uint8Array(), { binary: true });
  }),
  offence(
    "websocket/other-flags-are-refused",
    "websocket.other-flags",
    "binds",
    [{ flags: 3 }, { flags: 4 }, { flags: 128 }, { flags: 255 }],
    (webSocket, { flags = 0 }) => {
      webSocket.send(Uint8Array.of(flags, 65), { binary: true });
    },
  ),
  offence("websocket/a-frame-without-mask-is-refused", "websocket.unmasked", "binds", [{}], (webSocket) => {
    webSocket.send(Uint8Array.of(0, 65), { mask: false });
  }),
  offence("websocket/a-frame-with-a-mask-is-refused", "websocket.masked", "connects", [{}], (webSocket) => {
    webSocket.send(Uint8Array.of(0, 65), { mask: true });
  }),
  overWebSocket<{ readonly side: Side; readonly identity: string }>({
    name: "websocket/the-identity-comes-first",
    judges: ["websocket.identity-first"],
    options: ["routingId"],
    cases: sides.flatMap((side) => ["", "me", "x".repeat(255)].map((identity) => ({ side, identity }))),
    play: async (stage, { side, identity }) => {
      const meeting = await meetBare(stage, side, identity === "" ? {} : { routingId: ascii(identity) });
      await blame(stage, "websocket.identity-first", async () => {
        const announced = (await meeting.peer.readReady()).find(({ name }) => name === "Identity");
        expect(equal(announced?.value ?? new Uint8Array(), ascii(identity)), `the identity "${identity}"`, "another identity");
      });
      meeting.peer.writeReady({ socketType: "DEALER", identity: ascii("you") });
      meeting.peer.ready = true;
      await exchange(meeting.subject, meeting.peer);
    },
  }),
  overWebSocket<{ readonly flags: number }>({
    name: "websocket/an-identity-has-one-frame",
    judges: ["websocket.identity-frame"],
    cases: [{ flags: 1 }, { flags: 2 }],
    play: async (stage, { flags }) => {
      const control = await meetBare(stage, "binds");
      control.peer.writeReady({ socketType: "DEALER", identity: ascii("you") });
      await control.peer.readReady();
      await works(stage, control.subject, control.peer);
      const { subject, peer } = await meetBare(stage, "binds");
      await peer.readReady();
      (await webSocketOf(peer)).send(concat(Uint8Array.of(flags), flags === 1 ? ascii("you") : ascii("\u0003YOU")), { binary: true });
      await blame(stage, "websocket.identity-frame", () => closesInTurns({ subject, peer }, false));
      await stage.stillServes(subject, "DEALER");
    },
  }),
];

interface Said {
  readonly flags?: number;
}

/** A connection on which a message goes each way, and then one with the offence, which is closed. */
function offence(
  name: string,
  statement: RequirementId,
  side: Side,
  cases: readonly Said[],
  offend: (webSocket: MessageSocket, said: Said) => void,
): AnyProperty {
  return overWebSocket<Said>({
    name,
    judges: [statement],
    cases,
    play: async (stage, said) => {
      const control = await meet(stage, "DEALER", side);
      await works(stage, control.subject, control.peer);
      const { subject, peer } = await meet(stage, "DEALER", side);
      offend(await webSocketOf(peer), said);
      await blame(stage, statement, () => closesInTurns({ subject, peer }, false));
      if (side === "binds") await stage.stillServes(subject, "DEALER");
    },
  });
}

/** A socket of the implementation and a peer on a bare connection; neither has said anything that was waited for. */
async function meetBare(stage: Stage, side: Side, options: Readonly<Record<string, unknown>> = {}): Promise<Meeting> {
  if (side === "binds") {
    const subject = await stage.bound("DEALER", options);
    const { peer } = await stage.ask(subject, [bare]);
    expect(peer !== undefined, `a request for ${bare} is accepted`, "it is refused");
    return { subject, peer: await begun(peer) };
  }
  const listening = await stage.listen();
  if (listening.listener.door !== undefined) listening.listener.door.chooses = bare;
  const subject = await stage.open("DEALER", options);
  await subject.connectTo(listening);
  return { subject, peer: await begun(await stage.acceptRaw(listening)) };
}

async function begun(peer: Meeting["peer"]): Promise<Meeting["peer"]> {
  peer.writeGreeting();
  await peer.readGreeting();
  return peer;
}
