/** Ends itself when a socket is opened. */
import { refuse, serve } from "./serve.js";

serve("dies-on-open", (request) => {
  if (request.op !== "open") return refuse(request, "unsupported");
  process.stderr.write("the library could not be loaded\n");
  process.exit(7);
});
