/** Errors of the socket API: a stable `code` as the system and zeromq.js have it. */
import { UsageError, type Refusal } from "../base/errors.ts";

/**
 * What a call could not do now, and nobody's fault: EAGAIN (no room or no message within the time limit, or the socket was closed meanwhile), EHOSTUNREACH (no such peer),
 * EBUSY (the same call is still waiting), EBADF (the socket is closed), EADDRINUSE and others of the system when an address cannot be bound.
 */
export class SocketError extends Error {
  readonly code: string;
  readonly address: string | undefined;
  constructor(code: string, message: string, address?: string) {
    super(message);
    this.name = "SocketError";
    this.code = code;
    this.address = address;
  }
}

export function errorOfRefusal(refusal: Refusal): Error {
  switch (refusal) {
    case "would-block":
      return new SocketError("EAGAIN", "Operation was not possible or timed out");
    case "wrong-state":
      return new UsageError("Operation cannot be accomplished in current state", "EFSM");
    case "no-route":
      return new SocketError("EHOSTUNREACH", "Host unreachable");
    case "invalid":
      return new UsageError("The message has too few parts for this type of socket");
    case "unsupported":
      return new UsageError("Operation not supported by this type of socket", "ENOTSUP");
  }
}

/** A system's error with the address that it is about. */
export function errorOfSystem(error: unknown, address: string): SocketError | UsageError {
  if (error instanceof UsageError) return error;
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "EIO";
  return new SocketError(code, error instanceof Error ? error.message : String(error), address);
}

export function closedError(): SocketError {
  return new SocketError("EBADF", "Socket is closed");
}

/** Of a call that waited when the socket was closed. */
export function abortedError(): SocketError {
  return new SocketError("EAGAIN", "Socket was closed");
}

export function busyError(operation: string): SocketError {
  return new SocketError("EBUSY", `Socket is busy: only one ${operation} may wait at a time`);
}
