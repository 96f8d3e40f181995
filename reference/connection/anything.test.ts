import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatOctets } from "../base/octets.ts";
import { COMMAND, MORE } from "../wire/framing.ts";
import { Bench, command, dealerReady, greeting, message } from "./bench.test.support.ts";

describe("a connection that is sent anything at all", () => {
  const octets = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    fc.constantFrom(
      greeting,
      dealerReady,
      message("a"),
      message("b", MORE),
      command("PING", Uint8Array.of(0, 0)),
      Uint8Array.of(COMMAND, 3),
      Uint8Array.of(2, 0, 0),
    ),
  );

  it("goes on or closes, says why, and does the same however the octets are cut", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 2),
        fc.array(octets, { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (begun, pieces, cuts) => {
          const start = [greeting, dealerReady].slice(0, begun);
          const stream = concatOctets([...start, ...pieces]);
          const [whole, cut] = [new Bench({ maximumMessageSize: 50 }), new Bench({ maximumMessageSize: 50 })];
          whole.feed(stream);
          for (let at = 0, turn = 0; at < stream.length; turn += 1) {
            const size = cuts[turn % cuts.length] ?? 1;
            cut.feed(stream.subarray(at, at + size));
            at += size;
          }
          expect(cut.end).toBe(whole.end);
          expect(cut.messages).toEqual(whole.messages);
          expect(cut.commands).toEqual(whole.commands);
        },
      ),
      { numRuns: 500 },
    );
  });
});
