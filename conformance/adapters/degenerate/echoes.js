/** Listens and connects as asked, and writes back whatever it reads: a peer sees its own greeting, its own READY, its own messages. It has no messages to give. */
import { ok, refuse, serve } from "./serve.js";
import { transport } from "./transport.js";

const take = transport((connection) => connection.pipe(connection));
serve("echoes", (request) => {
  if (take(request)) return;
  if (request.op === "send") ok(request);
  else refuse(request, request.op === "receive" ? "would-block" : "unsupported");
});
