/** What comes to an application. */
import type { Subject } from "../subject.ts";
import type { Message } from "./forms.ts";
import { isUnasked } from "./plan.ts";

/** The next message, but for those that a publisher should not have sent: an XSUB need not keep them from its application. */
export async function arrives(subject: Subject, timeoutMs?: number): Promise<Message | undefined> {
  for (;;) {
    const { parts } = await subject.tryReceive(timeoutMs);
    if (parts === undefined || !isUnasked(parts)) return parts;
  }
}
