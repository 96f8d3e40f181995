/** Greets its reader on standard output, where only the protocol belongs. */
import { refuse, serve } from "./serve.js";

process.stdout.write("not-json 1.0.0 is ready\n");
serve("not-json", (request) => refuse(request, "unsupported"));
