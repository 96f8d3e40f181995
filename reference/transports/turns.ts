/** How often the event loop is known to have turned: whoever it calls says so. Asking it costs a call of the platform, and this none. */
let count = 0;

/** The event loop has called. */
export function turned(): void {
  count += 1;
}

/** Two equal answers: the event loop has not turned in between, as far as anyone knows. */
export function turns(): number {
  return count;
}
