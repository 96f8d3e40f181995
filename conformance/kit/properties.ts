/** The properties of the suite. */
import { suite } from "../properties/suite.ts";
import type { Property } from "./property.ts";

/** All properties, by name. */
export function properties(): readonly Property<unknown>[] {
  return suite as unknown as readonly Property<unknown>[];
}
