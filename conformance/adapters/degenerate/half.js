/** Greets, and says no more: no handshake, no message, no close. It takes every message and gives none. */
import { ok, refuse, serve } from "./serve.js";
import { transport } from "./transport.js";
import { greeting } from "./zmtp.js";

const take = transport((connection) => connection.resume().write(greeting));
serve("half", (request) => {
  if (take(request)) return;
  if (request.op === "send") ok(request);
  else refuse(request, request.op === "receive" ? "would-block" : "unsupported");
});
