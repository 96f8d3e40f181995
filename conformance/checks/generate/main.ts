/** Writes or checks the generated files that come from spec/ and schemas/: `node dist/conformance/checks/generate/main.js [name…] [--check]`. */
import { generateCommand } from "./command.ts";
import { generateMain, generators } from "./registry.ts";

process.exitCode = await generateCommand(generators, generateMain, process.argv.slice(2));
