/** What to do about an adapter that fails, by the way in which it does. */
import { AdapterChattering, AdapterDied, AdapterInvalid, AdapterSilent, AdapterSlow, type AdapterFailure } from "../../kit/adapter/types.ts";

export function adviceFor(failure: AdapterFailure): string {
  if (failure instanceof AdapterDied)
    return "A refusal is an answer, not an end: catch errors of the library and answer with ok false and a code. Run the program by hand and give it the request, to see what it says.";
  if (failure instanceof AdapterSilent)
    return "Answer every request with a line that has its id, ends with a newline and is flushed at once (in C: fflush, in Python: flush=True); to wait for a message must not keep others waiting.";
  if (failure instanceof AdapterSlow) return "Answer sooner: a request with timeoutMs may wait for so long, every other is answered at once.";
  if (failure instanceof AdapterChattering) return "Tell an event once, when it happens.";
  if (failure instanceof AdapterInvalid) return adviceForLine(failure.message);
  return "See conformance/adapters/PROTOCOL.md.";
}

function adviceForLine(message: string): string {
  if (message.includes("standard output"))
    return "Standard output belongs to the protocol, one JSON object a line; write what a person reads to standard error.";
  if (message.includes("version")) return "This harness speaks version 1: answer hello with version 1, or use the harness that the adapter was written for.";
  if (message.includes("handle")) return "Number the sockets as they are opened, and never use a number again.";
  if (message.includes("second time") || message.includes("no request")) return "Answer each request once, with the id that it had.";
  return "The shape of every line is in schemas/adapter-request, -response and -event.schema.json; examples of each are in conformance/adapters/PROTOCOL.md.";
}
