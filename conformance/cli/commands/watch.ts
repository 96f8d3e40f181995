/** `patternwire watch`: judges other people's traffic while it passes. */
import { parseArguments } from "../arguments.ts";
import type { Command } from "../context.ts";
import { UsageError } from "../usage-error.ts";

export const watch: Command = {
  help: `Usage: patternwire watch --listen ENDPOINT --to ENDPOINT [options]
       patternwire watch --capture FILE [options]

Judges other people's traffic by what can be seen from outside: greeting, framing, commands,
metadata, handshake, heartbeats, envelopes, subscriptions. With --listen and --to it stands
between two peers and passes their octets on as they are; Ctrl-C ends it with a report on each
side. With --capture it reads what Wireshark, tcpdump or dumpcap recorded (pcapng or pcap),
puts the TCP streams together and judges each ZMTP conversation. One that begins in the middle
or has gaps is judged by what can still be known; what is not ZMTP is named and left out.
WebSocket (ZWS 2.0) is read from its request on, in captures by itself, live when both
endpoints are of ws; what extensions compress or TLS hides is not.

Options
  --listen ENDPOINT      where peers connect to: tcp://127.0.0.1:PORT (0: any), ipc://PATH, or
                         ws://127.0.0.1:PORT, with the path of --to
  --to ENDPOINT          where they are connected with
  --capture FILE         a capture file; "-": standard input
  --beyond-this-machine  allow addresses that are not loopback
  --conversations N      end by itself after so many conversations
  --json FILE            both reports, as patternwire-pairs/1; "-": standard output
  --witnesses DIR        one file for each failure, to be replayed
  --color | --no-color   colours or none

Exit codes
  0    nothing that was seen is broken
  1    a MUST is broken
  3    wrong usage, nothing was judged, or the capture could not be read to its end

Examples
  patternwire watch --listen tcp://127.0.0.1:6000 --to tcp://127.0.0.1:5555
  patternwire watch --listen ws://127.0.0.1:6000 --to ws://127.0.0.1:8080/bus
  patternwire watch --capture traffic.pcapng
  tcpdump -i lo -U -w - tcp port 5555 | patternwire watch --capture -
`,
  run: async (args, context) => {
    const options = {
      listen: "text",
      to: "text",
      capture: "text",
      "beyond-this-machine": "flag",
      conversations: "text",
      json: "text",
      witnesses: "text",
      color: "flag",
      "no-color": "flag",
    } as const;
    const parsed = parseArguments(args, { options, command: "patternwire watch" });
    const [word] = parsed.positionals;
    if (word !== undefined) throw new UsageError(`"${word}" is unexpected. Write: patternwire watch --listen tcp://127.0.0.1:6000 --to tcp://127.0.0.1:5555`);
    const capture = parsed.text("capture");
    if (capture !== undefined) return (await import("../watch-capture.ts")).watchCapture(capture, parsed, context);
    const { watchLive } = await import("../watch-live.ts");
    return watchLive(parsed, context);
  },
};
