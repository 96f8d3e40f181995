/** `replay --pcapng`: what a witness shows of the wire as a capture that Wireshark opens. */
import { connectionsOf } from "../kit/capture/witness-traffic.ts";
import { writeCapture } from "../kit/capture/write.ts";
import type { Witness } from "../kit/model.ts";
import { recordedIn } from "../kit/watch/replay.ts";
import type { Context } from "./context.ts";
import { writeWhole } from "./files.ts";
import { replayFile } from "./replay-command.ts";
import { UsageError } from "./usage-error.ts";

/** Throws {@link UsageError} when the witness shows no octets. */
export function writeWitnessCapture(witness: Witness, file: string, into: string, words: string, context: Context): void {
  const { statement, text, expected, actual } = witness;
  const comment = `${statement}: ${text} Expected: ${expected}; but: ${actual}. Play it again: ${replayFile(file, words).trim()}`;
  const connections = connectionsOf(witness, comment);
  if (connections.length === 0) throw new UsageError(`${file} shows no octets that passed on a wire, so --pcapng has nothing to write.`);
  // What peers of the harness said is kept as they mean it; what was watched, as it passed.
  const apart = witness.transport === "ws" && recordedIn(witness) === undefined;
  const note = apart ? "It was said over WebSocket; here it stands as a stream of TCP would have it." : "";
  writeWhole(into, writeCapture(connections, [comment, note].join(" ").trim()));
  if (apart) context.err.write(`${note}\n`);
  context.err.write(`${into} is written; wireshark -X lua_script:zmtp.lua shows its frames (conformance/dissector).\n`);
}
