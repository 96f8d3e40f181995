/**
 * Faults of real implementations that a conformance suite would have caught, each with the mutants that are made after it, or the reason why there is none. Where no
 * number stands, the fault was seen in the implementation or read in its source.
 */

export type RealFault = { readonly where: string; readonly what: string } & ({ readonly mutants: readonly string[] } | { readonly left: string });

export const realFaults: readonly RealFault[] = [
  { where: "libzmq#3500", what: "A PLAIN client sent WELCOME in place of HELLO for a release.", left: "Mutants of PLAIN stand with its chapter." },
  {
    where: "libzmq#4367",
    what: "Subscriptions of 246 to 255 octets corrupt the stream, since their size is written as it is without the name.",
    mutants: ["publish-subscribe-short-size", "octets-cut-size"],
  },
  {
    where: "libzmq#4226, libzmq#3136; NetMQ",
    what: "A time-to-live of 65.6 s or more overflows, and ends the connection.",
    mutants: ["heartbeat-ttl-overflows"],
  },
  { where: "libzmq#3060", what: "A heartbeat is taken for a message of the pattern.", mutants: ["commands-delivered", "octets-pong-as-message"] },
  { where: "libzmq#2709", what: "Heartbeats end connections that carry a big message.", mutants: ["heartbeat-wants-whole-frames"] },
  { where: "libzmq#3551", what: "Heartbeats of RADIO and DISH always time out.", left: "RADIO and DISH are drafts, whose chapter is to come." },
  {
    where: "libzmq#3863, libzmq#4485, libzmq#2821",
    what: "as-server is never set.",
    left: "Under NULL it must not be; under PLAIN and CURVE it is a matter of their chapters.",
  },
  {
    where: "libzmq#4503, libzmq#2892, libzmq#801; netmq#463",
    what: "A second peer with the identity of another one is accepted and never served.",
    mutants: ["request-reply-router-mutes-duplicates"],
  },
  {
    where: "libzmq#1575, netmq#372",
    what: "A ROUTER sends to the old connection of a peer that came back.",
    mutants: ["request-reply-router-keeps-the-first-name"],
  },
  { where: "libzmq#2254", what: "A publisher does not send to a subscriber of version 2.", left: "Version 2 is not implemented." },
  { where: "libzmq#763", what: "The identity is sent twice to a peer of version 2.", left: "Version 2 is not implemented." },
  {
    where: "libzmq#908",
    what: "A REQ that connects first sends no delimiter within a process.",
    mutants: ["request-reply-req-without-delimiter"],
  },
  { where: "libzmq#3733", what: "A message of several parts is read as a subscription.", mutants: ["publish-subscribe-takes-first-part"] },
  { where: "libzmq#4456", what: "The handshake timer fires with peers of version 2.", left: "Version 2 is not implemented." },
  { where: "libzmq#3913, netmq#594", what: "Messages are sent before the handshake is complete.", mutants: ["handshake-sends-early"] },
  { where: "libzmq#4848", what: "Subscriptions are lost on a reconnect.", mutants: ["publish-subscribe-subscribes-on-one"] },
  { where: "omq.rs#42", what: "The COMMAND bit stands on messages.", mutants: ["null-messages-as-commands", "octets-message-as-command"] },
  {
    where: "OMQ 0.22",
    what: "Commands to publishers of version 3.0 are dropped there, and the subscription with them.",
    mutants: ["publish-subscribe-sends-commands-to-all"],
  },
  { where: "jeromq#430", what: "A greeting in one piece, or in several, is not read.", mutants: ["greeting-wants-one-segment"] },
  { where: "netmq#693", what: "A higher version ends the other side.", mutants: ["versions-wants-equal"] },
  { where: "jeromq#285, pyzmq#1131, libzmq#19", what: "A second PAIR is connected and dead.", mutants: ["exclusive-pair-accepts-two"] },
  { where: "zmq.rs#132", what: "A REP ends at a request with an envelope of several frames.", mutants: ["request-reply-rep-loses-envelope"] },
  { where: "zmq.rs#142", what: "A topic longer than the message ends a PUB.", mutants: ["publish-subscribe-compares-one-octet"] },
  { where: "zmq.rs#231", what: "Subscriptions are not sent again until the application calls.", mutants: ["publish-subscribe-subscribes-on-one"] },
  { where: "zmq4#158", what: "A PUSH sends every message to each PULL.", mutants: ["pipeline-broadcasts"] },
  { where: "zmq4#108", what: "A proxy of XPUB and XSUB passes nothing on.", mutants: ["device-keeps-subscriptions"] },
  {
    where: "gomq#41, jeromq#547; zmq.rs, zmq4, chumak",
    what: "PING is not answered, or without its context.",
    mutants: ["heartbeat-no-pong", "heartbeat-pong-without-context", "octets-pong-without-context"],
  },
  { where: "omq.rs#34", what: "A version must be equal to be accepted.", mutants: ["versions-wants-equal"] },
  { where: "gomq", what: "Every version but 3.1 is refused.", mutants: ["versions-refuses-3-0"] },
  { where: "zmq.rs, zmq4, chumak", what: "A greeting is read only when all of its 64 octets are there.", mutants: ["greeting-stops-at-ten"] },
  { where: "zmq.rs", what: "The mechanism of the other side is not compared.", mutants: ["greeting-compares-no-mechanism"] },
  { where: "libzmq, JeroMQ, NetMQ, zmq.rs, zmq4", what: "Names of properties are compared with their letter case.", mutants: ["metadata-compares-case"] },
  {
    where: "libzmq, JeroMQ, NetMQ, zmq.rs, zmq4",
    what: "A socket type that does not fit is refused without an ERROR.",
    mutants: ["metadata-closes-without-error"],
  },
  { where: "zmq4, gomq", what: "Commands are delivered as data.", mutants: ["commands-delivered"] },
  { where: "zmq.rs, chumak", what: "An unknown command ends the connection.", mutants: ["commands-refuses-unknown"] },
  { where: "libzmq, JeroMQ, NetMQ, zmq4, OMQ", what: "Equal subscriptions are not counted.", mutants: ["choices-publish-subscribe-counted"] },
  { where: "JeroMQ", what: "A long frame of size zero closes the connection.", mutants: ["framing-refuses-long-zero"] },
  {
    where: "zmq.rs, zmq4, gomq",
    what: "Lengths that peers declare are used without a look.",
    mutants: ["framing-accepts-2-63", "metadata-accepts-cut-value", "metadata-accepts-huge-value"],
  },
  { where: "OMQ", what: "A REQ takes any message from any connection.", mutants: ["request-reply-req-hears-anybody"] },
  { where: "zmq4", what: "The envelope of a request ends at its last empty frame.", mutants: ["request-reply-rep-last-delimiter"] },
  { where: "zmq.rs", what: "An identity means something to sockets that are no ROUTER.", mutants: ["metadata-rep-looks-at-identities"] },
  { where: "zmq.rs, gomq", what: "A lost connection is not made again.", mutants: ["sockets-no-reconnect"] },
  { where: "chumak", what: "Queues have no limit.", mutants: ["sockets-unlimited"] },
  { where: "zmq.rs, zmq4, gomq", what: "A handshake has no time limit.", mutants: ["handshake-without-limit"] },
  {
    where: "zmq4",
    what: "A handshake that hangs keeps others from being accepted.",
    left: "The reference has no loop that accepts; the property sockets.isolation would see it.",
  },
  { where: "jszmq", what: "A reply whose first frame is not empty is dropped, and the REQ waits.", mutants: ["request-reply-req-takes-bare"] },
  { where: "jszmq", what: "What ends with a connection is not told by an XPUB.", mutants: ["publish-subscribe-forgets-silently"] },
  { where: "zmq.rs", what: "A PUB closes when a peer sends several frames.", mutants: ["publish-subscribe-dismisses"] },
];

/** The real faults after which a mutant is made. */
export function afterOf(id: string): string | undefined {
  const places = realFaults.filter((fault) => "mutants" in fault && fault.mutants.includes(id)).map(({ where }) => where);
  return places.length === 0 ? undefined : places.join("; ");
}
