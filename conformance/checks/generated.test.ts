/** Generated files are what their generators would write now, and the generators notice when they are not. */
import { expect, test } from "vitest";
import { citations } from "./generate/dissector.ts";
import { staleOutputs } from "./generate/generator.ts";
import { filled } from "./generate/marked.ts";
import { ProblemsError } from "./generate/problem.ts";
import { generateMain, generators } from "./generate/registry.ts";

test.each(generators.map((generator) => ({ generator, title: `${generator.name}: ${generator.about}` })))("fresh is $title", async ({ generator }) => {
  expect(await staleOutputs([generator], generateMain)).toEqual([]);
});

test("a stale file is named, with the command that mends it", async () => {
  const stale = { name: "example", about: "an example", outputs: () => [{ path: "package.json", text: "{}" }] };
  const [problem] = await staleOutputs([stale], generateMain);
  expect(problem?.file).toBe("package.json");
  expect(problem?.message).toContain(`node ${generateMain} example`);
});

test("a generated section is replaced, and all around it stays", () => {
  const text = "before\n<!-- generated: one -->\nold\n<!-- /generated -->\nafter\n";
  const [output] = filled("spec/a.md", text, { one: () => "new" });
  expect(output?.text).toBe("before\n<!-- generated: one -->\n\nnew\n\n<!-- /generated -->\nafter\n");
  expect(filled("spec/a.md", output?.text ?? "", { one: () => "new" })).toEqual([output]);
});

test("an unknown mark and an open mark are problems", () => {
  expect(() => filled("spec/a.md", "<!-- generated: two -->\n<!-- /generated -->", { one: () => "" })).toThrow(ProblemsError);
  expect(() => filled("spec/a.md", "<!-- generated: one -->\n", { one: () => "" })).toThrow(/not closed/u);
});

test("the statements that the parts of the dissector name are found, with their places, and names of fields are none", () => {
  const text = 'breaks("framing.more", range)\nitem:add(fields["flags.more"])\nField.new("tcp.stream") breaks(a and "curve.hello" or "no.such")';
  expect(citations("a.lua", text).map(({ id, line }) => [id, line])).toEqual([
    ["framing.more", 1],
    ["curve.hello", 3],
    ["no.such", 3],
  ]);
});
