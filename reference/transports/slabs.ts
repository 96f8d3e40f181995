/** Slabs: blocks of memory in which links gather what they send. Those that are free are shared by all links, so that a quiet connection holds none. */
import { Buffer } from "node:buffer";
import { limits } from "../base/limits.ts";

/** For a link that holds none. */
export const noSlab: Buffer = Buffer.alloc(0);

const small: Buffer[] = [];
const large: Buffer[] = [];

/** A block of at least this size, which is at most {@link limits.slabSize}: a small one where that is enough. */
export function takeSlab(atLeast: number): Buffer {
  if (atLeast <= limits.smallSlabSize) return small.pop() ?? Buffer.allocUnsafeSlow(limits.smallSlabSize);
  return large.pop() ?? Buffer.allocUnsafeSlow(limits.slabSize);
}

/** The block is free: nobody reads or writes it any more. */
export function giveSlab(slab: Buffer): void {
  const free = slab.length === limits.slabSize ? large : small;
  if (slab.length > 0 && free.length < limits.freeSlabs) free.push(slab);
}
