/** spec/patterns/options.md: what requests, replies and routers do when their application asked for it. */
import { ascii, equal } from "../../kit/octets.ts";
import { blame, expect, judge, NotReached } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import type { Subject } from "../../kit/subject.ts";
import { whoeverReceives } from "../../kit/wire/group.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import { meet, settled, sides, words, type Side } from "../support.ts";

export const requestReply: readonly AnyProperty[] = [
  ...(["REQ", "DEALER", "ROUTER"] as const).map((type) =>
    property<{ readonly side: Side }>({
      name: `options/${type.toLowerCase()}-probes`,
      judges: ["options.probe"],
      socketTypes: [type],
      options: ["probeRouter"],
      since: "3.1",
      cases: sides.map((side) => ({ side })),
      play: async (stage, { side }) => {
        const plain = await meet(stage, type, side, {}, { identity: ascii("plain") });
        await plain.peer.isOpen();
        expect(plain.peer.inbox.length === 0, "nothing is sent without the option", "a message arrives");
        const socketType = type === "ROUTER" ? "DEALER" : "ROUTER";
        const listening = await stage.listen();
        const subject = await stage.open(type, { probeRouter: true });
        await (side === "binds" ? subject.bind() : subject.connectTo(listening));
        const peer = side === "binds" ? await stage.connect(subject, socketType) : await stage.accept(listening, socketType);
        await settled(subject, peer);
        await blame(stage, "options.probe", () => peer.receives(words("")));
      },
    }),
  ),
  property<{ readonly requests: number }>({
    name: "options/requests-carry-ids",
    judges: ["options.correlate"],
    socketTypes: ["REQ"],
    options: ["correlate"],
    cases: [{ requests: 3 }],
    play: async (stage, { requests }) => {
      const { subject, peer } = await meet(stage, "REQ", "binds", { correlate: true });
      const ids: Uint8Array[] = [];
      await blame(stage, "options.correlate", async () => {
        for (let count = 0; count < requests; count += 1) ids.push(await exchange(subject, peer, ids));
        return Promise.resolve();
      });
    },
  }),
  property<{ readonly late: "other id" | "no id" | "last id" }>({
    name: "options/replies-need-their-id",
    judges: ["options.correlate-reply"],
    socketTypes: ["REQ"],
    options: ["correlate"],
    cases: (["other id", "no id", "last id"] as const).map((late) => ({ late })),
    play: async (stage, { late }) => {
      const { subject, peer } = await meet(stage, "REQ", "binds", { correlate: true });
      const first = await exchange(subject, peer, []);
      await subject.send(words("asked"));
      const id = await requestId(peer, "asked", [first]);
      await blame(stage, "options.correlate-reply", async () => {
        const wrong = { "other id": [ascii("????")], "no id": [], "last id": [first] }[late];
        peer.send([...wrong, ...words("", "wrong")]);
        peer.send([id, ...words("", "right")]);
        await subject.receives(words("right"));
      });
    },
  }),
  property<{ readonly pending: number }>({
    name: "options/a-new-request-replaces-the-last",
    judges: ["options.relaxed", "options.correlate-reply"],
    socketTypes: ["REQ"],
    options: ["relaxed", "correlate"],
    cases: [{ pending: 1 }, { pending: 3 }],
    play: async (stage, { pending }) => {
      const { subject, peer } = await meet(stage, "REQ", "binds", { relaxed: true, correlate: true });
      const ids: Uint8Array[] = [];
      for (let count = 0; count <= pending; count += 1)
        ids.push(
          await blame(stage, "options.relaxed", async () => {
            await subject.send(words(String(count)));
            return requestId(peer, String(count), ids);
          }),
        );
      for (const [count, id] of ids.entries()) peer.send([id, ...words("", `reply ${String(count)}`)]);
      await blame(stage, "options.correlate-reply", () => subject.receives(words(`reply ${String(pending)}`)));
      // The socket is in step again.
      await blame(stage, "options.relaxed", () => exchange(subject, peer, ids));
    },
  }),
  property<{ readonly peers: number }>({
    name: "options/relaxed-requests-go-in-turn",
    judges: ["options.relaxed"],
    peersAlike: true,
    socketTypes: ["REQ"],
    options: ["relaxed"],
    since: "3.1",
    cases: [{ peers: 3 }],
    play: async (stage, { peers: count }) => {
      const subject = await stage.bound("REQ", { relaxed: true });
      const peers = await Promise.all(Array.from({ length: count }, () => stage.connect(subject, "REP")));
      for (const peer of peers) await settled(subject, peer);
      const order: WirePeer[] = [];
      for (let number = 0; number < 2 * count; number += 1) {
        await blame(stage, "options.relaxed", () => subject.send(words(String(number))));
        const peer = await whoeverReceives(peers, stage.ceilingMs);
        await peer.receives(words("", String(number)));
        order.push(peer);
      }
      judge(
        stage,
        "options.relaxed",
        new Set(order.slice(0, count)).size === count,
        "each request goes to the next peer, answered or not",
        "a peer is left out",
      );
      order.at(-2)?.send(words("", "late"));
      order.at(-1)?.send(words("", "reply"));
      await blame(stage, "options.relaxed", () => subject.receives(words("reply")));
    },
  }),
  property<{ readonly size: number }>({
    name: "options/router-hands-over",
    judges: ["options.handover"],
    socketTypes: ["ROUTER"],
    options: ["handover"],
    since: "3.1",
    cases: [1, 255].map((size) => ({ size })),
    play: async (stage, { size }) => {
      const identity = new Uint8Array(size).fill(100);
      const { subject, peer: first } = await meet(stage, "ROUTER", "binds", { handover: true }, { identity });
      first.send(words("first"));
      await subject.receives([identity, ...words("first")]);
      await blame(stage, "options.handover", async () => {
        const second = await stage.connect(subject, "DEALER", { identity });
        second.send(words("second"));
        await subject.receives([identity, ...words("second")]);
        await subject.send([identity, ...words("for the newest")]);
        await second.receives(words("for the newest"));
      });
    },
  }),
];

/** A request and its reply; gives the request's id. */
async function exchange(subject: Subject, peer: WirePeer, earlier: readonly Uint8Array[]): Promise<Uint8Array> {
  await subject.send(words("request"));
  const id = await requestId(peer, "request", earlier);
  peer.send([id, ...words("", "reply")]);
  await subject.receives(words("reply"));
  return id;
}

/** The frame before the delimiter of the next request, which is none of the earlier ones. */
async function requestId(peer: WirePeer, body: string, earlier: readonly Uint8Array[]): Promise<Uint8Array> {
  const [id, delimiter, first, ...rest] = await peer.message();
  if (id === undefined || delimiter === undefined || first === undefined) throw new NotReached("precondition", "the request has fewer than three frames");
  const shaped = id.length > 0 && delimiter.length === 0 && equal(first, ascii(body)) && rest.length === 0;
  expect(shaped, "a request id, the delimiter and the body", `frames of ${[id, delimiter, first].map((frame) => String(frame.length)).join(", ")} octets`);
  expect(!earlier.some((other) => equal(other, id)), "an id that no earlier request had", "the id of an earlier request");
  return id;
}
