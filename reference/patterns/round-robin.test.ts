import { describe, expect, it } from "vitest";
import { FakePipe } from "./pipes.test.support.ts";
import { RoundRobin } from "./round-robin.ts";

function circle(count: number): { readonly robin: RoundRobin; readonly pipes: readonly FakePipe[]; readonly turns: (many: number) => readonly number[] } {
  const robin = new RoundRobin();
  const pipes = Array.from({ length: count }, () => new FakePipe());
  for (const pipe of pipes) robin.add(pipe);
  return { robin, pipes, turns: (many) => Array.from({ length: many }, () => pipes.indexOf(robin.next() as FakePipe)) };
}

function at(pipes: readonly FakePipe[], index: number): FakePipe {
  return pipes[index] ?? new FakePipe();
}

describe("round-robin", () => {
  it("gives each pipe its turn, in the order in which they came", () => {
    expect(circle(3).turns(7)).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  it("takes a pipe once, however often it is added", () => {
    const { robin, pipes, turns } = circle(2);
    robin.add(at(pipes, 0));
    expect(turns(4)).toEqual([0, 1, 0, 1]);
  });

  it.each([
    { removed: 0, why: "before the mark", then: [2, 3, 1, 2] },
    { removed: 1, why: "directly before the mark", then: [2, 3, 0, 2] },
    { removed: 2, why: "at the mark", then: [3, 0, 1, 3] },
    { removed: 3, why: "behind the mark", then: [2, 0, 1, 2] },
  ])("goes on where it was when a pipe $why is removed", ({ removed, then }) => {
    const { robin, pipes, turns } = circle(4);
    expect(turns(2)).toEqual([0, 1]);
    robin.remove(at(pipes, removed));
    expect(turns(4)).toEqual(then);
  });

  it("minds nothing when a pipe is removed that is not there", () => {
    const { robin, turns } = circle(3);
    expect(turns(1)).toEqual([0]);
    robin.remove(new FakePipe());
    expect(turns(3)).toEqual([1, 2, 0]);
  });

  it("passes over who has no room, and has nobody's turn when nobody has", () => {
    const { robin, pipes, turns } = circle(3);
    at(pipes, 1).room = 0;
    expect(turns(3)).toEqual([0, 2, 0]);
    expect(robin.writable).toBe(true);
    for (const pipe of pipes) pipe.room = 0;
    expect([robin.writable, robin.next()]).toEqual([false, undefined]);
  });
});
