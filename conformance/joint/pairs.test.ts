/** Two implementations through the recorder: what is known of them is found, and mutants of the reference are found out by their peers. */
import { describe, expect, it } from "vitest";
import { resolveTarget } from "../cli/target.ts";
import type { Report } from "../kit/model.ts";
import { runPairs } from "../kit/pairs/run.ts";
import type { WatchedTransport } from "../kit/watch/judge.ts";
import { catalogue } from "../mutants/catalogue.ts";
import type { Target } from "../kit/run-options.ts";
import { declaring } from "./declaring.ts";
import { buildMutant } from "./mutate.ts";

const reference = resolveTarget({ implementation: "reference" }).target;
const zeromq = resolveTarget({ implementation: "zeromq.js" }).target;

describe("the reference and libzmq", () => {
  it("exchange messages of every type and side; libzmq's XSUB is heard to subscribe by message", async () => {
    const { one, other } = await pair(reference, zeromq, []);
    expect(broken(one)).toEqual([]);
    expect(broken(other)).toEqual(["publish-subscribe.subscribe-command"]);
    expect(one.statements.filter(({ verdict }) => verdict === "inconclusive")).toEqual([]);
    expect(new Set(one.properties.map(({ property }) => property)).size).toBe(42);
    expect(one.properties.every(({ verdict }) => verdict === "pass")).toBe(true);
  }, 600_000);
});

it("a ROUTER within this process comes to know a peer whose READY is the last to pass", async () => {
  const slow = `
    import { Socket } from "node:net";
    const { write } = Socket.prototype;
    Socket.prototype.write = function (...given) { setTimeout(() => write.apply(this, given), 100); return true; };`;
  const { one, other } = await pair(reference, declaring({}, slow), ["pairs/router-connects-to-router"]);
  expect([...broken(one), ...broken(other)]).toEqual([]);
  expect(one.properties.every(({ verdict }) => verdict === "pass")).toBe(true);
});

describe("what is declared decides what is played", () => {
  const played = async (capabilities: object, transports: readonly WatchedTransport[]): Promise<readonly string[]> => {
    const { one } = await runPairs({
      targets: { one: reference, other: declaring(capabilities) },
      knownFailures: { one: [], other: [] },
      level: "quick",
      transports,
      filters: ["pairs/req-binds-for-rep"],
      firstShared: true,
    });
    return [...new Set(one.properties.map(({ transport, verdict }) => `${verdict} on ${transport}`))];
  };

  it("only the first transport that both have, where that is asked", async () => {
    expect(await played({ transports: ["ws"] }, ["tcp", "ws"])).toEqual(["pass on ws"]);
    expect(await played({ transports: ["ws"] }, ["ipc", "tcp"])).toEqual(["not-applicable on ipc"]);
  });

  it("nothing with one whose version the recorder does not understand", async () => {
    expect(await played({ protocol: "2.0" }, ["tcp"])).toEqual(["not-applicable on tcp"]);
  });
});

describe("over WebSocket", () => {
  it("the reference and libzmq exchange messages of every type and side, and nothing is broken", async () => {
    const { one, other } = await pair(reference, zeromq, [], "ws");
    expect([...broken(one), ...broken(other)]).toEqual([]);
    expect(new Set(one.properties.map(({ property }) => property)).size).toBe(42);
    expect(one.properties.every(({ verdict, transport }) => verdict === "pass" && transport === "ws")).toBe(true);
    expect(one.statements.filter(({ id, verdict }) => id.startsWith("websocket.") && verdict === "pass").map(({ id }) => id)).toEqual(
      expect.arrayContaining(["websocket.offer", "websocket.choose", "websocket.frame", "websocket.flags", "websocket.handshake-first"]),
    );
  }, 600_000);

  it.each([
    ["websocket-sends-text", "pairs/dealer-connects-to-dealer"],
    ["websocket-has-the-flags-of-a-stream", "pairs/dealer-connects-to-dealer"],
    ["websocket-begins-with-an-identity", "pairs/pair-binds-for-pair"],
    ["websocket-chooses-its-favourite", "pairs/pair-binds-for-pair"],
    ["websocket-subscribes-by-commands", "pairs/sub-connects-to-pub"],
    ["publish-subscribe-sends-to-all", "pairs/pub-connects-to-xsub"],
  ])("a mutant is found out by its peer: %s in %s", async (id, name) => {
    const mutant = catalogue.find((candidate) => candidate.id === id);
    if (mutant === undefined) throw new Error(`there is no mutant ${id}`);
    const { one, other } = await pair(buildMutant(mutant), reference, [name], "ws");
    expect([...broken(one), ...warned(one)]).toContain(mutant.breaks);
    expect(broken(other)).toEqual([]);
  });
});

describe("a mutant of the reference is found out by its peer", () => {
  it.each([
    ["framing-more-on-commands", "pairs/pair-binds-for-pair"],
    ["commands-name-with-null", "pairs/pair-binds-for-pair"],
    ["metadata-no-socket-type", "pairs/pull-binds-for-push"],
    ["heartbeat-no-pong", "pairs/dealer-binds-for-dealer"],
    ["heartbeat-pings-in-the-handshake", "pairs/dealer-binds-for-dealer"],
    ["exchange-drops-empty-parts", "pairs/pull-binds-for-push"],
    ["sockets-receives-backwards", "pairs/pull-binds-for-push"],
    ["sockets-forgets-who-has-more", "pairs/dealer-binds-for-dealer"],
    ["request-reply-req-without-delimiter", "pairs/req-connects-to-rep"],
    ["request-reply-req-keeps-delimiter", "pairs/req-connects-to-rep"],
    ["request-reply-router-keeps-identity", "pairs/router-binds-for-dealer"],
    ["exchange-answers-twice", "pairs/rep-binds-for-req"],
    ["publish-subscribe-sends-to-all", "pairs/pub-binds-for-sub"],
    ["publish-subscribe-hides-subscriptions", "pairs/xpub-binds-for-sub"],
    ["publish-subscribe-sends-messages-to-all", "pairs/sub-binds-for-pub"],
    ["tcp-stays-half-open", "pairs/pair-binds-for-pair"],
  ])("%s in %s", async (id, name) => {
    const mutant = catalogue.find((candidate) => candidate.id === id);
    if (mutant === undefined) throw new Error(`there is no mutant ${id}`);
    const { one, other } = await pair(buildMutant(mutant), reference, [name]);
    expect([...broken(one), ...warned(one)]).toContain(mutant.breaks);
    expect(broken(other)).toEqual([]);
  });
});

function pair(one: Target, other: Target, filters: readonly string[], transport: "tcp" | "ws" = "tcp"): ReturnType<typeof runPairs> {
  return runPairs({
    targets: { one, other },
    knownFailures: { one: [], other: [] },
    level: "quick",
    transports: [transport],
    filters,
    ceilingMs: transport === "ws" ? 6000 : 1500,
  });
}

function broken({ statements }: Report): readonly string[] {
  return statements.filter(({ verdict }) => verdict === "fail").map(({ id }) => id);
}

function warned({ statements }: Report): readonly string[] {
  return statements.filter(({ verdict }) => verdict === "warning").map(({ id }) => id);
}
