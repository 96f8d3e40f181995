/** `npm run degenerate [NAME…]`: says which MUSTs the suite credits to implementations that do next to nothing. Exit 1 when one is not deserved. */
import { judgeDegenerate, reallyKept, type Credit } from "./judge-degenerate.ts";

const kept = reallyKept();
if (process.argv.includes("--help")) {
  console.log(`npm run degenerate [-- NAME…]

Judges implementations that do next to nothing, and says which MUSTs the suite credits to each: none is deserved but those that it really keeps.
Names: ${Object.keys(kept).join(", ")}
Exit code 0: none is undeserved. 1: one is, or one that it keeps is denied. 3: wrong words.
Example: npm run degenerate -- silent echoes`);
  process.exit(0);
}
const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(kept);
const unknown = chosen.filter((name) => !Object.hasOwn(kept, name));
if (unknown.length > 0) {
  console.error(`There is no degenerate implementation ${unknown.join(", ")}. Known are: ${Object.keys(kept).join(", ")}`);
  process.exit(3);
}

for (const name of chosen) {
  const credit = await judgeDegenerate(name);
  console.log(describe(credit));
  if (credit.undeserved.length + credit.denied.length > 0) process.exitCode = 1;
}

function describe({ name, musts, credited, undeserved, denied, opinions }: Credit): string {
  const { does, keeps } = kept[name] ?? { does: "", keeps: {} };
  return [
    `${name}: ${does}`,
    `  is credited with ${String(credited.length)} of ${String(musts)} MUSTs`,
    ...credited.filter((id) => !undeserved.includes(id)).map((id) => `    ${id}: ${keeps[id] ?? ""}`),
    ...undeserved.map((id) => `    NOT DESERVED ${id}: ${opinions[id] ?? ""}`),
    ...denied.map((id) => `    NOT CREDITED ${id}, which it keeps: ${keeps[id] ?? ""} ${opinions[id] ?? ""}`),
  ].join("\n");
}
