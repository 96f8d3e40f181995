/** Judges the conversations of a capture file for `watch --capture`, and says of each whether it was judged, and from where on. */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { OctetReader } from "../kit/capture/octet-reader.ts";
import { readCapture, type Reading } from "../kit/capture/read.ts";
import { Observation } from "../kit/watch/observation.ts";
import { printable } from "../reports/text.ts";
import type { Parsed } from "./arguments.ts";
import { captureJson, extent, listing } from "./capture-listing.ts";
import { canRewrite } from "./colour.ts";
import type { Context, ExitCode } from "./context.ts";
import { UsageError } from "./usage-error.ts";
import { outputsOf, writeWatched } from "./watch-output.ts";

/** So many packets are read between two words of progress. */
const progressPackets = 16_384;

export function watchCapture(file: string, parsed: Parsed, context: Context): ExitCode {
  const live = ["listen", "to", "conversations"].filter((name) => parsed.text(name) !== undefined);
  if (live.length > 0)
    throw new UsageError(`--${live.join(", --")} ${live.length === 1 ? "has" : "have"} no meaning with --capture: a file is judged, not live traffic.`);
  const outputs = outputsOf(parsed);
  const name = file === "-" ? "the standard input" : file;
  const reading = readFile(file, context);
  const judged = reading.conversations.filter(({ isJudged }) => isJudged);
  const observation = new Observation("tcp");
  for (const { watch } of judged) observation.add(watch);
  // Standard output is the JSON's alone when it goes there.
  if (reading.packets > 0) (outputs.json === "-" ? context.err : context.out).write(`${listing(name, reading).map(printable).join("\n")}\n`);
  if (reading.fault !== undefined) context.err.write(`${printable(`${name} cannot be read to its end: ${reading.fault}. ${extent(reading)} before that.`)}\n`);
  if (judged.length === 0) {
    context.err.write(`${printable(`Nothing in ${name} was judged: no connection in it is ZMTP as far as it was captured.`)}\n`);
    return 3;
  }
  const code = writeWatched(observation, outputs, context, { capture: captureJson(reading) });
  return reading.fault === undefined ? code : 3;
}

function readFile(file: string, context: Context): Reading {
  const descriptor = file === "-" ? 0 : open(file);
  const shows = canRewrite(context.err, context.environment);
  try {
    const reading = readCapture(new OctetReader((buffer) => readInto(descriptor, buffer)), (count) => {
      if (shows && count % progressPackets === 0) context.err.write(`\r${String(count)} packets\u001b[K`);
    });
    if (shows && reading.packets >= progressPackets) context.err.write("\r\u001b[K");
    return reading;
  } finally {
    if (descriptor !== 0) closeSync(descriptor);
  }
}

function open(file: string): number {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) throw new UsageError(`--capture ${file} is a folder: give the name of a file.`);
  try {
    return openSync(file, "r");
  } catch (error) {
    throw new UsageError(`--capture ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A pipe without octets to give yet answers EAGAIN; waiting for it is all that can be done. */
function readInto(descriptor: number, buffer: Uint8Array): number {
  for (;;) {
    try {
      return readSync(descriptor, buffer);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw new UsageError(`The capture cannot be read: ${message}`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
