/** What options refuse, and how they say it. */
import { describe, expect, it } from "vitest";
import { UsageError } from "../base/errors.ts";
import { Context, Dealer, Publisher, Push, Request, Router, type Socket, Subscriber, XPublisher } from "../index.ts";
import { absentContextOptions, absentOptions } from "./absent-options.ts";
import { accepts, describeRule, optionNames, optionTable } from "./option-table.ts";

function refusal(act: () => unknown): { readonly code: string; readonly message: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error("nothing is refused");
}

describe("an option", () => {
  it("takes the value that it has at first", () => {
    expect(optionNames.filter((name) => !accepts(optionTable[name].rule, optionTable[name].initial))).toEqual([]);
  });

  it("that the type lacks is refused with ENOTSUP and the types that have it", () => {
    expect(refusal(() => new Dealer({ mandatory: true } as object))).toMatchObject({ code: "ENOTSUP", message: expect.stringContaining("ROUTER") as string });
    expect(refusal(() => new Push({ receiveTimeout: 1 } as object)).code).toBe("ENOTSUP");
    expect(refusal(() => new Subscriber({ routingId: "a" } as object)).code).toBe("ENOTSUP");
  });

  it("that nobody has is refused with EINVAL", () => {
    expect(refusal(() => new Dealer({ colour: "red" } as object)).code).toBe("EINVAL");
    expect(refusal(() => new Context({ colour: "red" } as object)).code).toBe("EINVAL");
  });

  it("that is absent is refused with its reason, in the constructor and as a property", () => {
    for (const [name, reason] of Object.entries(absentOptions)) {
      const expected = { code: "ENOTSUP", message: `option ${name} is not implemented: ${reason}` };
      expect(refusal(() => new Dealer({ [name]: 1 }))).toMatchObject(expected);
      expect(refusal(() => Object.assign(new Dealer(), { [name]: 1 }))).toMatchObject(expected);
    }
    for (const [name, reason] of Object.entries(absentContextOptions)) {
      const expected = { code: "ENOTSUP", message: `option ${name} is not implemented: ${reason}` };
      expect(refusal(() => new Context({ [name]: 1 }))).toMatchObject(expected);
      expect(refusal(() => Object.assign(new Context(), { [name]: 1 }))).toMatchObject(expected);
    }
  });

  it("keeps its value when another is refused", () => {
    const socket = new Request({ linger: 5 });
    expect(refusal(() => (socket.linger = -2))).toMatchObject({ code: "EINVAL", message: expect.stringContaining("from -1") as string });
    expect(socket.linger).toBe(5);
    socket.close();
  });
});

describe("the values of an option", () => {
  it.each([
    [{ type: "integer", from: -1, to: 1 }, [-1, 0, 1], [-2, 2, 0.5, "1", null, NaN]],
    [{ type: "integer", from: 0 }, [0, Number.MAX_SAFE_INTEGER], [-1, Infinity, 2 ** 53]],
    [{ type: "flag" }, [true, false], [0, 1, null, "true"]],
    [{ type: "word", words: ["a", "b"] }, [null, "a", "b"], ["c", "", 0, undefined]],
    [
      { type: "octets", from: 1, to: 3, firstNotZero: true },
      [null, "abc", Buffer.from([1]), "å"],
      ["", "abcd", "åå", Buffer.from([0, 1]), "\0a", 1, undefined],
    ],
    [{ type: "octets", from: 0 }, [null, "", new Uint8Array(0)], [undefined, 7, []]],
  ] as const)("that takes $type are bounded", (rule, taken, refused) => {
    for (const value of taken) expect(accepts(rule, value), JSON.stringify(value)).toBe(true);
    for (const value of refused) expect(accepts(rule, value), JSON.stringify(value)).toBe(false);
    expect(describeRule(rule)).not.toBe("");
  });
});

describe("a context", () => {
  it("gives its options to new sockets", () => {
    const context = new Context({ blocky: false, ipv6: true });
    const before = new Publisher({ context });
    context.ipv6 = false;
    context.blocky = true;
    const after = new XPublisher({ context, linger: 7 });
    expect([before.linger, before.ipv6, after.linger, after.ipv6]).toEqual([0, true, 7, false]);
    for (const socket of [before, after] as Socket[]) socket.close();
  });

  it("takes flags only", () => {
    expect(refusal(() => new Context({ blocky: 1 } as object)).code).toBe("EINVAL");
  });
});

it("a socket says that its connections are not secured", () => {
  const socket = new Router();
  expect([socket.securityMechanism, socket.threadSafe]).toEqual([null, false]);
  socket.close();
});
