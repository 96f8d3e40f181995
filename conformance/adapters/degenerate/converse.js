/** Half of an implementation: it greets, introduces itself and answers every PING without a look at anything else, takes every message and gives none. */
import { ok, refuse, serve } from "./serve.js";
import { transport } from "./transport.js";
import { frames, greeting, ping, pong, ready } from "./zmtp.js";

/** `answers`: whether it answers this PING. */
export function converse(name, before = () => {}, answers = () => true) {
  const take = transport((connection, type) => {
    connection.write(Buffer.concat([greeting, ready(type)]));
    const read = frames();
    connection.on("data", (octets) => {
      for (const frame of read(octets)) if (ping(frame) && answers()) connection.write(pong(frame));
    });
  });
  serve(name, (request) => {
    before();
    if (take(request)) return;
    if (request.op === "send") ok(request);
    else refuse(request, request.op === "receive" ? "would-block" : "unsupported");
  });
}
