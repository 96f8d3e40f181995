/** What the committed captures show: each pattern, each mechanism and each habit of the wire once, between implementations that people run. */
import { ascii, text } from "../kit/octets.ts";
import type { Scenario } from "./rig.ts";

/** In the order of the README. */
export function scenarios(): readonly Scenario[] {
  return [...patterns, ...mechanisms, ...connections];
}

const dealer = (implementation: string): Scenario["binding"] => ({ implementation, type: "DEALER" });
const router = (implementation: string): Scenario["binding"] => ({ implementation, type: "ROUTER" });

const patterns: readonly Scenario[] = [
  {
    name: "req-rep",
    about: "two requests and their replies, the second of two parts",
    binding: { implementation: "jeromq", type: "REP" },
    connecting: [{ implementation: "pyzmq", type: "REQ" }],
    play: async ({ binding, connecting: [client] }) => {
      for (const reply of [["world"], ["two", "parts"]]) {
        await client?.send("hello");
        await binding.receive();
        await binding.send(...reply);
        await client?.receive();
      }
    },
  },
  {
    name: "pub-sub",
    about: "a subscription, a message that matches it and one that does not, a cancellation",
    binding: { implementation: "libzmq", type: "XPUB" },
    connecting: [{ implementation: "zeromq.js", type: "SUB" }],
    play: async ({ binding, connecting: [subscriber] }) => {
      await subscriber?.option("subscribe", ascii("news"));
      await binding.receive();
      await binding.send("weather", "rain");
      await binding.send("news", "today");
      await subscriber?.receive();
      await subscriber?.option("unsubscribe", ascii("news"));
      await binding.receive();
    },
  },
  {
    name: "xsub",
    about: "a subscriber whose application subscribes by messages, which pass as they are: a MUST is broken",
    binding: { implementation: "libzmq", type: "XPUB" },
    connecting: [{ implementation: "zeromq.js", type: "XSUB" }],
    play: async ({ binding, connecting: [subscriber] }) => {
      await subscriber?.send("\x01news");
      await binding.receive();
      await binding.send("news");
      await subscriber?.receive();
    },
  },
  {
    name: "push-pull",
    about: "messages of one part and of several: empty, short, and long ones of 255, 256 and 1000 octets",
    binding: { implementation: "pyzmq", type: "PULL" },
    connecting: [{ implementation: "libzmq", type: "PUSH" }],
    play: async ({ binding, connecting: [worker] }) => {
      for (const parts of [["task"], ["", "a", "b".repeat(255)], ["c".repeat(256), "", "d".repeat(1000)]]) {
        await worker?.send(...parts);
        await binding.receive();
      }
    },
  },
  {
    name: "heartbeat",
    about: "PING and PONG between messages",
    binding: router("zeromq.js"),
    connecting: [{ ...dealer("libzmq"), options: { heartbeatInterval: 20, heartbeatTimeout: 30_000 } }],
    play: async ({ binding, connecting: [client], seen }) => {
      await client?.send("before");
      await binding.receive();
      await seen("\x04PONG");
      await client?.send("after");
      await binding.receive();
    },
  },
];

const mechanisms: readonly Scenario[] = [
  {
    name: "plain",
    about: "the handshake of PLAIN with a username and a password, then a message",
    mechanism: "PLAIN",
    binding: router("zeromq.js"),
    connecting: [dealer("zeromq.js")],
    play: async ({ binding, connecting: [client] }) => {
      await client?.send("in clear");
      await binding.receive();
    },
  },
  {
    name: "curve",
    about: "the handshake of CURVE, then a message each way, encrypted",
    mechanism: "CURVE",
    binding: { implementation: "zeromq.js", type: "REP" },
    connecting: [{ implementation: "zeromq.js", type: "REQ" }],
    play: async ({ binding, connecting: [client] }) => {
      await client?.send("secret");
      await binding.receive();
      await binding.send("answer");
      await client?.receive();
    },
  },
];

const connections: readonly Scenario[] = [
  {
    name: "web-socket",
    about: "a subscription over WebSocket, which is a message there, and messages of which one matches it",
    endpoint: "ws://127.0.0.1:0/feed",
    binding: { implementation: "zeromq.js", type: "XPUB" },
    connecting: [{ implementation: "zeromq.js", type: "SUB" }],
    play: async ({ binding, connecting: [subscriber] }) => {
      await subscriber?.option("subscribe", ascii("news"));
      await binding.receive();
      await binding.send("weather", "rain");
      await binding.send("news", "today");
      await subscriber?.receive();
    },
  },
  {
    name: "version-3-0",
    about: "a subscriber that announces version 3.0 and subscribes by message",
    binding: { implementation: "zeromq.js", type: "XPUB" },
    connecting: [{ implementation: "zmq4", type: "SUB" }],
    play: async ({ binding, connecting: [subscriber] }) => {
      await subscriber?.option("subscribe", ascii("a"));
      await binding.receive();
      await binding.send("alpha");
      await subscriber?.receive();
    },
  },
  {
    name: "two-connections",
    about: "two clients of different implementations with one service",
    binding: router("libzmq"),
    connecting: [dealer("zmq.rs"), dealer("jeromq")],
    play: async ({ binding, connecting }) => {
      for (const client of connecting) {
        await client.send("request");
        const [address = ascii("")] = await binding.receive();
        await binding.send(text(address), "reply");
        await client.receive();
      }
    },
  },
  {
    name: "middle",
    about: "a connection that was under way before the capture: messages and heartbeats, no greeting",
    binding: { ...router("pyzmq"), options: { heartbeatInterval: 20, heartbeatTimeout: 30_000 } },
    connecting: [dealer("jeromq")],
    before: async ({ binding, connecting: [client] }) => {
      await client?.send("not captured");
      await binding.receive();
    },
    play: async ({ binding, connecting: [client], seen }) => {
      await seen("\x04PONG");
      await client?.send("captured");
      const [address = ascii("")] = await binding.receive();
      await binding.send(text(address), "this too");
      await client?.receive();
    },
  },
];
