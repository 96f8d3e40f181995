/** The only clock: the time, timers and turns of the event loop, as the platform has them. */
import { limits } from "../base/limits.ts";

/** The time in milliseconds since some moment; it never goes back. */
export function nowMs(): number {
  return performance.now();
}

/** Calls back once after at least this time, or at {@link limits.timerMs}. The result ends the wait, which does not keep the process alive. */
export function after(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, Math.min(Math.max(0, Math.ceil(delayMs)), limits.timerMs)).unref();
  return () => {
    clearTimeout(timer);
  };
}

/** Calls back when the event loop has turned. */
export function nextTurn(callback: () => void): void {
  setImmediate(callback);
}

/** A number from 0 to 2^32-1. */
export function random(): number {
  return Math.floor(Math.random() * 2 ** 32);
}
