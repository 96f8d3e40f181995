/**
 * The end of patience: a ceiling that counts only time in which this process had its turn. A machine that stands still for a second takes no second from the
 * implementation, and what arrived meanwhile is read before the ceiling counts as reached.
 */
const sliceMs = 50;

/** Calls back once when the time has passed in slices, each of which counts as much as it was meant to last. The result stops it. */
export function whenPatienceEnds(ceilingMs: number, ended: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  let look: NodeJS.Immediate | undefined;
  const wait = (leftMs: number): void => {
    const next = Math.min(sliceMs, leftMs);
    timer = setTimeout(() => {
      // Timers run before the system is asked for what arrived; an immediate runs after.
      look = setImmediate(() => {
        if (leftMs > next) wait(leftMs - next);
        else ended();
      });
    }, next);
  };
  wait(Math.max(0, ceilingMs));
  return () => {
    clearTimeout(timer);
    clearImmediate(look);
  };
}
