/** Faults of PAIR in the models. */
import type { ModelMutant } from "./mutant.ts";

const model = "exclusive-pair";

export const exclusivePairMutants: readonly ModelMutant[] = [
  {
    id: "pair-takes-a-second-peer",
    model,
    breaks: "firstPeer",
    does: "A PAIR gives the place of its peer to whoever comes.",
    quint: ["peer == NOBODY,\n    peer' = g,", "peer' = g,"],
    spin: ["state[g] == OPENING && peer == NOBODY &&", "state[g] == OPENING &&"],
  },
  {
    id: "pair-delivers-of-another",
    model,
    breaks: "onlyPeer",
    does: "A PAIR delivers what a peer sent that it refuses.",
    quint: ["arrived' = arrived,\n    made' = made", "arrived' = arrived.concat(early.get(g)),\n    made' = made"],
    spin: [":: early[g]?n -> NOTE(lostUp[g], n)", ":: early[g]?n -> arrived!g, n, 0"],
  },
  {
    id: "pair-keeps-its-queue-for-the-next",
    model,
    breaks: "ownPeer",
    does: "A PAIR sends to its next peer what it accepted for the one before.",
    quint: ["outgoing' = List(),\n", "outgoing' = outgoing,\n"],
    spin: [":: outgoing?n, _ -> NOTE(lostDown, n)\n      :: len(outgoing) == 0 -> break", ":: break"],
  },
  {
    id: "pair-accepts-for-nobody",
    model,
    breaks: "nobody",
    does: "A PAIR that has bound accepts messages although it has no peer.",
    quint: ["peer != NOBODY,\n    outgoing.length() < LIMIT,", "outgoing.length() < LIMIT,"],
    spin: ["peer != NOBODY && sentDown < MESSAGES &&", "sentDown < MESSAGES &&"],
  },
  {
    id: "pair-overtakes",
    model,
    breaks: "order",
    does: "A message of a PAIR overtakes the one before.",
    quint: [
      "gotUp' = gotUp.append(arrived.head()),\n    arrived' = arrived.tail(),",
      "gotUp' = gotUp.append(arrived[arrived.length() - 1]),\n    arrived' = arrived.slice(0, arrived.length() - 1),",
    ],
    spin: [":: early[g]?n -> arrived!g, n, 1", ":: waiting[g]?n -> arrived!g, n, 1\n      :: early[g]?n -> arrived!g, n, 1"],
  },
  {
    id: "pair-sends-twice",
    model,
    breaks: "noDuplicates",
    does: "A PAIR sends a message twice.",
    quint: ["handed.setBy(peer, q => q.append(first))", "handed.setBy(peer, q => q.append(first).append(first))"],
    spin: ["outgoing?n, on;", "outgoing?<n, on>;"],
  },
  {
    id: "pair-forgets-what-waits",
    model,
    breaks: "conservation",
    does: "A connecting PAIR drops what waits for its peer when the connection breaks.",
    quint: ["waiting' = if (forGood) waiting.set(peer, List()) else waiting,", "waiting' = waiting.set(peer, List()),"],
    spin: [":: waiting[g]?n -> NOTE(lostUp[g], n)", ":: waiting[g]?n"],
  },
  {
    id: "pair-ignores-the-limit",
    model,
    breaks: "limit",
    does: "A PAIR accepts a message although its queue is full.",
    quint: ["waiting.get(g).length() < LIMIT,\n", ""],
    spin: ["!gone[g] && len(waiting[g]) < LIMIT ->", "!gone[g] && len(waiting[g]) < LIMIT + 1 ->"],
  },
  {
    id: "pair-leaves-another-peer-open",
    model,
    breaks: "judged",
    does: "A PAIR keeps the connection of another peer open and says nothing.",
    spin: ["state[g] == OPENING && peer != NOBODY ->\n      state[g] = AWAY;", "state[g] == OPENING && peer != NOBODY ->"],
  },
  {
    id: "pair-never-takes-the-next",
    model,
    breaks: "newPeer",
    does: "A PAIR does not learn that its peer has left.",
    spin: ["isBroken -> isBroken = false; peer = NOBODY;", "isBroken && len(outgoing) > LIMIT -> isBroken = false; peer = NOBODY;"],
  },
];
