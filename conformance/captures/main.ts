/** Makes the captures of conformance/captures anew: `npm run captures [-- NAME…]`. It needs tcpdump, the right to capture, and the adapters that it names. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../kit/root.ts";
import { asPcapng } from "./as-pcapng.ts";
import { record } from "./rig.ts";
import { scenarios } from "./scenarios.ts";

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !scenarios().some((scenario) => scenario.name === name));
if (unknown.length > 0)
  throw new Error(
    `There is no capture ${unknown.join(", ")}: name some of ${scenarios()
      .map(({ name }) => name)
      .join(", ")}.`,
  );
for (const scenario of scenarios().filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const { file, players } = await record(scenario);
  const [binding = "", ...connecting] = players;
  const types = [scenario.binding, ...scenario.connecting].map(({ type }) => type);
  const who = connecting.map((player, at) => `${player} (${types[at + 1] ?? ""})`).join(" and ");
  const octets = asPcapng(
    file,
    `${who} to ${binding} (${types[0] ?? ""}): ${scenario.about}. Captured by tcpdump on loopback; npm run captures -- ${scenario.name}`,
  );
  writeFileSync(join(projectRoot(), `conformance/captures/${scenario.name}.pcapng`), octets);
  console.log(`${scenario.name}.pcapng: ${String(octets.length)} octets, ${who} to ${binding} (${types[0] ?? ""})`);
}
