/** Faults of brokers and services in the models; most are those of the simulation. */
import type { ModelMutant } from "./mutant.ts";

const model = "service-bus";
const passes = "(b, n), q => q.append(came)),";
const puts = "put(requests[to], c, envelope, depth);";

export const serviceBusMutants: readonly ModelMutant[] = [
  {
    id: "bus-device-strips-an-identity",
    model,
    breaks: "envelope",
    does: "A broker takes the first identity off a request.",
    quint: ["envelope: List(identity(k, connection.get((k, b)))).concat(m.envelope),", "envelope: m.envelope,"],
    spin: ["envelope = (envelope << 4) + IDENTITY(from);", ""],
  },
  {
    id: "bus-device-swaps-replies",
    model,
    breaks: "replyPath",
    does: "A broker gives a reply the envelope of the reply beside it.",
    quint: ["val envelope = first.envelope", "val envelope = replies.get((b, n))[replies.get((b, n)).length() - 1].envelope"],
    spin: [
      "replies[from]?c, envelope, depth;",
      "replies[from]?c, envelope, depth;\n      if\n      :: len(replies[from]) > 0 -> replies[from]?<_, envelope, _>\n      :: else\n      fi;",
    ],
  },
  {
    id: "router-answers-on-the-next-connection",
    model,
    breaks: "routing",
    does: "A ROUTER sends a reply to a peer that has connected anew.",
    quint: ["identity(l._1, connection.get(l)) == envelope.head())", "l._1 == envelope.head() % 100)"],
    spin: [":: envelope > 0 && IDENTITY(link) == (envelope & 15) ->", ":: envelope > 0 ->"],
  },
  {
    id: "bus-device-drops",
    model,
    breaks: "conservation",
    does: "A broker drops requests.",
    quint: [`.setBy(${passes}`, ","],
    spin: [puts, "skip;"],
  },
  {
    id: "bus-device-answers-twice",
    model,
    breaks: "oneCopy",
    does: "A broker passes on each reply twice.",
    quint: ["q => q.append(rest))),", "q => q.append(rest).append(rest))),"],
    spin: [
      "put(replies[link], c, envelope >> 4, depth - 1)",
      "put(replies[link], c, envelope >> 4, depth - 1);\n        put(replies[link], c, envelope >> 4, depth - 1)",
    ],
  },
  {
    id: "bus-device-asks-twice",
    model,
    breaks: "load",
    does: "A broker passes on each request twice.",
    quint: [passes, "(b, n), q => q.append(came).append(came)),"],
    spin: [puts, `${puts} ${puts}`],
  },
  {
    id: "ring-device-has-no-hop-limit",
    model,
    breaks: "loop",
    does: "A broker passes on requests however deep their envelope is.",
    quint: ["came.envelope.length() <= HOPS,", ""],
    spin: [":: depth <= HOPS ->", ":: true ->"],
  },
  {
    id: "router-waits-for-one-peer",
    model,
    breaks: "answered",
    does: "A ROUTER waits for the peer whose turn it is, although others have requests waiting.",
    spin: ["  :: len(requests[from]) == 0 && NEXTIN(n, from) != from -> from = NEXTIN(n, from)\n", ""],
  },
];
