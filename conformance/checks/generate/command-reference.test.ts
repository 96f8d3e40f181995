import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { commandNames } from "../../cli/command-list.ts";
import { blocksOf, commandReference } from "./command-reference.ts";

const [markdown, roff] = await commandReference.outputs();

describe("the manual", () => {
  it("tells usage, prose, and lines as they stand", () => {
    expect(blocksOf("Usage: x A\n       x B\n\nDoes it\nwell.\n\n  a  one\n\nOptions of it\n  --b  two\n    more\n")).toEqual([
      { type: "usage", lines: ["x A", "x B"] },
      { type: "prose", text: "Does it well." },
      { type: "lines", lines: ["a  one"] },
      { type: "lines", heading: "Options of it", lines: ["--b  two", "  more"] },
    ]);
    expect(() => blocksOf("Options\n  --a  b\n")).toThrow(/begins with "Usage:"/u);
  });

  it("has every command", () => {
    for (const name of commandNames.filter((candidate) => candidate !== "help")) {
      expect(markdown?.text).toContain(`## patternwire ${name}\n`);
      expect(roff?.text).toContain(`.SH "PATTERNWIRE ${name.toUpperCase()}"\n`);
    }
  });

  it("begins no line of roff with what roff would take for a request", () => {
    const requests = /^\.(?:\\" |TH |SH |SS |PP$|nf$|fi$|RS 2$|RE$)/u;
    const lines = roff?.text.split("\n").filter((line) => /^[.']/u.test(line) && !requests.test(line));
    expect(lines).toEqual([]);
  });

  it.skipIf(!has("groff"))("is set by groff without a warning (left out where there is no groff)", () => {
    // No bold, no overstriking: plain text.
    const { stdout, stderr } = spawnSync("groff", ["-man", "-ww", "-Tutf8", "-P-cbou"], { input: roff?.text ?? "", encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/NAME\n +patternwire/u);
    expect(stdout).toContain("--known-failures FILE");
  });
});

function has(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
