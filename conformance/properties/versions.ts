/** spec/wire/versions.md: what peers of other versions get. */
import { ascii, fromHex } from "../kit/octets.ts";
import { blame, expect } from "../kit/outcome.ts";
import { property, type AnyProperty } from "../kit/property.ts";
import type { Stage } from "../kit/stage.ts";
import { encodeGreeting } from "../kit/wire/encode.ts";
import { meetRaw, sides, words, type Meeting, type Side } from "./support.ts";

const higher = ["3.1", "3.2", "3.255", "4.0", "9.9", "255.255"];

export const versions: readonly AnyProperty[] = [
  property<{ readonly side: Side; readonly version: string }>({
    name: "versions/higher-is-accepted",
    judges: ["versions.accept-higher"],
    ofAnyVersion: true,
    socketTypes: ["DEALER"],
    cases: higher.flatMap((version) => sides.map((side) => ({ side, version }))),
    play: async (stage, { side, version }) => {
      await blame(stage, "versions.accept-higher", async () => {
        await talk(stage, await greet(stage, side, version));
      });
    },
  }),
  property<{ readonly version: string }>({
    name: "versions/own-protocol-with-higher",
    judges: ["versions.speak-own"],
    socketTypes: ["DEALER"],
    since: "3.1",
    cases: higher.map((version) => ({ version })),
    play: async (stage, { version }) => {
      await blame(stage, "versions.speak-own", async () => {
        const meeting = await greet(stage, "binds", version);
        await talk(stage, meeting);
        await meeting.peer.isOpen();
        const framed = meeting.peer.frames.filter((frame) => frame.command);
        expect(framed.length >= 2, "READY and PONG arrive as command frames", "they do not");
      });
    },
  }),
  property<{ readonly side: Side }>({
    name: "versions/3-0-is-accepted",
    judges: ["versions.accept-3-0"],
    ofAnyVersion: true,
    socketTypes: ["DEALER"],
    cases: sides.map((side) => ({ side })),
    play: async (stage, { side }) => {
      await blame(stage, "versions.accept-3-0", async () => {
        await talk(stage, await greet(stage, side, "3.0"));
      });
    },
  }),
  property<Record<string, never>>({
    name: "versions/no-ping-to-3-0",
    judges: ["versions.no-ping-to-3-0"],
    socketTypes: ["DEALER"],
    options: ["heartbeatInterval", "heartbeatTimeout"],
    since: "3.1",
    cases: [{}],
    play: async (stage) => {
      const subject = await stage.bound("DEALER", { heartbeatInterval: 20, heartbeatTimeout: 5000 });
      const older = await stage.connect(subject, "DEALER", { version: "3.0" });
      const newer = await stage.connect(subject, "DEALER");
      for (let count = 0; count < 5; count += 1) await newer.commandNamed("PING");
      await blame(stage, "versions.no-ping-to-3-0", async () => {
        older.send(words("hello"));
        await subject.receives(words("hello"));
        const commands = older.stream.drain().filter((item) => item.type === "frame" && item.frame.command);
        expect(commands.length === 0, "no command arrives at the peer that announced 3.0 while another gets five PING commands", "a command arrives");
      });
    },
  }),
  property<Record<string, never>>({
    name: "versions/older-peers",
    judges: ["versions.older"],
    ofAnyVersion: true,
    socketTypes: ["DEALER"],
    cases: [{}],
    play: async (stage) => {
      const two = await worksWith(stage, [fromHex("ff00000000000000017f01"), fromHex("050000"), fromHex("000568656c6c6f")]);
      const one = await worksWith(stage, [fromHex("0100"), fromHex("060068656c6c6f")]);
      stage.observe("versions.older", one && two ? "1.0-and-2.0" : two ? "2.0" : "none");
    },
  }),
  property<{ readonly major: number }>({
    name: "versions/older-is-closed",
    judges: ["versions.close-older"],
    socketTypes: ["DEALER"],
    when: { choice: "versions.older", values: ["none"] },
    cases: [0, 1, 2].map((major) => ({ major })),
    play: async (stage, { major }) => {
      const control = await greet(stage, "binds", "3.1");
      await talk(stage, control);
      const { peer } = await meetRaw(stage, "DEALER");
      peer.writeGreeting({ major, minor: 0 }, `greeting version=${String(major)}.0`);
      await blame(stage, "versions.close-older", () => peer.isClosed(false));
    },
  }),
  property<{ readonly octets: string }>({
    name: "versions/no-signature-is-closed",
    judges: ["versions.close-unversioned"],
    socketTypes: ["DEALER"],
    when: { choice: "versions.older", values: ["none", "2.0"] },
    cases: ["GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\x01\0", "\0", "\xff\0\0\0\0\0\0\0\x04\x7e"].map((octets) => ({ octets })),
    play: async (stage, { octets }) => {
      const control = await greet(stage, "binds", "3.1");
      await talk(stage, control);
      const { peer } = await meetRaw(stage, "DEALER");
      peer.write(ascii(octets));
      await blame(stage, "versions.close-unversioned", () => peer.isClosed(false));
    },
  }),
  property<{ readonly from: string }>({
    name: "versions/older-is-closed-under-a-mechanism",
    judges: ["versions.older-needs-null"],
    mechanisms: ["PLAIN", "CURVE"],
    socketTypes: ["DEALER"],
    cases: ["version 2.0", "version 2 in a whole greeting", "version 1.0", "HTTP"].map((from) => ({ from })),
    play: async (stage, { from }) => {
      const { subject, peer } = await meetRaw(stage, "DEALER");
      for (const chunk of olderGreetings[from] ?? []) peer.write(chunk);
      await blame(stage, "versions.older-needs-null", () => peer.isRefused());
      await stage.stillServes(subject, "DEALER");
    },
  }),
];

/** What the peers of older versions send: greetings of 2.0 and 1.0, and octets of another protocol. */
const olderGreetings: Readonly<Record<string, readonly Uint8Array[]>> = {
  "version 2.0": [encodeGreeting({ major: 1, minor: 0 }).subarray(0, 12), new Uint8Array(52)],
  "version 2 in a whole greeting": [encodeGreeting({ major: 2, minor: 0, mechanism: "PLAIN" })],
  "version 1.0": [ascii("\x01\0")],
  HTTP: [ascii("GET / HTTP/1.1\r\n\r\n")],
};

/** Greeting with the version given, and the handshake. */
async function greet(stage: Stage, side: Side, version: string): Promise<Meeting> {
  const meeting = await meetRaw(stage, "DEALER", side);
  const [major, minor] = version.split(".").map(Number);
  meeting.peer.writeGreeting({ major: major ?? 3, minor: minor ?? 1 }, `greeting version=${version}`);
  await meeting.peer.readGreeting();
  meeting.peer.writeReady({ socketType: "DEALER" });
  await meeting.peer.readReady();
  return meeting;
}

/** A message each way. */
async function talk(_stage: Stage, { subject, peer }: Meeting): Promise<void> {
  peer.send(words("hello"));
  await subject.receives(words("hello"));
  await subject.send(words("world"));
  await peer.receives(words("world"));
}

/** Whether a DEALER takes a message from a peer of an older version, whose greeting and message are given. */
async function worksWith(stage: Stage, octets: readonly Uint8Array[]): Promise<boolean> {
  const { subject, peer } = await meetRaw(stage, "DEALER");
  for (const chunk of octets) peer.write(chunk);
  const outcome = await Promise.race([
    subject.tryReceive(stage.ceilingMs).then(({ parts }) => parts !== undefined),
    peer.stream.until(() => peer.stream.closed !== undefined, stage.ceilingMs).then(() => false),
  ]);
  return outcome;
}
