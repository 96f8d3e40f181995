/** The octets of a witness as a shell script that a person plays with nothing but bash: it sends what the peers sent, and shows what comes beside what came. */
import type { OctetScript } from "../kit/octet-script.ts";
import type { Witness } from "../kit/model.ts";
import { groundOf } from "./findings.ts";
import { printable } from "./text.ts";

type Step = OctetScript["steps"][number];

/** File descriptors above those that a shell takes for itself. */
const firstDescriptor = 20;

/** Reads one greeting, or one frame by its header, and never more: what comes behind is another step's. */
const functions = `take() { # FD COUNT
  dd bs=1 count="$2" <&"$1" 2>/dev/null | od -An -v -tx1 | tr -d ' \\n'
}
greeted=' '
receive() { # PEER FD RECORDED
  local got size
  case "$greeted" in
    *" $2 "*)
      got=$(take "$2" 2)
      if [ "\${#got}" -eq 4 ]; then
        size=\${got:2:2}
        if [ $((16#\${got:0:2} & 2)) -ne 0 ]; then got=$got$(take "$2" 7) size=\${got:2:16}; fi
        got=$got$(take "$2" "$((16#$size))")
      fi ;;
    *) greeted="$greeted$2 " got=$(take "$2" 64) ;;
  esac
  echo "$1 receives \${got:-nothing more: the connection is closed}"
  [ "$got" = "$3" ] || echo "    recorded: $3"
}
send() { # PEER FD OCTETS
  echo "$1 sends $3"
  printf "$(printf %s "$3" | sed 's/../\\\\x&/g')" 2>/dev/null >&"$2" || echo "    it cannot be sent: the connection is closed"
}
ended() { # PEER FD
  local octet status count=-1
  until [ "\${status:-0}" -ne 0 ]; do
    IFS= read -r -d '' -n 1 -t 3 -u "$2" octet 2>/dev/null
    status=$? count=$((count + 1))
  done
  if [ "$status" -gt 128 ]; then echo "$1 is not closed within 3 seconds"; else echo "$1 is closed"; fi
  [ "$count" -eq 0 ] || echo "    $count octets came before"
}
silent() { # PEER FD
  local octet
  IFS= read -r -d '' -n 1 -t 3 -u "$2" octet 2>/dev/null
  case $? in
    0) echo "$1 hears something" ;;
    1) echo "$1 is closed" ;;
    *) echo "$1 hears nothing for 3 seconds" ;;
  esac
}`;

/** Undefined when the witness has no script. */
export function octetScriptText(witness: Witness): string | undefined {
  const { script } = witness;
  if (script === undefined) return undefined;
  const descriptors = new Map<string, number>();
  const lines = script.steps.map((step) => commandOf(step, descriptors));
  return `${[...heading(witness, script), "", ...functions.split("\n"), "", ...lines].join("\n")}\n`;
}

function heading(witness: Witness, { sockets }: OctetScript): readonly string[] {
  const names = [...new Set(sockets.map((line) => line.split(" ")[0] ?? ""))];
  return [
    "#!/usr/bin/env bash",
    ...[
      `${witness.statement}, by ${witness.property} on ${groundOf(witness)}`,
      witness.text,
      `expected: ${witness.expected}`,
      `actual:   ${witness.actual}`,
      "",
      "The implementation, before:",
      ...sockets.map((line) => `  ${line}`),
      ...(witness.mechanism === "PLAIN" ? ["  They are servers under PLAIN, which admit the username and the password of the run, and no others."] : []),
      "",
      `Play it: bash SCRIPT HOST ${names.map((_, at) => `PORT${at === 0 ? "" : String(at + 1)}`).join(" ")}   (the port of ${names.join(", of ")}; one port stands for all).`,
      "It needs bash 4; a step that waits for ever is ended with Ctrl-C.",
    ].map(comment),
    "trap '' PIPE",
    "export LC_ALL=C",
    "host=${1:?the host} port=${2:?the port}",
    ...names.map((name, at) => (at === 0 ? `${name}=$port` : `${name}=\${${String(at + 2)}:-$port}`)),
  ];
}

/** The names of peers and sockets are those of the schema, and the octets are digits: nothing else of the witness becomes a command. */
function commandOf({ does, peer, to = "", octets = "" }: Step, descriptors: Map<string, number>): string {
  const descriptor = String(descriptors.get(peer) ?? firstDescriptor + descriptors.size);
  descriptors.set(peer, Number(descriptor));
  switch (does) {
    case "connects":
      return `exec ${descriptor}<>"/dev/tcp/$host/$${to}" && greeted=\${greeted/ ${descriptor} / } && echo "${peer} connects to ${to}" || exit 3`;
    case "sends":
      return `send ${peer} ${descriptor} ${octets}`;
    case "receives":
      return `receive ${peer} ${descriptor} ${octets}`;
    case "is closed":
      return `ended ${peer} ${descriptor}`;
    case "hears nothing":
      return `silent ${peer} ${descriptor}`;
    case "closes":
    case "aborts":
      return `exec ${descriptor}>&- && echo "${peer} ${does}"`;
  }
}

function comment(text: string): string {
  return `# ${printable(text).replaceAll("\n", " ")}`.trimEnd();
}
