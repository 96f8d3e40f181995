/** The part of apg-js that the grammar checks use; the package has no types of its own. */
declare module "apg-js" {
  interface GrammarError {
    readonly line: number;
    readonly char: number;
    readonly msg: string;
  }
  interface Api {
    readonly errors: readonly GrammarError[];
    generate(): void;
    toObject(): Grammar;
  }
  interface Grammar {
    readonly rules: readonly { readonly lower: string }[];
    readonly udts: readonly { readonly lower: string }[];
  }
  /** What a terminal of the user's own answers: MATCH with the length of the phrase, EMPTY, or NOMATCH. */
  interface SystemData {
    state: number;
    phraseLength: number;
  }
  export type Terminal = (system: SystemData, characters: readonly number[], index: number) => void;
  interface Parser {
    callbacks: Record<string, Terminal>;
    parse(grammar: Grammar, start: string, input: readonly number[]): { readonly success: boolean };
  }
  const apg: {
    readonly apgApi: new (grammar: string) => Api;
    readonly apgLib: { readonly parser: new () => Parser; readonly ids: { readonly MATCH: number; readonly EMPTY: number; readonly NOMATCH: number } };
  };
  // The package exports one object, CommonJS fashion.
  // eslint-disable-next-line no-restricted-syntax
  export default apg;
}
