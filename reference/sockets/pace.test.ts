import { expect, it } from "vitest";
import { limits } from "../base/limits.ts";
import { turned } from "../transports/turns.ts";
import { Pace } from "./pace.ts";

/** Whether the event loop turns before the promise is fulfilled that is asked for. */
async function waitsForTurn(ask: () => Promise<void>): Promise<boolean> {
  let turned = false;
  const turn = new Promise<void>((resolve) => {
    setImmediate(() => {
      turned = true;
      resolve();
    });
  });
  await ask();
  const found = turned;
  await turn;
  return found;
}

it.each([
  ["many operations", limits.operationsPerTurn, 1],
  ["few of many octets", 4, limits.octetsPerTurn / 4],
] as const)("After %s, and only then, a promise waits for the event loop to turn", async (_words, count, size) => {
  const pace = new Pace();
  const message = [new Uint8Array(size)];
  for (let round = 0; round < 2; round += 1) {
    for (let index = 1; index < count; index += 1) pace.sent(message);
    expect(await waitsForTurn(() => pace.done())).toBe(false);
    pace.sent(message);
    expect(await waitsForTurn(() => pace.done())).toBe(true);
  }
});

it("What came before the event loop turned by itself does not count", async () => {
  const pace = new Pace();
  pace.count(limits.operationsPerTurn - 1);
  turned();
  pace.count(1);
  expect(await waitsForTurn(() => pace.done())).toBe(false);
  pace.count(limits.operationsPerTurn - 1);
  expect(pace.isDue).toBe(false);
  pace.count(1);
  expect(await waitsForTurn(() => pace.done())).toBe(true);
});
