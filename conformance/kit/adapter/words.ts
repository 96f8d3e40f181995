/** How failures of an adapter are put for a person. */

const shownCharacters = 300;
const shownLog = 20;

/** A text that fits on a screen. */
export function shortened(text: string): string {
  return text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}… (${text.length} characters)`;
}

/** A message with the last lines of the adapter's standard error. */
export function withLog(message: string, log: readonly string[]): string {
  if (log.length === 0) return `${message}; it wrote nothing to its standard error`;
  return `${message}; last on its standard error:\n${log
    .slice(-shownLog)
    .map((line) => `  ${line}`)
    .join("\n")}`;
}
