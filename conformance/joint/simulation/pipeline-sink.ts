/** The sockets of a pipeline's sink: where items come in, where they go back, and where credit goes. */
import type { Message } from "../../../reference/base/message.ts";
import type { Host } from "../../../reference/simulation/network.ts";
import type { Scene } from "./scene.ts";

/** What a sink sends for an item: back to the first stage, or to the source. */
export interface Answer {
  readonly to: "back" | "source";
  readonly message: Message;
}

/** A place that takes items one by one; an answer that finds no room is held, and no other item is taken till it is gone. */
export function placeSink(scene: Scene, streamers: number, answer: (host: Host, item: Message) => Answer): Host {
  return scene.place("sink", (host) => {
    const input = scene.socket(host, "PULL");
    const back = scene.socket(host, "PUSH");
    const credit = scene.socket(host, "PUSH");
    let held: Answer | undefined;
    input.bind("sink");
    for (let index = 0; index < streamers; index += 1) back.connect(`streamer-0-${String(index)}/front`);
    credit.connect("source/credit");
    input.turn =
      back.turn =
      credit.turn =
        () => {
          for (;;) {
            if (held !== undefined && (held.to === "back" ? back : credit).send(held.message) !== undefined) return;
            held = undefined;
            const item = input.receive();
            if (typeof item === "string") return;
            held = answer(host, item);
          }
        };
  });
}
