/** The oracle, the reference and libzmq agree on random histories. `npm run differential` plays more. */
import { describe, expect, it } from "vitest";
import { requirements } from "../kit/requirements.ts";
import { contender, runDifferential } from "./differential-run.ts";

const seed = Number(process.env["PATTERNWIRE_SEED"] ?? "1");

describe("the oracle", () => {
  it("agrees with the reference on histories of every socket type, without an exception", async () => {
    const { difference, deviations, histories } = await runDifferential(contender("reference"), { seed, runs: 66, jobs: 4 });
    expect(difference).toBeUndefined();
    expect(deviations).toEqual({});
    expect(histories).toBe(66);
  }, 600_000);

  it("agrees with the reference within a process", async () => {
    const { difference, deviations, histories } = await runDifferential(contender("reference"), { seed, runs: 45, jobs: 4, transport: "inproc" });
    expect(difference).toBeUndefined();
    expect(deviations).toEqual({});
    expect(histories).toBe(45);
  }, 600_000);

  it("agrees with libzmq but for what its manifest lists and what is no MUST", async () => {
    const libzmq = contender("zeromq.js");
    const { difference, deviations, histories } = await runDifferential(libzmq, { seed, runs: 11, jobs: 4 });
    expect(difference).toBeUndefined();
    const unlisted = Object.keys(deviations).filter((id) => requirements().get(id)?.level.startsWith("MUST") === true && !libzmq.known.has(id));
    expect(unlisted).toEqual([]);
    expect(histories).toBe(11);
  }, 600_000);
});
