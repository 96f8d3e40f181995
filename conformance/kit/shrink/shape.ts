/**
 * The shape of a property's inputs, for making them smaller: which member counts parties, steps, frames or octets, and how small each may become without the case
 * losing its sense. What a shape does not name stays as it is. Nothing here draws inputs: a shape changes no seed.
 */

/** What is made fewer, in this order. */
export const kinds = ["parties", "steps", "frames", "octets"] as const;
export type Kind = (typeof kinds)[number];

export type Shape =
  | { readonly type: "count"; readonly kind: Kind; readonly least: number }
  | { readonly type: "content" }
  | { readonly type: "list"; readonly kind: Kind; readonly least: number; readonly item: Shape }
  | { readonly type: "text"; readonly kind: Kind; readonly least: number; readonly unit: number }
  | { readonly type: "fields"; readonly fields: Readonly<Record<string, Shape>> };

/** How many there are of each kind that a shape knows. */
export type Extent = Readonly<Partial<Record<Kind, number>>>;

/** A number of so many parties, steps, frames or octets. */
export function count(kind: Kind, least = 0): Shape {
  return { type: "count", kind, least };
}

/** A number from which octets follow: it becomes smaller with the octets, and is no number of them. */
export const content: Shape = { type: "content" };

/** A list with an entry each; items of another shape become smaller as well. */
export function entries(kind: Kind, least = 0, item: Shape = fields({})): Shape {
  return { type: "list", kind, least, item };
}

/** Octets as text, `unit` characters each; they are cut off at the end. */
export function letters(least = 0, unit = 1): Shape {
  return { type: "text", kind: "octets", least: least * unit, unit };
}

export function fields(shapes: Readonly<Record<string, Shape>>): Shape {
  return { type: "fields", fields: shapes };
}

/** Values that have less of the kind, the boldest first: as little as there may be, then a half, a quarter … and one less. */
export function* smaller(shape: Shape, value: unknown, kind: Kind): Generator {
  const bold = least(shape, value, kind);
  if (!same(bold, value)) yield bold;
  yield* one(shape, value, kind);
}

/** How many of each kind the value has. */
export function extentOf(shape: Shape, value: unknown): Extent {
  const extent: Partial<Record<Kind, number>> = {};
  measure(shape, value, (kind, number) => (extent[kind] = (extent[kind] ?? 0) + number));
  return extent;
}

/** The value with as little of the kind as the shape allows, everywhere at once. */
function least(shape: Shape, value: unknown, kind: Kind): unknown {
  switch (shape.type) {
    case "count":
      return shape.kind === kind ? Math.min(shape.least, value as number) : value;
    case "content":
      return kind === "octets" ? 0 : value;
    case "text":
      return shape.kind === kind ? (value as string).slice(0, shape.least) : value;
    case "list": {
      const items = shape.kind === kind ? (value as readonly unknown[]).slice(0, shape.least) : (value as readonly unknown[]);
      return items.map((item) => least(shape.item, item, kind));
    }
    case "fields":
      return withMembers(shape.fields, value, (member, inner) => least(inner, member, kind));
  }
}

/** Values that differ in one place. */
function* one(shape: Shape, value: unknown, kind: Kind): Generator {
  switch (shape.type) {
    case "count":
      if (shape.kind === kind) yield* numbers(value as number, shape.least);
      return;
    case "content":
      if (kind === "octets") yield* numbers(value as number, 0);
      return;
    case "text": {
      const whole = value as string;
      if (shape.kind === kind)
        for (const length of numbers(whole.length / shape.unit, Math.min(shape.least, whole.length) / shape.unit))
          yield whole.slice(0, Math.ceil(length) * shape.unit);
      return;
    }
    case "list": {
      const items = value as readonly unknown[];
      if (shape.kind === kind) yield* shorter(items, shape.least);
      for (const [at, item] of items.entries()) for (const less of one(shape.item, item, kind)) yield items.with(at, less);
      return;
    }
    case "fields": {
      const record = value as Readonly<Record<string, unknown>>;
      for (const [name, inner] of Object.entries(shape.fields))
        if (name in record) for (const less of one(inner, record[name], kind)) yield { ...record, [name]: less };
    }
  }
}

/** From the least on, closer and closer to the number. */
function* numbers(number: number, from: number): Generator<number> {
  for (let distance = number - from; distance > 0; distance = Math.floor(distance / 2)) yield number - distance;
}

/** Without so many items in one place: as many as may go, then half as many … and one. */
function* shorter(items: readonly unknown[], from: number): Generator<readonly unknown[]> {
  for (let size = items.length - from; size > 0; size = Math.floor(size / 2))
    for (let at = 0; at + size <= items.length; at += size) yield [...items.slice(0, at), ...items.slice(at + size)];
}

function measure(shape: Shape, value: unknown, add: (kind: Kind, number: number) => void): void {
  switch (shape.type) {
    case "count":
      add(shape.kind, value as number);
      return;
    case "content":
      return;
    case "text":
      add(shape.kind, Math.ceil((value as string).length / shape.unit));
      return;
    case "list":
      add(shape.kind, (value as readonly unknown[]).length);
      for (const item of value as readonly unknown[]) measure(shape.item, item, add);
      return;
    case "fields":
      withMembers(shape.fields, value, (member, inner) => {
        measure(inner, member, add);
        return member;
      });
  }
}

function withMembers(shapes: Readonly<Record<string, Shape>>, value: unknown, change: (member: unknown, shape: Shape) => unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const inner = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
      return [name, inner === undefined ? member : change(member, inner)];
    }),
  );
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
