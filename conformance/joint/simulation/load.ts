/** What the nodes and links of a layer carried. */
import type { Host } from "../../../reference/simulation/network.ts";
import { linkLoad } from "./scene.ts";

export interface LayerLoad {
  readonly layer: string;
  readonly nodes: number;
  /** Messages and subscriptions, or pieces of octets, that one node has sent: the most, and on average. */
  readonly mostSent: number;
  readonly meanSent: number;
  /** The most that one link has carried in one direction. */
  readonly mostOnLink: number;
  /** The most that one node has sent for each message of the application. */
  readonly perMessage: number;
}

/** Connections that are open at the end are counted; what a broken one had carried is not. */
export function layerLoad(layer: string, hosts: readonly Host[], messages: number): LayerLoad {
  let most = 0;
  let sum = 0;
  let mostOnLink = 0;
  for (const host of hosts) {
    let sent = 0;
    for (const connected of host.connections)
      for (const side of linkLoad(connected)) {
        mostOnLink = Math.max(mostOnLink, side.sent);
        if (side.host === host) sent += side.sent;
      }
    most = Math.max(most, sent);
    sum += sent;
  }
  return { layer, nodes: hosts.length, mostSent: most, meanSent: sum / Math.max(1, hosts.length), mostOnLink, perMessage: most / Math.max(1, messages) };
}
