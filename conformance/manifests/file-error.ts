/** A file that cannot be read, understood or written; the message names it and says what to do. */
export class FileError extends Error {}

/** The first three faults of a file, and how many more there are: what is wrong is seen from the first. */
export function someFaults(faults: readonly string[]): string {
  const more = faults.length - 3;
  return `${faults.slice(0, 3).join("; ")}${more > 0 ? `; and ${String(more)} more` : ""}`;
}
