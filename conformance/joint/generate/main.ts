/** Writes or checks the data in schemas/model that comes from the tables of the reference: `node dist/conformance/joint/generate/main.js [name…] [--check]`. */
import { generateCommand } from "../../checks/generate/command.ts";
import { modelGenerators, modelMain } from "./registry.ts";

process.exitCode = await generateCommand(modelGenerators, modelMain, process.argv.slice(2));
