/** `npm run mutants`: which mutants the suite catches. */
import { catalogue } from "../mutants/catalogue.ts";
import { judgeMutants, type Judgement } from "./judge-mutants.ts";
import { commit, committed, percent, stale, summaryOf } from "./mutants-file.ts";

const usage = `npm run mutants [-- ID… | --stale | --suite]

Judges mutants, faults of the reference on purpose, and prints which are caught, by what, and which survive. A mutant is caught when a
property that names the statement which it breaks fails on it.

  ID…      these mutants; nothing is written
  --stale  those that the committed results lack, or that survived; the results in conformance/reports are then written
  --suite  by the whole suite instead of the statement's own properties: which other statements fail, too

Without a word all mutants are judged, and the results are written; it takes some minutes.
Exit code 0: all are caught. 1: one survives. 3: wrong words.
Example: npm run mutants -- --stale`;

const given = process.argv.slice(2);
if (given.includes("--help")) {
  console.log(usage);
  process.exit(0);
}
const ids = given.filter((word) => !word.startsWith("--"));
const unknown = [
  ...ids.filter((id) => !catalogue.some((mutant) => mutant.id === id)),
  ...given.filter((word) => word.startsWith("--") && word !== "--stale" && word !== "--suite"),
];
if (unknown.length > 0) {
  console.error(
    `There is no mutant or option ${unknown.join(", ")}. Options are --stale, --suite and --help; mutants are:\n${catalogue.map((mutant) => mutant.id).join("\n")}`,
  );
  process.exit(3);
}

const before = committed();
const scope = given.includes("--suite") ? "suite" : "statement";
const chosen = given.includes("--stale")
  ? [...stale(catalogue, before).unjudged, ...catalogue.filter((mutant) => before.some(({ id, caughtBy }) => id === mutant.id && caughtBy.length === 0))]
  : catalogue.filter((mutant) => ids.length === 0 || ids.includes(mutant.id));
let done = 0;
const judgements = await judgeMutants(chosen, scope, 3, (judgement) => {
  done += 1;
  console.log(`${String(done)}/${String(chosen.length)} ${describe(judgement)}`);
});
const judged = judgements.map(({ result }) => result);
const results = given.includes("--stale")
  ? [...before.filter(({ id }) => !chosen.some((mutant) => mutant.id === id) && catalogue.some((mutant) => mutant.id === id)), ...judged]
  : judged;
const { mutants, caught, killRate, failures, rightReasons, rightReasonRate } = summaryOf(results);
console.log(
  `${String(caught)} of ${String(mutants)} mutants are caught by a property that names the statement which they break: kill rate ${percent(killRate)}.`,
);
console.log(`${String(rightReasons)} of ${String(failures)} failures name that statement: right reasons ${percent(rightReasonRate)}.`);
for (const { mutant, verdicts } of judgements) if (verdicts.length > 0) console.log(`survives: ${mutant.id} (${mutant.breaks}): ${verdicts.join("; ")}`);
if (ids.length === 0 && scope === "statement") commit(results);
process.exitCode = caught < mutants ? 1 : 0;

function describe({ mutant, result: { caughtBy, results: all } }: Judgement): string {
  const others = [...new Set(all.flatMap(({ statement }) => (statement === undefined || statement === mutant.breaks ? [] : [statement])))];
  const besides = others.length === 0 ? "" : `; also ${others.join(", ")}`;
  return caughtBy.length > 0 ? `caught    ${mutant.id}: ${caughtBy.join(", ")}${besides}` : `SURVIVES  ${mutant.id} (${mutant.breaks})${besides}`;
}
