/** The help of every command as pages of a manual: one for `man`, one to be read with the guides. Both say what `patternwire help COMMAND` says. */
import { commandNames } from "../../cli/command-list.ts";
import { commandNamed } from "../../cli/commands/help.ts";
import { readText } from "./repository.ts";
import type { Generator } from "./generator.ts";

/** A block of a help text: how a command is called, prose, or lines that stand as they are, under a heading or not. */
export type Block =
  | { readonly type: "usage"; readonly lines: readonly string[] }
  | { readonly type: "prose"; readonly text: string }
  | { readonly type: "lines"; readonly heading?: string; readonly lines: readonly string[] };

const overview = "help";

export const commandReference: Generator = {
  name: "command-reference",
  about: "conformance/cli/command-line.md and conformance/cli/patternwire.1 from the help texts of conformance/cli",
  outputs: async () => {
    const names = [overview, ...commandNames.filter((name) => name !== overview)];
    const commands = await Promise.all(names.map(async (name) => ({ name, blocks: blocksOf((await commandNamed(name)).help) })));
    const { version } = JSON.parse(readText("package.json")) as { readonly version: string };
    return [
      { path: "conformance/cli/command-line.md", text: markdownManual(commands) },
      { path: "conformance/cli/patternwire.1", text: roffManual(commands, version) },
    ];
  },
};

interface Page {
  readonly name: string;
  readonly blocks: readonly Block[];
}

/** Blocks are parted by empty lines; what is indented stands as it is. Throws when a text has no usage. */
export function blocksOf(help: string): readonly Block[] {
  const blocks = help.trimEnd().split(/\n\n+/u).map(blockOf);
  if (blocks[0]?.type !== "usage") throw new Error(`A help text begins with "Usage:", not "${help.slice(0, 20)}".`);
  return blocks;
}

function blockOf(text: string): Block {
  const [first = "", ...rest] = text.split("\n");
  if (first.startsWith("Usage: ")) return { type: "usage", lines: [first, ...rest].map((line) => line.slice("Usage: ".length)) };
  const unindented = (lines: readonly string[]): readonly string[] => lines.map((line) => line.slice(2));
  if (first.startsWith("  ")) return { type: "lines", lines: unindented([first, ...rest]) };
  if (rest.length > 0 && rest.every((line) => line.startsWith("  "))) return { type: "lines", heading: first, lines: unindented(rest) };
  return { type: "prose", text: [first, ...rest].join(" ") };
}

function titleOf({ name }: Page): string {
  return name === overview ? "patternwire" : `patternwire ${name}`;
}

function markdownManual(pages: readonly Page[]): string {
  const contents = pages.map((page) => `[${titleOf(page)}](#${titleOf(page).replaceAll(" ", "-")})`).join(", ");
  return `# The command line

<!-- Generated from the help texts of conformance/cli: npm run generate -->

What \`patternwire help COMMAND\` prints, on one page; \`man patternwire\` shows the same where the package is installed globally. ${contents}.

${pages.map(markdownPage).join("\n")}`;
}

function markdownPage(page: Page): string {
  return `## ${titleOf(page)}\n\n${page.blocks.map((block) => `${markdownBlock(block)}\n`).join("\n")}`;
}

function markdownBlock(block: Block): string {
  if (block.type === "prose") return block.text.replace(/[*_<]/gu, (mark) => `\\${mark}`);
  const fence = `\`\`\`text\n${block.lines.join("\n")}\n\`\`\``;
  return block.type === "lines" && block.heading !== undefined ? `**${block.heading.replace(/[*_<]/gu, (mark) => `\\${mark}`)}**\n\n${fence}` : fence;
}

function roffManual(pages: readonly Page[], version: string): string {
  const [first, ...others] = pages;
  const synopsis = first?.blocks[0]?.type === "usage" ? first.blocks[0].lines : [];
  return [
    '.\\" Generated from the help texts of conformance/cli: npm run generate',
    `.TH PATTERNWIRE 1 "" "patternwire ${version}" "User commands"`,
    ".SH NAME",
    "patternwire \\- judges implementations of the \\(/OMQ messaging patterns and of ZMTP 3.1",
    ".SH SYNOPSIS",
    ...literal(synopsis),
    ".SH DESCRIPTION",
    ...(first?.blocks.slice(1) ?? []).flatMap(roffBlock),
    ...others.flatMap((page) => [`.SH "${titleOf(page).toUpperCase()}"`, ...page.blocks.flatMap(roffBlock)]),
    "",
  ].join("\n");
}

function roffBlock(block: Block): readonly string[] {
  if (block.type === "prose") return [".PP", roffText(block.text)];
  const heading = block.type === "lines" && block.heading !== undefined ? [`.SS "${roffText(block.heading).replaceAll('"', "\\(dq")}"`] : [".PP"];
  return [...heading, ...literal(block.lines)];
}

function literal(lines: readonly string[]): readonly string[] {
  return [".nf", ".RS 2", ...lines.map(roffText), ".RE", ".fi"];
}

/** Text that roff takes for itself: backslashes, hyphens that are to be copied, and dots and quotes that begin a line. */
function roffText(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll("Ø", "\\(/O").replaceAll("…", "\\&...").replace(/^[.']/u, "\\&$&");
}
