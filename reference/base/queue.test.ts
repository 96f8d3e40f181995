import fc from "fast-check";
import { expect, it } from "vitest";
import { Queue } from "./queue.ts";

it("A queue behaves as an array with push and shift", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 3, arbitrary: fc.nat() }, { weight: 2, arbitrary: fc.constant(undefined) }), { maxLength: 4000, size: "max" }),
      (steps) => {
        const queue = new Queue<number>();
        const model: number[] = [];
        for (const step of steps) {
          if (step === undefined) expect(queue.shift()).toBe(model.shift());
          else {
            queue.push(step);
            model.push(step);
          }
          expect(queue.length).toBe(model.length);
        }
        while (model.length > 0) expect(queue.shift()).toBe(model.shift());
        expect(queue.shift()).toBeUndefined();
      },
    ),
    { numRuns: 30 },
  );
});
