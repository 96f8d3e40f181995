/** Faults: drawn from a seed, then data in the plan; and how they strike a scene. */
import { SeededRandom } from "../../../reference/simulation/random.ts";
import type { Fault } from "./plan.ts";
import type { Place, Scene } from "./scene.ts";

/** So many of each kind within this time. */
export function drawFaults(seed: number, counts: Readonly<Record<Fault["type"], number>>, withinMs: number): readonly Fault[] {
  const random = new SeededRandom(seed ^ 0x5eed);
  return Object.entries(counts)
    .flatMap(([type, count]) =>
      Array.from({ length: count }, () => ({
        atMs: random.below(withinMs),
        type: type as Fault["type"],
        pick: random.next(),
        forMs: type === "cut" ? 0 : 50 + random.below(2000),
      })),
    )
    .sort((a, b) => a.atMs - b.atMs);
}

/** Has each fault happen at its time, counted from now. */
export function planFaults(scene: Scene, faults: readonly Fault[]): void {
  const { clock } = scene;
  const start = clock.nowMs;
  for (const fault of faults)
    clock.at(start + fault.atMs, () => {
      const places = scene.places.filter(({ strikable, host }) => strikable && host.isUp);
      const place = places[fault.pick % places.length];
      if (place !== undefined) happen(scene, fault, place);
    });
}

function happen(scene: Scene, fault: Fault, place: Place): void {
  const { clock, network } = scene;
  const strike = scene.strike(place.host, fault.type);
  const over = (act: () => void): void => {
    clock.at(clock.nowMs + fault.forMs, () => {
      strike.untilMs = clock.nowMs;
      act();
    });
  };
  switch (fault.type) {
    case "cut":
      strike.untilMs = clock.nowMs;
      for (const { binding, connecting } of [...place.host.connections]) network.cut(binding, connecting);
      return;
    case "crash":
      network.crash(place.host);
      over(() => {
        place.host.isUp = true;
        place.start(place.host);
      });
      return;
    case "partition":
      network.divide(scene.hosts, (host) => (host === place.host ? 1 : host.side));
      over(() => {
        network.divide(scene.hosts, (host) => (host === place.host ? 0 : host.side));
      });
  }
}
