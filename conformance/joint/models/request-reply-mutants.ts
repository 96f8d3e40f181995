/** Faults of REQ and REP in the models. */
import type { ModelMutant } from "./mutant.ts";

const model = "request-reply";

export const requestReplyMutants: readonly ModelMutant[] = [
  {
    id: "rep-answers-another-client",
    model,
    breaks: "replyPath",
    does: "A REP sends its reply to another client.",
    quint: ["replies.setBy((held.client, s), queue", "replies.setBy((1 - held.client, s), queue"],
    spin: ["replies[PAIR(serving[s], s)]!number, on", "replies[PAIR(CLIENTS - 1 - serving[s], s)]!number, on"],
  },
  {
    id: "req-sends-a-second-request",
    model,
    breaks: "oneOutstanding",
    does: "A REQ sends a second request while it waits.",
    quint: ["asked.get(c) == NOBODY,\n    sent.get(c) < REQUESTS,", "sent.get(c) < REQUESTS,"],
    spin: [":: asked[c] == NOBODY && !given[PAIR(c, next)]", ":: !given[PAIR(c, next)]"],
  },
  {
    id: "rep-answers-twice",
    model,
    breaks: "answeredOnce",
    does: "A REP does not forget the request that it has answered.",
    quint: ["serving' = serving.set(s, nothing),", "serving' = serving,"],
    spin: ["fi;\n      serving[s] = NOBODY;\n      number = 0; on = 0", "fi"],
  },
  {
    id: "rep-answers-on-the-next-connection",
    model,
    breaks: "originator",
    does: "A REP sends its reply to a client that has connected anew.",
    quint: ["isUp.get((held.client, s)) and connection.get((held.client, s)) == held.item.on", "isUp.get((held.client, s))"],
    spin: ["up[PAIR(serving[s], s)] && connection[PAIR(serving[s], s)] == on", "up[PAIR(serving[s], s)]"],
  },
  {
    id: "req-asks-out-of-turn",
    model,
    breaks: "inTurn",
    does: "A REQ asks a service again before the others.",
    quint: ["not(round.get(c).contains(s)) or SERVICES.subseteq(round.get(c)),", ""],
    spin: [":: asked[c] == NOBODY && !given[PAIR(c, next)] &&", ":: asked[c] == NOBODY &&"],
  },
  {
    id: "rep-serves-one-client-for-ever",
    model,
    breaks: "answered",
    does: "A REP turns to the next client only when the one has nothing waiting.",
    spin: ["serving[s] = next;\n      next = (next + 1) % CLIENTS", "serving[s] = next"],
  },
];
