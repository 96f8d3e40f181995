/** A packet as a capture file has it. */
export interface Packet {
  /** From 1, as Wireshark counts. */
  readonly number: number;
  /** The LINKTYPE of its interface (tcpdump.org, Link-layer header types). */
  readonly link: number;
  readonly octets: Uint8Array;
  /** Octets that it had on the wire; more than `octets` when the capture was limited. */
  readonly size: number;
}
