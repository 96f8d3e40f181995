/** Numbers that follow from a seed (the generator is xoshiro128**, Blackman and Vigna 2018). Good for histories, not for secrets. */
export class SeededRandom {
  readonly #state = new Uint32Array(4);

  constructor(seed: number) {
    // The state is filled by another generator (splitmix32), so that neighbouring seeds have nothing in common.
    let filler = seed >>> 0;
    for (let index = 0; index < 4; index += 1) {
      filler = (filler + 0x9e3779b9) >>> 0;
      let mixed = filler;
      mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      this.#state[index] = mixed ^ (mixed >>> 15);
    }
  }

  /** A number from 0 to 2^32-1. */
  readonly next = (): number => {
    const s = this.#state;
    const [a = 0, b = 0, c = 0, d = 0] = s;
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const c1 = c ^ a;
    const d1 = d ^ b;
    s[1] = b ^ c1;
    s[0] = a ^ d1;
    s[2] = c1 ^ (b << 9);
    s[3] = rotate(d1, 11);
    return scrambled;
  };

  /** An integer from 0 to below the bound. */
  below(bound: number): number {
    return Math.floor((this.next() / 2 ** 32) * bound);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() / 2 ** 32 < probability;
  }
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
