/** What a package offers to a TypeScript program: its exported names, the members of its classes and the events of its observers, read from its declarations. */
import ts from "typescript";

export interface Api {
  /** Each exported name and what it is. */
  readonly exports: ReadonlyMap<string, "class" | "value" | "type">;
  /** For each class, its public members with their types as text. */
  readonly classes: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** For each event, the names of its members. */
  readonly events: ReadonlyMap<string, readonly string[]>;
}

/** Reads the declarations at these paths. */
export function readApis(paths: readonly string[]): readonly Api[] {
  const program = ts.createProgram(paths, {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    types: ["node"],
    allowImportingTsExtensions: true,
    noEmit: true,
  });
  return paths.map((path) => apiOf(path, program));
}

function apiOf(path: string, program: ts.Program): Api {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${path} is no module: build first`);
  const exports = new Map<string, "class" | "value" | "type">();
  const classes = new Map<string, ReadonlyMap<string, string>>();
  const events = new Map<string, readonly string[]>();
  for (const exported of checker.getExportsOfModule(module)) {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const kind = symbol.flags & ts.SymbolFlags.Class ? "class" : symbol.flags & ts.SymbolFlags.Value ? "value" : "type";
    exports.set(exported.name, kind);
    if (kind === "class") classes.set(exported.name, membersOf(symbol, checker));
    if (exported.name === "Event") for (const [type, members] of eventsOf(symbol, checker)) events.set(type, members);
  }
  return { exports, classes, events };
}

function membersOf(symbol: ts.Symbol, checker: ts.TypeChecker): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  for (const member of checker.getDeclaredTypeOfSymbol(symbol).getProperties()) {
    const [declaration] = member.declarations ?? [];
    if (
      declaration === undefined ||
      member.name.startsWith("#") ||
      member.name.startsWith("__#") ||
      ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)
    )
      continue;
    const name = member.name.startsWith("__@asyncIterator") ? "[Symbol.asyncIterator]" : member.name;
    members.set(name, textOf(checker.getTypeOfSymbolAtLocation(member, declaration), checker));
  }
  return members;
}

function eventsOf(symbol: ts.Symbol, checker: ts.TypeChecker): ReadonlyMap<string, readonly string[]> {
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  const found = new Map<string, readonly string[]>();
  for (const event of type.isUnion() ? type.types : [type]) {
    const names = event.getProperties().map(({ name }) => name);
    const [kind] = event.getProperties().filter(({ name }) => name === "type");
    const [declaration] = kind?.declarations ?? [];
    if (kind === undefined || declaration === undefined) continue;
    const literal = checker.getTypeOfSymbolAtLocation(kind, declaration);
    for (const one of literal.isUnion() ? literal.types : [literal]) if (one.isStringLiteral()) found.set(one.value, names.sort());
  }
  return found;
}

/** The type with the members of its unions in order, so that the same type has one text. */
function textOf(type: ts.Type, checker: ts.TypeChecker): string {
  const text = checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType);
  return type.isUnion() ? text.split(" | ").sort().join(" | ") : text;
}
