/** spec/transports/websocket.md: requests and replies, from either side. */
import type { Socket } from "node:net";
import { blame, expect, NotReached } from "../../kit/outcome.ts";
import type { AnyProperty } from "../../kit/property.ts";
import type { Stage } from "../../kit/stage.ts";
import type { ListeningPeer, Subject } from "../../kit/subject.ts";
import { WireStream } from "../../kit/wire/stream.ts";
import type { Answering, Asked, WebSocketDoor } from "../../kit/wire/web-socket.ts";
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { acceptOf, isRefused, overWebSocket, talks } from "./shared.ts";

export const requests: readonly AnyProperty[] = [
  overWebSocket<Record<string, never>>({
    name: "websocket/reports-the-bound-endpoint",
    judges: ["websocket.endpoint"],
    cases: [{}],
    play: async (stage) => {
      const subject = await stage.open("DEALER");
      await subject.bind("ws://127.0.0.1:0/elsewhere");
      await blame(stage, "websocket.endpoint", async () => {
        expect(/^ws:\/\/127\.0\.0\.1:[1-9][0-9]*\/elsewhere$/u.test(subject.endpoint), "an endpoint with port and path", "another endpoint");
        await stage.stillServes(subject, "DEALER");
      });
    },
  }),
  overWebSocket<{ readonly target: string }>({
    name: "websocket/refuses-another-path",
    judges: ["websocket.other-path"],
    cases: [{ target: "/elsewhere" }, { target: "/" }, { target: "/case/below" }],
    play: async (stage, { target }) => {
      const subject = await stage.bound("DEALER");
      await stage.stillServes(subject, "DEALER");
      await blame(stage, "websocket.other-path", () => isRefused(stage, subject, usual, target));
      await stage.stillServes(subject, "DEALER");
    },
  }),
  taken("websocket/accepts-the-bare-sub-protocol", "websocket.accept-bare", [["ZWS2.0"]]),
  taken("websocket/accepts-the-sub-protocol-of-null", "websocket.accept-null", [["ZWS2.0/NULL"]]),
  taken("websocket/chooses-what-is-offered", "websocket.choose", [
    ["ZWS2.0", "ZWS2.0/NULL"],
    ["FOO", "ZWS2.0"],
    ["ZWS2.0/PLAIN", "ZWS2.0/NULL", "ZWS2.0"],
  ]),
  overWebSocket<Record<string, never>>({
    name: "websocket/begins-with-a-command",
    judges: ["websocket.handshake-first"],
    cases: [{}],
    play: async (stage) => {
      const subject = await stage.bound("DEALER");
      const { reply, peer } = await stage.ask(subject, ["ZWS2.0/NULL"]);
      if (peer === undefined || reply.type !== "accepted" || reply.subProtocol !== "ZWS2.0/NULL")
        throw new NotReached("not-reached", "it does not take ZWS2.0/NULL");
      await blame(stage, "websocket.handshake-first", () => talks(stage, subject, peer));
    },
  }),
  overWebSocket<{ readonly offer: readonly string[] }>({
    name: "websocket/refuses-other-sub-protocols",
    judges: ["websocket.no-common"],
    cases: [{ offer: ["FOO"] }, { offer: [] }, { offer: ["ZWS2.0/PLAIN"] }, { offer: ["ZWS1.0", "ZWS2.0/BEARER"] }],
    play: async (stage, { offer }) => {
      const subject = await stage.bound("DEALER");
      await stage.stillServes(subject, "DEALER");
      await blame(stage, "websocket.no-common", () => isRefused(stage, subject, offer));
      await stage.stillServes(subject, "DEALER");
    },
  }),
  overWebSocket<{ readonly offer: readonly string[] }>({
    name: "websocket/a-server-of-plain-takes-no-less",
    judges: ["websocket.no-common"],
    mechanisms: ["PLAIN"],
    cases: [{ offer: ["ZWS2.0"] }, { offer: ["ZWS2.0/NULL", "ZWS2.0"] }],
    play: async (stage, { offer }) => {
      const subject = await stage.bound("DEALER");
      await stage.stillServes(subject, "DEALER");
      await blame(stage, "websocket.no-common", () => isRefused(stage, subject, offer));
      await stage.stillServes(subject, "DEALER");
    },
  }),
  overWebSocket<Record<string, never>>({
    name: "websocket/hyphen-for-the-slash",
    judges: ["websocket.hyphen"],
    cases: [{}],
    play: async (stage) => {
      const subject = await stage.bound("DEALER");
      const { reply, peer } = await stage.ask(subject, ["ZWS2.0-NULL"]);
      if (peer !== undefined && reply.type === "accepted" && reply.subProtocol === "ZWS2.0-NULL") {
        await blame(stage, "websocket.hyphen", () => talks(stage, subject, peer));
        stage.observe("websocket.hyphen", "take");
      } else stage.observe("websocket.hyphen", "refuse");
      await stage.stillServes(subject, "DEALER");
    },
  }),
  overWebSocket<{ readonly path: string }>({
    name: "websocket/asks-for-its-endpoint",
    judges: ["websocket.target"],
    cases: [{ path: "/" }, { path: "/a/b" }, { path: "/a?b=c&d" }],
    play: async (stage, { path }) => {
      const { subject, listening, door } = await connecting(stage, path);
      const peer = await stage.acceptRaw(listening);
      const [asked] = door.asked;
      if (asked === undefined) throw new NotReached("not-reached", "no request came");
      await blame(stage, "websocket.target", async () => {
        expect(asked.target === path, `the path ${path}`, `the path ${asked.target}`);
        const { host, hostname } = new URL(listening.endpoint);
        expect(asked.host === host || asked.host === hostname, "the host of the endpoint", `the host ${asked.host}`);
        return Promise.resolve();
      });
      await talks(stage, subject, peer);
    },
  }),
  overWebSocket<Record<string, never>>({
    name: "websocket/offers-its-mechanism",
    judges: ["websocket.offer"],
    cases: [{}],
    play: async (stage) => {
      const { subject, listening, door } = await connecting(stage, "/");
      const peer = await stage.acceptRaw(listening);
      const [asked] = door.asked;
      if (asked === undefined) throw new NotReached("not-reached", "no request came");
      await blame(stage, "websocket.offer", async () => {
        expect(
          asked.offer.some((name) => ofNull.includes(name)),
          ofNull.join(" or "),
          asked.offer.join(", ") || "nothing",
        );
        return Promise.resolve();
      });
      await talks(stage, subject, peer);
    },
  }),
  refusesReply("websocket/checks-the-accept-value", "websocket.accept-key", [{ accept: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" }, { accept: "" }]),
  refusesReply("websocket/checks-the-sub-protocol", "websocket.reply-checked", [{ subProtocol: "" }, { subProtocol: "FOO" }, { subProtocol: "ZWS2.0/PLAIN" }]),
];

const usual = ["ZWS2.0/NULL", "ZWS2.0"];
const ofNull = ["ZWS2.0", "ZWS2.0/NULL", "ZWS2.0-NULL"];

/** A request with one of these offers is accepted, what is chosen was offered, and messages flow. */
function taken(name: string, statement: RequirementId, offers: readonly (readonly string[])[]): AnyProperty {
  return overWebSocket<{ readonly offer: readonly string[] }>({
    name,
    judges: [statement],
    cases: offers.map((offer) => ({ offer })),
    play: async (stage, { offer }) => {
      const subject = await stage.bound("DEALER");
      await blame(stage, statement, async () => {
        const { reply, peer } = await stage.ask(subject, offer);
        expect(reply.type === "accepted" && peer !== undefined, "the request is accepted", "it is refused");
        expect(offer.includes(reply.subProtocol ?? ""), `one of ${offer.join(", ")}`, reply.subProtocol ?? "no sub-protocol");
        // Of another name that was offered nothing is said.
        if (ofNull.includes(reply.subProtocol ?? "")) await talks(stage, subject, peer);
      });
    },
  });
}

interface Offence {
  readonly accept?: string;
  readonly subProtocol?: string;
}

/** A socket of the implementation that connects to a peer, which answers as it is told. */
async function connecting(
  stage: Stage,
  path: string,
  answering?: Answering,
): Promise<{ readonly subject: Subject; readonly listening: ListeningPeer; readonly door: WebSocketDoor }> {
  const listening = await stage.listen();
  const { door } = listening.listener;
  if (door === undefined) throw new NotReached("not-reached", "the peer does not listen for WebSocket");
  if (answering !== undefined) door.answering = answering;
  const subject = await stage.open("DEALER");
  await subject.connectTo({ name: listening.name, endpoint: new URL(path, listening.endpoint).href });
  return { subject, listening, door };
}

/** A reply that offends; its connection is closed. The control is one that behaves. */
function refusesReply(name: string, statement: RequirementId, cases: readonly Offence[]): AnyProperty {
  return overWebSocket<Offence>({
    name,
    judges: [statement],
    cases,
    play: async (stage, offence) => {
      const control = await connecting(stage, "/");
      const peer = await stage.acceptRaw(control.listening);
      await talks(stage, control.subject, peer);
      const offended: WireStream[] = [];
      await connecting(stage, "/", (asked, below) => {
        offended.push(new WireStream(below));
        reply(asked, below, offence);
        peer.stream.wake();
        return "answered";
      });
      await peer.stream.until(() => offended.length > 0, stage.ceilingMs);
      const [stream] = offended;
      if (stream === undefined) throw new NotReached("not-reached", "no request came");
      await blame(stage, statement, async () => {
        const closed = await stream.until(() => stream.closed !== undefined, stage.ceilingMs);
        expect(closed, "the connection is closed", "it stays open");
      });
      for (const one of offended) one.destroy();
    },
  });
}

function reply(asked: Asked, below: Socket, { accept = acceptOf(asked.key), subProtocol = asked.offer[0] ?? "" }: Offence): void {
  const lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade", `Sec-WebSocket-Accept: ${accept}`];
  if (subProtocol !== "") lines.push(`Sec-WebSocket-Protocol: ${subProtocol}`);
  below.write(`${lines.join("\r\n")}\r\n\r\n`);
}
