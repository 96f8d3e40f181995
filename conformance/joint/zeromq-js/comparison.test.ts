/** The reference and zeromq.js have the same API and behave alike, but for the differences that are listed with a reason. */
import * as zeromq from "zeromq";
import { describe, expect, test } from "vitest";
import type { SocketOptionRow } from "../../../schemas/types/socket-option.ts";
import * as reference from "../../../reference/index.ts";
import { readJson } from "../../checks/generate/repository.ts";
import { behaviourDifferences } from "./behaviour-differences.ts";
import { behaviours, type Zmq } from "./behaviours.ts";
import { compareApis, faults } from "./comparison.ts";
import { differences } from "./differences.ts";

const rows = compareApis();

describe("the API", () => {
  test("differs only where a reason is given, and in no other way", () => {
    expect(faults(rows, differences)).toEqual([]);
  });

  test.each([
    ["a difference without a reason", { "Socket.type": undefined }, /Socket\.type is different .*say why/u],
    ["a reason for what is the same", { "Socket.linger": { how: "different", why: "x" } }, /Socket\.linger is the same/u],
    ["a reason for what nobody has", { "Socket.colour": { how: "absent", why: "x" } }, /there is no Socket\.colour/u],
    ["a reason of the wrong kind", { "Socket.type": { how: "absent", why: "x" } }, /Socket\.type is different/u],
  ] as const)("is refused with %s", (_what, change, message) => {
    const changed = Object.fromEntries(Object.entries({ ...differences, ...change }).filter(([, reason]) => reason !== undefined));
    expect(faults(rows, changed as typeof differences)).toEqual([expect.stringMatching(message)]);
  });
});

describe("the options of schemas/model/socket-options.json", () => {
  const options = readJson("schemas/model/socket-options.json") as readonly SocketOptionRow[];
  const readOnly = ["events", "context", "closed", "readable", "writable", "type", "lastEndpoint", "securityMechanism", "threadSafe"];

  test("are those that zeromq.js declares", () => {
    const declared = rows
      .filter(({ key, theirs }) => key.startsWith("Socket.") && theirs !== undefined && !theirs.includes("=>"))
      .map(({ key }) => key.slice("Socket.".length))
      .filter((name) => !readOnly.includes(name));
    expect(options.map(({ name }) => name).sort()).toEqual(declared.sort());
  });

  test("have the defaults that zeromq.js shows", () => {
    const shown: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const socket of [new zeromq.Router(), new zeromq.Request(), new zeromq.XPublisher(), new zeromq.Publisher()]) {
      for (const { name, default: value } of options) {
        const seen = read(socket, name);
        if (seen === undefined) continue;
        shown[name] = seen;
        expected[name] = value;
      }
      socket.close();
    }
    expect(Object.keys(shown).length).toBeGreaterThan(30);
    expect(shown).toEqual(expected);
  });
});

describe("both packages behave alike, or as listed:", () => {
  test.each(Object.entries(behaviours))("%s", async (name, behaviour) => {
    const [theirs, ours] = [await behaviour(zeromq), await behaviour(reference as unknown as Zmq)];
    const difference = behaviourDifferences[name];
    if (difference === undefined) expect(ours).toEqual(theirs);
    else {
      expect(ours).toEqual(difference.ours);
      expect(ours, "the difference is gone: remove it from behaviour-differences.ts").not.toEqual(theirs);
    }
  });

  test("no difference is listed of a program that is not there", () => {
    expect(Object.keys(behaviourDifferences).filter((name) => !(name in behaviours))).toEqual([]);
  });
});

/** Undefined for an option that cannot be read, or not in this build of libzmq. */
function read(socket: object, name: string): unknown {
  try {
    return (socket as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}
