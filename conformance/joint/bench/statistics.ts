/** Medians, ranges and slopes. */

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Figures of rounds; null for one that failed. */
export type Rounds = readonly (number | null)[];

/** Of an even number of values, the median is the mean of the two in the middle. What failed does not count; of nothing, all are NaN. */
export function spreadOf(values: Rounds): Spread {
  const sorted = values.filter((value) => value !== null && !Number.isNaN(value)).toSorted((a, b) => (a ?? 0) - (b ?? 0)) as readonly number[];
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
  return { median, least: sorted[0] ?? NaN, most: sorted.at(-1) ?? NaN };
}

/** What two figures of one round make, round by round, so that what slows a whole round down counts for both. */
export function together(values: Rounds, others: Rounds, make: (value: number, other: number) => number): Spread {
  return spreadOf(
    values.map((value, round) => {
      const other = others[round] ?? null;
      return value === null || other === null ? null : make(value, other);
    }),
  );
}

/** The exponent e of the curve value = c × x^e that lies nearest to the points, by least squares of the logarithms. */
export function exponentOf(points: readonly (readonly [x: number, value: number])[]): number {
  const logs = points.filter(([x, value]) => x > 0 && value > 0).map(([x, value]) => [Math.log(x), Math.log(value)] as const);
  const mean = (of: 0 | 1): number => logs.reduce((sum, pair) => sum + pair[of], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const above = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return above / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

/** A figure for people: 5.55 M, 22.3 k, 85. */
export function short(value: number): string {
  for (const [scale, unit] of [
    [1e9, " G"],
    [1e6, " M"],
    [1e4, " k"],
  ] as const)
    if (Math.abs(value) >= scale) return `${(value / (unit === " k" ? 1e3 : scale)).toPrecision(3)}${unit}`;
  if (Number.isNaN(value)) return "–";
  return Number.isInteger(value) || Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
