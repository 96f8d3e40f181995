/** `npm run simulate`: topologies in a simulated network, and their laws (see --help). */
import { writeFileSync } from "node:fs";
import { HelpWanted } from "../../cli/arguments.ts";
import { UsageError } from "../../cli/usage-error.ts";
import { measureConstants } from "./constants.ts";
import { drawFaults } from "./faults.ts";
import { mutations } from "./mutants.ts";
import { help, readOptions, type Chosen } from "./options.ts";
import { describePlan, type SimulationPlan } from "./plan.ts";
import { runScale } from "./scale.ts";
import { smallPlans } from "./selection.ts";
import { shrink } from "./shrink.ts";
import { simulate, type SimulationResult } from "./simulate.ts";

try {
  process.exitCode = run(readOptions(process.argv.slice(2)));
} catch (error) {
  if (error instanceof HelpWanted) console.log(help);
  else if (error instanceof UsageError) {
    console.error(error.message);
    process.exitCode = 3;
  } else throw error;
}

function run(chosen: Chosen): number {
  if (chosen.constants) {
    measureConstants(tell);
    return 0;
  }
  if (chosen.scale !== undefined) return runScale(chosen.scale, chosen.only, tell);
  const plans = chosen.plan === undefined ? smallPlans() : seeds(chosen.plan, chosen);
  const results: SimulationResult[] = [];
  let failures = 0;
  for (const [index, plan] of plans.entries()) {
    tell(`${String(index + 1)}/${String(plans.length)} ${describePlan(plan)}`);
    const result = simulate(plan, plans.length === 1 ? tell : undefined);
    results.push(result);
    console.log(line(result));
    if (isExpected(result)) continue;
    failures += 1;
    explain(result, chosen.save);
  }
  if (chosen.json !== undefined) writeFileSync(chosen.json, `${JSON.stringify(results, undefined, 1)}\n`);
  console.log(
    failures === 0
      ? `${String(results.length)} runs: all laws held, every mutant was found.`
      : `${String(failures)} of ${String(results.length)} runs went wrong.`,
  );
  return failures === 0 ? 0 : 1;
}

/** The plan with its own seed and the ones after it, each with faults of its own. */
function seeds(plan: SimulationPlan, { runs, faults, withinMs }: Chosen): readonly SimulationPlan[] {
  if (runs === 1) return [plan];
  return Array.from({ length: runs }, (_, index) => ({ ...plan, seed: plan.seed + index, faults: drawFaults(plan.seed + index, faults, withinMs) }));
}

/** A mutant must break the law that it names; all others none. A law that was never judged does not hold. */
function isExpected({ plan, laws, broken }: SimulationResult): boolean {
  const mutation = mutations.find(({ id }) => id === plan.mutant);
  if (mutation !== undefined) return laws.some(({ law, broken: count }) => law === mutation.breaks && count > 0);
  return broken === undefined && (plan.faults.length > 0 || laws.every(({ judged }) => judged > 0));
}

function line(result: SimulationResult): string {
  const { plan, laws, accepted, delivered, latencyMs, strikes, lostUnderWay, account } = result;
  const judged = laws
    .map(({ law, judged: count, broken }) => `${law.split(".")[1] ?? law} ${String(count)}${broken > 0 ? ` (${String(broken)} BROKEN)` : ""}`)
    .join(", ");
  return (
    `${describePlan(plan)}, ${plan.wire}, seed ${String(plan.seed)}${plan.mutant === undefined ? "" : `, mutant ${plan.mutant}`}: ` +
    `${String(accepted)} accepted, ${String(delivered)} delivered, ${String(strikes)} strikes, ${String(lostUnderWay)} lost under way, ` +
    (account === undefined
      ? ""
      : `${String(account.due)} due: ${String(account.lostAtFailures)} lost at failures, ${String(account.lostAtMarks)} at high-water marks, ${String(account.unexplained)} unexplained, `) +
    `latency ${latencyMs.median.toFixed(0)} ms (p99 ${latencyMs.p99.toFixed(0)}); judged: ${judged}`
  );
}

function explain(result: SimulationResult, file: string): void {
  for (const { law, judged, broken, examples } of result.laws) {
    if (judged === 0) console.log(`  ${law} was never judged`);
    if (broken > 0) console.log(`  ${law} is broken:\n${examples.map((example) => `    ${example}`).join("\n")}`);
  }
  if (result.broken === undefined) return;
  const smallest = shrink(result.plan, tell);
  writeFileSync(file, `${JSON.stringify(smallest, undefined, 2)}\n`);
  console.log(`  The smallest plan that was found breaks it as well: npm run simulate -- --plan ${file}`);
}

function tell(phase: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${phase.slice(0, (process.stderr.columns || 80) - 1)}\u001b[K`);
  else process.stderr.write(`${phase}\n`);
}
