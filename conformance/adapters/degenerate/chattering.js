/** Tells events of each socket without end. */
import { ok, refuse, serve, write } from "./serve.js";

function chatter(socket) {
  for (let count = 0; count < 100; count += 1) write({ event: "connect", socket });
  setImmediate(chatter, socket);
}

serve("chattering", (request) => {
  if (request.op !== "open") return refuse(request, "unsupported");
  ok(request, { socket: request.id });
  chatter(request.id);
});
