/** What a witness knows of the wire, as connections that can be written as a capture: its recording, or else the octets that it shows. */
import type { Witness } from "../model.ts";
import { fromHex } from "../octets.ts";
import type { Side } from "../watch/conversation.ts";
import type { Passed } from "../watch/recording.ts";
import { recordedIn } from "../watch/replay.ts";
import type { WrittenConnection } from "./write.ts";

/** Above the ports that Wireshark gives to protocols. */
const firstPort = 49_200;
const bindingPort = 5555;

/** None when the witness shows no octets: they passed within a process, or were not kept. */
export function connectionsOf(witness: Pick<Witness, "input" | "octets" | "trace">, comment: string): readonly WrittenConnection[] {
  const recorded = recordedIn(witness);
  const streams = recorded === undefined ? annotatedStreams(witness) : [recorded.conversation];
  return streams
    .filter((passed) => passed.length > 0)
    .map((passed, at) => ({
      connecting: { host: "127.0.0.1", port: firstPort + at },
      binding: { host: "127.0.0.1", port: bindingPort },
      passed,
      comment,
    }));
}

/** `A writes` begins a stream, and then each line is a field: its octets, what they mean. A long field is shown by its first octets. */
const heading = /^(?<peer>.+) writes?$/u;
const field = /^(?<digits>[0-9a-f]{2}(?: [0-9a-f]{2})*)(?: … \((?<size>\d+) octets\))? {2}# (?<meaning>.*)$/u;

/** One stream for each peer that wrote: what the other one said is not in such a witness. Frames become packets. */
function annotatedStreams({ octets: lines, trace }: Pick<Witness, "octets" | "trace">): readonly (readonly Passed[])[] {
  const streams: Passed[][] = [];
  let side: Side = "connecting";
  for (const line of lines) {
    const peer = heading.exec(line)?.groups?.["peer"];
    if (peer !== undefined) {
      streams.push([]);
      side = peer === "the binding peer" || trace.some((step) => step.split(" ").slice(1, 4).join(" ") === `connects to ${peer}`) ? "binding" : "connecting";
    }
    const { digits, size, meaning = "" } = field.exec(line)?.groups ?? {};
    const stream = streams.at(-1);
    if (stream === undefined) continue;
    if (line.startsWith("…")) stream.push({ side, octets: new Uint8Array(), missing: "unknown" });
    if (digits !== undefined) append(stream, side, fromHex(digits), Number(size ?? 0), meaning);
  }
  return streams;
}

function append(stream: Passed[], side: Side, shown: Uint8Array, size: number, meaning: string): void {
  const left = Math.max(0, size - shown.length);
  // A filler that does not offend is all null octets.
  const octets = meaning === "filler" && left > 0 ? new Uint8Array([...shown, ...new Uint8Array(left)]) : shown;
  const last = stream.at(-1);
  const begins = /^(?:signature|flags)/u.test(meaning);
  if (last === undefined || last.missing !== undefined || begins) stream.push({ side, octets });
  else stream[stream.length - 1] = { side, octets: new Uint8Array([...last.octets, ...octets]) };
  if (left > 0 && octets === shown) stream.push({ side, octets: new Uint8Array(), missing: left });
}
