/** Where the reference behaves otherwise than zeromq.js on the programs of behaviours.ts: what it does, and why. A difference that is not listed fails the tests, and so does one that is gone. */

export interface BehaviourDifference {
  /** What the reference does, as the program reports it. */
  readonly ours: unknown;
  readonly why: string;
}

const rejects = "the call rejects, as the documentation of zeromq.js says; zeromq.js throws, which is the same to who awaits it";

export const behaviourDifferences: Readonly<Record<string, BehaviourDifference>> = {
  "what is no part is refused": { ours: "rejects EINVAL", why: "zeromq.js sends the text that such a value is turned into, such as [object Object]" },
  "a message without parts": { ours: "rejects EINVAL", why: "a message has at least one part; zeromq.js accepts the call and sends nothing" },
  "a second receive at the same time": { ours: { first: "rejects EAGAIN", second: "rejects EBUSY" }, why: rejects },
  "a second send while one waits": { ours: { first: "rejects EAGAIN", second: "rejects EBUSY" }, why: rejects },
  "calls on a closed socket": {
    ours: {
      closed: true,
      calls: ["rejects EBADF", "rejects EBADF", "rejects EBADF", "rejects EBADF", "throws EBADF", "throws EBADF"],
      readable: false,
      writable: false,
    },
    why: "what gives a promise rejects it; zeromq.js throws, which is the same to who awaits it",
  },
  "calls out of turn without a time limit": {
    ours: ["rejects EFSM", "rejects EHOSTUNREACH"],
    why: "such a call is refused at once; zeromq.js waits for ever, or until the time limit, for what only the application itself can bring about",
  },
  "binding what is no address": {
    ours: ["rejects EINVAL", "rejects EPROTONOSUPPORT", "rejects EINVAL", "rejects EINVAL"],
    why: "a port above 65535 is refused; libzmq takes the number modulo 65536",
  },
  "connecting to what is no address": {
    ours: ["throws EINVAL", "throws EPROTONOSUPPORT", "throws EINVAL", "throws EINVAL"],
    why: "a port above 65535 is refused; libzmq takes the number modulo 65536",
  },
  "values that an option does not take": {
    ours: ["throws EINVAL", "throws EINVAL", "throws EINVAL", "throws EINVAL", "throws EINVAL", -1],
    why: "all such errors have the code EINVAL; zeromq.js throws a TypeError without a code for a value of the wrong type",
  },
  "an option that the type lacks": {
    ours: "throws ENOTSUP",
    why: "the error has a code and names the types that have the option; zeromq.js throws a TypeError",
  },
  "an option that nobody has": { ours: "throws EINVAL", why: "the error has a code and names the option; zeromq.js throws a TypeError" },
  "topics that are no text": { ours: "throws EINVAL", why: "the error has a code; zeromq.js throws a TypeError" },
  "an observer with a listener": { ours: { heard: ["bind", true], receive: "rejects EBUSY" }, why: "the error has a code, and the promise rejects" },
  "an observer that is closed": {
    ours: { waiting: "rejects EAGAIN", after: "rejects EBADF", closed: true },
    why: "a wait that a close ends is rejected with EAGAIN, as for sockets; zeromq.js has ENOTSOCK there",
  },
  "an error": {
    ours: { isError: true, members: ["address", "code", "name"], message: "Operation was not possible or timed out" },
    why: "errors have no errno: the code says the same on every system",
  },
};
