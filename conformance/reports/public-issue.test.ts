/** Names of threads become links, and the words around them stay. */
import { expect, it } from "vitest";
import { issueParts } from "./public-issue.ts";

it("finds each thread in its words", () => {
  expect(issueParts("zeromq/libzmq#4064 (open), excsn/rzmq#9 (closed)")).toEqual([
    { text: "zeromq/libzmq#4064", url: "https://github.com/zeromq/libzmq/issues/4064" },
    { text: " (open), " },
    { text: "excsn/rzmq#9", url: "https://github.com/excsn/rzmq/issues/9" },
    { text: " (closed)" },
  ]);
});

it("leaves words without a thread as they are", () => {
  expect(issueParts("told on a list")).toEqual([{ text: "told on a list" }]);
});
