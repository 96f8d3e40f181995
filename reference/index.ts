/** The reference implementation: sockets with the API of zeromq.js 6, in pure TypeScript. */
export { PeerError, UsageError } from "./base/errors.ts";
export { choices } from "./base/choices.ts";
export type { SocketType } from "./patterns/socket-type.ts";
export { type Authenticate, type AuthenticationRequest, type AuthenticationResult } from "./sockets/authenticator.ts";
export { capability, Context, context, type ContextOptions } from "./sockets/context.ts";
export { SocketError } from "./sockets/errors.ts";
export { Observer, type Event, type EventOfType, type EventSubscriber, type EventType } from "./sockets/observer.ts";
export type {
  CommonOptions,
  ConflateOptions,
  IdentityOptions,
  ProbeOptions,
  PublisherOptions,
  ReceiveOptions,
  RequestOptions,
  RouterOptions,
  SecurityOptions,
  SendOptions,
  SubscriberOptions,
  XPublisherOptions,
} from "./sockets/option-values.ts";
export { Pair } from "./sockets/exclusive-pair.ts";
export { Pull, Push } from "./sockets/pipeline.ts";
export { Publisher, Subscriber, XPublisher, XSubscriber } from "./sockets/publish-subscribe.ts";
export { Proxy } from "./sockets/proxy.ts";
export { Dealer, Reply, Request, Router } from "./sockets/request-reply.ts";
export type { Message, MessageLike, Readable, Writable } from "./sockets/messages.ts";
export { curveKeyPair } from "./sockets/keys.ts";
export type { Crypto } from "./security/crypto.ts";
export { z85Decode, z85Encode } from "./security/z85.ts";
export { Socket, socketTypeNumbers, type SocketOptions } from "./sockets/socket.ts";
