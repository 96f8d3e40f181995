/** Questions about peers, as the mechanisms ask them and the application's authenticator answers (27/ZAP). Mirrors spec/security/zap.md. */
import type { RequirementId } from "./errors.ts";

export interface Question {
  /** As the greeting announces it. */
  readonly mechanism: string;
  /** PLAIN: username and password. CURVE: the client's permanent public key. NULL: none. */
  readonly credentials: readonly Uint8Array[];
  /** What the peer has announced; empty when it has announced none yet. */
  readonly identity: Uint8Array;
}

export type Verdict =
  | { readonly type: "accepted" }
  /** `status` is the code of ZAP, absent when nobody could decide. A peer that is refused for good is told so. */
  | { readonly type: "refused"; readonly requirement: RequirementId; readonly status?: 300 | 400 | 500 };

export type Answer = (verdict: Verdict) => void;
