/** Faults of workers, streamers and the sink in the models; most are those of the simulation. */
import type { ModelMutant } from "./mutant.ts";

const model = "parallel-pipeline";
const gives = "queue' = given(taken, n, m, first.number, first.round),";

export const parallelPipelineMutants: readonly ModelMutant[] = [
  {
    id: "pipeline-device-drops",
    model,
    breaks: "conservation",
    does: "A streamer drops items.",
    quint: [gives, "queue' = if (n == 3) taken else given(taken, n, m, first.number, first.round),"],
    spin: ["toSink!i, r;", "skip;"],
  },
  {
    id: "pipeline-device-duplicates",
    model,
    breaks: "noDuplicates",
    does: "A streamer passes on items twice.",
    quint: [
      gives,
      "queue' = if (n == 3) given(given(taken, n, m, first.number, first.round), n, m, first.number, first.round) else given(taken, n, m, first.number, first.round),",
    ],
    spin: ["toSink!i, r;", "toSink!i, r; toSink!i, r;"],
  },
  {
    id: "pipeline-worker-overtakes",
    model,
    breaks: "order",
    does: "A worker sends the second of two items first.",
    quint: [
      "val first = queue.get((k, n)).head()\n    val taken = queue.setBy((k, n), list => list.tail())",
      "val many = queue.get((k, n)).length()\n    val first = queue.get((k, n))[many - 1]\n    val taken = queue.setBy((k, n), list => list.slice(0, many - 1))",
    ],
    spin: ["work[w]?i, r;\n", "work[w]?i, r;\n      if\n      :: len(work[w]) > 0 -> work[w]!i, r; work[w]?i, r\n      :: else\n      fi;\n"],
  },
  {
    id: "pipeline-device-repeats-its-first",
    model,
    breaks: "load",
    does: "A streamer passes on an item twice.",
    quint: [
      "val taken = queue.setBy((k, n), list => list.tail())",
      "val taken = if (n == 3 and passed.get((3, first.number, first.round)) == 0) queue else queue.setBy((k, n), list => list.tail())",
    ],
    spin: ["done[w]?i, r;\n", "if\n      :: copies[1] == 0 -> done[w]?<i, r>\n      :: else -> done[w]?i, r\n      fi;\n"],
  },
  {
    id: "pipeline-loops-for-ever",
    model,
    breaks: "loop",
    does: "The sink sends every item back.",
    quint: ["val again = first.round < ROUNDS", "val again = true"],
    spin: [":: r < ROUNDS ->", ":: true ->"],
  },
  {
    id: "push-ignores-the-limit",
    model,
    breaks: "limit",
    does: "A PUSH puts an item into a queue that is full.",
    quint: ["and queue.get((n, m)).length() < LIMIT)", "and queue.get((n, m)).length() < LIMIT + 1)"],
    spin: ["(!isDown[w] && len(work[w]) < LIMIT)", "(!isDown[w] && len(work[w]) < LIMIT + 1)"],
  },
  {
    id: "pipeline-sink-does-not-count",
    model,
    breaks: "ends",
    does: "The sink sends an item back in the same round.",
    spin: ["back!i, r + 1", "back!i, r"],
  },
];
