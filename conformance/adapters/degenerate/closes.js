/** Listens and connects as asked, and closes every connection at once. It takes no message and gives none. */
import { refuse, serve } from "./serve.js";
import { transport } from "./transport.js";

const take = transport((connection) => connection.destroy());
serve("closes", (request) => {
  if (!take(request)) refuse(request, request.op === "send" || request.op === "receive" ? "would-block" : "unsupported");
});
