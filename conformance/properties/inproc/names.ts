/** spec/transports/inproc.md: names, through sockets of one implementation. */
import { AdapterError } from "../../kit/adapter/types.ts";
import { blame, expect, Unexpected } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import type { Stage } from "../../kit/stage.ts";
import type { Subject } from "../../kit/subject.ts";
import { words } from "../support.ts";

let count = 0;

export const names: readonly AnyProperty[] = [
  property<{ readonly messages: number }>({
    name: "inproc/connect-before-bind",
    judges: ["inproc.connect-before-bind"],
    socketTypes: ["DEALER"],
    transports: ["inproc"],
    cases: [{ messages: 3 }],
    play: async (stage, { messages }) => {
      const endpoint = freshName();
      const early = await stage.open("DEALER");
      const late = await stage.open("DEALER");
      await blame(stage, "inproc.connect-before-bind", async () => {
        await early.connectTo({ name: late.name, endpoint });
        for (let number = 0; number < messages; number += 1) await early.send(words(String(number)));
        await late.bind(endpoint);
        for (let number = 0; number < messages; number += 1) await late.receives(words(String(number)));
      });
    },
  }),
  property<Record<string, never>>({
    name: "inproc/refuses-a-name-in-use",
    judges: ["inproc.name-in-use"],
    socketTypes: ["DEALER"],
    transports: ["inproc"],
    cases: [{}],
    play: async (stage) => {
      const endpoint = freshName();
      const first = await stage.open("DEALER");
      await first.bind(endpoint);
      await blame(stage, "inproc.name-in-use", async () => {
        expect(!(await canBind(stage, endpoint)), "a refusal", "the name is bound twice");
      });
    },
  }),
  property<Record<string, never>>({
    name: "inproc/frees-the-name-at-close",
    judges: ["inproc.name-free-again"],
    socketTypes: ["DEALER"],
    transports: ["inproc"],
    cases: [{}],
    play: async (stage) => {
      const endpoint = freshName();
      const first = await stage.open("DEALER");
      await first.bind(endpoint);
      await first.close();
      await blame(stage, "inproc.name-free-again", async () => {
        const second = await stage.open("DEALER");
        await bindsAgain(stage, second, endpoint);
        const third = await stage.open("DEALER");
        await third.connectTo({ name: second.name, endpoint });
        await third.send(words("hello"));
        await second.receives(words("hello"));
      });
    },
  }),
];

/** Some implementations put a closed socket away in a thread of their own, so the name is free a moment after the answer to close. */
async function bindsAgain(stage: Stage, subject: Subject, endpoint: string): Promise<void> {
  stage.record.step(`${subject.name} binds`);
  const patience = AbortSignal.timeout(stage.ceilingMs);
  for (;;) {
    try {
      subject.endpoint = await stage.setting.adapter.bind(subject.handle, endpoint);
      return;
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      if (error.code !== "address-in-use" || patience.aborted) throw new Unexpected("the socket binds", `the implementation refuses: ${error.code}`);
    }
  }
}

function freshName(): string {
  count += 1;
  return `inproc://name-${String(count)}`;
}

async function canBind(stage: Stage, endpoint: string): Promise<boolean> {
  const socket = await stage.open("DEALER");
  try {
    await stage.setting.adapter.bind(socket.handle, endpoint);
    return true;
  } catch (error) {
    if (error instanceof AdapterError) return false;
    throw error;
  }
}
