/** spec/wire/metadata.md: whom an implementation accepts, by socket type and identity. The table of pairs is written from the specification's text. */
import { around, limits } from "../../kit/generate/limits.ts";
import { ascii } from "../../kit/octets.ts";
import { blame, expect } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { meet, meetRaw, partner, refusalInHandshake, words } from "../support.ts";

const pairs: Readonly<Record<string, readonly string[]>> = {
  REQ: ["REP", "ROUTER"],
  REP: ["REQ", "DEALER"],
  DEALER: ["REP", "DEALER", "ROUTER"],
  ROUTER: ["REQ", "DEALER", "ROUTER"],
  PUB: ["SUB", "XSUB"],
  XPUB: ["SUB", "XSUB"],
  SUB: ["PUB", "XPUB"],
  XSUB: ["PUB", "XPUB"],
  PUSH: ["PULL"],
  PULL: ["PUSH"],
  PAIR: ["PAIR"],
};
const announcedTypes = [
  "REQ",
  "REP",
  "DEALER",
  "ROUTER",
  "PUB",
  "SUB",
  "XPUB",
  "XSUB",
  "PUSH",
  "PULL",
  "PAIR",
  "CLIENT",
  "SERVER",
  "RADIO",
  "DISH",
  "SCATTER",
  "GATHER",
  "PEER",
  "CHANNEL",
  "STREAM",
  "",
  "FOO",
];

export const peers: readonly AnyProperty[] = [
  ...Object.keys(pairs).map((type) =>
    property<{ readonly announced: string }>({
      name: `metadata/peers-of-${type.toLowerCase()}`,
      judges: ["metadata.socket-type-pairs"],
      socketTypes: [type],
      since: "3.1",
      cases: [...new Set([...(pairs[type] ?? []), ...announcedTypes, (partner[type] ?? "").toLowerCase()])].map((announced) => ({ announced })),
      play: async (stage, { announced }) => {
        const { subject, peer } = await meetRaw(stage, type);
        peer.writeGreeting();
        await peer.readGreeting();
        peer.writeReady({ socketType: announced });
        await blame(stage, "metadata.socket-type-pairs", async () => {
          if (pairs[type]?.includes(announced) === true) await peer.isOpen();
          else await peer.isClosed();
        });
        // A PAIR has one peer at a time.
        if (type === "PAIR" && peer.stream.closed === undefined) {
          await peer.leave();
          await subject.step();
          await subject.receivesNothing();
        }
        await stage.stillServes(subject, pairs[type]?.[0] ?? "DEALER");
      },
    }),
  ),
  property<{ readonly announced: string }>({
    name: "metadata/error-before-closing-for-the-socket-type",
    judges: ["metadata.socket-type-error"],
    socketTypes: ["DEALER"],
    cases: ["SUB", "PULL"].map((announced) => ({ announced })),
    play: async (stage, { announced }) => {
      const { peer } = await meetRaw(stage, "DEALER");
      peer.writeGreeting();
      await peer.readGreeting();
      peer.writeReady({ socketType: announced });
      await peer.isClosed(false);
      await blame(stage, "metadata.socket-type-error", async () => {
        expect(
          peer.commands.some((command) => command.name === "ERROR"),
          "an ERROR command before the close",
          "the connection is closed without one",
        );
        return Promise.resolve();
      });
    },
  }),
  property<{ readonly side: "binds" }>({
    name: "metadata/socket-type-may-be-absent",
    judges: ["metadata.socket-type-absent"],
    socketTypes: ["DEALER"],
    cases: [{ side: "binds" }],
    play: async (stage) => {
      const { subject, peer } = await meetRaw(stage, "DEALER");
      peer.writeGreeting();
      await peer.readGreeting();
      await blame(stage, "metadata.socket-type-absent", async () => {
        peer.writeReady({});
        await peer.readReady();
        peer.send(words("hello"));
        await subject.receives(words("hello"));
      });
    },
  }),
  ...["DEALER", "ROUTER"].map((type) =>
    refusalInHandshake<{ readonly size: number }>({
      name: `metadata/long-identity-is-refused-by-${type.toLowerCase()}`,
      judges: "metadata.identity-too-long",
      socketType: type,
      cases: [...around(limits.identity).filter((size) => size > limits.identity), 1000].map((size) => ({ size })),
      behave: (peer) => {
        peer.writeReady({ socketType: "DEALER", identity: new Uint8Array(limits.identity).fill(105) });
      },
      offend: (peer, { size }) => {
        peer.writeReady({ socketType: "DEALER", identity: new Uint8Array(size).fill(105) });
      },
    }),
  ),
  refusalInHandshake<{ readonly rest: string }>({
    name: "metadata/identity-that-begins-with-null-is-refused",
    judges: "metadata.identity-null-received",
    socketType: "ROUTER",
    hostile: true,
    cases: ["a", "abc"].map((rest) => ({ rest })),
    behave: (peer, { rest }) => {
      peer.writeReady({ socketType: "DEALER", identity: ascii(rest) });
    },
    offend: (peer, { rest }) => {
      peer.writeReady({ socketType: "DEALER", identity: ascii(`\0${rest}`) });
    },
  }),
  property<{ readonly messages: number }>({
    name: "metadata/identity-has-no-meaning-for-dealers",
    judges: ["metadata.identity-ignored"],
    socketTypes: ["DEALER"],
    cases: [{ messages: 4 }],
    play: async (stage, { messages }) => {
      const subject = await stage.bound("DEALER");
      await blame(stage, "metadata.identity-ignored", async () => {
        const first = await stage.connect(subject, "DEALER", { identity: ascii("same") });
        const second = await stage.connect(subject, "DEALER", { identity: ascii("same") });
        for (const peer of [first, second]) {
          for (let count = 0; count < messages; count += 1) {
            peer.send(words(peer.name, String(count)));
            await subject.receives(words(peer.name, String(count)));
          }
        }
        for (let count = 0; count < 2 * messages; count += 1) await subject.send(words(String(count)));
        await first.message();
        await second.message();
      });
    },
  }),
  property<{ readonly requests: number }>({
    name: "metadata/identity-has-no-meaning-for-replies",
    judges: ["metadata.identity-ignored"],
    socketTypes: ["REP"],
    cases: [{ requests: 2 }],
    play: async (stage, { requests }) => {
      const { subject, peer: first } = await meet(stage, "REP", "binds", {}, { identity: ascii("same") });
      await blame(stage, "metadata.identity-ignored", async () => {
        const second = await stage.connect(subject, "REQ", { identity: ascii("same") });
        for (let count = 0; count < requests; count += 1) {
          for (const peer of [first, second]) {
            peer.send(words("", peer.name));
            await subject.receives(words(peer.name));
            await subject.send(words(`to ${peer.name}`));
            await peer.receives(words("", `to ${peer.name}`));
          }
        }
      });
    },
  }),
];
