/** A quick run is of one transport: the first that is declared, TCP before all others. */
import { expect, it } from "vitest";
import { runSuite } from "../kit/runner.ts";
import { declaring } from "./declaring.ts";

it.each([
  [["ipc", "tcp", "ws"], ["tcp"]],
  [["inproc", "ws"], ["ws"]],
])("of %s it plays %s", async (transports, played) => {
  const report = await runSuite({
    target: declaring({ transports }),
    level: "quick",
    seed: 1,
    jobs: 2,
    filters: ["sockets.bind-and-connect", "inproc.name-in-use"],
    hostile: false,
    knownFailures: [],
  });
  expect([...new Set(report.properties.filter(({ verdict }) => verdict === "pass").map(({ transport }) => transport))]).toEqual(played);
});
