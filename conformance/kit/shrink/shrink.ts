/**
 * From a failure to the smallest input that fails alike: fewer parties first, then fewer steps, frames and octets, and again from the beginning while that finds
 * something. Each candidate is played anew. A failure that does not happen every time is repeated as often as its rate asks for before a candidate is given up.
 */
import { measureRate, repeatsFor, type Rate } from "./rate.ts";
import { extentOf, kinds, smaller, type Extent, type Kind, type Shape } from "./shape.ts";

/** How a failure was made small, as its witness tells it. */
export interface Shrunk {
  /** Cases that were played for it, those for the rate included. */
  readonly plays: number;
  /** How often the first failure happened again. */
  readonly rate: Rate;
  /** How often a candidate was played before it was given up. */
  readonly repeats: number;
  /** False when the plays were used up, or the run was interrupted: there may be a smaller one. */
  readonly complete: boolean;
  readonly from: Extent;
  readonly to: Extent;
}

/** The same failure, as far as shrinking is concerned. */
export interface Failure {
  readonly input: unknown;
  readonly slow?: boolean | undefined;
}

export interface ShrinkProgress extends Shrunk {
  readonly kind?: Kind | undefined;
}

export interface ShrinkOptions<F extends Failure> {
  readonly shape: Shape;
  /** Plays an input; undefined when it does not fail for the same reason as the first. */
  readonly play: (input: unknown) => Promise<{ readonly failure: F | undefined; readonly slow: boolean }>;
  /** What may be spent: a play costs 1, one that waits for its ceiling {@link slowCost}. For failures that do not happen every time it is so many times more. */
  readonly budget: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ShrinkProgress) => void) | undefined;
}

export const slowCost = 15;
/** At most so many times the budget is spent on a failure that does not happen every time. */
const mostTimesBudget = 5;

/** Nothing is played when there is nothing to make smaller. What was found so far is kept when the plays are used up or the signal aborts. */
export async function shrink<F extends Failure>(first: F, options: ShrinkOptions<F>): Promise<{ readonly smallest: F; readonly shrunk?: Shrunk }> {
  if (kinds.every((kind) => smaller(options.shape, first.input, kind).next().done === true)) return { smallest: first };
  const search = new Search(first, options);
  const shrunk = await search.run();
  return { smallest: search.smallest, ...(shrunk.rate.plays === 0 ? {} : { shrunk }) };
}

class Search<F extends Failure> {
  smallest: F;
  readonly #first: F;
  readonly #options: ShrinkOptions<F>;
  /** Inputs that were given up. */
  readonly #passed = new Set<string>();
  #left: number;
  #plays = 0;
  #rate: Rate = { failures: 0, plays: 0 };
  #repeats = 1;
  #complete = true;

  constructor(first: F, options: ShrinkOptions<F>) {
    this.#first = first;
    this.smallest = first;
    this.#options = options;
    this.#left = options.budget;
  }

  async run(): Promise<Shrunk> {
    this.#rate = await measureRate(async () => {
      const played = await this.#play(this.#first.input);
      return played === undefined ? undefined : played !== "passed";
    }, this.#first.slow === true);
    this.#repeats = repeatsFor(this.#rate);
    this.#left += (Math.min(this.#repeats, mostTimesBudget) - 1) * this.#options.budget;
    let before: F;
    do {
      before = this.smallest;
      for (const kind of kinds) while (await this.#fewer(kind));
    } while (this.smallest !== before);
    return this.#told();
  }

  /** Takes the first candidate of the kind that fails alike; false when there is none. */
  async #fewer(kind: Kind): Promise<boolean> {
    for (const candidate of smaller(this.#options.shape, this.smallest.input, kind)) {
      const key = JSON.stringify(candidate);
      if (this.#passed.has(key)) continue;
      const failure = await this.#repeat(candidate);
      if (failure === undefined) return false;
      if (failure === "passed") {
        this.#passed.add(key);
        continue;
      }
      this.smallest = failure;
      this.#options.onProgress?.({ ...this.#told(), kind });
      return true;
    }
    return false;
  }

  /** Plays a candidate until it fails, or often enough. */
  async #repeat(candidate: unknown): Promise<F | "passed" | undefined> {
    for (let count = 0; count < this.#repeats; count += 1) {
      const played = await this.#play(candidate);
      if (played !== "passed") return played;
    }
    return "passed";
  }

  /** Undefined when no more may be played. */
  async #play(input: unknown): Promise<F | "passed" | undefined> {
    if (this.#left <= 0 || this.#options.signal?.aborted === true) {
      this.#complete = false;
      return undefined;
    }
    const { failure, slow } = await this.#options.play(input);
    this.#plays += 1;
    this.#left -= slow ? slowCost : 1;
    return failure ?? "passed";
  }

  #told(): Shrunk {
    const extent = (input: unknown): Extent => extentOf(this.#options.shape, input);
    return {
      plays: this.#plays,
      rate: this.#rate,
      repeats: this.#repeats,
      complete: this.#complete,
      from: extent(this.#first.input),
      to: extent(this.smallest.input),
    };
  }
}
