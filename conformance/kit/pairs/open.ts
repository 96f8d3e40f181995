/** Opens and closes a socket of one of the two implementations. */
import { AdapterError, type AdapterClient } from "../adapter/types.ts";
import type { CaseRecord } from "../record.ts";
import { defaultCredentials } from "../security/credentials.ts";
import { SubjectSecurity } from "../security/subject-security.ts";
import { Subject } from "../subject.ts";

export interface Wanted {
  readonly name: string;
  readonly type: string;
  /** Those that the implementation does not have are left out. */
  readonly options: Readonly<Record<string, unknown>>;
}

export async function openSubject({ name, type, options }: Wanted, adapter: AdapterClient, record: CaseRecord, ceilingMs: number): Promise<Subject> {
  const known = Object.fromEntries(Object.entries(options).filter(([option]) => adapter.hello.capabilities.options.includes(option)));
  record.step(`${name} opens ${type}`);
  const handle = await adapter.open(type, known);
  const security = new SubjectSecurity(adapter, adapter.hello, "NULL", defaultCredentials);
  return new Subject(name, type, handle, { adapter, record, ceilingMs, freshEndpoint: () => "", security });
}

/** Refusals at this point do not matter: the socket may be closed already. */
export async function closeSubject(adapter: AdapterClient, subject: Subject): Promise<void> {
  try {
    await adapter.close(subject.handle);
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
  }
}
