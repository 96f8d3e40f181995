/** The account of one pair: what each implementation kept and broke, from what both applications saw and from what passed between. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { describeParts, equalParts } from "../octets.ts";
import { worst, type PropertyResult, type ProtocolVersion, type Transport, type Verdict, type Witness } from "../model.ts";
import { requirement } from "../requirements.ts";
import { otherSide, type Side } from "../watch/conversation.ts";
import { recordingJson } from "../watch/recording.ts";
import type { Breach, Watch } from "../watch/judge.ts";
import { delivered, onWire, receivingStatements, sendingStatements, type Message } from "./forms.ts";
import { counterpart, type PairCase, type Party } from "./plan.ts";

/** Why the conversation could not be played to its end: it says nothing certain about what it did not reach. */
export interface Stopped {
  readonly reason: string;
  /** They spoke a version that is not judged here: what they kept of this one says nothing either. */
  readonly isForeign?: boolean;
}

interface Broken {
  readonly expected: string;
  readonly actual: string;
  readonly breach?: Breach;
}

/** What a message shows of its receiver that comes as it was sent. */
const receipt = ["sockets.order-received", "sockets.no-duplicate-delivery", "exchange-patterns.unmodified"] as const;

export class Ledger {
  readonly case: PairCase;
  readonly #kept: Readonly<Record<Party, Map<RequirementId, number>>> = { one: new Map(), other: new Map() };
  readonly #broken: Readonly<Record<Party, Map<RequirementId, Broken>>> = { one: new Map(), other: new Map() };
  /** Messages that have passed, by the party that sent them; subscriptions are not among them. */
  readonly passed: Readonly<Record<Party, Message[]>> = { one: [], other: [] };
  /** Numbers of the messages that came to an application, by their sender. */
  readonly #arrived: Readonly<Record<Party, Set<number>>> = { one: new Set(), other: new Set() };
  stopped: Stopped | undefined;
  /** Who ended the connection before its time: nobody is then to blame for messages that do not come. */
  endedBy: Party | undefined;

  constructor(pairCase: PairCase) {
    this.case = pairCase;
  }

  keeps(party: Party, statement: RequirementId): void {
    this.#kept[party].set(statement, (this.#kept[party].get(statement) ?? 0) + 1);
  }

  bothKeep(statement: RequirementId): void {
    for (const party of ["one", "other"] as const) this.keeps(party, statement);
  }

  breaks(party: Party, statement: RequirementId, expected: string, actual: string, breach?: Breach): void {
    if (!this.#broken[party].has(statement)) this.#broken[party].set(statement, { expected, actual, ...(breach === undefined ? {} : { breach }) });
  }

  /** The message of a list that should have come to an application now, and what came: whoever altered it on the way is to blame, which the wire tells. */
  judgeReceipt(sender: Party, list: readonly Message[], index: number, identity: Uint8Array, got: Message | undefined): boolean {
    const { types } = this.case;
    const receiver = counterpart(sender);
    const receiving = receivingStatements(types[receiver]);
    if (got === undefined && this.endedBy !== undefined) return false;
    if (!this.#judgePassed(sender, list, index)) return got !== undefined;
    if (got === undefined) {
      this.breaks(receiver, receiving.delivers, `message ${String(index)}, which has passed, is delivered`, "nothing is delivered");
      return false;
    }
    const forms = list.map((message) => delivered(types[receiver], types[sender], identity, message));
    const at = forms.findIndex((form, place) => equalParts(form, got) && (place === index || !equalParts(form, forms[index] ?? [])));
    const wanted = describeParts(forms[index] ?? []);
    if (at === index) for (const statement of new Set([receiving.form, receiving.delivers, ...receipt])) this.keeps(receiver, statement);
    else if (at < 0) this.breaks(receiver, receiving.form, wanted, describeParts(got));
    else if (this.#arrived[sender].has(at)) this.breaks(receiver, "sockets.no-duplicate-delivery", wanted, `message ${String(at)}`);
    // Behind what nobody sent, each message comes one place later: that alone is to blame.
    else if (at > index) this.breaks(receiver, "sockets.order-received", wanted, `message ${String(at)}`);
    if (at >= 0) this.#arrived[sender].add(at);
    return true;
  }

  /** Whether the message passed as it should have, as the message with this number. */
  #judgePassed(sender: Party, list: readonly Message[], index: number): boolean {
    const { types } = this.case;
    const sending = sendingStatements(types[sender]);
    const passed = this.passed[sender][index];
    if (passed === undefined) {
      this.breaks(sender, sending.sends, `message ${String(index)} passes`, "it does not");
      return false;
    }
    const at = list.findIndex((message) => equalParts(onWire(types[sender], types[counterpart(sender)], message), passed));
    const wanted = describeParts(onWire(types[sender], types[counterpart(sender)], list[index] ?? []));
    if (at === index)
      for (const statement of new Set([sending.form, sending.sends, "sockets.order-sent", "sockets.no-duplicates"] as const)) this.keeps(sender, statement);
    else if (at < 0) this.breaks(sender, sending.form, wanted, describeParts(passed));
    else this.breaks(sender, at < index ? "sockets.no-duplicates" : "sockets.order-sent", wanted, `message ${String(at)}`);
    return at === index;
  }

  /** Something came although everything had come that was sent. */
  judgeExcess(receiver: Party, got: Message): void {
    const sender = counterpart(receiver);
    // It may be the last of those that come late, behind what nobody sent.
    if (this.#arrived[sender].size < this.passed[sender].length) return;
    const isAgain = this.passed[sender].some((message) => endsWith(got, message[0]?.length === 0 ? message.slice(1) : message));
    // What nobody sent is what it is also in the midst of messages.
    const statement = isAgain ? "sockets.no-duplicate-delivery" : receivingStatements(this.case.types[receiver]).form;
    this.breaks(receiver, statement, "no message more than those that were sent", describeParts(got));
  }

  /** No message at all came to the receiver, though some were sent again and again. */
  judgeNothing(sender: Party, sends: RequirementId): void {
    if (this.endedBy !== undefined) return;
    const receiver = counterpart(sender);
    const { delivers } = receivingStatements(this.case.types[receiver]);
    if (this.passed[sender].length === 0) this.breaks(sender, sends, "messages pass", "none does");
    else this.breaks(receiver, delivers, "messages, which have passed, are delivered", "none is");
  }

  /** Takes over what the monitors say. */
  take(watch: Watch): void {
    for (const side of ["connecting", "binding"] as const) {
      const party = this.partyAt(side);
      for (const [statement, count] of watch.kept[side]) this.#kept[party].set(statement, (this.#kept[party].get(statement) ?? 0) + count);
    }
    for (const breach of watch.breaches) this.breaks(this.partyAt(breach.side), breach.statement, breach.expected, breach.actual, breach);
  }

  partyAt(side: Side): Party {
    return side === "binding" ? this.case.binder : counterpart(this.case.binder);
  }

  sideOf(party: Party): Side {
    return party === this.case.binder ? "binding" : otherSide("binding");
  }

  /** One result for each statement of which something is known. */
  results(party: Party, setting: ResultSetting): readonly PropertyResult[] {
    const kept = this.stopped?.isForeign === true ? [] : this.#kept[party].keys();
    const statements = [...new Set([...kept, ...this.#broken[party].keys()])].sort();
    return statements.map((statement) => this.#result(party, statement, setting));
  }

  #result(party: Party, statement: RequirementId, setting: ResultSetting): PropertyResult {
    const common = {
      property: nameFor(this.case, party),
      transport: setting.transport,
      judges: [statement],
      runs: 1,
      reached: { occasions: this.#kept[party].get(statement) ?? 0 },
    };
    const broken = this.#broken[party].get(statement);
    if (broken === undefined) return { ...common, verdict: "pass" };
    return { ...common, verdict: verdictOf(statement), cause: "violated", statement, witness: witnessOf(common.property, statement, broken, setting) };
  }

  /** Why a party is not judged to its end, unless it broke something before. */
  unjudged(party: Party): { readonly verdict: "inconclusive" | "not-applicable"; readonly reason: string } | undefined {
    if (this.stopped === undefined || this.verdict(party) !== this.#verdictOfStop) return undefined;
    return { verdict: this.#verdictOfStop, reason: this.stopped.reason };
  }

  get #verdictOfStop(): "inconclusive" | "not-applicable" {
    return this.stopped?.isForeign === true ? "not-applicable" : "inconclusive";
  }

  /** The worst that is known of a party. */
  verdict(party: Party): Verdict {
    const verdicts = [...this.#broken[party].keys()].map(verdictOf);
    return verdicts.reduce(worst, this.stopped === undefined ? "pass" : this.#verdictOfStop);
  }
}

export interface ResultSetting {
  readonly transport: Transport;
  readonly protocol: ProtocolVersion;
  readonly seed: number;
  readonly implementation: { readonly name: string; readonly version: string };
  readonly trace: readonly string[];
}

/** The case as the party sees it: its own type first. */
export function nameFor({ types, binder }: PairCase, party: Party): string {
  const own = types[party].toLowerCase();
  return `pairs/${own}-${binder === party ? "binds-for" : "connects-to"}-${types[counterpart(party)].toLowerCase()}`;
}

/** Whether the last parts are those of the message, behind an envelope or none. */
function endsWith(got: Message, message: Message): boolean {
  return equalParts(got.slice(Math.max(0, got.length - message.length)), message);
}

function verdictOf(statement: RequirementId): Verdict {
  return requirement(statement).level.startsWith("SHOULD") ? "warning" : "fail";
}

function witnessOf(property: string, statement: RequirementId, { expected, actual, breach }: Broken, setting: ResultSetting): Witness {
  const { protocol, transport, seed, implementation, trace } = setting;
  return {
    format: "patternwire-witness/1",
    statement,
    text: requirement(statement).text,
    property,
    transport,
    protocol,
    seed,
    input: breach?.recording === undefined ? null : { conversation: recordingJson(breach.recording), side: breach.side },
    expected,
    actual,
    trace,
    octets: breach?.octets ?? [],
    implementation,
  };
}
