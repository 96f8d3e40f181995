import { expect, it } from "vitest";
import { Backlog } from "./backlog.ts";

it("What is sliced from it is a copy, also when what arrived stands alone", () => {
  const backlog = new Backlog();
  const arrived = Buffer.from("whole");
  backlog.add(arrived);
  backlog.octets.slice(0, 2).fill(0);
  expect(arrived.toString()).toBe("whole");
  backlog.take(3);
  backlog.add(Buffer.from("some more"));
  backlog.octets.slice(0, 2).fill(0);
  expect(Buffer.from(backlog.octets).toString()).toBe("lesome more");
});
