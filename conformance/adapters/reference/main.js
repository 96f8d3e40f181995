/** The adapter of the reference implementation, as a program. Start, after a build: node conformance/adapters/reference/main.js */
import * as reference from "../../../dist/reference/index.js";
import { serve } from "../node/adapter.js";
import { describe } from "./description.js";

serve(reference, describe(reference.choices));
