/** Cases of the codec alone, beside the copying of the same octets. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../checks/generate/repository.ts";
import type { Case } from "./case.ts";
import { Silent } from "./running.ts";

const program = join(root, "dist/conformance/joint/bench/codec-program.js");
/** One copy of a body within this process (`Buffer.set`). */
export const copying = "memcpy";

export const codecCases: readonly Case[] = [
  codec("encode", "From a message to the octets that a socket is given, small ones gathered; beside one copy of the body"),
  codec("decode", "From chunks of 64 KiB to bodies; beside one copy of the body"),
];

function codec(what: "encode" | "decode", title: string): Case {
  return {
    name: `codec-${what}`,
    title,
    ...{ unit: "messages/s", better: "more", axis: "octets", points: [16, 100, 1024, 65_536, 1_048_576], rounds: 3 },
    lacks: () => undefined,
    players: () => ["reference", copying],
    play: (player, size) => {
      const words = [program, player === copying ? "copy" : what, String(size)];
      const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
      if (status !== 0) throw new Silent(`ended with ${String(status)}; it said: ${stderr.trim().split("\n").at(-1) ?? ""}`);
      const { perSecond } = JSON.parse(stdout) as { readonly perSecond: number };
      return Promise.resolve({ value: perSecond, details: { "GB/s": (perSecond * size) / 1e9 } });
    },
  };
}
