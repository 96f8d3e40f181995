/** `patternwire doctor`: tells the author of an adapter, step by step and in plain words, what is right, what is wrong and what to do next. */
import { AdapterFailure, type AdapterHooks } from "../../kit/adapter/types.ts";
import type { Target } from "../../kit/run-options.ts";
import { adviceFor } from "./advice.ts";
import { checks, type Check } from "./checks.ts";
import { Patient, Wrong } from "./patient.ts";

type Write = (text: string) => void;

/** An adapter that failed so often is not asked further: the same fault would only be told again. */
const enoughFailures = 2;
const shownLog = 10;

/** Examines the adapter and writes the findings as lines: 0 when all is right, 1 when something is wrong. */
export async function runDoctor(target: Target, write: Write, hooks: AdapterHooks = {}): Promise<0 | 1> {
  const log: string[] = [];
  const patient = new Patient(target, { answerMs: 5000, ...hooks, onLog: (line) => log.push(line) });
  const words = target.type === "program" ? target.command.join(" ") : target.module;
  write(`The adapter: ${words}\n\n`);
  const wrong = await examine(patient, write);
  await patient.end();
  if (wrong > 0 && log.length > 0) write(["", "From its standard error:", ...log.slice(-shownLog).map((line) => `  ${line}`), ""].join("\n"));
  if (wrong === 0) write(`\nThe adapter is ready. To judge the implementation: npx patternwire check -- ${words}\n`);
  else write(`\n${wrong === 1 ? "One thing is" : `${wrong} things are`} wrong with the adapter.\n`);
  return wrong === 0 ? 0 : 1;
}

interface Finding {
  readonly holds: string;
  readonly notes?: readonly string[];
  readonly notTried?: string;
}

/** Runs every check, also after one that found something wrong; the number of those. Without hello there is nothing to check. */
async function examine(patient: Patient, write: Write): Promise<number> {
  const seen = { wrong: 0, failures: 0 };
  await tell(seen, write, () => introduce(patient));
  if (seen.wrong > 0) return seen.wrong;
  for (const check of checks) {
    if (seen.failures >= enoughFailures) write(`  not tried  ${check.holds}\n`);
    else await tell(seen, write, () => perform(check, patient));
  }
  if (seen.failures >= enoughFailures) write(`${margin}The rest can be tried when the adapter does not fail any more.\n`);
  else await tell(seen, write, () => farewell(patient));
  return seen.wrong;
}

async function perform(check: Check, patient: Patient): Promise<Finding> {
  await patient.start();
  const outcome = await check.run(patient);
  await patient.clear();
  return "notTried" in outcome ? { holds: check.holds, notTried: outcome.notTried } : { holds: check.holds, notes: outcome };
}

async function introduce(patient: Patient): Promise<Finding> {
  const { implementation, capabilities } = await patient.introduction();
  return {
    holds: "It starts and answers hello.",
    notes: [
      `${implementation.name} ${implementation.version} (${implementation.language}), ZMTP ${capabilities.protocol}`,
      `${capabilities.socketTypes.join(", ")} over ${capabilities.transports.join(", ")} with ${capabilities.mechanisms.join(", ")}`,
    ],
  };
}

async function farewell(patient: Patient): Promise<Finding> {
  await patient.start();
  const session = await patient.end();
  if (session?.lingered === true)
    throw new Wrong(
      "It goes on after the end of its standard input; it was killed.",
      "Exit when standard input ends, whatever sockets are open or messages wait.",
    );
  const { exitCode = null, signal = null } = session?.ending ?? {};
  if (exitCode === 0) return { holds: "It exits at the end of its standard input." };
  return {
    holds: "It exits at the end of its standard input.",
    notes: [exitCode === null ? `by ${String(signal)}` : `with exit code ${exitCode}; 0 is usual`],
  };
}

/** Writes what came of it, and counts what is wrong. */
async function tell(seen: { wrong: number; failures: number }, write: Write, act: () => Promise<Finding>): Promise<void> {
  try {
    const { holds, notes = [], notTried } = await act();
    if (notTried === undefined) write(`  right      ${holds}\n${indented(notes)}`);
    else write(`  not tried  ${holds}\n${indented([`because ${notTried}`])}`);
  } catch (error) {
    if (!(error instanceof Wrong || error instanceof AdapterFailure)) throw error;
    seen.wrong += 1;
    if (error instanceof AdapterFailure) seen.failures += 1;
    const [what, advice] = error instanceof Wrong ? [error.message, error.advice] : [`The adapter fails: ${error.message}`, adviceFor(error)];
    write(`  WRONG      ${what.replaceAll("\n", `\n${margin}`)}\n${indented([`What to do: ${advice}`])}`);
  }
}

const margin = " ".repeat(13);

function indented(lines: readonly string[]): string {
  return lines.map((line) => `${margin}${line}\n`).join("");
}
