/** The program `patternwire`: see command-line.ts for what it does with its words. */
import { runCommandLine } from "./command-line.ts";
import { flushed, processContext } from "./process-context.ts";

const code = await runCommandLine(process.argv.slice(2), processContext());
await flushed();
// An implementation under test may hold the event loop open for ever: the judgement is made and written.
process.exit(code);
