/**
 * The address on which wire peers listen. Where the whole of 127.0.0.0/8 is loopback (Linux), each process takes an address of its own: a socket of another process
 * that still tries to reach a port which is free by now cannot come to a peer of this one.
 */
export const loopbackAddress = process.platform === "linux" ? ownAddress(process.pid) : "127.0.0.1";

function ownAddress(pid: number): string {
  return `127.${String(64 + ((pid >>> 16) & 63))}.${String((pid >>> 8) & 255)}.${String(pid & 255)}`;
}
