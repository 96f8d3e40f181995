import { describe, expect, it } from "vitest";
import { HelpWanted, parseArguments } from "./arguments.ts";
import { checkOptionKinds, checkOptions, type CheckOptions } from "./check-options.ts";
import { UsageError } from "./usage-error.ts";

describe("the options of check", () => {
  it("have defaults that judge the reference at the standard level with one seed", () => {
    expect(read([])).toEqual({ filters: [], list: false, seed: 1, level: "standard", files: [], hostile: false, choices: {} });
  });

  it("are all read", () => {
    const words =
      "--filter framing.* --filter=tcp --seed 7 --runs 3 --full --jobs 2 --json - --junit j.xml --markdown m.md --witnesses w --protocol 3.0 --transport inproc,tcp --mechanism curve,Null --hostile --known-failures none --choice a.b=c --no-color -- ./x --seed 9";
    expect(read(words.split(" "))).toEqual({
      program: ["./x", "--seed", "9"],
      filters: ["framing.*", "tcp"],
      list: false,
      seed: 7,
      runs: 3,
      level: "full",
      jobs: 2,
      files: [
        { format: "json", path: "-" },
        { format: "junit", path: "j.xml" },
        { format: "markdown", path: "m.md" },
      ],
      witnessFolder: "w",
      protocol: "3.0",
      transports: ["tcp", "inproc"],
      mechanisms: ["NULL", "CURVE"],
      hostile: true,
      knownFailures: "none",
      choices: { "a.b": "c" },
      colour: false,
    });
  });

  it("draw a new seed when asked to", () => {
    expect(new Set(Array.from({ length: 20 }, () => read(["--seed", "random"]).seed)).size).toBeGreaterThan(1);
  });

  const mistakes: readonly (readonly [string, RegExp])[] = [
    ["--fliter x", /no option --fliter\. Did you mean --filter\?/u],
    ["-x", /no option -x/u],
    ["--seed", /--seed needs a value/u],
    ["--json --quick", /--json needs a value/u],
    ["--json=", /--json needs a value/u],
    ["--quick=yes", /--quick takes no value/u],
    ["--seed one", /--seed takes a whole number/u],
    ["--seed 1.5", /--seed takes a whole number/u],
    ["--runs 0", /--runs takes a whole number from 1/u],
    ["--jobs=-1", /--jobs takes a whole number from 1/u],
    ["--quick --full", /either --quick or --full/u],
    ["--color --no-color", /either --color or --no-color/u],
    ["--protocol 2.0", /--protocol takes 3\.1 or 3\.0/u],
    ["--transport udp", /--transport takes tcp, ipc, inproc/u],
    ["--transport tcp,", /--transport takes/u],
    ["--mechanism gssapi", /--mechanism takes null, plain, curve/u],
    ["--choice x", /--choice takes ID=VALUE/u],
    ["--json - --junit -", /give "-" once/u],
    ["--list --junit x.xml", /--junit is for a run/u],
    ["--impl reference -- ./x", /either --impl NAME or a command/u],
    ["--quick --", /A command must follow "--"/u],
  ];
  it.each(mistakes)("refuse %s with a message that helps", (words, message) => {
    expect(() => read(words.split(" "))).toThrow(message);
    expect(() => read(words.split(" "))).toThrow(UsageError);
  });

  it("ask for help before they complain", () => {
    expect(() => read(["--help", "--nonsense"])).toThrow(HelpWanted);
    expect(() => read(["-h", "--"])).toThrow(HelpWanted);
    expect(read(["--", "./x", "--help"]).program).toEqual(["./x", "--help"]);
  });
});

describe("the command after the options", () => {
  const rules = { options: checkOptionKinds, command: "patternwire start", programWithoutMark: true };
  it.each([
    ["./x --seed 2", ["./x", "--seed", "2"]],
    ["-- ./x --seed 2", ["./x", "--seed", "2"]],
    ["--seed 1 --quick ./x -- y", ["./x", "--", "y"]],
    ["--quick -- node x.js -h", ["node", "x.js", "-h"]],
    ["node x.js --help", ["node", "x.js", "--help"]],
  ])("is found in: start %s", (words, program) => {
    expect(parseArguments(words.split(" "), rules).program).toEqual(program);
  });

  it("is absent when nothing but options is there", () => {
    expect(parseArguments(["--seed", "3"], rules).program).toBeUndefined();
  });
});

function read(args: readonly string[]): CheckOptions {
  return checkOptions(parseArguments(args, { options: checkOptionKinds, command: "patternwire check" }));
}
