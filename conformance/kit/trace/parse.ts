/** The trace language (spec/notation/trace-language.md): text to steps. A line that is not a step is an error that names it and says what was expected. */
import { ascii, concat, fromHex } from "../octets.ts";

export type Step =
  | { readonly verb: "opens"; readonly socket: string; readonly type: string; readonly options: Readonly<Record<string, unknown>> }
  | { readonly verb: "binds" | "unbinds" | "closes" | "steps"; readonly socket: string }
  | { readonly verb: "connects" | "disconnects"; readonly socket: string; readonly other: string }
  | { readonly verb: "subscribes" | "unsubscribes"; readonly socket: string; readonly topic: Uint8Array }
  | { readonly verb: "sends"; readonly socket: string; readonly parts: readonly Uint8Array[]; readonly refused?: string }
  | { readonly verb: "receives"; readonly socket: string; readonly parts: readonly Uint8Array[] | undefined }
  | PeerStep;

export type PeerStep =
  | { readonly verb: "listens" | "accepts raw" | "is open" | "is closed" | "peer closes" | "aborts"; readonly peer: string }
  | { readonly verb: "dials"; readonly peer: string; readonly socket: string }
  | { readonly verb: "accepts"; readonly peer: string; readonly type: string; readonly words: Words }
  | { readonly verb: "peer connects"; readonly peer: string; readonly socket: string; readonly type: string; readonly words: Words }
  | { readonly verb: "writes greeting"; readonly peer: string; readonly words: Words }
  | { readonly verb: "writes command"; readonly peer: string; readonly name: string; readonly words: readonly (readonly [string, string])[] }
  | { readonly verb: "writes"; readonly peer: string; readonly octets: Uint8Array }
  | { readonly verb: "reads"; readonly peer: string; readonly what: string }
  | { readonly verb: "peer sends"; readonly peer: string; readonly parts: readonly Uint8Array[]; readonly long: boolean }
  | { readonly verb: "sends command" | "receives command"; readonly peer: string; readonly name: string; readonly data: Uint8Array }
  | { readonly verb: "peer receives"; readonly peer: string; readonly parts: readonly Uint8Array[] };

export type Words = Readonly<Record<string, string>>;

export class TraceError extends Error {}

/** All steps of a trace; comments (from # to the end of the line, outside quotes) and empty lines are left out. */
export function parseTrace(source: string): readonly Step[] {
  return source
    .split("\n")
    .map((line) => line.replace(/^((?:[^"#]|"[^"]*")*)#.*$/, "$1").trim())
    .filter((line) => line !== "")
    .map(parseStep);
}

export function parseStep(line: string): Step {
  const [, party = "", rest = ""] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
  if (/^S\d*$/.test(party)) return socketStep(line, party, rest);
  if (/^[A-R]\d*$/.test(party)) return peerStep(line, party, rest);
  throw new TraceError(`"${line}": a step begins with a socket (S, S1 …) or a peer (A … R).`);
}

function socketStep(line: string, socket: string, rest: string): Step {
  const [verb = "", ...args] = rest.split(/\s+/);
  const tail = rest.slice(verb.length).trim();
  switch (verb) {
    case "opens":
      return {
        verb,
        socket,
        type: args[0] ?? "",
        options: Object.fromEntries(Object.entries(words(line, args.slice(1))).map(([name, value]) => [name, optionValue(value)])),
      };
    case "binds":
    case "unbinds":
    case "closes":
    case "steps":
      return { verb, socket };
    case "subscribes":
    case "unsubscribes":
      return { verb, socket, topic: parsePart(tail) };
    case "connects":
    case "disconnects":
      return { verb, socket, other: args[1] ?? "" };
    case "sends": {
      const [, message = "", refused] = /^(.*?)(?:\s+refused\s+([a-z-]+))?$/.exec(tail) ?? [];
      return { verb, socket, parts: parseParts(message), ...(refused === undefined ? {} : { refused }) };
    }
    case "receives":
      return { verb, socket, parts: tail === "nothing" ? undefined : parseParts(tail) };
    default:
      throw new TraceError(`"${line}": a socket opens, binds, unbinds, connects to, disconnects from, sends, receives, steps or closes.`);
  }
}

function peerStep(line: string, peer: string, rest: string): PeerStep {
  const [verb = "", ...args] = rest.split(/\s+/);
  const tail = rest.slice(verb.length).trim();
  switch (verb) {
    case "listens":
    case "aborts":
      return { verb, peer };
    case "closes":
      return { verb: "peer closes", peer };
    case "accepts":
      return args[0] === "as" ? { verb, peer, type: args[1] ?? "", words: words(line, args.slice(2)) } : { verb: "accepts raw", peer };
    case "connects":
      return { verb: "peer connects", peer, socket: args[1] ?? "", type: args[3] ?? "", words: words(line, args.slice(4)) };
    case "dials":
      return { verb, peer, socket: args[0] ?? "" };
    case "writes":
      return written(line, peer, tail, args);
    case "reads":
      return { verb, peer, what: tail };
    case "sends":
    case "receives":
      return exchanged(line, peer, verb, tail, args);
    case "is":
      if (tail === "open" || tail === "closed") return { verb: `is ${tail}`, peer };
      throw new TraceError(`"${line}": a connection is open or is closed.`);
    default:
      throw new TraceError(`"${line}": a peer listens, accepts as, connects to, dials, writes, reads, sends, receives, is open, is closed, closes or aborts.`);
  }
}

function written(line: string, peer: string, tail: string, args: readonly string[]): PeerStep {
  const [what = ""] = args;
  if (what === "greeting") return { verb: "writes greeting", peer, words: words(line, args.slice(1)) };
  if (/^[A-Z]+$/.test(what) && !/^([0-9A-F]{2})+$/.test(what))
    return { verb: "writes command", peer, name: what, words: Object.entries(words(line, args.slice(1))) };
  return { verb: "writes", peer, octets: fromHex(tail) };
}

function exchanged(_line: string, peer: string, verb: "sends" | "receives", tail: string, args: readonly string[]): PeerStep {
  if (args[0] === "command") return { verb: `${verb} command`, peer, name: args[1] ?? "", data: args[2] === undefined ? new Uint8Array() : parsePart(args[2]) };
  if (verb === "receives") return { verb: "peer receives", peer, parts: parseParts(tail) };
  const long = tail.endsWith(" in long frames");
  return { verb: "peer sends", peer, parts: parseParts(long ? tail.slice(0, -" in long frames".length) : tail), long };
}

/** Parts separated by commas: "text", xHEX, each with *COUNT to repeat it. */
export function parseParts(source: string): readonly Uint8Array[] {
  const parts = source.match(/"[^"]*"(\*\d+)?|x[0-9a-fA-F]*(\*\d+)?/g) ?? [];
  if (parts.join(", ").replace(/\s/g, "") !== source.replace(/\s+/g, "") && parts.join("").length !== source.replace(/,\s*/g, "").length)
    throw new TraceError(`"${source}" is not a list of parts: write "text", x00ff or "a"*300, separated by commas.`);
  return parts.map(parsePart);
}

export function parsePart(source: string): Uint8Array {
  const [, quoted, digits, count] = /^(?:"([^"]*)"|x([0-9a-fA-F]*))(?:\*(\d+))?$/.exec(source) ?? [];
  if (quoted === undefined && digits === undefined) throw new TraceError(`"${source}" is not a part: write "text", x00ff or "a"*300.`);
  const octets = quoted === undefined ? fromHex(digits ?? "") : ascii(quoted);
  return count === undefined ? octets : concat(...Array<Uint8Array>(Number(count)).fill(octets));
}

function words(line: string, args: readonly string[]): Words {
  return Object.fromEntries(
    args.map((word) => {
      const at = word.indexOf("=");
      if (at < 1) throw new TraceError(`"${line}": "${word}" should be name=value.`);
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
}

function optionValue(word: string): unknown {
  if (/^-?\d+$/.test(word)) return Number(word);
  if (word === "true" || word === "false") return word === "true";
  return /^x([0-9a-fA-F]{2})*$/.test(word) ? fromHex(word.slice(1)) : word;
}
