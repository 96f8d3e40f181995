/** Cases of subscriptions: their maps alone, and publishers that have them. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../checks/generate/repository.ts";
import { participantOf, type Case, type Reading } from "./case.ts";
import { needsPlain } from "./needs.ts";
import { binding, freshEndpoint } from "./play.ts";
import { Silent, withPrograms } from "./running.ts";
import { able } from "./streams.ts";

const program = join(root, "dist/conformance/joint/bench/topics-program.js");
const inNode = [process.execPath, "--expose-gc", program];
const points = [1, 1000, 100_000, 1_000_000];

export const topicCases: readonly Case[] = [alone(), hostile(), published()];

function alone(): Case {
  const tries = { "libzmq's trie": "trie", "libzmq's radix tree": "radix" } as const;
  return {
    name: "match",
    title: "A look among subscriptions of 20 octets, the structure alone; the subject differs from a subscription at its last octet",
    ...{ unit: "ns a look", better: "less", axis: "subscriptions", points, rounds: 3 },
    lacks: () => undefined,
    players: (field) => ["reference", ...(field.tries === undefined ? [] : Object.keys(tries))],
    play: (player, count, field) => {
      const which = player in tries ? tries[player as keyof typeof tries] : undefined;
      const words = which === undefined ? [...inNode, "random", String(count)] : [field.tries ?? "", which, String(count)];
      const { missNs = NaN, hitNs = NaN, insertNs = NaN, octets = NaN } = said(words);
      // One subscription drowns in what the process is at its start.
      const memory = count < 1000 ? {} : { "octets a subscription": octets };
      return Promise.resolve({ value: missNs, details: { "when it is found, ns": hitNs, "insertion, ns": insertNs, ...memory } });
    },
  };
}

function hostile(): Case {
  return {
    name: "hostile-prefixes",
    title: "Topics of 1, 2, 3, … equal octets, and a subject that begins with all of them: linear when the figures stay alike",
    ...{ unit: "ns a topic that is found", better: "less", axis: "subscriptions", points: [100, 1000, 10_000], rounds: 3 },
    lacks: () => undefined,
    players: () => ["reference"],
    play: (_player, count) => {
      const { lookNs = NaN, insertNs = NaN } = said([...inNode, "hostile", String(count)]);
      return Promise.resolve({ value: lookNs, details: { "insertion, ns an octet": insertNs } });
    },
  };
}

function published(): Case {
  return {
    name: "publish-past-subscriptions",
    title: "A publisher that sends what nobody wants, past the subscriptions of one subscriber over tcp; the topics differ at the last of 20 octets",
    ...{ unit: "ns a message", better: "less", axis: "subscriptions", points, rounds: 3 },
    lacks: needsPlain,
    players: (field) => able(field, "tcp", "topics"),
    play: (player, count, field) =>
      withPrograms(async (start): Promise<Reading> => {
        const { command, collects } = participantOf(field, player);
        const work = { ...({ role: "TOPICS", size: 20, warmMessages: 0, warmMs: 0, measureMs: 0, count } as const), endpoint: freshEndpoint("tcp") };
        const [publisher, there] = await binding(start, command, work);
        const before = publisher.resident();
        start(field.plain?.("TOPICS", there) ?? []);
        const { insertNs } = await publisher.said<{ readonly insertNs: number }>();
        if (collects) {
          publisher.tell("collect");
          await publisher.said();
        }
        const octets = (publisher.resident() - before) / count;
        publisher.tell("go");
        const { publishNs } = await publisher.said<{ readonly publishNs: number }>();
        const memory = count < 100_000 ? {} : { "resident octets a subscription": octets };
        return { value: publishNs, details: { "taking one in, ns": insertNs, ...memory } };
      }),
  };
}

function said([file = "", ...words]: readonly string[]): Readonly<Record<string, number>> {
  const { status, stdout, stderr } = spawnSync(file, words, { encoding: "utf8" });
  if (status !== 0) throw new Silent(`ended with ${String(status)}; it said: ${stderr.trim().split("\n").at(-1) ?? ""}`);
  return JSON.parse(stdout) as Readonly<Record<string, number>>;
}
