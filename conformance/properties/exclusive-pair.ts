/** spec/patterns/exclusive-pair.md: PAIR, and what becomes of a second peer. */
import { blame, expect, Unexpected, Violation } from "../kit/outcome.ts";
import { property, type AnyProperty } from "../kit/property.ts";
import type { Stage } from "../kit/stage.ts";
import type { Subject } from "../kit/subject.ts";
import type { WirePeer } from "../kit/wire/peer.ts";
import { meet, words } from "./support.ts";

export const exclusivePair: readonly AnyProperty[] = [
  property<Record<string, never>>({
    name: "exclusive-pair/second-peer-is-refused",
    mechanisms: ["NULL"],
    judges: ["exclusive-pair.second-peer"],
    socketTypes: ["PAIR"],
    since: "3.1",
    cases: [{}],
    play: async (stage) => {
      const { subject, peer } = await paired(stage);
      const second = await intrude(stage, subject);
      await blame(stage, "exclusive-pair.second-peer", () => second.isClosed());
      await peer.isOpen();
    },
  }),
  property<{ readonly rounds: number }>({
    name: "exclusive-pair/first-peer-stays",
    mechanisms: ["NULL"],
    judges: ["exclusive-pair.first-peer"],
    socketTypes: ["PAIR"],
    since: "3.1",
    cases: [{ rounds: 3 }],
    play: async (stage, { rounds }) => {
      const { subject, peer } = await paired(stage);
      await blame(stage, "exclusive-pair.first-peer", async () => {
        for (let round = 0; round < rounds; round += 1) {
          const second = await intrude(stage, subject);
          await second.survives();
          await subject.step();
          peer.send(words("in", String(round)));
          await subject.receives(words("in", String(round)));
          await subject.send(words("out", String(round)));
          await peer.receives(words("out", String(round)));
        }
      });
    },
  }),
  property<Record<string, never>>({
    name: "exclusive-pair/only-the-peer-is-heard",
    mechanisms: ["NULL"],
    judges: ["exclusive-pair.only-peer"],
    socketTypes: ["PAIR"],
    since: "3.1",
    cases: [{}],
    play: async (stage) => {
      const { subject, peer } = await paired(stage);
      const second = await intrude(stage, subject);
      second.send(words("stranger"));
      await second.survives();
      await subject.step();
      peer.send(words("peer"));
      await blame(stage, "exclusive-pair.only-peer", async () => {
        await subject.receives(words("peer"));
        await subject.receivesNothing();
      });
    },
  }),
  property<Record<string, never>>({
    name: "exclusive-pair/who-asked-to-connect-takes-nobody-else",
    judges: ["exclusive-pair.second-peer"],
    socketTypes: ["PAIR"],
    since: "3.1",
    cases: [{}],
    play: async (stage) => {
      const subject = await stage.bound("PAIR");
      const asked = await stage.listen();
      await subject.connectTo(asked);
      const second = await intrude(stage, subject);
      await blame(stage, "exclusive-pair.second-peer", () => second.isClosed());
      const peer = await stage.accept(asked, "PAIR");
      await subject.send(words("hello"));
      await peer.receives(words("hello"));
    },
  }),
  property<{ readonly times: number }>({
    name: "exclusive-pair/a-new-peer-is-accepted",
    judges: ["exclusive-pair.new-peer"],
    socketTypes: ["PAIR"],
    since: "3.1",
    cases: [{ times: 1 }, { times: 3 }],
    play: async (stage, { times }) => {
      const { subject, peer: first } = await paired(stage);
      let peer = first;
      for (let count = 0; count < times; count += 1) {
        await peer.leave();
        await subject.step();
        await subject.receivesNothing();
        peer = await blame(stage, "exclusive-pair.new-peer", () => newPeer(stage, subject, words("new", String(count))));
      }
    },
  }),
];

/**
 * That an implementation has closed a connection does not show that its socket knows it: until then a new peer may be sent away. The greeting that answers a passer-by shows that what
 * moves octets has got on meanwhile, and the socket gets on once more after it. Who was sent away all the same comes again, as peers do; who takes nobody any more sends it away
 * each time.
 */
async function newPeer(stage: Stage, subject: Subject, hello: ReturnType<typeof words>): Promise<WirePeer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const passerBy = await stage.dial(subject);
      passerBy.writeGreeting();
      await passerBy.readGreeting();
      await subject.step();
      const next = await stage.connect(subject, "PAIR");
      next.send(hello);
      await subject.receives(hello);
      await subject.send(words("welcome"));
      await next.receives(words("welcome"));
      expect(next.stream.closed === undefined, "the connection stays open", "it is closed");
      return next;
    } catch (error) {
      if (attempt === attempts || !(error instanceof Violation || error instanceof Unexpected)) throw error;
      await subject.step();
    }
  }
}

/** A PAIR with its peer; a message each way has shown that they are. */
async function paired(stage: Stage): Promise<{ readonly subject: Subject; readonly peer: WirePeer }> {
  const { subject, peer } = await meet(stage, "PAIR");
  peer.send(words("hello"));
  await subject.receives(words("hello"));
  await subject.send(words("world"));
  await peer.receives(words("world"));
  return { subject, peer };
}

/** Another PAIR that tries to connect, as far as it gets. */
async function intrude(stage: Stage, subject: Subject): Promise<WirePeer> {
  const peer = await stage.dial(subject);
  peer.writeGreeting();
  await peer.readGreeting();
  peer.writeReady({ socketType: "PAIR" });
  return peer;
}

const attempts = 3;
