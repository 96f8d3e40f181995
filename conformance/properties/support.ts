/** What the chapters' properties share: the two directions in which a connection comes about, and the shape of a refusal with its control. */
import type * as fc from "fast-check";
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import { ascii, hex } from "../kit/octets.ts";
import { blame, expect } from "../kit/outcome.ts";
import { property, type AnyProperty, type Property } from "../kit/property.ts";
import type { OptionValues, Stage } from "../kit/stage.ts";
import type { Subject } from "../kit/subject.ts";
import { encodeGreeting } from "../kit/wire/encode.ts";
import type { HandshakeOptions, WirePeer } from "../kit/wire/peer.ts";

/** Which side the implementation takes when a connection comes about. */
export type Side = "binds" | "connects";

export const sides: readonly Side[] = ["binds", "connects"];

/** A socket type that each type may be connected with, for wire peers. */
export const partner: Readonly<Record<string, string>> = {
  REQ: "REP",
  REP: "REQ",
  DEALER: "DEALER",
  ROUTER: "DEALER",
  PUB: "SUB",
  XPUB: "SUB",
  SUB: "PUB",
  XSUB: "PUB",
  PUSH: "PULL",
  PULL: "PUSH",
  PAIR: "PAIR",
};

export interface Meeting {
  readonly subject: Subject;
  readonly peer: WirePeer;
}

/** A socket of the implementation and a wire peer, with greeting and handshake done. */
export async function meet(stage: Stage, type: string, side: Side = "binds", options: OptionValues = {}, handshake: HandshakeOptions = {}): Promise<Meeting> {
  const socketType = partner[type] ?? "DEALER";
  if (side === "binds") {
    const subject = await stage.bound(type, options);
    return { subject, peer: await stage.connect(subject, socketType, handshake) };
  }
  const listening = await stage.listen();
  const subject = await stage.open(type, options);
  await subject.connectTo(listening);
  return { subject, peer: await stage.accept(listening, socketType, handshake) };
}

/** A socket of the implementation and a wire peer with a TCP connection on which the peer wrote nothing yet. */
export async function meetRaw(stage: Stage, type: string, side: Side = "binds", options: OptionValues = {}): Promise<Meeting> {
  if (side === "binds") {
    const subject = await stage.bound(type, options);
    return { subject, peer: await stage.dial(subject) };
  }
  const listening = await stage.listen();
  const subject = await stage.open(type, options);
  await subject.connectTo(listening);
  return { subject, peer: await stage.acceptRaw(listening) };
}

/** A property that nobody else announces: a peer knows its own READY by it. */
const mark = { name: "Mirror", value: ascii("no") };

/** As `meet`, where all that is judged are commands: an implementation that sends back what it reads would have them all. */
export async function meetInPerson(stage: Stage, type: string, side: Side = "binds"): Promise<Meeting> {
  const meeting = await meet(stage, type, side, {}, { properties: [mark] });
  expect(!meeting.peer.announced.some(({ name }) => name === mark.name), "the implementation announces itself", "it sends back what the peer announces");
  return meeting;
}

/** The implementation has read everything that the peer sent, and its application called it since. */
export async function settled(subject: Subject, peer: WirePeer): Promise<void> {
  await peer.isOpen();
  await subject.step();
}

/** A socket that learns of its peer only after a request would need one more turn. */
export async function knows(subject: Subject, peer: WirePeer): Promise<void> {
  await peer.isOpen();
  await subject.step();
}

/** Between two turns of the application; what was told is noticed at once. */
const turnMs = 20;

/** Waits until the peer hears something, and gives the application its turn again and again: some implementations tell their peers only when it calls them. */
export async function turnsUntilHeard(stage: Stage, subject: Subject, peer: WirePeer): Promise<void> {
  const heard = (): boolean => peer.stream.ready || peer.commands.length > 0 || peer.inbox.length > 0;
  const patience = new AbortController();
  const arrival = peer.stream.until(heard, stage.ceilingMs).then(() => {
    patience.abort();
  });
  while (!patience.signal.aborted) {
    await subject.step();
    await peer.stream.until(heard, turnMs, patience.signal);
  }
  await arrival;
}

/** Sends a message of which a part has arrived and the most still waits, as the peer reads no more. */
export async function sendsSlowly({ subject, peer }: Meeting, message: readonly Uint8Array[]): Promise<void> {
  peer.stream.pause();
  await subject.send(message);
  peer.stream.resume();
  expect(await peer.stream.until(() => peer.stream.ready, subject.ceilingMs), "the message arrives", "nothing arrives");
  peer.stream.pause();
}

/** The other side closes; its application has its turns meanwhile, as some implementations read only when it calls them. */
export async function closesInTurns({ subject, peer }: Meeting, probe = true): Promise<void> {
  await peer.isClosedInTurns(() => subject.step(), probe);
}

/** A message of words. */
export function words(...parts: readonly string[]): readonly Uint8Array[] {
  return parts.map(ascii);
}

/** A refusal: the implementation closes the connection on which a peer offends, and goes on serving others. */
export interface RefusalDefinition<Input> {
  readonly name: string;
  readonly judges: RequirementId;
  readonly cases: readonly Input[];
  readonly arbitrary?: fc.Arbitrary<Input>;
  readonly shape?: Property<Input>["shape"];
  readonly classes?: Property<Input>["classes"];
  readonly socketType?: string;
  readonly options?: Property<Input>["options"];
  readonly open?: OptionValues;
  readonly since?: "3.1";
  readonly hostile?: boolean;
  /** The step that offends, and its like that does not: the control. */
  readonly offend: (peer: WirePeer, input: Input) => void;
  readonly behave: (peer: WirePeer, input: Input) => void;
  /** Before either of them another peer is served: the implementation has said by then whatever it says on its own. */
  readonly settled?: boolean;
}

/** A refusal once the handshake is complete: control, experiment, and a fresh connection afterwards. */
export function refusalInTraffic<Input>(definition: RefusalDefinition<Input>): AnyProperty {
  return refusal(definition, async (stage, type, act) => {
    const { subject, peer } = await meet(stage, type, "binds", definition.open);
    act(peer);
    return { subject, peer };
  });
}

/** A refusal of what a peer sends after the greetings, in place of its READY command; the control's `behave` completes the handshake. */
export function refusalInHandshake<Input>(definition: RefusalDefinition<Input>): AnyProperty {
  return refusal(definition, async (stage, type, act) => {
    const { subject, peer } = await meetRaw(stage, type, "binds", definition.open);
    peer.writeGreeting();
    await peer.readGreeting();
    if (definition.settled === true) await stage.stillServes(subject, partner[type] ?? "DEALER");
    act(peer);
    return { subject, peer };
  });
}

/** A refusal of a greeting; the offence writes all that the peer writes. */
export function refusalOfGreeting<Input>(definition: RefusalDefinition<Input>): AnyProperty {
  return refusal(definition, async (stage, type, act) => {
    const { subject, peer } = await meetRaw(stage, type, "binds", definition.open);
    act(peer);
    return { subject, peer };
  });
}

function refusal<Input>(
  definition: RefusalDefinition<Input>,
  begin: (stage: Stage, type: string, act: (peer: WirePeer) => void) => Promise<Meeting>,
): AnyProperty {
  const type = definition.socketType ?? "DEALER";
  return property<Input>({
    name: definition.name,
    judges: [definition.judges],
    socketTypes: [type],
    cases: definition.cases,
    ...(definition.arbitrary === undefined ? {} : { arbitrary: definition.arbitrary }),
    ...(definition.shape === undefined ? {} : { shape: definition.shape }),
    ...(definition.classes === undefined ? {} : { classes: definition.classes }),
    ...(definition.options === undefined ? {} : { options: definition.options }),
    ...(definition.since === undefined ? {} : { since: definition.since }),
    ...(definition.hostile === undefined ? {} : { hostile: definition.hostile }),
    play: async (stage, input) => {
      const control = await begin(stage, type, (peer) => {
        definition.behave(peer, input);
      });
      await stage.isOpen(control.subject, control.peer);
      const experiment = await begin(stage, type, (peer) => {
        definition.offend(peer, input);
      });
      await blame(stage, definition.judges, () => closesInTurns(experiment));
      await stage.stillServes(experiment.subject, partner[type] ?? "DEALER");
    },
  });
}

/** A peer whose greeting has something in the filler, which means nothing, does not see it again: an implementation that sends back what it reads greets nobody. */
export async function isNotSentBack(stage: Stage, side: Side): Promise<void> {
  const { peer } = await meetRaw(stage, "DEALER", side);
  const filler = new Uint8Array(31).fill(0x6d);
  peer.writeGreeting({ filler }, hex(encodeGreeting({ filler })));
  const item = await peer.stream.next(stage.ceilingMs);
  expect(item.type !== "malformed" || item.statement !== "greeting.filler-zero", "a greeting of its own", "it sends back what the peer writes");
}
