/** How often a failure happens, and how often a candidate must be played before it counts as one that does not fail. */

/** Of so many repetitions of the first failure so many failed. */
export interface Rate {
  readonly failures: number;
  readonly plays: number;
}

/** When these many repetitions all fail, the failure happens every time; one that waits for its ceiling is repeated once. */
const surePlays = 3;
/** What does not happen every time is played so often to know its rate. */
const measuredPlays = 10;
/** A candidate that would fail is given up by mistake this often. */
const mistaken = 0.05;
const mostRepeats = 20;

/** Plays until the rate is known; `play` says whether it failed, and undefined when no more may be played. */
export async function measureRate(play: () => Promise<boolean | undefined>, slow: boolean): Promise<Rate> {
  let failures = 0;
  let plays = 0;
  const sure = slow ? 1 : surePlays;
  while (plays < (failures === plays ? sure : measuredPlays)) {
    const failed = await play();
    if (failed === undefined) break;
    plays += 1;
    if (failed) failures += 1;
  }
  return { failures, plays };
}

/** k, so that a candidate that fails as often as the first failure is missed in 5 % of the tries at most: ln 0.05 ÷ ln(1 − p), at most 20. */
export function repeatsFor({ failures, plays }: Rate): number {
  if (plays === 0 || failures === plays) return 1;
  if (failures === 0) return mostRepeats;
  return Math.min(mostRepeats, Math.ceil(Math.log(mistaken) / Math.log(1 - failures / plays)));
}
