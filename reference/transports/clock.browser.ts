/** The only clock: the time, timers and turns of the event loop, as a page has them. Stands in for clock.ts in a browser. */
import { limits } from "../base/limits.ts";

/** The time in milliseconds since some moment; it never goes back. */
export function nowMs(): number {
  return performance.now();
}

/** Calls back once after at least this time, or at {@link limits.timerMs}. The result ends the wait. */
export function after(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, Math.min(Math.max(0, Math.ceil(delayMs)), limits.timerMs));
  return () => {
    clearTimeout(timer);
  };
}

/** Calls back when the event loop has turned. A message of a channel comes at once, where a timer of a page would wait. */
export function nextTurn(callback: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", () => {
    port1.close();
    callback();
  });
  port1.start();
  port2.postMessage(null);
}

/** A number from 0 to 2^32-1. */
export function random(): number {
  return Math.floor(Math.random() * 2 ** 32);
}
