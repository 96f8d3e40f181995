/** How the end of a session is told to the application. */
import type { CloseReason } from "../base/carrier.ts";
import { PeerError } from "../base/errors.ts";
import type { NodeSink } from "./options.ts";
import type { Session } from "./session.ts";

/** A session that never carried messages ends with two events, as in zeromq.js: why the handshake failed, and that the connection is gone. */
export function reportEnd(sink: NodeSink, session: Session, reason: CloseReason): void {
  const { address } = session;
  const error = errorOf(reason);
  if (!session.isReady) {
    const type = reason.type === "violation" || reason.type === "refused" ? "handshake:error:protocol" : "handshake:error:other";
    sink.event({ type, address, error: error ?? new Error("the connection ended in the handshake") });
  }
  sink.event(error === undefined ? { type: "disconnect", address } : { type: "disconnect", address, error });
}

function errorOf(reason: CloseReason): Error | undefined {
  switch (reason.type) {
    case "violation":
      return reason.error;
    case "refused":
      return new PeerError(reason.requirement, reason.reason);
    case "rejected":
      return new PeerError("handshake.error-closes", `the peer refuses: ${reason.reason}`);
    case "expired":
      return new PeerError(reason.requirement, "time is up");
    case "ended":
      return reason.error === undefined ? undefined : new Error(reason.error);
  }
}
