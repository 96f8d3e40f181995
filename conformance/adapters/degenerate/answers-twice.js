/** Answers each request twice. */
import { ok, serve } from "./serve.js";

serve("answers-twice", (request) => {
  ok(request, request.op === "open" ? { socket: request.id } : {});
  ok(request, request.op === "open" ? { socket: request.id } : {});
});
