/** Options that zeromq.js documents and this library lacks, each with the reason. To set one is an error and never without effect. */
import { UsageError } from "../base/errors.ts";

const multicast = "there is no multicast transport here";
const vmci = "there is no vmci transport here";
const gssapi = "there is no GSSAPI mechanism here";
const platform = "the sockets of Node have no call that sets it";

/** The options of sockets. */
export const absentOptions: Readonly<Record<string, string>> = {
  affinity: "it chooses among the I/O threads of libzmq, and here there are none",
  sendBufferSize: `${platform}: the system sizes the buffers of a connection itself`,
  receiveBufferSize: `${platform}: the system sizes the buffers of a connection itself`,
  tcpKeepaliveCount: `${platform}: they take only the time after which probes begin, tcpKeepaliveIdle`,
  tcpKeepaliveInterval: `${platform}: they take only the time after which probes begin, tcpKeepaliveIdle`,
  tcpMaxRetransmitTimeout: `${platform}: heartbeatInterval and heartbeatTimeout end a connection whose peer is silent`,
  typeOfService: platform,
  interface: `${platform}: bind to an address of the interface instead`,
  tcpAcceptFilter: "libzmq has deprecated it: bind to an address that only the wanted peers reach, or filter in front of the socket",
  socksProxy: "there is no SOCKS client here: connect to a tunnel that leads to the peer",
  loopbackFastPath: "it asks Windows for a path that Windows has given up",
  notify: "it belongs to the STREAM socket, which carries no messages of this protocol",
  gssapiServer: gssapi,
  gssapiPrincipal: gssapi,
  gssapiServicePrincipal: gssapi,
  gssapiPlainText: gssapi,
  gssapiPrincipalNameType: gssapi,
  gssapiServicePrincipalNameType: gssapi,
  rate: multicast,
  recoveryInterval: multicast,
  multicastHops: multicast,
  multicastMaxTransportDataUnit: multicast,
  vmciBufferSize: vmci,
  vmciBufferMinSize: vmci,
  vmciBufferMaxSize: vmci,
  vmciConnectTimeout: vmci,
};

const threads = "there are no I/O threads here: all work is done in Node's event loop";
const sockets = "this library sets no limit: the system's limit of open descriptors holds";

/** The options of contexts. */
export const absentContextOptions: Readonly<Record<string, string>> = {
  ioThreads: threads,
  threadPriority: threads,
  threadSchedulingPolicy: threads,
  maxSockets: sockets,
  maxSocketsLimit: sockets,
  maxMessageSize: "it bounds what an application may send: set maxMessageSize of the sockets that receive",
};

/** Says why the option cannot be set: ENOTSUP when it is one of those that are absent, EINVAL when nobody has it. */
export function noOption(name: string, absent: Readonly<Record<string, string>>): UsageError {
  const reason = Object.hasOwn(absent, name) ? absent[name] : undefined;
  return reason === undefined ? new UsageError(`there is no option ${name}`) : new UsageError(`option ${name} is not implemented: ${reason}`, "ENOTSUP");
}

/** Makes each of these properties of the prototype throw when it is set. */
export function refuse(prototype: object, absent: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(absent)) {
    Object.defineProperty(prototype, name, {
      set() {
        throw noOption(name, absent);
      },
    });
  }
}
