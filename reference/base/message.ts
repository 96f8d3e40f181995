/** A message as all layers above the wire see it: one or more parts of octets. */
export type Message = readonly Uint8Array[];
