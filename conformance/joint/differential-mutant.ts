/** One mutant against the oracle, in a process of its own, which may hang or die: `node differential-mutant.js MODULE RUNS TYPES`. Prints the outcome as JSON. */
import { runDifferential } from "./differential-run.ts";

const [module = "", runs = "", types = ""] = process.argv.slice(2);
const target = { type: "in-process", name: "mutant", module } as const;
const options = { seed: 1, jobs: 4, shrink: false, ceilingMs: 600, ...(types === "" ? {} : { types: types.split(",") }) };
const judge = (many: number): ReturnType<typeof runDifferential> => runDifferential({ name: "mutant", target, known: new Set() }, { ...options, runs: many });
const isRead = (): boolean => (globalThis as { readonly cellRead?: boolean }).cellRead === true;

const first = await judge(Math.min(20, Number(runs)));
// A cell of the table that twenty histories did not read is read by none.
const { histories, deviations, difference } = first.difference !== undefined || (types !== "" && !isRead()) ? first : await judge(Number(runs));
// The reference breaks no SHOULD either.
const statements = difference?.disagreement.statements ?? Object.keys(deviations);
console.log(JSON.stringify({ caught: difference !== undefined || statements.length > 0, histories, statements, cellRead: isRead() }));
process.exit(0);
