/** Keeps the protocol, but does nothing else while it waits for a message, does not know the real port, and stays when its input ends. */
import { ok, refuse, serve } from "./serve.js";
import { transport } from "./transport.js";

const take = transport((connection) => connection.resume());
const waiting = [];
let busy = false;

function next() {
  const request = busy ? undefined : waiting.shift();
  if (request === undefined) return;
  if (request.op === "receive") return wait(request);
  if (request.op === "bind") ok(request, { endpoint: request.endpoint });
  else if (!take(request)) refuse(request, "would-block");
  next();
}

function wait(request) {
  busy = true;
  setTimeout(() => {
    busy = false;
    refuse(request, "would-block");
    next();
  }, request.timeoutMs);
}

serve("one-at-a-time", (request) => {
  waiting.push(request);
  next();
});
process.exit = () => setInterval(() => {}, 1000);
