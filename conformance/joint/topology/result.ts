/** What a topology of real sockets did. */
import type { LawResult } from "../simulation/laws.ts";
import type { MachineLimits } from "./limits.ts";

export interface TopologyResult {
  readonly topology: "tree" | "bus";
  /** Subscribers or clients. */
  readonly parties: number;
  /** Devices in each layer, from the publisher down or from the clients on. */
  readonly layers: readonly number[];
  readonly processes: number;
  /** Versions by name. */
  readonly implementations: Readonly<Record<string, string>>;
  readonly accepted: number;
  readonly delivered: number;
  /** Not delivered to those below a forwarder that was gone. */
  readonly declaredLost: number;
  readonly laws: readonly LawResult[];
  readonly limits: MachineLimits;
  readonly volatile: { readonly seconds: number };
}
