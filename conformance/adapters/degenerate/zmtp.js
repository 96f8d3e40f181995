/** The few octets of ZMTP that degenerate implementations know; nothing is checked. */

export const greeting = Buffer.concat([Buffer.from("ff00000000000000007f0301", "hex"), Buffer.from("NULL"), Buffer.alloc(48)]);

export function ready(type) {
  const name = Buffer.from("Socket-Type");
  const body = Buffer.concat([Buffer.from("\x05READY"), Buffer.of(name.length), name, Buffer.of(0, 0, 0, type.length), Buffer.from(type)]);
  return Buffer.concat([Buffer.of(4, body.length), body]);
}

/** A reader of frames: octets in, those that they complete out; the greeting is left out. */
export function frames() {
  let pending = Buffer.alloc(0);
  let greeted = false;
  return (octets) => {
    pending = Buffer.concat([pending, octets]);
    if (!greeted && pending.length >= 64) {
      greeted = true;
      pending = pending.subarray(64);
    }
    const complete = [];
    for (let size = greeted ? sizeOf(pending) : Infinity; pending.length >= size; size = sizeOf(pending)) {
      complete.push(pending.subarray(0, size));
      pending = pending.subarray(size);
    }
    return complete;
  };
}

export const ping = (frame) => frame[0] === 4 && frame.subarray(2, 7).toString("latin1") === "\x04PING";

export function pong(frame) {
  const body = Buffer.concat([Buffer.from("\x04PONG"), frame.subarray(9)]);
  return Buffer.concat([Buffer.of(4, body.length), body]);
}

function sizeOf(octets) {
  if (octets.length < 2) return Infinity;
  if ((octets[0] & 2) === 0) return 2 + octets[1];
  return octets.length < 9 ? Infinity : 9 + Number(octets.readBigUInt64BE(1));
}
