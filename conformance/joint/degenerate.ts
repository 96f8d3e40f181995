/** `npm run degenerate [NAME…]`: says which MUSTs the suite credits to implementations that do next to nothing. Exit 1 when one is not deserved. */
import { judgeDegenerate, reallyKept, type Credit } from "./judge-degenerate.ts";

const kept = reallyKept();
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
