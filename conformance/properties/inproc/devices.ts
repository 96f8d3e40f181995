/** spec/transports/inproc.md: devices between sockets of one implementation, without a wire. */
import { ascii, concat, text } from "../../kit/octets.ts";
import { blame, judge } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import type { Stage } from "../../kit/stage.ts";
import type { Subject } from "../../kit/subject.ts";
import { words } from "../support.ts";

export const devices: readonly AnyProperty[] = [
  property<{ readonly clients: number }>({
    name: "inproc/a-broker-carries-requests-and-replies",
    judges: ["devices.reply-path", "devices.both-ways"],
    socketTypes: ["REQ", "REP", "DEALER", "ROUTER"],
    transports: ["inproc"],
    cases: [{ clients: 1 }, { clients: 3 }],
    play: async (stage, { clients: count }) => {
      const { front, back } = await device(stage, "ROUTER", "DEALER");
      const service = await reaches(stage, "REP", back);
      const clients: Subject[] = [];
      for (let index = 0; index < count; index += 1) clients.push(await reaches(stage, "REQ", front));
      for (const [index, client] of clients.entries()) await client.send(words("question", String(index)));
      await blame(stage, "devices.both-ways", async () => {
        for (let served = 0; served < count; served += 1) await service.send([...(await service.receive()), ascii("answer")]);
      });
      await blame(stage, "devices.reply-path", async () => {
        for (const [index, client] of clients.entries()) await client.receives(words("question", String(index), "answer"));
      });
    },
  }),
  property<{ readonly topics: readonly string[] }>({
    name: "inproc/a-forwarder-carries-subscriptions-and-messages",
    judges: ["devices.subscriptions"],
    socketTypes: ["PUB", "XPUB", "SUB", "XSUB"],
    transports: ["inproc"],
    options: ["subscribe", "unsubscribe"],
    cases: [{ topics: ["a"] }, { topics: ["", "weather"] }],
    play: async (stage, { topics }) => {
      const { front, back } = await device(stage, "XSUB", "XPUB");
      const publisher = await reaches(stage, "XPUB", front);
      const subscriber = await reaches(stage, "SUB", back);
      await blame(stage, "devices.subscriptions", async () => {
        for (const topic of topics) {
          await subscriber.subscribe(ascii(topic));
          await publisher.receives([concat(Uint8Array.of(1), ascii(topic))]);
          await publisher.send(words(`${topic}!`, "news"));
          await subscriber.receives(words(`${topic}!`, "news"));
          await subscriber.unsubscribe(ascii(topic));
          await publisher.receives([concat(Uint8Array.of(0), ascii(topic))]);
        }
      });
    },
  }),
  property<{ readonly messages: number }>({
    name: "inproc/a-streamer-keeps-order-and-messages",
    judges: ["devices.order", "devices.keeps"],
    socketTypes: ["PUSH", "PULL"],
    transports: ["inproc"],
    cases: [{ messages: 1 }, { messages: 40 }],
    play: async (stage, { messages }) => {
      const { front, back } = await device(stage, "PULL", "PUSH");
      const source = await reaches(stage, "PUSH", front);
      for (let number = 0; number < messages; number += 1) await source.send(words(String(number), ""));
      const sink = await reaches(stage, "PULL", back);
      const arrived: string[] = [];
      await blame(stage, "devices.keeps", async () => {
        while (arrived.length < messages) arrived.push(text((await sink.receive())[0] ?? ascii("")));
      });
      const inOrder = arrived.every((number, index) => number === String(index));
      judge(stage, "devices.order", inOrder, "all messages in the order in which they were sent", "one is out of order");
    },
  }),
];

async function device(stage: Stage, frontType: string, backType: string): Promise<{ readonly front: Subject; readonly back: Subject }> {
  const front = await stage.bound(frontType);
  const back = await stage.bound(backType);
  await stage.proxy(front, back);
  return { front, back };
}

async function reaches(stage: Stage, type: string, to: Subject): Promise<Subject> {
  const socket = await stage.open(type);
  await socket.connectTo(to);
  return socket;
}
