/** Faults of the peers of a connection in the models. */
import type { ModelMutant } from "./mutant.ts";

const model = "connection";

export const connectionMutants: readonly ModelMutant[] = [
  {
    id: "peer-sends-before-ready",
    model,
    breaks: "noEarlySend",
    does: "A peer of version 3.1 sends a message before the other's READY.",
    quint: ['me.state == "traffic" or mayEarly or isRude,', 'me.state == "traffic" or me.state == "handshake",'],
    spin: ["(version[p] == 30 && state[p] == HANDSHAKE && sent[p] == READY)", "(state[p] == HANDSHAKE && sent[p] == READY)"],
  },
  {
    id: "peer-delivers-before-ready",
    model,
    breaks: "noEarlyDelivery",
    does: "A peer delivers a message that comes before READY.",
    quint: ['if (me.state == "traffic" and it.kind == "message")', 'if (it.kind == "message")'],
    spin: [":: kind == MESSAGE && state[p] == TRAFFIC ->", ":: kind == MESSAGE ->"],
  },
  {
    id: "peer-goes-on-after-an-error",
    model,
    breaks: "afterError",
    does: "A peer does not close after an ERROR.",
    quint: ["{ me: closed({ ...me, errorSent: true }),", "{ me: { ...me, errorSent: true },"],
    spin: ["errorGot[p] = true; shut(p)", "errorGot[p] = true"],
  },
  {
    id: "peer-overlooks-the-mechanism",
    model,
    breaks: "agreement",
    does: "A peer goes on with another mechanism than its own.",
    quint: ["if (it.mechanism != mine.mechanism)", "if (false)"],
    spin: [":: m != mechanism[p] ->", ":: false ->"],
  },
  {
    id: "peer-refuses-half-way",
    model,
    breaks: "wholeGreeting",
    does: "A peer refuses a mechanism before it has sent its own.",
    quint: ["out: parts(mine, me.sent).concat(end) }", "out: end }"],
    spin: [":: sent[p] < 3 -> part(p)\n          :: else -> break", ":: break"],
  },
  {
    id: "peer-pings-version-3-0",
    model,
    breaks: "noStrangePing",
    does: "A peer sends PING to a peer of version 3.0.",
    quint: ["nature.get(p).version >= 31 and me.other >= 31,", "nature.get(p).version >= 31,"],
    spin: ["version[p] >= 31 && other[p] >= 31 && !awaits[p] ->", "version[p] >= 31 && !awaits[p] ->"],
  },
  {
    id: "peer-returns-after-an-error",
    model,
    breaks: "noReturn",
    does: "A connecting peer connects again after an ERROR.",
    quint: ["tries < TRIES,\n    not(peer.get(0).errorGot),", "tries < TRIES,"],
    spin: ["tries < TRIES && !errorGot[0] ->", "tries < TRIES ->"],
  },
  {
    id: "connecting-peer-waits-for-ready",
    model,
    breaks: "settles",
    does: "A connecting peer waits for the other's READY, as the binding peer may.",
    spin: ["(p == 0 || !waitsForReady)", "!waitsForReady"],
  },
  {
    id: "peer-overlooks-the-end",
    model,
    breaks: "closes",
    does: "A peer does not close when the other ends the stream.",
    spin: [":: kind == END -> shut(p)", ":: kind == END"],
  },
  {
    id: "peer-sends-no-pong",
    model,
    breaks: "pong",
    does: "A peer does not answer a PING.",
    spin: ["hasLimit[p] = m; tell(p, PONG, 0, 0)", "hasLimit[p] = m"],
  },
];
