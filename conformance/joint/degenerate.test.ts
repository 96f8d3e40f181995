/** Degenerate implementations are credited with nothing that they do not keep. */
import { describe, expect, it } from "vitest";
import { requirement } from "../kit/requirements.ts";
import { judgeDegenerate, reallyKept } from "./judge-degenerate.ts";

const kept = reallyKept();

describe("the list of what degenerate implementations keep", () => {
  it("has those that do nothing at all, and they keep nothing", () => {
    for (const name of ["silent", "closes", "accepts-everything", "slow", "lies", "crashes"]) expect(kept[name]?.keeps).toEqual({});
  });

  it("names MUSTs, each with its reason", () => {
    for (const { keeps } of Object.values(kept))
      for (const [id, reason] of Object.entries(keeps))
        expect([requirement(id).level.slice(0, 4), reason]).toEqual(["MUST", expect.stringMatching(/^[A-Z].+\.$/u)]);
  });
});

const names = Object.keys(kept);
// They make the harness wait rather than work, and can do so together.
it.concurrent.each(names)("credits %s with no MUST that it does not keep", credits, 600_000);

async function credits(name: string): Promise<void> {
  const { undeserved, denied, musts, opinions } = await judgeDegenerate(name);
  const wrong = [
    ...undeserved.map((id) => `${id} is credited, and not kept: ${opinions[id] ?? ""}`),
    ...denied.map((id) => `${id} is kept, and not credited: ${opinions[id] ?? ""}`),
  ];
  expect(wrong, `${name}: ${wrong.join("\n")}`).toEqual([]);
  expect(musts).toBeGreaterThan(100);
}
