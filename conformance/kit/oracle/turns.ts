/**
 * Whose turn it is. The text leaves open where a round begins and in which order the peers stand, so both laws are kept as memory of what was chosen, and answer
 * which choices are open next.
 */
import type { Round, Turn } from "./model.ts";

/** Takes note of who is available after whatever happened: a change begins the round anew. */
export function noteAvailable(round: Round, available: readonly string[]): Round {
  const sorted = [...available].sort();
  const log = round.log.filter((entry) => sorted.includes(peerIn(entry)));
  const joined = sorted.filter((peer) => !log.includes(`+${peer}`)).map((peer) => `+${peer}`);
  const same = sorted.length === round.available.length && sorted.every((peer, index) => peer === round.available[index]);
  return { available: sorted, served: same ? round.served : [], log: [...log, ...joined] };
}

/** sockets.round-robin: nobody gets another message before each of those who stay available has got one. */
export function mayGive(round: Round, peer: string): boolean {
  return !round.served.includes(peer) || round.available.every((other) => round.served.includes(other));
}

/** sockets.round-robin-change: whether somebody was available all the while since this peer's last message, and got none. */
export function passesOver(round: Round, peer: string): boolean {
  const given = round.log.indexOf(`=${peer}`);
  return (
    given >= 0 &&
    round.available.some(
      (other) => other !== peer && earlier(round, `+${other}`, given) && (!round.log.includes(`=${other}`) || earlier(round, `=${other}`, given)),
    )
  );
}

export function give(round: Round, peer: string): Round {
  const over = round.available.every((other) => round.served.includes(other));
  return { ...round, served: [...(over ? [] : round.served), peer].sort(), log: [...round.log.filter((entry) => entry !== `=${peer}`), `=${peer}`] };
}

/** sockets.fair-queueing: whoever was served in this round is not served again while another waits who has waited since it began. */
export function mayServe(turn: Turn, peer: string, waiting: readonly string[]): boolean {
  return !turn.served.includes(peer) || open(turn, waiting).every((other) => other === peer);
}

export function serve(turn: Turn, peer: string, waiting: readonly string[]): Turn {
  if (open(turn, waiting).length === 0) return { start: [...waiting].sort(), served: [peer] };
  return { start: turn.start, served: [...new Set([...turn.served, peer])].sort() };
}

function open(turn: Turn, waiting: readonly string[]): readonly string[] {
  return turn.start.filter((peer) => waiting.includes(peer) && !turn.served.includes(peer));
}

function earlier(round: Round, entry: string, index: number): boolean {
  const at = round.log.indexOf(entry);
  return at >= 0 && at < index;
}

function peerIn(entry: string): string {
  return entry.slice(1);
}
