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
    const status = statusOf(reason);
    if (status !== undefined && error !== undefined) {
      sink.event({ type: "handshake:error:auth", address, error: Object.assign(error, { status }) });
    } else {
      const type = reason.type === "violation" || reason.type === "refused" ? "handshake:error:protocol" : "handshake:error:other";
      sink.event({ type, address, error: error ?? new Error("the connection ended in the handshake") });
    }
  }
  sink.event(error === undefined ? { type: "disconnect", address } : { type: "disconnect", address, error });
}

/** Both sides of a refusal may know its status: the one that decided, and the one that was told. */
function statusOf(reason: CloseReason): 300 | 400 | 500 | undefined {
  if (reason.type === "denied") return reason.status;
  if (reason.type !== "rejected") return undefined;
  return ([300, 400, 500] as const).find((status) => String(status) === reason.reason);
}

function errorOf(reason: CloseReason): Error | undefined {
  switch (reason.type) {
    case "violation":
      return reason.error;
    case "refused":
      return new PeerError(reason.requirement, reason.reason);
    case "denied":
      return new PeerError(reason.requirement, reason.status === undefined ? "nobody could decide about the peer" : `status ${String(reason.status)}`);
    case "rejected":
      return new PeerError("handshake.error-closes", `the peer refuses: ${reason.reason}`);
    case "expired":
      return new PeerError(reason.requirement, "time is up");
    case "ended":
      return reason.error === undefined ? undefined : new Error(reason.error);
  }
}
