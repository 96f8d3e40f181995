/** Why the reference differs from zeromq.js where it does: the reasons are data, and one that is missing or stale fails the comparison. */
import { absentContextOptions, absentOptions } from "../../../reference/sockets/absent-options.ts";

/** `different`: both have it, and it is not the same. `absent`: the reference lacks it. `added`: only the reference has it. */
export interface Difference {
  readonly how: "different" | "absent" | "added";
  readonly why: string;
}

const different = (why: string): Difference => ({ how: "different", why });
const absent = (why: string): Difference => ({ how: "absent", why });
const added = (why: string): Difference => ({ how: "added", why });
const absentAll = (options: Readonly<Record<string, string>>, owner: string): Readonly<Record<string, Difference>> =>
  Object.fromEntries(Object.entries(options).map(([name, why]) => [`${owner}.${name}`, absent(why)]));

const optionsType = "the options of some socket types, as a type";
const everyType = "every type has the method; one that never sends or receives refuses with ENOTSUP, where zeromq.js has no such method";
const octets = "takes octets as well as a text";
const sync = "Node binds and unbinds only asynchronously: `await` the method without Sync";

export const differences: Readonly<Record<string, Difference>> = {
  "export version": absent("it names the libzmq beneath, and there is none"),
  "export Stream": absent("a STREAM socket carries no messages of this protocol: use node:net"),
  "export StreamConnectOptions": absent("it belongs to Stream"),
  "export RouterConnectOptions": absent("a peer announces its own routing id"),
  "export PeerError": added("the error of a peer that broke a statement, with the id of the statement; events carry it"),
  "export UsageError": added("the error of a call that cannot be meant"),
  "export SocketError": added("the error of a call that cannot be done now, with the code of the system"),
  "export choices": added("what the reference does where a statement leaves a choice"),
  "export socketTypeNumbers": added("the numbers of Socket.type, which zeromq.js declares as an enumeration that is not exported"),
  "export SocketType": added("the names of the socket types"),
  "export ContextOptions": added("what the constructor of Context takes, as a type"),
  ...Object.fromEntries(
    ["Common", "Conflate", "Identity", "Probe", "Publisher", "Receive", "Request", "Router", "Send", "Subscriber", "XPublisher"].map((name) => [
      `export ${name}Options`,
      added(optionsType),
    ]),
  ),
  ...absentAll(absentOptions, "Socket"),
  ...absentAll(absentContextOptions, "Context"),
  "export SecurityOptions": added(optionsType),
  "export Authenticate": added("what decides about peers, where no handler of ZAP does: an option of Context"),
  "export AuthenticationRequest": added("what Authenticate is asked"),
  "export AuthenticationResult": added("what Authenticate answers"),
  "export Crypto": added("the port through which another library does the cryptography"),
  "export z85Decode": added("the octets of a key"),
  "export z85Encode": added("the text of a key"),
  "Socket.bindSync": absent(sync),
  "Socket.unbindSync": absent(sync),
  "Socket.type": different("a number without the name of the enumeration, which zeromq.js does not export"),
  "Socket.securityMechanism": different("null, plain or curve: there is no GSSAPI"),
  "Socket.send": different(`takes readonly arrays too; ${everyType}`),
  "Socket.receive": different(everyType),
  "Socket.[Symbol.asyncIterator]": different(everyType),
  "Socket.sendMany": added("many messages with one promise"),
  "Socket.receiveMany": added("all messages that wait already, with one promise"),
  "Socket.batches": added("iterates over what receiveMany gives"),
  "Socket.connect": different("options of connect are refused: a peer announces its own routing id"),
  "Socket.subscribe": different(octets),
  "Socket.unsubscribe": different(octets),
  "Socket.routingId": different(octets),
  ...Object.fromEntries(
    ["plainUsername", "plainPassword", "curvePublicKey", "curveSecretKey", "curveServerKey", "zapDomain"].map((name) => [`Socket.${name}`, different(octets)]),
  ),
  "Socket.welcomeMessage": different(octets),
  "Observer.on": different("gives the observer itself"),
  "Observer.off": different("gives the observer itself"),
  "Observer.[Symbol.asyncIterator]": different("a generator, which can be iterated and ended as well"),
  "Observer.emit": added("used by the socket; applications leave it alone"),
  "event accept:error": absent("Node tells of no connection that it could not accept"),
  "event close:error": absent("Node's sockets close without errors"),
  "event unknown": absent("there is no event that the library does not know"),
  "event disconnect": different("has an error when there was one"),
};
