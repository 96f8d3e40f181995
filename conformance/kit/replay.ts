/** Plays a witness again: its input as it stands, without the generator that found it. */
import { openAdapter } from "./adapter/client.ts";
import { calibrate, speaksBareOnly } from "./calibrate.ts";
import type { Witness } from "./model.ts";
import { playOnce } from "./play-once.ts";
import { properties } from "./properties.ts";
import type { Property } from "./property.ts";
import type { Target } from "./run-options.ts";
import type { Credentials } from "./security/credentials.ts";
import type { StageSetting } from "./stage.ts";

export interface Replayed {
  readonly reproduced: boolean;
  readonly expected: string;
  readonly actual: string;
  readonly trace: readonly string[];
  readonly octets: readonly string[];
  /** How often it was played. */
  readonly plays: number;
}

export async function replayWitness(witness: Witness, target: Target, credentials?: Credentials): Promise<Replayed> {
  const property = properties().find((candidate) => candidate.name === witness.property);
  if (property === undefined) throw new Error(`There is no property ${witness.property}: the witness was made by another version of the suite.`);
  const first = await openAdapter(target);
  const { hello } = first;
  const bareOnly = witness.transport === "ws" && (await speaksBareOnly(first));
  const ceilingMs = await calibrate(first, witness.protocol, bareOnly).finally(() => first.end());
  const adapter = await openAdapter(target);
  try {
    const { transport, protocol, mechanism = "NULL" } = witness;
    return await playAgain(
      property,
      { adapter, hello, transport, protocol, mechanism, ceilingMs, bareOnly, ...(credentials === undefined ? {} : { credentials }) },
      witness,
    );
  } finally {
    await adapter.end();
  }
}

/** A failure that does not happen every time is played as often as its rate asks for. */
export async function playAgain(property: Property<unknown>, setting: StageSetting, witness: Witness): Promise<Replayed> {
  const most = witness.shrunk?.repeats ?? 1;
  let ended = await playOnce(property, setting, witness.input);
  let plays = 1;
  for (; plays < most && ended.statement !== witness.statement; plays += 1) ended = await playOnce(property, setting, witness.input);
  return {
    reproduced: ended.statement === witness.statement,
    expected: ended.expected ?? witness.expected,
    actual: ended.actual ?? ended.reason ?? "the statement is kept",
    ...ended.stage.record.told(property.peersAlike === true),
    plays,
  };
}
