/** spec/patterns/options.md: what publishers do when their application asked for it. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { ascii, concat } from "../../kit/octets.ts";
import { blame, expect, judge } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { withLittleRoom } from "../../kit/room.ts";
import type { Subject } from "../../kit/subject.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import { meet, settled, words } from "../support.ts";

const subscribe = (topic: string): Uint8Array => concat(Uint8Array.of(1), ascii(topic));
const cancel = (topic: string): Uint8Array => concat(Uint8Array.of(0), ascii(topic));

export const publishers: readonly AnyProperty[] = [
  property<{ readonly verbosity: "allSubs" | "allSubsUnsubs" }>({
    name: "options/xpub-tells-all",
    judges: ["options.all-subscriptions", "options.all-cancellations"],
    socketTypes: ["XPUB"],
    options: ["verbosity"],
    since: "3.1",
    cases: (["allSubs", "allSubsUnsubs"] as const).map((verbosity) => ({ verbosity })),
    play: async (stage, { verbosity }) => {
      const { subject, peer } = await meet(stage, "XPUB", "binds", { verbosity });
      const other = await stage.connect(subject, "SUB");
      const both = [peer, other];
      await blame(stage, "options.all-subscriptions", () => tells(subject, both, "SUBSCRIBE", subscribe("a")));
      if (verbosity === "allSubs") return;
      await blame(stage, "options.all-cancellations", () => tells(subject, both, "CANCEL", cancel("a")));
    },
  }),
  property<{ readonly peers: number }>({
    name: "options/xpub-welcomes",
    judges: ["options.welcome"],
    socketTypes: ["XPUB"],
    options: ["welcomeMessage"],
    since: "3.1",
    cases: [1, 3].map((peers) => ({ peers })),
    play: async (stage, { peers }) => {
      const subject = await stage.bound("XPUB", { welcomeMessage: ascii("welcome") });
      for (let count = 0; count < peers; count += 1) {
        const peer = await stage.connect(subject, "SUB");
        await settled(subject, peer);
        await blame(stage, "options.welcome", () => peer.receives(words("welcome")));
      }
    },
  }),
  ...(["PUB", "XPUB"] as const).flatMap((type) => [refusesInsteadOfDropping(type), sendsWhatDoesNotMatch(type)]),
];

function refusesInsteadOfDropping(type: "PUB" | "XPUB"): AnyProperty {
  const statement: RequirementId = "options.no-drop";
  return property<{ readonly size: number }>({
    name: `options/${type.toLowerCase()}-refuses-instead-of-dropping`,
    judges: ["options.no-drop"],
    socketTypes: [type],
    options: ["noDrop", "sendHighWaterMark"],
    since: "3.1",
    cases: [{ size: 65536 }],
    play: async (stage, { size }) => {
      const { subject, peer } = await meet(stage, type, "binds", withLittleRoom(stage, { noDrop: true, sendHighWaterMark: 4 }));
      peer.sendCommand("SUBSCRIBE", ascii(""));
      await settled(subject, peer);
      peer.stream.pause();
      let accepted = 0;
      while (accepted < 1000 && (await subject.trySend([ascii(String(accepted)), new Uint8Array(size)], 50)) === undefined) accepted += 1;
      judge(stage, statement, accepted < 1000, "a message that a full queue cannot take is refused", "every message is accepted");
      peer.stream.resume();
      await blame(stage, statement, async () => {
        for (let number = 0; number < accepted; number += 1) {
          const [arrived] = await peer.message();
          expect(Buffer.from(arrived ?? []).toString() === String(number), "every accepted message arrives, in order", "one is missing");
        }
      });
    },
  });
}

function sendsWhatDoesNotMatch(type: "PUB" | "XPUB"): AnyProperty {
  return property<{ readonly topics: readonly string[] }>({
    name: `options/${type.toLowerCase()}-sends-what-does-not-match`,
    judges: ["options.inverted"],
    socketTypes: [type],
    options: ["invertMatching"],
    since: "3.1",
    cases: [["a"], ["a", "b"]].map((topics) => ({ topics })),
    play: async (stage, { topics }) => {
      const { subject, peer } = await meet(stage, type, "binds", { invertMatching: true });
      for (const topic of topics) peer.sendCommand("SUBSCRIBE", ascii(topic));
      await settled(subject, peer);
      await blame(stage, "options.inverted", async () => {
        for (const subject_ of ["c", "a", "ab", "b", "d"]) await subject.send(words(subject_));
        for (const wanted of ["c", "a", "ab", "b", "d"].filter((first) => !topics.some((topic) => first.startsWith(topic)))) await peer.receives(words(wanted));
      });
    },
  });
}

/** Both peers ask the same; the application hears of each of them. */
async function tells(subject: Subject, peers: readonly WirePeer[], command: string, told: Uint8Array): Promise<void> {
  for (const peer of peers) {
    peer.sendCommand(command, told.subarray(1));
    await subject.receives([told]);
  }
}
