/** A message as all layers above the wire see it: one or more parts of octets. */
export type Message = readonly Uint8Array[];

/** The octets of all parts. */
export function sizeOf(message: Message): number {
  let size = 0;
  for (const part of message) size += part.length;
  return size;
}
