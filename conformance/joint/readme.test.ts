/** The TypeScript examples of the READMEs, of the guides and of the pages beside the reference run as they stand, and once more with libzmq at one end. */
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { readFences, type Fence } from "../checks/generate/fences.ts";
import { filesBelow, readText, root } from "../checks/generate/repository.ts";

const run = promisify(execFile);
const examples = ["README.md", ...filesBelow("conformance/guides", ".md"), ...filesBelow("reference", ".md")]
  .flatMap((file) => readFences(file, readText(file)).filter(({ language }) => language === "ts"))
  .map((fence) => ({ fence, place: `${fence.file}:${String(fence.line)}` }));

test("the examples show the four patterns and the three topologies", () => {
  expect(examples.map(({ fence }) => fence.file).sort()).toEqual([
    ...Array<string>(4).fill("README.md"),
    "conformance/guides/switch-from-zeromq-js.md",
    ...Array<string>(3).fill("reference/sockets/topologies.md"),
  ]);
});

describe("an example", () => {
  test.each(examples)("runs and prints what its comments say: $place", async ({ fence }) => {
    expect(await output(fence.text)).toEqual(printed(fence));
  });

  test.each(examples.flatMap(({ fence, place }) => variants(fence.text).map((variant) => ({ ...variant, fence, place }))))(
    "prints the same when libzmq is $libzmq: $place",
    async ({ fence, text }) => {
      expect(await output(text)).toEqual(printed(fence));
    },
  );

  test.each(examples)("has an end that libzmq can be: $place", ({ fence }) => {
    expect(variants(fence.text).length).toBeGreaterThan(0);
  });
});

async function output(program: string): Promise<readonly string[]> {
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], { cwd: root });
  return stdout.trim().split("\n");
}

/** The comment behind each console.log, in order. */
function printed(fence: Fence): readonly string[] {
  return [...fence.text.matchAll(/console\.log\(.*\); \/\/ (.+)$/gmu)].map(([, comment = ""]) => comment);
}

/**
 * The program once for each of its socket classes that talks with sockets of another class only: it comes from zeromq.js then. A program of one class has the second
 * of its sockets from there. What meets in the process meets over ipc instead, and the sockets of a device stay those of the reference.
 */
function variants(program: string): readonly { readonly libzmq: string; readonly text: string }[] {
  const imported = /^import \{ (.+) \} from "patternwire";$/mu.exec(program);
  const names = (imported?.[1] ?? "").split(", ");
  const ofDevices = new Set([...program.matchAll(/new Proxy\(new (\w+)\(\), new (\w+)\(\)\)/gu)].flatMap(([, one = "", other = ""]) => [one, other]));
  const apart = program.replaceAll(/inproc:\/\/(\w+)/gu, `ipc://${join(tmpdir(), `patternwire-${randomUUID().slice(0, 8)}-$1`)}`);
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) {
    const text = apart.replace(imported?.[0] ?? "", `$&\nimport { ${only} as Second } from "zeromq";`);
    const second = text.indexOf(`new ${only}(`, text.indexOf(`new ${only}(`) + 1);
    return [{ libzmq: `the second ${only}`, text: `${text.slice(0, second)}${text.slice(second).replace(`new ${only}(`, "new Second(")}` }];
  }
  return names
    .filter((name) => name !== "Proxy" && !ofDevices.has(name))
    .map((name) => ({
      libzmq: name,
      text: apart.replace(
        imported?.[0] ?? "",
        `import { ${names.filter((other) => other !== name).join(", ")} } from "patternwire";\nimport { ${name} } from "zeromq";`,
      ),
    }));
}
