/** The passage of messages through a distribution tree: the publisher is the first node, then the forwarders layer by layer, then the subscribers. */
import type { Host } from "../../../reference/simulation/network.ts";
import type { Forwarders } from "./forwarders.ts";
import { Passage } from "./passage.ts";
import type { Scene } from "./scene.ts";

export interface TreeEnds {
  readonly publisher: Host | undefined;
  readonly subscribers: readonly Host[];
  /** How many messages there will be. */
  readonly messages: number;
  readonly queueLimit: number;
  /** The topics by their number. */
  readonly names: readonly string[];
  readonly wants: (subscriber: number, topic: number) => boolean;
  readonly topicOf: (message: number) => number | undefined;
}

export interface TreePassage {
  readonly passage: Passage;
  /** The node of the first subscriber. */
  readonly first: number;
}

/** Watches a tree that is built. */
export function watchTree(scene: Scene, forwarders: Forwarders, ends: TreeEnds): TreePassage {
  const { hosts } = forwarders;
  const starts: number[] = [1];
  for (const layer of hosts) starts.push((starts.at(-1) ?? 0) + layer.length);
  const first = starts.at(-1) ?? 1;
  const parents = new Int32Array(first + ends.subscribers.length);
  const places: { readonly layer: number; readonly index: number }[] = [{ layer: -1, index: 0 }];
  for (const layer of hosts.keys())
    for (const [index, parent] of forwarders.parentsOf(layer).entries()) {
      parents[places.length] = layer === 0 ? 0 : (starts[layer - 1] ?? 0) + parent;
      places.push({ layer, index });
    }
  const above = hosts.length === 0 ? 0 : (starts[hosts.length - 1] ?? 0);
  for (const index of ends.subscribers.keys()) parents[first + index] = above + (hosts.length === 0 ? 0 : forwarders.leafOf(index, ends.subscribers.length));
  const passage = new Passage(parents, ends.messages, ends.queueLimit, (node, topic) => {
    const place = places[node];
    return place === undefined ? ends.wants(node - first, topic) : forwarders.asksFor(place.layer, place.index, ends.names[topic] ?? "");
  });
  const nodes = new Map([ends.publisher, ...hosts.flat(), ...ends.subscribers].map((host, node) => [host, node]));
  scene.broke = (host) => {
    const node = nodes.get(host);
    if (node !== undefined) passage.broke(node);
  };
  forwarders.passedDown = (layer, index, [, number]) => {
    if (number?.length !== 4) return;
    const message = new DataView(number.buffer, number.byteOffset).getInt32(0);
    const topic = ends.topicOf(message);
    if (topic !== undefined) passage.sees((starts[layer] ?? 0) + index, message, topic);
  };
  return { passage, first };
}
