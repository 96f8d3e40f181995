/** Answers each request twice, in one piece, so that the second answer comes before the next request. */
import { serve } from "./serve.js";

serve("answers-twice", (request) => {
  const line = `${JSON.stringify({ id: request.id, ok: true, ...(request.op === "open" ? { socket: request.id } : {}) })}\n`;
  process.stdout.write(line + line);
});
