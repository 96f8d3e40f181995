/** Shows how far a run is: one line that is rewritten on a terminal, else one line a chapter. */
import type { PropertyResult } from "../kit/model.ts";
import { kinds } from "../kit/shrink/shape.ts";
import type { ShrinkProgress } from "../kit/shrink/shrink.ts";
import type { Output } from "./context.ts";

export interface Progress {
  readonly phase: (name: string) => void;
  readonly result: (result: PropertyResult, done: number, total: number) => void;
  /** A failure has become smaller. */
  readonly shrink: (property: string, progress: ShrinkProgress) => void;
  /** Removes the line, so that what follows stands alone. */
  readonly end: () => void;
}

/** `now` gives milliseconds. `rewrites`: the output is a terminal that can go back to the start of a line. */
export function progressOn(output: Output, rewrites: boolean, now: () => number = () => performance.now()): Progress {
  return rewrites ? rewrittenLine(output, now) : linePerChapter(output);
}

/** `about 12 s left`, `about 2 min left`. */
export function timeLeft(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 100 ? `about ${String(seconds)} s left` : `about ${String(Math.ceil(seconds / 60))} min left`;
}

function rewrittenLine(output: Output, now: () => number): Progress {
  let first: { readonly at: number; readonly done: number } | undefined;
  const show = (text: string): void => output.write(`\r${text.slice(0, Math.max(0, output.columns - 1))}\u001b[K`);
  return {
    phase: (name) => show(phaseText(name)),
    result: (result, done, total) => {
      first ??= { at: now(), done };
      const fresh = done - first.done;
      const left = fresh === 0 ? "" : `, ${timeLeft(((now() - first.at) / fresh) * (total - done))}`;
      show(`${String(done)}/${String(total)} properties${left} · ${chapterOfProperty(result)}`);
    },
    shrink: (property, { to, plays }) => {
      const left = kinds.flatMap((kind) => (to[kind] === undefined ? [] : [`${String(to[kind])} ${kind}`]));
      show(`making the failure of ${property} smaller: ${left.join(", ")} after ${String(plays)} plays`);
    },
    end: () => output.write("\r\u001b[K"),
  };
}

function linePerChapter(output: Output): Progress {
  const seen = new Set<string>();
  return {
    phase: () => undefined,
    result: (result, done, total) => {
      const chapter = chapterOfProperty(result);
      if (seen.has(chapter)) return;
      seen.add(chapter);
      output.write(`${chapter} (${String(done)} of ${String(total)} properties done)\n`);
    },
    shrink: () => undefined,
    end: () => undefined,
  };
}

function chapterOfProperty(result: PropertyResult): string {
  return result.property.split("/")[0] ?? result.property;
}

function phaseText(name: string): string {
  switch (name) {
    case "hello":
      return "starting the adapter";
    case "calibration":
      return "measuring how long a handshake takes";
    default:
      return name;
  }
}
