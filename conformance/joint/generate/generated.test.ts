/** The data that come from the tables of the reference are what the generators would write now. */
import { expect, test } from "vitest";
import { socketTypes } from "../../../reference/patterns/socket-type.ts";
import { staleOutputs } from "../../checks/generate/generator.ts";
import { modelGenerators, modelMain } from "./registry.ts";
import { withRows } from "./socket-types.ts";

test.each(modelGenerators.map((generator) => ({ generator, title: generator.about })))("fresh is $title", async ({ generator }) => {
  expect(await staleOutputs([generator], modelMain)).toEqual([]);
});

test("a type of the reference that the list lacks is an error", () => {
  expect(() => withRows([], socketTypes)).toThrow(/lacks REQ/u);
});
