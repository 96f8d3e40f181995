/**
 * How much a connection takes whose peer has stopped reading. The system's buffers take the most of it, up to ten million octets in all, unless the implementation
 * lets the one for what it sends be made small: then little fills a queue, and a statement about a full one is judged with little.
 */
import type { OptionValues, Stage } from "./stage.ts";

/** So much fills a small buffer at once. */
export const largePart = 65_536;

/** Messages with a large part: more than the buffers of both sides and a high-water mark of a few messages take. */
const most = { usual: 150, small: 32 } as const;

/** The options, and a small buffer for what the socket sends, where the implementation has the option. */
export function withLittleRoom(stage: Stage, options: OptionValues = {}): OptionValues {
  return canShrink(stage) ? { ...options, sendBufferSize: largePart } : options;
}

/** So many messages with a large part do not fit into a connection whose peer does not read, when its socket has been opened with little room. */
export function moreThanFits(stage: Stage): number {
  return canShrink(stage) ? most.small : most.usual;
}

/** The buffer of a pipe between processes, or of WebSocket, is no larger. */
function canShrink({ setting }: Stage): boolean {
  return setting.hello.capabilities.options.includes("sendBufferSize");
}
