/** Faults of forwarders and subscribers in the models; ids that begin with `tree-device` are those of the simulation. */
import type { ModelMutant } from "./mutant.ts";

const model = "distribution-tree";
/** What a forwarder gives to a child, in the Quint text and in the Promela text. */
const passes = "heard.get(c).contains(copy.topic)) rest.get(c).append(copy)";
const gives = ":: PARENT(child) == n && heard[child] -> give(child, number)\n";

export const distributionTreeMutants: readonly ModelMutant[] = [
  {
    id: "tree-device-forgets-to-unsubscribe",
    model,
    breaks: "unionOfWishes",
    does: "A forwarder does not pass on cancellations.",
    quint: ["val passes = parent != 0 and not(others)", "val passes = parent != 0 and not(others) and not(wish.cancels)"],
    spin: [":: PARENT(n) != 0 && !OTHERS(n) ->", ":: PARENT(n) != 0 && !OTHERS(n) && wish ->"],
  },
  {
    id: "tree-device-passes-on-every-wish",
    model,
    breaks: "once",
    does: "A forwarder passes on every subscription and cancellation, whoever else wants the topic.",
    quint: ["val passes = parent != 0 and not(others)", "val passes = parent != 0"],
    spin: [":: PARENT(n) != 0 && !OTHERS(n) ->", ":: PARENT(n) != 0 ->"],
  },
  {
    id: "tree-device-duplicates",
    model,
    breaks: "order",
    does: "A forwarder passes on messages twice.",
    quint: [passes, "heard.get(c).contains(copy.topic)) rest.get(c).append(copy).append(copy)"],
    spin: [gives, ":: PARENT(child) == n && heard[child] && len(down[child]) < 2 -> give(child, number); give(child, number)\n"],
  },
  {
    id: "tree-device-changes-the-topic",
    model,
    breaks: "matching",
    does: "A forwarder passes on another topic.",
    quint: ["{ topic: t, number: number }) else", '{ topic: if (t == "a") "b" else "a", number: number }) else'],
  },
  {
    id: "tree-device-does-not-filter",
    model,
    breaks: "matching",
    does: "A forwarder passes on every message to all of its peers.",
    spin: [gives, ":: PARENT(child) == n -> give(child, number)\n"],
  },
  {
    id: "tree-device-drops",
    model,
    breaks: "conservation",
    does: "A forwarder drops messages.",
    quint: [passes, "heard.get(c).contains(copy.topic) and n != 2) rest.get(c).append(copy)"],
    spin: [gives, ":: PARENT(child) == n && heard[child] -> skip\n"],
  },
  {
    id: "tree-device-floods",
    model,
    breaks: "load",
    does: "A forwarder passes on each message twice to each of its peers.",
    quint: [passes, "heard.get(c).contains(copy.topic)) rest.get(c).append(copy).append(copy)"],
    spin: [gives, ":: PARENT(child) == n && heard[child] && len(down[child]) < 2 -> give(child, number); give(child, number)\n"],
  },
  {
    id: "tree-device-sends-a-wish-back",
    model,
    breaks: "settles",
    does: "A forwarder puts what it heard behind what it is to hear.",
    spin: ["tell(n, wish);\n", "tell(n, wish);\n      up[n]!wish;\n"],
  },
];
