/** Topics for measurements. `bench.h` and this make the same. */

/** A text of this size, of small letters, that looks random and is the same in each run. */
export function textOf(number: number, size: number): string {
  let state = Math.imul(number + 1, 2_654_435_761) >>> 0;
  let text = "";
  while (text.length < size) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += String.fromCharCode(97 + ((state >>> 24) % 26));
  }
  return text;
}

/** The size of a topic, in octets. */
export const topicSize = 20;

/** The topic of this number with another end: a look finds that nobody wants it only at its last octet. */
export function missOf(number: number): string {
  return `${textOf(number, topicSize - 1)}A`;
}

/** At most ten thousand that nobody wants, evenly from all the topics. */
export function misses(topics: number): readonly Buffer[] {
  const count = Math.min(topics, 10_000);
  return Array.from({ length: count }, (_, at) => Buffer.from(missOf(Math.floor((at * topics) / count))));
}
