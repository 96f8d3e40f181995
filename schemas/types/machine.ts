/** The data that schemas/machine.schema.json describes. Generated from it: do not edit. */

/**
 * The name of a state.
 */
export type StateName = string;
/**
 * The name of an event.
 */
export type EventName = string;
/**
 * The name of something that the machine does.
 */
export type DeedName = string;
/**
 * The id of a normative statement: its chapter and its slug.
 */
export type StatementId = string;

/**
 * A state machine as a table of every state and every event: either something is done and a state follows, or a statement says why the event is refused or why the machine ends.
 */
export interface Machine {
  /**
   * The machine's name, the base name of its file.
   */
  readonly name: string;
  /**
   * What the machine is the life of, in a sentence.
   */
  readonly description: string;
  readonly initial: StateName;
  /**
   * All states.
   *
   * @minItems 1
   */
  readonly states: readonly MachineState[];
  /**
   * All events: what arrives, what the application asks, what the clock says.
   *
   * @minItems 1
   */
  readonly events: readonly MachineEvent[];
  /**
   * One entry for each state and event.
   *
   * @minItems 1
   */
  readonly transitions: readonly (MachineStep | MachineRefusal | MachineExpiry)[];
  /**
   * All that the machine does.
   *
   * @minItems 1
   */
  readonly deeds: readonly MachineDeed[];
}
/**
 * A state.
 */
export interface MachineState {
  readonly name: StateName;
  /**
   * What it means, for a person.
   */
  readonly description: string;
}
/**
 * An event.
 */
export interface MachineEvent {
  readonly name: EventName;
  /**
   * What it means, for a person.
   */
  readonly description: string;
}
/**
 * The event is taken.
 */
export interface MachineStep {
  readonly from: StateName;
  readonly event: EventName;
  readonly do: DeedName;
  readonly to: StateName;
}
/**
 * The event is refused because of who brought it, as the statement says.
 */
export interface MachineRefusal {
  readonly from: StateName;
  readonly event: EventName;
  readonly refuse: StatementId;
}
/**
 * Time ends the machine, as the statement says.
 */
export interface MachineExpiry {
  readonly from: StateName;
  readonly event: EventName;
  readonly expire: StatementId;
}
/**
 * Something that the machine does.
 */
export interface MachineDeed {
  readonly name: DeedName;
  /**
   * What it means, for a person.
   */
  readonly description: string;
}
