import { expect, it } from "vitest";
import { backOffMs, endpointMachine } from "./endpoint.ts";

it("The machine of an endpoint does in each state what its table says", () => {
  const lines = Object.entries(endpointMachine).flatMap(([state, row]) =>
    Object.entries(row)
      .filter(([, next]) => next !== state)
      .map(([event, next]) => `${state} × ${event} → ${next}`),
  );
  expect(lines).toMatchInlineSnapshot(`
    [
      "dialling × opened → connected",
      "dialling × failed → waiting",
      "dialling × stop → stopped",
      "connected × lost → waiting",
      "connected × rejected → stopped",
      "connected × stop → stopped",
      "waiting × retry → dialling",
      "waiting × stop → stopped",
    ]
  `);
});

it("The wait before an attempt doubles up to its maximum, and grows by chance by less than a quarter", () => {
  const options = { reconnectMs: 100, reconnectMaximumMs: 1000 };
  expect([0, 1, 2, 3, 4, 1000].map((attempt) => backOffMs(options, attempt, () => 0))).toEqual([100, 200, 400, 800, 1000, 1000]);
  const longest = backOffMs(options, 0, () => 2 ** 32 - 1);
  expect(longest).toBeGreaterThan(124);
  expect(longest).toBeLessThan(125);
});
