/**
 * What keeps the process alive: a call that waits, and messages that are still to be sent. Connections, listeners and timers do not, so that a program ends when it has nothing left to
 * wait for, as it does with zeromq.js.
 */
import { limits } from "../base/limits.ts";

/** Who may have messages to send when the process would end. */
export interface Guest {
  /** The process would end now; whoever still has something to do calls {@link hold}. */
  leaving(): void;
}

const guests = new Set<Guest>();
let holds = 0;
let timer: NodeJS.Timeout | undefined;

/** Keeps the process alive until the result is called. */
export function hold(): () => void {
  timer ??= setInterval(() => undefined, limits.timerMs);
  if (holds === 0) timer.ref();
  holds += 1;
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    holds -= 1;
    if (holds === 0) timer?.unref();
  };
}

/** From now on the guest is told when the process would end. The result takes it back. */
export function enter(guest: Guest): () => void {
  if (guests.size === 0) process.on("beforeExit", leave);
  guests.add(guest);
  return () => {
    guests.delete(guest);
    if (guests.size === 0) process.removeListener("beforeExit", leave);
  };
}

function leave(): void {
  for (const guest of guests) guest.leaving();
}
