/** `npm run mutants [ID…]`: judges mutants and prints which are caught, by what, and which survive. Exit 1 when one survives. */
import { catalogue } from "../mutants/catalogue.ts";
import { judgeMutants, type MutantResult } from "./judge-mutants.ts";

const ids = process.argv.slice(2);
const unknown = ids.filter((id) => !catalogue.some((mutant) => mutant.id === id));
if (unknown.length > 0) {
  console.error(`There is no mutant ${unknown.join(", ")}. Known are:\n${catalogue.map((mutant) => mutant.id).join("\n")}`);
  process.exit(3);
}

const chosen = catalogue.filter((mutant) => ids.length === 0 || ids.includes(mutant.id));
let done = 0;
const results = await judgeMutants(chosen, 3, (result) => {
  done += 1;
  console.log(`${String(done)}/${String(chosen.length)} ${describe(result)}`);
});
const survivors = results.filter((result) => result.caughtBy.length === 0);
console.log(
  `${String(results.length - survivors.length)} of ${String(results.length)} mutants are caught by a property that names the statement which they break.`,
);
for (const survivor of survivors) console.log(`survives: ${survivor.mutant.id} (${survivor.mutant.breaks}): ${survivor.verdicts.join("; ")}`);
process.exitCode = survivors.length > 0 ? 1 : 0;

function describe({ mutant, caughtBy }: MutantResult): string {
  return caughtBy.length > 0 ? `caught    ${mutant.id}: ${caughtBy.join(", ")}` : `SURVIVES  ${mutant.id} (${mutant.breaks})`;
}
