/** Meters in the platform, which count from when this module is loaded: calls that reach the system, and octets that are copied. */
import { Socket } from "node:net";

let writes = 0;
let reads = 0;
let octets = 0;

/** How often octets went to the system. */
export function written(): number {
  return writes;
}

/** How often octets came from the system. */
export function received(): number {
  return reads;
}

/** Octets copied by the methods of buffers and typed arrays. Loops that copy octet by octet are not seen. */
export function copied(): number {
  return octets;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Puts a method around another one, which is told the arguments and the result. */
function meter(owner: object, name: string, note: (self: unknown, args: readonly unknown[], result: unknown) => void): void {
  const original = Reflect.get(owner, name) as Method;
  const metered: Method = function (...args) {
    const result = original.apply(this, args);
    note(this, args, result);
    return result;
  };
  Object.defineProperty(owner, name, { value: metered, writable: true, configurable: true });
}

function lengthOf(value: unknown): number {
  return ArrayBuffer.isView(value) ? value.byteLength : 0;
}

// These two are what a stream calls to write: once for each system call, unless the system takes less than all.
for (const name of ["_write", "_writev"]) {
  meter(Socket.prototype, name, () => {
    writes += 1;
  });
}
meter(Socket.prototype, "push", (_self, [chunk]) => {
  if (chunk !== null) reads += 1;
});

const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
meter(typedArray, "set", (_self, [source]) => {
  octets += lengthOf(source);
});
meter(typedArray, "slice", (_self, _args, result) => {
  octets += lengthOf(result);
});
meter(Buffer.prototype as object, "copy", (_self, _args, result) => {
  octets += Number(result);
});
meter(Buffer, "concat", (_self, _args, result) => {
  octets += lengthOf(result);
});
meter(Buffer, "from", (_self, [source], result) => {
  if (ArrayBuffer.isView(source)) octets += lengthOf(result);
});
