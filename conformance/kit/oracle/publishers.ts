/** PUB and XPUB (spec/patterns/publish-subscribe.md): a copy to each peer that wants it, and what the application hears of who wants what. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { done, hasRoom, lives, pipeOf, put, received, refused, withPipe } from "./pipes.ts";
import type { Outcome, Parts, Pipe, Rules, Setting, State } from "./model.ts";

const publish: Rules["send"] = (state, parts, setting) => {
  const wanted = state.pipes.filter((pipe) => lives(pipe) && pipe.topics.some((topic) => (parts[0] ?? "").startsWith(topic)));
  return [copied(state, wanted, parts, setting, "publish-subscribe.match")];
};

/** A copy to each of these peers, but for those whose queue is full. */
export function copied(state: State, pipes: readonly Pipe[], parts: Parts, setting: Setting, by: RequirementId): Outcome {
  let after = state;
  let sends: Outcome["sends"] = {};
  for (const pipe of pipes.filter((one) => hasRoom(one, setting))) {
    const given = put(after, pipe, parts);
    after = given.state;
    sends = { ...sends, ...given.sends };
  }
  return done(after, by, { sends });
}

export const pub: Rules = {
  send: publish,
  receive: (state) => [refused(state, "publish-subscribe.pub-no-receive", "unsupported")],
  arrival: (state) => [done(state, "publish-subscribe.pub-discards")],
  subscription: (state, pipe, topic, cancels, setting) =>
    changes(pipe, topic, cancels, setting).map(({ topics }) => done(withPipe(state, pipe.peer, { topics }), "publish-subscribe.match")),
  lost,
};

export const xpub: Rules = {
  send: publish,

  receive(state) {
    const { waiting } = state;
    const first = waiting.find((entry) => entry.event > 0)?.event;
    const next = waiting.filter((entry, index) => {
      const earlier = waiting.slice(0, index).some((other) => other.peer === entry.peer && (other.event === 0 || other.event !== entry.event));
      return !earlier && (entry.event === 0 || entry.event === first);
    });
    const outcomes = next.map((entry) =>
      received(
        { ...state, waiting: waiting.filter((other) => other !== entry) },
        entry.event > 0 ? "publish-subscribe.xpub-subscription" : "sockets.delivery",
        entry.parts,
      ),
    );
    return waiting.some((entry) => entry.sure) ? outcomes : [...outcomes, refused(state, "exchange-patterns.nothing-invented", "would-block")];
  },

  arrival: (state, pipe, parts) => [done(told(state, pipe, [parts], false), "sockets.delivery")],

  subscription(state, pipe, topic, cancels, setting) {
    return changes(pipe, topic, cancels, setting).flatMap((change) => {
      const after = withPipe(state, pipe.peer, { topics: change.topics });
      const event = `${cancels ? "\x00" : "\x01"}${topic}`;
      const heard = done(told(after, pipe, [[event]], true), cancels ? "publish-subscribe.xpub-cancellation" : "publish-subscribe.xpub-subscription");
      const silent = done(after, cancels ? "publish-subscribe.xpub-cancel-unknown" : "publish-subscribe.xpub-repeated");
      if (cancels && !change.known) {
        const unknown = "publish-subscribe.xpub-cancel-unknown";
        return setting.known.has(unknown) ? [silent, { ...heard, by: unknown, deviates: unknown } as const] : [silent];
      }
      if (cancels) return [wantedIn(after, topic) ? silent : heard];
      if (!wantedIn(state, topic)) return [heard];
      const choice = setting.choices["publish-subscribe.xpub-repeated"];
      return [...(choice === "each" ? [] : [silent]), ...(choice === "first" ? [] : [heard])];
    });
  },

  lost,
};

/** What a subscription or cancellation does to the topics of a peer: counted or not is the implementation's choice. */
function changes(
  pipe: Pipe,
  topic: string,
  cancels: boolean,
  { choices }: Setting,
): readonly { readonly topics: readonly string[]; readonly known: boolean }[] {
  const choice = choices["publish-subscribe.counted"];
  const known = pipe.topics.includes(topic);
  const once = cancels ? pipe.topics.filter((one) => one !== topic) : [...new Set([...pipe.topics, topic])].sort();
  const at = pipe.topics.indexOf(topic);
  const counted = cancels ? pipe.topics.filter((_one, index) => index !== at) : [...pipe.topics, topic].sort();
  return [...(choice === "count" ? [] : [{ topics: once, known }]), ...(choice === "once" ? [] : [{ topics: counted, known }])];
}

/** publish-subscribe.connection-scope and publish-subscribe.xpub-disconnect. */
function lost(outcome: Outcome, before: State, peer: string, setting: Setting): readonly Outcome[] {
  const pipe = pipeOf(before, peer);
  if (pipe === undefined) return [outcome];
  const after = { ...outcome.state, pipes: outcome.state.pipes.map((one) => (one.peer === peer ? { ...one, topics: [] } : one)) };
  const orphaned = [...new Set(pipe.topics)].filter((topic) => !wantedIn(after, topic)).map((topic) => [`\x00${topic}`]);
  const ended = { ...outcome, state: setting.type === "XPUB" ? told(after, pipe, orphaned, true) : after };
  if (!pipe.made || pipeOf(after, peer)?.ended !== false) return [ended];
  return [ended, { ...outcome, deviates: "publish-subscribe.connection-scope" }];
}

function told(state: State, pipe: Pipe, messages: readonly Parts[], events: boolean): State {
  const event = events ? Math.max(0, ...state.waiting.map((entry) => entry.event)) + 1 : 0;
  return { ...state, waiting: [...state.waiting, ...messages.map((parts) => ({ peer: pipe.peer, parts, connection: pipe.connection, sure: true, event }))] };
}

function wantedIn(state: State, topic: string): boolean {
  return state.pipes.some((pipe) => !pipe.ended && pipe.topics.includes(topic));
}
