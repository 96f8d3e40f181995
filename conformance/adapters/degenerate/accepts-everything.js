/** Says yes to everything: takes every message, gives an empty one whenever asked, reads every connection for ever and writes nothing to it. */
import { ok, serve } from "./serve.js";
import { transport } from "./transport.js";

const take = transport((connection) => connection.resume());
serve("accepts-everything", (request) => {
  if (!take(request)) ok(request, request.op === "receive" ? { parts: [""] } : {});
});
