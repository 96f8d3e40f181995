/** Names its sockets by texts, where the protocol has integers. */
import { ok, refuse, serve } from "./serve.js";

serve("schema-violating", (request) => {
  if (request.op === "open") ok(request, { socket: "one" });
  else refuse(request, "unsupported");
});
