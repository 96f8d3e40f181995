/** An implementation that speaks ZMTP 3.0 owes no PONG: that a connection is open is then shown by a message, and what is judged behind it is judged. */
import { expect, it } from "vitest";
import type { ProtocolVersion, Report } from "../kit/model.ts";
import { runSuite } from "../kit/runner.ts";
import { catalogue } from "../mutants/catalogue.ts";
import { buildMutant } from "./mutate.ts";

const behindControls = ["framing.close-on-command-more", "sockets.isolation", "tcp.endpoint"];

it("refusals are judged of a peer whose PONG says nothing when it speaks 3.0", async () => {
  expect(verdicts(await judged("3.0"))).toEqual(["pass", "pass", "pass"]);
  expect(verdicts(await judged("3.1"))).not.toContain("pass");
});

async function judged(protocol: ProtocolVersion): Promise<Report> {
  const mutant = catalogue.find(({ id }) => id === "octets-pong-without-context");
  if (mutant === undefined) throw new Error("the mutant is not in the catalogue");
  return runSuite({
    target: buildMutant(mutant),
    level: "quick",
    protocol,
    transports: ["tcp"],
    seed: 1,
    jobs: 3,
    filters: behindControls,
    hostile: false,
    ceilingMs: 1500,
    knownFailures: [],
  });
}

function verdicts({ statements }: Report): readonly string[] {
  return statements.filter(({ id }) => behindControls.includes(id)).map(({ verdict }) => verdict);
}
