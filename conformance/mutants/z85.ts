/** Mutants of spec/security/z85.md. */
import type { Mutant } from "./mutant.ts";

export const z85Mutants: readonly Mutant[] = [
  {
    id: "z85-little-endian",
    breaks: "z85.decode",
    does: "It reads a group from its last digit.",
    file: "security/z85.ts",
    find: "view.setUint32(group * groupOctets, number);",
    replace: "view.setUint32(group * groupOctets, number, true);",
  },
  {
    id: "z85-any-size",
    breaks: "z85.size-text",
    does: "It ignores what is left of the last group.",
    file: "security/z85.ts",
    find: "if (text.length % groupDigits !== 0) throw",
    replace: "text = text.slice(0, text.length - (text.length % groupDigits));\n  if (text.length < 0) throw",
  },
  {
    id: "z85-any-character",
    breaks: "z85.alphabet",
    does: "It takes other characters for zero.",
    file: "security/z85.ts",
    find: "const value = values.get(text.charAt(digit));",
    replace: "const value = values.get(text.charAt(digit)) ?? 0;",
  },
  {
    id: "z85-overflows",
    breaks: "z85.overflow",
    does: "It drops what exceeds 32 bits.",
    file: "security/z85.ts",
    find: "if (number >= 2 ** 32)",
    replace: "if (number < 0)",
  },
];
