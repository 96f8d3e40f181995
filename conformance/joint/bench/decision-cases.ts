/** Cases in which the reference plays against itself without one of its decisions. */
import { participantOf, type Case } from "./case.ts";
import { decisions, without, type Showing } from "./decisions.ts";
import type { Field, Participant } from "./participants.ts";
import { fanOut, latency, throughput } from "./streams.ts";
import type { Form } from "./work.ts";

export const decisionCases: readonly Case[] = [
  against({
    ...throughput("decisions", "PULL", "PUSH", "tcp", [16, 1024, 65_536], 3),
    ...{ name: "decisions", title: "PUSH → PULL over tcp, two processes, by `await send` and `for await`: the reference, and without one of its decisions" },
    ...asWhole("flow"),
  }),
  against({
    ...latency("tcp", [16], 5),
    ...{ name: "decisions-latency", title: "REQ → REP → REQ over tcp, two processes: the reference, and without one of its decisions" },
    ...asWhole("round-trip"),
  }),
  against({
    ...fanOut(100, true, [10, 100], 3),
    ...{ name: "decisions-fan-out", title: "PUB → SUB over tcp, 100 octets, into plain sinks: the reference, and without one of its decisions" },
    ...asWhole("fan-out"),
  }),
];

type Half = Case & { readonly shows: Showing; readonly whole: string };

function asWhole(shows: Showing): Pick<Half, "shows" | "whole"> {
  return { shows, whole: shows === "fan-out" ? "reference, batches" : "reference" };
}

/** The case with other players: the reference as it is, and without each decision that shows there. */
function against({ shows, whole, ...one }: Half): Case {
  const form: Form = shows === "fan-out" ? "batch" : "single";
  const own = decisions.filter((decision) => decision.shows.includes(shows));
  const withAll = (field: Field): Field => {
    const others: readonly Participant[] = own.map((decision) => without(decision, form));
    return { ...field, participants: [participantOf(field, whole), ...others] };
  };
  return {
    ...one,
    players: () => [whole, ...own.map(({ does }) => does)],
    play: (player, point, field, given) => one.play(player, point, withAll(field), given),
  };
}
