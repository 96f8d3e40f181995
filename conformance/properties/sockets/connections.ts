/** spec/patterns/sockets.md: how connections come about and end, and what becomes of messages then. */
import { ascii } from "../../kit/octets.ts";
import { blame, expect, NotReached } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { largePart, moreThanFits, withLittleRoom } from "../../kit/room.ts";
import { encodeCommand, encodeFrame, encodeGreeting, encodeReady } from "../../kit/wire/encode.ts";
import type { Stage } from "../../kit/stage.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import { meet, partner, sides, words, type Side, meetInPerson } from "../support.ts";

type Offence = "no signature" | "other mechanism" | "bad READY" | "command with MORE" | "close inside a message";
const quietMs = 200;
const offences: readonly Offence[] = ["no signature", "other mechanism", "bad READY", "command with MORE", "close inside a message"];

/** A queue is full when it refuses so many times in a row. */
const steadily = 4;

export const connections: readonly AnyProperty[] = [
  ...["REQ", "REP", "DEALER", "ROUTER", "PUB", "XPUB", "SUB", "XSUB", "PUSH", "PULL", "PAIR"].map((type) =>
    property<{ readonly side: Side }>({
      name: `sockets/${type.toLowerCase()}-binds-and-connects`,
      judges: ["sockets.bind-and-connect"],
      socketTypes: [type],
      cases: sides.map((side) => ({ side })),
      play: async (stage, { side }) => {
        await blame(stage, "sockets.bind-and-connect", () => meetInPerson(stage, type, side));
      },
    }),
  ),
  property<Record<string, never>>({
    name: "sockets/connect-does-not-wait",
    judges: ["sockets.connect-at-once"],
    socketTypes: ["DEALER"],
    cases: [{}],
    play: async (stage) => {
      const gone = await stage.absent();
      const subject = await stage.open("DEALER");
      await blame(stage, "sockets.connect-at-once", () => subject.connectTo(gone));
      await foundNobody(stage);
      const listening = await stage.listen("A", gone.endpoint);
      await stage.accept(listening, "DEALER");
    },
  }),
  property<Record<string, never>>({
    name: "sockets/several-endpoints",
    // The socket binds and connects: whether it may have both roles of a mechanism is no matter of this statement.
    mechanisms: ["NULL"],
    judges: ["sockets.many-peers"],
    socketTypes: ["DEALER"],
    cases: [{}],
    play: async (stage) => {
      const subject = await stage.bound("DEALER");
      const listening = await stage.listen();
      await subject.connectTo(listening);
      const peers = [await stage.accept(listening, "DEALER"), await stage.connect(subject, "DEALER"), await stage.connect(subject, "DEALER")];
      for (const peer of peers) {
        peer.send(words(peer.name));
        await subject.receives(words(peer.name));
      }
      stage.observe("sockets.many-peers", "yes");
    },
  }),
  property<{ readonly times: number }>({
    name: "sockets/connects-again",
    judges: ["sockets.reconnect"],
    socketTypes: ["DEALER"],
    cases: [{ times: 3 }],
    play: async (stage, { times }) => {
      const listening = await stage.listen();
      const subject = await stage.open("DEALER");
      await subject.connectTo(listening);
      await (await stage.accept(listening, "DEALER")).leave();
      await blame(stage, "sockets.reconnect", async () => {
        for (let count = 1; count < times; count += 1) await (await stage.accept(listening, "DEALER")).leave();
        const peer = await stage.accept(listening, "DEALER");
        peer.send(words("again"));
        await subject.receives(words("again"));
      });
    },
  }),
  property<{ readonly messages: number }>({
    name: "sockets/queue-outlives-a-connection",
    judges: ["sockets.close-is-temporary"],
    socketTypes: ["DEALER"],
    cases: [{ messages: 1 }, { messages: 5 }],
    play: async (stage, { messages }) => {
      const first = await stage.listenLasting();
      const subject = await stage.open("DEALER");
      await subject.connectTo(first);
      const peer = await stage.accept(first, "DEALER");
      await subject.send(words("before"));
      await peer.receives(words("before"));
      first.listener.close();
      await peer.leave();
      await blame(stage, "sockets.close-is-temporary", async () => {
        for (let count = 0; count < messages; count += 1) await subject.send(words(String(count)));
        const again = await stage.accept(await stage.listen("B", first.endpoint), "DEALER");
        for (let count = 0; count < messages; count += 1) await again.receives(words(String(count)));
      });
    },
  }),
  property<{ readonly messages: number }>({
    name: "sockets/queue-exists-from-connect-on",
    judges: ["sockets.queue-at-connect"],
    socketTypes: ["DEALER"],
    cases: [{ messages: 1 }, { messages: 20 }],
    play: async (stage, { messages }) => {
      const gone = await stage.absent();
      const subject = await stage.open("DEALER");
      await subject.connectTo(gone);
      await foundNobody(stage);
      await blame(stage, "sockets.queue-at-connect", async () => {
        for (let count = 0; count < messages; count += 1) await subject.send(words(String(count)));
        const peer = await stage.accept(await stage.listen("A", gone.endpoint), "DEALER");
        for (let count = 0; count < messages; count += 1) await peer.receives(words(String(count)));
      });
    },
  }),
  property<{ readonly frames: number; readonly how: "FIN" | "RST" }>({
    name: "sockets/no-part-of-a-cut-message",
    judges: ["sockets.atomic-delivery"],
    socketTypes: ["DEALER"],
    cases: [1, 5].flatMap((frames) => (["FIN", "RST"] as const).map((how) => ({ frames, how }))),
    play: async (stage, { frames, how }) => {
      const subject = await stage.bound("DEALER");
      const cut = await stage.connect(subject, "DEALER");
      const whole = await stage.connect(subject, "DEALER");
      for (let count = 0; count < frames; count += 1) cut.writeFrame(ascii("part"), { more: true });
      if (stage.hasPing && how === "FIN") await cut.survives();
      if (how === "FIN") await cut.leave();
      else cut.abort();
      await blame(stage, "sockets.atomic-delivery", async () => {
        whole.send(words("whole"));
        await subject.receives(words("whole"));
        await subject.receivesNothing();
      });
    },
  }),
  property<{ readonly offence: Offence }>({
    name: "sockets/one-offender-harms-no-other",
    judges: ["sockets.isolation"],
    socketTypes: ["DEALER"],
    // The offences are octets of a stream; those of WebSocket are in its own chapter, each with a socket that goes on serving.
    transports: ["tcp", "ipc"],
    cases: offences.map((offence) => ({ offence })),
    play: async (stage, { offence }) => {
      const subject = await stage.bound("DEALER");
      const other = await stage.connect(subject, "DEALER");
      offend(await stage.dial(subject), offence);
      await blame(stage, "sockets.isolation", async () => {
        other.send(words("hello"));
        await subject.receives(words("hello"));
        await subject.send(words("world"));
        await other.receives(words("world"));
        await stage.stillServes(subject, partner["DEALER"] ?? "DEALER");
      });
    },
  }),
  property<{ readonly messages: number }>({
    name: "sockets/arrived-before-the-close",
    judges: ["sockets.received-before-close"],
    socketTypes: ["DEALER"],
    since: "3.1",
    window: "that no further message is delivered is seen after 200 ms of quiet",
    cases: [{ messages: 3 }],
    play: async (stage, { messages }) => {
      const subject = await stage.bound("DEALER");
      const peer = await stage.connect(subject, "DEALER");
      for (let count = 0; count < messages; count += 1) peer.send(words(String(count)));
      await peer.isOpen();
      await peer.leave();
      await blame(stage, "sockets.received-before-close", async () => {
        let delivered = 0;
        while ((await subject.tryReceive(quietMs)).parts !== undefined) delivered += 1;
        expect(delivered === 0 || delivered === messages, "all of the messages, or none", `${String(delivered)} of them`);
        stage.observe("sockets.received-before-close", delivered === 0 ? "discard" : "deliver");
      });
    },
  }),
  property<{ readonly messages: number; readonly size: number }>({
    name: "sockets/queue-of-an-accepted-peer-is-dropped",
    judges: ["sockets.queue-dropped"],
    socketTypes: ["DEALER"],
    options: ["sendHighWaterMark"],
    cases: [{ messages: 600, size: 65536 }],
    play: async (stage, { messages, size }) => {
      const subject = await stage.bound("DEALER", withLittleRoom(stage, { sendHighWaterMark: 3 }));
      const stalled = await stage.connect(subject, "DEALER");
      stalled.send(words("here"));
      await subject.receives(words("here"));
      stalled.stream.pause();
      // One refusal may come of a busy machine, on which the connection was late to take what it had room for.
      let refused = 0;
      for (let count = 0; count < messages && refused < steadily; count += 1)
        refused = (await subject.trySend([new Uint8Array(size)], 50)) === undefined ? 0 : refused + 1;
      if (refused < steadily) throw new NotReached("precondition", "the queue of a stalled peer never fills");
      stalled.abort();
      const next = await stage.connect(subject, "DEALER");
      await blame(stage, "sockets.queue-dropped", async () => {
        await subject.send(words("new"));
        await next.receives(words("new"));
      });
    },
  }),
  property<{ readonly period: number }>({
    name: "sockets/close-lingers",
    judges: ["sockets.linger"],
    socketTypes: ["DEALER"],
    options: ["linger"],
    // More than the kernel's buffers hold, so that messages wait when the socket is closed; a period in which a busy machine encrypts and sends them all.
    cases: [{ period: 60_000 }],
    play: async (stage, { period }) => {
      const { subject, peer } = await meet(stage, "DEALER", "connects", withLittleRoom(stage, { linger: period }));
      const messages = moreThanFits(stage);
      peer.stream.pause();
      for (let count = 0; count < messages; count += 1) await subject.send([ascii(String(count)), new Uint8Array(largePart)]);
      await blame(stage, "sockets.linger", async () => {
        await subject.close();
        peer.stream.resume();
        for (let count = 0; count < messages; count += 1) {
          const [number] = await peer.message();
          expect(Buffer.from(number ?? []).toString() === String(count), "every accepted message arrives, in order", "one is missing");
        }
      });
    },
  }),
];

/** A socket that was told to connect later is connected: by now who was told before has tried, in vain. Who tries once only is not to arrive late and be lucky. */
async function foundNobody(stage: Stage): Promise<void> {
  const listening = await stage.listen();
  await (await stage.open("DEALER")).connectTo(listening);
  await stage.accept(listening, "DEALER");
}

function offend(peer: WirePeer, offence: Offence): void {
  switch (offence) {
    case "no signature":
      peer.write(ascii("\x7fELF and more octets than a greeting would have, so that nobody waits for the rest of it"));
      break;
    case "other mechanism":
      peer.write(encodeGreeting({ mechanism: "OTHER" }));
      break;
    case "bad READY":
      peer.write(Buffer.concat([encodeGreeting(), encodeCommand("READY", ascii("\x05abc"))]));
      break;
    case "command with MORE":
      peer.write(Buffer.concat([encodeGreeting(), encodeReady({ socketType: "DEALER" }), encodeCommand("PING", ascii("\0\0"), { more: true })]));
      break;
    case "close inside a message":
      peer.write(Buffer.concat([encodeGreeting(), encodeReady({ socketType: "DEALER" }), encodeFrame(ascii("part"), { more: true })]));
      peer.abort();
      break;
  }
}
