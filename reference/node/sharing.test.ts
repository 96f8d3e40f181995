import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatOctets, octetsOf, sameOctets } from "../base/octets.ts";
import { limits } from "../base/limits.ts";
import type { Message } from "../base/message.ts";
import { nullMechanism } from "../security/null.ts";
import { encodeSubscription } from "../wire/commands.ts";
import { COMMAND, encodeFrame } from "../wire/framing.ts";
import { Bench, text, type FakeLink } from "./bench.test.support.ts";
import type { NodeOptions } from "./options.ts";
import { Sharing } from "./sharing.ts";

/** A publisher with a subscriber for each list of topics. */
function publisher(
  sharing: Sharing,
  topics: readonly (readonly string[])[],
  options: Partial<NodeOptions> = {},
): { readonly bench: Bench; readonly links: FakeLink[] } {
  const bench = new Bench(nullMechanism, "PUB", options, sharing);
  const links = topics.map((some) => {
    const link = bench.join("accepted", "SUB");
    for (const topic of some) bench.feed(link, encodeFrame(COMMAND, encodeSubscription({ type: "subscribe", topic: octetsOf(topic) })));
    return link;
  });
  return { bench, links };
}

const part = fc
  .tuple(fc.constantFrom("", "a", "ab", "b"), fc.constantFrom(0, 1, 255, 256, 1000, limits.sharedMessageSize))
  .map(([topic, size]) => topic.padEnd(size, "-"));
const messages = fc.array(fc.array(part, { minLength: 1, maxLength: 3 }), { size: "max", maxLength: 60 });

describe("sharing", () => {
  it("changes no octet of what each subscriber gets", () => {
    fc.assert(
      fc.property(fc.array(fc.subarray(["", "a", "b", "ab"]), { maxLength: 5 }), messages, (topics, sent) => {
        const sharing = new Sharing();
        const [alone, together] = [publisher(new Sharing(), topics), publisher(sharing, topics)];
        for (const parts of sent) alone.bench.node.send(text(...parts));
        sharing.during(() => {
          for (const parts of sent) together.bench.node.send(text(...parts));
        });
        for (const [index, { written }] of together.links.entries())
          expect(sameOctets(concatOctets(written), concatOctets(alone.links[index]?.written ?? []))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("encodes once what several get alike", () => {
    const sharing = new Sharing();
    const { bench, links } = publisher(sharing, [["a"], ["a"], [""]]);
    const bodies = new Map<FakeLink, Uint8Array | undefined>();
    for (const link of links) link.write = (_head, body) => bodies.set(link, body).size > 0;
    sharing.during(() => {
      for (const body of ["a1", "a2", "b"]) bench.node.send(text(body));
    });
    const [first, second, third] = links.map((link) => bodies.get(link));
    expect(first?.length).toBe(8);
    expect(second).toBe(first);
    expect(third?.length).toBe(11);
  });

  it("hands on in between, so that a subscriber that is full is known to be", () => {
    const sharing = new Sharing();
    const { bench, links } = publisher(sharing, [[""]], { sendHighWaterMark: 2 });
    const [link] = links;
    if (link === undefined) throw new Error("no link");
    link.room = 1;
    const message: Message = [new Uint8Array(limits.sharedMessageSize / 2)];
    const each = Math.ceil(limits.sharedSize / (limits.sharedMessageSize / 2 + 9));
    sharing.during(() => {
      for (let count = 0; count < each + 10; count += 1) bench.node.send(message);
    });
    expect([link.written.length, bench.node.waiting]).toEqual([1, 2]);
  });

  it("hands on what was gathered when the work ends by an error, and works within work", () => {
    const sharing = new Sharing();
    const { bench, links } = publisher(sharing, [[""]]);
    const failing = (): never => {
      sharing.during(() => bench.node.send(text("1")));
      bench.node.send(text("2"));
      throw new Error("the caller's");
    };
    expect(() => sharing.during(failing)).toThrow("the caller's");
    expect(links.map(({ written }) => concatOctets(written))).toEqual([concatOctets(["1", "2"].map((body) => encodeFrame(0, octetsOf(body))))]);
  });
});
