/** spec/patterns/devices.md: what a device between two sockets of the implementation does with what wire peers send. */
import * as fc from "fast-check";
import { bodies, classesOf, messageClasses, partsOf, type Body, messageShape } from "../kit/generate/body.ts";
import { ascii, concat, equal, hex } from "../kit/octets.ts";
import { blame, expect, Unexpected } from "../kit/outcome.ts";
import { property, type AnyProperty } from "../kit/property.ts";
import { count, entries, fields, letters } from "../kit/shrink/shape.ts";
import type { Stage } from "../kit/stage.ts";
import type { Subject } from "../kit/subject.ts";
import type { WirePeer } from "../kit/wire/peer.ts";
import { words } from "./support.ts";

export const devices: readonly AnyProperty[] = [
  property<{ readonly messages: readonly (readonly Body[])[] }>({
    name: "devices/streamer-passes-whole-messages",
    judges: ["devices.whole-messages"],
    socketTypes: ["PULL", "PUSH"],
    cases: [
      {
        messages: [
          [{ size: 1, fill: 1 }],
          [
            { size: 0, fill: 1 },
            { size: 300, fill: 2 },
            { size: 0, fill: 3 },
          ],
          [{ size: 65536, fill: 4 }],
        ],
      },
    ],
    shape: fields({ messages: entries("steps", 1, messageShape) }),
    arbitrary: fc.record({ messages: fc.array(bodies(), { minLength: 1, maxLength: 5, size: "max" }) }),
    classes: classesOf(messageClasses, ({ messages }) => messages.flat()),
    play: async (stage, { messages }) => {
      const { front, back } = await device(stage, "PULL", "PUSH");
      const source = await stage.connect(front, "PUSH");
      const sink = await stage.connect(back, "PULL");
      await blame(stage, "devices.whole-messages", async () => {
        for (const message of messages) {
          source.send(partsOf(message));
          await sink.receives(partsOf(message));
        }
      });
    },
  }),
  property<{ readonly messages: number; readonly first: "sink" | "source" }>({
    name: "devices/streamer-keeps-the-order",
    judges: ["devices.order"],
    socketTypes: ["PULL", "PUSH"],
    shape: fields({ messages: count("steps", 1) }),
    // What waits for the sink is passed on in one go: there it shows whether one message overtakes another.
    cases: [
      { messages: 2, first: "sink" },
      { messages: 50, first: "sink" },
      { messages: 50, first: "source" },
    ],
    play: async (stage, { messages, first }) => {
      const { front, back } = await device(stage, "PULL", "PUSH");
      const early = first === "sink" ? await stage.connect(back, "PULL") : undefined;
      const source = await stage.connect(front, "PUSH");
      for (let number = 0; number < messages; number += 1) source.send(words(String(number)));
      if (early === undefined && stage.hasPing) await source.isOpen();
      const sink = early ?? (await stage.connect(back, "PULL"));
      await blame(stage, "devices.order", async () => {
        for (let number = 0; number < messages; number += 1) await sink.receives(words(String(number)));
      });
    },
  }),
  property<{ readonly messages: number }>({
    name: "devices/streamer-keeps-what-nobody-takes-yet",
    judges: ["devices.keeps"],
    socketTypes: ["PULL", "PUSH"],
    since: "3.1",
    shape: fields({ messages: count("steps", 1) }),
    cases: [{ messages: 1 }, { messages: 30 }],
    play: async (stage, { messages }) => {
      const { front, back } = await device(stage, "PULL", "PUSH");
      const source = await stage.connect(front, "PUSH");
      for (let number = 0; number < messages; number += 1) source.send(words(String(number)));
      await source.isOpen();
      const sink = await stage.connect(back, "PULL");
      await blame(stage, "devices.keeps", async () => {
        for (let number = 0; number < messages; number += 1) await sink.receives(words(String(number)));
      });
    },
  }),
  property<{ readonly depth: number; readonly clients: number }>({
    name: "devices/replies-retrace-the-way",
    judges: ["devices.reply-path"],
    socketTypes: ["ROUTER", "DEALER"],
    shape: fields({ depth: count("parties", 1), clients: count("parties", 1) }),
    cases: [1, 2, 4].flatMap((depth) => [1, 3].map((clients) => ({ depth, clients }))),
    play: async (stage, { depth, clients: count }) => {
      const { front, back } = await chain(stage, depth);
      const service = await stage.connect(back, "DEALER");
      const clients = await Promise.all(Array.from({ length: count }, () => stage.connect(front, "DEALER")));
      for (const [number, client] of clients.entries()) client.send(words("", String(number)));
      await blame(stage, "devices.reply-path", async () => {
        const requests: (readonly Uint8Array[])[] = [];
        for (let number = 0; number < count; number += 1) {
          const request = await service.message();
          const delimiter = request.findIndex((part) => part.length === 0);
          expect(delimiter === depth && request.length === depth + 2, `${String(depth)} identities, the delimiter, the body`, request.map(hex).join(", "));
          requests.push(request);
        }
        for (const request of requests.reverse()) service.send([...request, ascii("answer")]);
        for (const [number, client] of clients.entries()) await client.receives(words("", String(number), "answer"));
      });
    },
  }),
  property<Record<string, never>>({
    name: "devices/broker-carries-both-ways",
    judges: ["devices.both-ways"],
    socketTypes: ["ROUTER", "DEALER"],
    cases: [{}],
    play: async (stage) => {
      const { front, back } = await device(stage, "ROUTER", "DEALER");
      const service = await stage.connect(back, "DEALER");
      const client = await stage.connect(front, "DEALER");
      await blame(stage, "devices.both-ways", async () => {
        client.send(words("there"));
        const [identity, body] = await service.message();
        expect(equal(body ?? ascii(""), ascii("there")), "the message behind an identity", "another one");
        service.send([identity ?? ascii(""), ascii("and back")]);
        await client.receives(words("and back"));
      });
    },
  }),
  property<{ readonly topics: readonly string[] }>({
    name: "devices/forwarder-carries-subscriptions",
    judges: ["devices.subscriptions"],
    socketTypes: ["XSUB", "XPUB"],
    since: "3.1",
    shape: fields({ topics: entries("steps", 1, letters()) }),
    cases: [["a"], ["", "weather", "x".repeat(300)]].map((topics) => ({ topics })),
    play: async (stage, { topics }) => {
      const { front, back } = await device(stage, "XSUB", "XPUB");
      const publisher = await stage.connect(front, "PUB");
      const subscriber = await stage.connect(back, "SUB");
      await blame(stage, "devices.subscriptions", async () => {
        for (const topic of topics) {
          subscriber.sendCommand("SUBSCRIBE", ascii(topic));
          await isTold(publisher, "SUBSCRIBE", ascii(topic), stage.ceilingMs);
          const message = [concat(ascii(topic), ascii("!")), ascii("news")];
          publisher.send(message);
          await subscriber.receives(message);
          subscriber.sendCommand("CANCEL", ascii(topic));
          await isTold(publisher, "CANCEL", ascii(topic), stage.ceilingMs);
        }
      });
    },
  }),
];

/** The publisher gets the subscription or its cancellation, in whichever of the two forms: which one it has to be is judged by publish-subscribe.subscribe-command. */
async function isTold(publisher: WirePeer, name: "SUBSCRIBE" | "CANCEL", topic: Uint8Array, ceilingMs: number): Promise<void> {
  const { stream, commands, inbox } = publisher;
  const expected = `${name} x${hex(topic)}`;
  publisher.poll();
  while (commands.length === 0 && inbox.length === 0) {
    if (stream.closed !== undefined || !(await stream.until(() => stream.ready, ceilingMs))) throw new Unexpected(expected, "nothing arrives", true);
    publisher.poll();
  }
  const command = commands.shift();
  const [part] = command === undefined ? (inbox.shift() ?? []) : [];
  const isSame =
    command === undefined
      ? equal(part ?? topic, concat(Uint8Array.of(name === "SUBSCRIBE" ? 1 : 0), topic))
      : command.name === name && equal(command.data, topic);
  expect(isSame, expected, command === undefined ? `a message x${hex(part ?? topic)}` : `${command.name} x${hex(command.data)}`);
}

interface Device {
  readonly front: Subject;
  readonly back: Subject;
}

async function device(stage: Stage, frontType: string, backType: string): Promise<Device> {
  const front = await stage.bound(frontType);
  const back = await stage.bound(backType);
  await stage.proxy(front, back);
  return { front, back };
}

/** Brokers one behind the other: the frontend of the first and the backend of the last, both bound. */
async function chain(stage: Stage, depth: number): Promise<Device> {
  const last = await device(stage, "ROUTER", "DEALER");
  let { front } = last;
  for (let count = 1; count < depth; count += 1) {
    const nearer = await stage.bound("ROUTER");
    const back = await stage.open("DEALER");
    await back.connectTo(front);
    await stage.proxy(nearer, back);
    front = nearer;
  }
  return { front, back: last.back };
}
