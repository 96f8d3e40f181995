/** Answers everything, but each answer comes so many milliseconds late as its argument says. */
import { ok, refuse, serve } from "./serve.js";

const delayMs = Number(process.argv[2] ?? 1000);
serve("slow", (request) => {
  setTimeout(() => (request.op === "open" ? ok(request, { socket: request.id }) : refuse(request, "unsupported")), delayMs);
});
