/** The reference as one that says other things of itself. */
import { projectRoot } from "../kit/root.ts";
import type { Target } from "../kit/run-options.ts";

/** As a program, with capabilities in place of its own, and code that runs before it is loaded. */
export function declaring(capabilities: object, before = ""): Target {
  const code = `${before}
    import * as reference from "./dist/reference/index.js";
    import { serve } from "./conformance/adapters/node/adapter.js";
    import { describe } from "./conformance/adapters/reference/description.js";
    const description = describe(reference.choices);
    serve(reference, { ...description, capabilities: { ...description.capabilities, ...${JSON.stringify(capabilities)} } });`;
  return { type: "program", name: "declaring", command: [process.execPath, "--input-type=module", "--eval", code], cwd: projectRoot() };
}
