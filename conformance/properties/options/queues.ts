/** spec/patterns/options.md: which messages wait, and for whom, when the application asked for it. */
import { ascii } from "../../kit/octets.ts";
import { blame } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { meet, partner, settled, words } from "../support.ts";

export const queues: readonly AnyProperty[] = [
  ...(["REQ", "DEALER", "PUSH"] as const).map((type) =>
    property<{ readonly messages: number }>({
      name: `options/immediate-${type.toLowerCase()}-waits-for-the-connection`,
      judges: ["options.immediate"],
      socketTypes: [type],
      options: ["immediate"],
      cases: [{ messages: type === "REQ" ? 1 : 4 }],
      play: async (stage, { messages }) => {
        const gone = await stage.absent();
        const listening = await stage.listen();
        const subject = await stage.open(type, { immediate: true });
        await blame(stage, "options.immediate", async () => {
          await subject.connectTo(gone);
          await subject.refuses(words("too early"), ["would-block"]);
          await subject.connectTo(listening);
        });
        const peer = await stage.accept(listening, partner[type] ?? "ROUTER");
        await blame(stage, "options.immediate", async () => {
          for (let count = 0; count < messages; count += 1) {
            await subject.send(words(String(count)));
            await peer.receives(type === "REQ" ? words("", String(count)) : words(String(count)));
          }
        });
      },
    }),
  ),
  ...(["DEALER", "PULL", "SUB"] as const).map((type) =>
    property<{ readonly messages: number }>({
      name: `options/conflating-${type.toLowerCase()}-delivers-the-last`,
      judges: ["options.conflate"],
      socketTypes: [type],
      options: ["conflate"],
      since: "3.1",
      cases: [1, 2, 10].map((messages) => ({ messages })),
      play: async (stage, { messages }) => {
        const { subject, peer } = await meet(stage, type, "binds", { conflate: true });
        if (type === "SUB") await subject.subscribe(ascii(""));
        await subject.step();
        for (let count = 1; count <= messages; count += 1) peer.send(words(String(count)));
        await settled(subject, peer);
        await blame(stage, "options.conflate", async () => {
          await subject.receives(words(String(messages)));
          await subject.receivesNothing();
          peer.send(words("next"));
          await subject.receives(words("next"));
        });
      },
    }),
  ),
];
