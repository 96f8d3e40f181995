/** Whether a property applies to an implementation, and if not, why: what is not declared is not judged, and the report says so. */
import type { Hello } from "./adapter/types.ts";
import type { ProtocolVersion, Transport } from "./model.ts";
import type { Property } from "./property.ts";

export interface Ground {
  readonly hello: Hello;
  readonly transport: Transport;
  readonly protocol: ProtocolVersion;
  readonly hostile: boolean;
  readonly choices: Readonly<Record<string, string>>;
}

/** The reason why the property does not apply, or nothing. */
export function doesNotApply(property: Property<unknown>, ground: Ground): string | undefined {
  const { capabilities } = ground.hello;
  const missingType = property.socketTypes.find((type) => !capabilities.socketTypes.includes(type));
  if (missingType !== undefined) return `the implementation does not declare the socket type ${missingType}`;
  const missingOption = property.options?.find((option) => !capabilities.options.includes(option));
  if (missingOption !== undefined) return `the implementation does not declare the option ${missingOption}`;
  if (property.since === "3.1" && ground.protocol === "3.0") return "the statement holds for version 3.1, the implementation is judged by version 3.0";
  if (property.hostile === true && !ground.hostile) return "only judged with --hostile";
  if (property.when !== undefined && !property.when.values.includes(ground.choices[property.when.choice] ?? ""))
    return `the implementation does not declare ${property.when.choice} as ${property.when.values.join(" or ")}`;
  return undefined;
}

/** Whether a filter picks the property: by its name, its chapter or a statement that it judges. Globs are allowed. */
export function picks(filters: readonly string[], property: Property<unknown>): boolean {
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
