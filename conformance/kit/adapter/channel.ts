/** The way to an adapter and back: a program's standard streams, or a function in this process. The session above it is the same for both. */

/** What a channel tells. */
export interface ChannelEvents {
  /** A value that the adapter gave; `octets` is the length of its line. */
  readonly message: (value: unknown, octets: number) => void;
  /** A line that cannot be read, and why. */
  readonly garbage: (line: string, wrong: string) => void;
  /** A line of its standard error. */
  readonly log: (line: string) => void;
  /** The adapter is gone; said once, after everything that it wrote. */
  readonly gone: (ending: Ending) => void;
}

/** How an adapter ended. */
export interface Ending {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Why it did not start. */
  readonly spawnError?: string;
}

export interface Channel {
  /** Gives the adapter a value; after the end it does nothing. */
  send(value: unknown): void;
  /** Ends its input; it should exit. */
  finish(): void;
  /** Kills it; with `dump`, after a chance to write down what it was doing. `gone` follows. */
  kill(dump: boolean): void;
}
