/** The options of sockets as applications know them. Names and units are those of zeromq.js. */

/**
 * Who may be a peer, and what protects the connection. The last of these options that was set decides which mechanism the socket has: none (NULL), PLAIN or CURVE. They hold for
 * connections made after they were set, over tcp and ipc; PLAIN over ws, too.
 */
export interface SecurityOptions {
  /** Whether this socket is the server of PLAIN, which asks an authenticator about its clients. Default false. */
  plainServer: boolean;
  /** Makes this socket a client of PLAIN with this username; at most 255 octets. Null, the default, for none. */
  plainUsername: string | Uint8Array | null;
  /** The password that goes with it, sent in clear; at most 255 octets. */
  plainPassword: string | Uint8Array | null;
  /** Whether this socket is the server of CURVE; it needs `curveSecretKey`. Default false. */
  curveServer: boolean;
  /** The permanent public key of this socket: 32 octets, or 40 characters of Z85. May be left out, since it follows from the secret key. */
  curvePublicKey: string | Uint8Array | null;
  /** The permanent secret key of this socket, in the same forms. */
  curveSecretKey: string | Uint8Array | null;
  /** Makes this socket a client of CURVE: the public key of its server, in the same forms. */
  curveServerKey: string | Uint8Array | null;
  /** The domain that the authenticator is told. When it is set and nobody can be asked, every peer is refused, under NULL too. Null, the default, for none. */
  zapDomain: string | Uint8Array | null;
  /** Whether a server of CURVE asks only when a domain is set. Default false: without a domain it asks if somebody is there. */
  zapEnforceDomain: boolean;
}

/** The options that every socket has. Times are in milliseconds unless stated, and sizes in octets. */
export interface CommonOptions extends SecurityOptions {
  /** How long a closed socket goes on sending what waits; −1, the default, means until it is sent. */
  linger: number;
  /** Whether messages are queued only for connections that are complete. Default false. */
  immediate: boolean;
  /** The largest message that is accepted; −1, the default, means any. */
  maxMessageSize: number;
  /** How long greeting and handshake may last; zero means for ever. Default 30 000. */
  handshakeInterval: number;
  /** The time between two PING commands, or Pings over ws; zero, the default, means none. */
  heartbeatInterval: number;
  /** How long a peer may be silent after a PING; −1, the default, means as long as the interval. */
  heartbeatTimeout: number;
  /** How long this socket promises to be silent at most, except over ws, in steps of 100; at most 6 553 500; zero, the default, means no promise. */
  heartbeatTimeToLive: number;
  /** The wait before a lost connection is made again; −1 means it is not. Default 100. */
  reconnectInterval: number;
  /** The longest such wait when it doubles each time; zero, the default, means that it does not. */
  reconnectMaxInterval: number;
  /** How many connections the system accepts ahead. Default 100. */
  backlog: number;
  /** Whether names are resolved to IPv6 addresses too. Default false. */
  ipv6: boolean;
  /** Whether TCP looks after silent connections: 0, 1, or −1, the default, for the system's choice. */
  tcpKeepalive: number;
  /** After how many seconds it does; −1, the default, for the system's choice. */
  tcpKeepaliveIdle: number;
  /** How long an attempt to connect may last; zero, the default, means as long as the system tries. */
  connectTimeout: number;
}

/** The options of the types that send. */
export interface SendOptions {
  /** The most messages that wait for one peer to be sent; zero means no limit. Default 1000. */
  sendHighWaterMark: number;
  /** How long {@link Socket.send} waits for room; −1, the default, means for ever, 0 not at all. */
  sendTimeout: number;
}

/** The options of the types that receive. */
export interface ReceiveOptions {
  /** The most messages of one peer that wait to be received; zero means no limit. Default 1000. */
  receiveHighWaterMark: number;
  /** How long {@link Socket.receive} waits for a message; −1, the default, means for ever, 0 not at all. */
  receiveTimeout: number;
}

export interface IdentityOptions {
  /** How this socket names itself to a ROUTER: 1 to 255 octets, the first not zero; null, the default, means not at all. */
  routingId: string | Uint8Array | null;
}

export interface ProbeOptions {
  /** Whether each new connection begins with an empty message, by which a ROUTER learns of the peer. Default false. */
  probeRouter: boolean;
}

export interface RequestOptions extends ProbeOptions {
  /** Whether requests begin with an id, and only replies with the same are taken. Default false. */
  correlate: boolean;
  /** Whether a new request may be sent before the reply to the last. Default false. */
  relaxed: boolean;
}

export interface RouterOptions extends ProbeOptions {
  /** Whether a message that has no peer is refused with EHOSTUNREACH, and one whose peer's queue is full waits, instead of being dropped. Default false. */
  mandatory: boolean;
  /** Whether a new peer takes the identity from the one that has it, instead of being refused. Default false. */
  handover: boolean;
}

export interface ConflateOptions {
  /** Whether of the messages that wait for or from one peer only the newest is kept. Default false. */
  conflate: boolean;
}

/** The options of {@link Subscriber}. */
export interface SubscriberOptions extends ConflateOptions {
  /** Whether the messages are meant that match no subscription. Publishers and subscribers have to agree on it. Default false. */
  invertMatching: boolean;
}

/** The options of {@link Publisher}. */
export interface PublisherOptions extends SubscriberOptions {
  /** Whether a message waits, or is refused with EAGAIN, when a subscriber that wants it has a full queue, instead of being dropped for that subscriber. Default false. */
  noDrop: boolean;
}

export interface XPublisherOptions {
  /** As for {@link PublisherOptions}. */
  invertMatching: boolean;
  /** As for {@link PublisherOptions}. */
  noDrop: boolean;
  /**
   * Of which subscriptions the socket gives word: null, the default, of the first for each topic and of the end of the last; "allSubs", of each new one too; "allSubsUnsubs", of
   * the end of each too.
   */
  verbosity: "allSubs" | "allSubsUnsubs" | null;
  /**
   * Whether the application decides which subscriptions take effect, by {@link XPublisher.subscribe} and {@link XPublisher.unsubscribe}. The socket gives word of every subscription
   * and cancellation then, and none takes effect by itself. Default false.
   */
  manual: boolean;
  /** A message that each new subscriber gets at once; it matches the subscriber's own filter or is dropped there. Null, the default, for none. */
  welcomeMessage: string | Uint8Array | null;
}

export type OptionValues = CommonOptions &
  SendOptions &
  ReceiveOptions &
  IdentityOptions &
  RequestOptions &
  RouterOptions &
  PublisherOptions &
  XPublisherOptions;
export type OptionName = keyof OptionValues;
