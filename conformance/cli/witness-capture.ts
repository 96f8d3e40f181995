/** `replay --pcapng`: what a witness shows of the wire as a capture that Wireshark opens. */
import { connectionsOf } from "../kit/capture/witness-traffic.ts";
import { writeCapture } from "../kit/capture/write.ts";
import type { Witness } from "../kit/model.ts";
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
  writeWhole(into, writeCapture(connections, comment));
  context.err.write(`${into} is written; wireshark -X lua_script:zmtp.lua shows its frames (conformance/dissector).\n`);
}
