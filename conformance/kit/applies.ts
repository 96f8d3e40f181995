/** Whether a property applies to an implementation, and if not, why: what is not declared is not judged, and the report says so. */
import type { Hello } from "./adapter/types.ts";
import type { ProtocolVersion, Transport } from "./model.ts";
import { neededOptions } from "./security/credentials.ts";
import type { MechanismName } from "./security/mechanism.ts";
import { canHaveHandler } from "./security/zap.ts";
import type { Property } from "./property.ts";

export interface Ground {
  readonly hello: Hello;
  readonly transport: Transport;
  readonly mechanism: MechanismName;
  readonly protocol: ProtocolVersion;
  readonly hostile: boolean;
  readonly choices: Readonly<Record<string, string>>;
}

/** Over WebSocket peers speak as version 3.0 does: there are no PINGs, and subscriptions are messages (45/ZWS). */
export function spokenOver(transport: Transport, protocol: ProtocolVersion): ProtocolVersion {
  return transport === "ws" ? "3.0" : protocol;
}

/** The reason why the property does not apply, or nothing. */
export function doesNotApply(property: Property<unknown>, ground: Ground): string | undefined {
  const { capabilities } = ground.hello;
  const missingType = property.socketTypes.find((type) => !capabilities.socketTypes.includes(type));
  if (missingType !== undefined) return `the implementation does not declare the socket type ${missingType}`;
  const missingOption = property.options?.find((option) => !capabilities.options.includes(option));
  if (missingOption !== undefined) return `the implementation does not declare the option ${missingOption}`;
  const unprotected = cannotProtect(ground);
  if (unprotected !== undefined) return unprotected;
  if (property.handler === true && !canHaveHandler(ground.hello))
    return "the implementation cannot have a ZAP handler: that needs inproc, ROUTER and the option zapDomain";
  if (ground.protocol === "2.0" && ground.transport !== "inproc" && property.ofAnyVersion !== true)
    return "the implementation speaks version 2.0: a peer of version 3 sees nothing of it behind the greeting";
  if (property.since === "3.1" && ground.protocol !== "3.1")
    return `the statement holds for version 3.1, the implementation is judged by version ${ground.protocol}`;
  if (property.hostile === true && !ground.hostile) return "only judged with --hostile";
  if (property.when !== undefined && !property.when.values.includes(ground.choices[property.when.choice] ?? ""))
    return `the implementation does not declare ${property.when.choice} as ${property.when.values.join(" or ")}`;
  return undefined;
}

/** Why the implementation cannot be judged under the mechanism. */
function cannotProtect({ hello: { capabilities }, mechanism }: Ground): string | undefined {
  if (mechanism === "NULL") return undefined;
  if (!capabilities.mechanisms.includes(mechanism)) return `the implementation does not declare the mechanism ${mechanism}`;
  const missing = neededOptions[mechanism].find((option) => !capabilities.options.includes(option));
  if (missing !== undefined) return `the implementation does not declare the option ${missing}, which ${mechanism} needs`;
  return capabilities.operations.includes("option") ? undefined : `the adapter does not declare the operation option, which ${mechanism} needs`;
}

/** Whether a filter picks the property: by its name, its chapter or a statement that it judges. Globs are allowed. */
export function picks(filters: readonly string[], property: Pick<Property<unknown>, "name" | "judges">): boolean {
  if (filters.length === 0) return true;
  const names = [property.name, property.name.split("/")[0] ?? "", ...property.judges];
  return filters.some((filter) => names.some((name) => name === filter || glob(filter, name)));
}

function glob(pattern: string, name: string): boolean {
  return new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*/g, ".*")
      .replace(/\?/g, ".")}$`,
  ).test(name);
}
