/** An implementation that speaks ZMTP 3.0 owes no PONG: that a connection is open is then shown by a message, and what is judged behind it is judged. */
import { expect, it } from "vitest";
import type { ProtocolVersion, Report } from "../kit/model.ts";
import { runSuite } from "../kit/runner.ts";
import { catalogue } from "../mutants/catalogue.ts";
import type { Mutant } from "../mutants/mutant.ts";
import { buildMutant } from "./mutate.ts";

const stale = ["request-reply.req-stale"];
const behindControls = ["framing.close-on-command-more", "sockets.isolation", "tcp.endpoint"];

const withoutPong = catalogued("octets-pong-without-context");
/** Takes the messages of its peer one by one, in the order in which they came, the next for each request. */
const hoarder: Mutant = {
  id: "hoarder",
  breaks: "request-reply.req-stale",
  does: "A REQ keeps what comes before its request.",
  file: "patterns/request.ts",
  find: "    for (let message = pipe.read(); message !== undefined; message = pipe.read()) {\n      const body",
  replace: '    if (this.#state !== "waiting") return;\n    const message = pipe.read();\n    if (message !== undefined) {\n      const body',
};

it("a REQ that takes what came before its request for the reply is found without a PING, and one that drops it is passed", async () => {
  expect(verdicts(await judged("3.0", hoarder, stale), stale)).toEqual(["fail"]);
  expect(verdicts(await judged("3.0", withoutPong, stale), stale)).toEqual(["pass"]);
});

it("refusals are judged of a peer whose PONG says nothing when it speaks 3.0", async () => {
  expect(verdicts(await judged("3.0", withoutPong, behindControls), behindControls)).toEqual(["pass", "pass", "pass"]);
  expect(verdicts(await judged("3.1", withoutPong, behindControls), behindControls)).not.toContain("pass");
});

async function judged(protocol: ProtocolVersion, mutant: Mutant, filters: readonly string[]): Promise<Report> {
  return runSuite({
    target: buildMutant(mutant),
    level: "quick",
    protocol,
    transports: ["tcp"],
    seed: 1,
    jobs: 3,
    filters,
    hostile: false,
    ceilingMs: 1500,
    knownFailures: [],
  });
}

function verdicts({ statements }: Report, ids: readonly string[]): readonly string[] {
  return statements.filter(({ id }) => ids.includes(id)).map(({ verdict }) => verdict);
}

function catalogued(name: string): Mutant {
  const mutant = catalogue.find(({ id }) => id === name);
  if (mutant === undefined) throw new Error(`the mutant ${name} is not in the catalogue`);
  return mutant;
}
