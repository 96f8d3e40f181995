/** Every bound of the implementation that no option sets, with its unit last. */
export const limits = {
  /** The largest body of one frame, in octets: what one array can hold everywhere. */
  frameSize: 2 ** 31 - 1,
  /** The largest command, in the handshake and after it, in octets. */
  commandSize: 2 ** 20,
  /** The most parts of one message. */
  partsPerMessage: 2 ** 20,
  /** The octets that one connection keeps on their way to the system before its pipe has to wait. */
  linkBufferSize: 256 * 1024,
  /** The slab into which the frames of a tick are gathered, in octets, and the smaller one with which each tick begins. */
  slabSize: 256 * 1024,
  smallSlabSize: 4 * 1024,
  /** How many slabs of each size wait to be used again. */
  freeSlabs: 8,
  /** The octets of a body that are copied into the slab; the rest of it goes out as it is. Somewhat more than 64 KiB, so that a box around as much is copied whole. */
  copySize: 65 * 1024,
  /** The octets of published messages that are gathered to be encoded once, and the largest message of which that is worth it. */
  sharedSize: 64 * 1024,
  sharedMessageSize: 8 * 1024,
  /** The largest box, in octets, that WebAssembly seals and opens: its memory only grows. */
  wasmBoxSize: 2 ** 23,
  /** The octets that a page keeps of one peer whom it cannot hold back; a peer that sends more is left. */
  heldSize: 64 * 2 ** 20,
  /** How long a closed connection waits for the other peer's end of stream, in milliseconds. */
  farewellMs: 2000,
  /** The events that an observer keeps for a reader that does not come; the oldest go first. */
  observedEvents: 1000,
  /** How many sends or receives succeed at once before one of them lets the event loop turn. */
  operationsPerTurn: 4000,
  /** The same in octets of messages that are sent, since large ones take longer, above all in boxes. */
  octetsPerTurn: 4 * 2 ** 20,
  /** The most messages of a batch that is received, when the application names no limit. */
  messagesPerBatch: 1000,
  /** The longest wait that a timer of the platform takes, in milliseconds. */
  timerMs: 2 ** 31 - 1,
} as const;
