/** The ids of all statements of spec/. Generated from spec/: do not edit. */
export type RequirementId =
  | "devices.whole-messages"
  | "devices.both-ways"
  | "devices.order"
  | "devices.keeps"
  | "devices.reply-path"
  | "devices.subscriptions"
  | "devices.paused"
  | "exchange-patterns.unmodified"
  | "exchange-patterns.nothing-invented"
  | "exchange-patterns.one-response"
  | "exclusive-pair.first-peer"
  | "exclusive-pair.only-peer"
  | "exclusive-pair.second-peer"
  | "exclusive-pair.new-peer"
  | "options.probe"
  | "options.correlate"
  | "options.correlate-reply"
  | "options.relaxed"
  | "options.handover"
  | "options.immediate"
  | "options.conflate"
  | "options.all-subscriptions"
  | "options.all-cancellations"
  | "options.welcome"
  | "options.no-drop"
  | "options.inverted"
  | "pipeline.one-peer"
  | "pipeline.push-no-receive"
  | "pipeline.pull-no-send"
  | "publish-subscribe.subscribe-command"
  | "publish-subscribe.subscribe-message"
  | "publish-subscribe.resubscribe"
  | "publish-subscribe.cancel-last"
  | "publish-subscribe.cancel-sent"
  | "publish-subscribe.subscribe-once"
  | "publish-subscribe.accepts-commands"
  | "publish-subscribe.accepts-messages"
  | "publish-subscribe.single-frame"
  | "publish-subscribe.cancel-unknown"
  | "publish-subscribe.counted"
  | "publish-subscribe.connection-scope"
  | "publish-subscribe.filter"
  | "publish-subscribe.match"
  | "publish-subscribe.one-copy"
  | "publish-subscribe.never-blocks"
  | "publish-subscribe.full-dropped"
  | "publish-subscribe.pub-no-receive"
  | "publish-subscribe.pub-discards"
  | "publish-subscribe.xpub-subscription"
  | "publish-subscribe.xpub-cancellation"
  | "publish-subscribe.xpub-repeated"
  | "publish-subscribe.xpub-disconnect"
  | "publish-subscribe.xpub-event-order"
  | "publish-subscribe.xpub-cancel-unknown"
  | "publish-subscribe.sub-no-send"
  | "publish-subscribe.sub-filter"
  | "publish-subscribe.xsub-filter"
  | "publish-subscribe.full-receiver"
  | "publish-subscribe.xsub-subscribe"
  | "publish-subscribe.xsub-upstream"
  | "request-reply.req-send-state"
  | "request-reply.req-receive-state"
  | "request-reply.req-delimiter"
  | "request-reply.req-strip"
  | "request-reply.req-keeps-request"
  | "request-reply.req-asked-peer"
  | "request-reply.req-asked-peer-gone"
  | "request-reply.req-stale"
  | "request-reply.req-peer-lost"
  | "request-reply.req-malformed"
  | "request-reply.req-malformed-close"
  | "request-reply.rep-send-state"
  | "request-reply.rep-receive-state"
  | "request-reply.rep-strip"
  | "request-reply.rep-envelope"
  | "request-reply.rep-originator"
  | "request-reply.rep-originator-gone"
  | "request-reply.rep-never-blocks"
  | "request-reply.rep-malformed"
  | "request-reply.rep-malformed-keep"
  | "request-reply.router-prefix"
  | "request-reply.router-route"
  | "request-reply.router-peer-identity"
  | "request-reply.router-unique"
  | "request-reply.router-reconnect-identity"
  | "request-reply.router-duplicate"
  | "request-reply.router-unroutable"
  | "request-reply.router-mandatory"
  | "request-reply.router-mandatory-full"
  | "request-reply.router-never-blocks"
  | "request-reply.router-one-part"
  | "sockets.bind-and-connect"
  | "sockets.connect-at-once"
  | "sockets.many-peers"
  | "sockets.isolation"
  | "sockets.reconnect"
  | "sockets.reconnect-delay"
  | "sockets.close-is-temporary"
  | "sockets.atomic-send"
  | "sockets.atomic-delivery"
  | "sockets.delivery"
  | "sockets.order-received"
  | "sockets.order-sent"
  | "sockets.no-duplicates"
  | "sockets.no-duplicate-delivery"
  | "sockets.queue-limit"
  | "sockets.queues-independent"
  | "sockets.queue-at-connect"
  | "sockets.accepted-is-sent"
  | "sockets.queue-dropped"
  | "sockets.received-before-close"
  | "sockets.round-robin"
  | "sockets.round-robin-change"
  | "sockets.full-peer-skipped"
  | "sockets.no-available-peer"
  | "sockets.fair-queueing"
  | "sockets.linger"
  | "curve.as-server"
  | "curve.as-client"
  | "curve.as-server-ignored"
  | "curve.server-key-known"
  | "curve.key-size"
  | "curve.transient-client"
  | "curve.transient-server"
  | "curve.transient-forgotten"
  | "curve.null-secret"
  | "curve.client-first"
  | "curve.hello"
  | "curve.hello-size"
  | "curve.hello-version"
  | "curve.hello-padding"
  | "curve.hello-box"
  | "curve.hello-content"
  | "curve.welcome"
  | "curve.welcome-nonce"
  | "curve.cookie-fresh"
  | "curve.cookie-key"
  | "curve.welcome-size"
  | "curve.welcome-box"
  | "curve.initiate"
  | "curve.cookie-returned"
  | "curve.vouch"
  | "curve.vouch-nonce"
  | "curve.initiate-size"
  | "curve.cookie-refused"
  | "curve.initiate-box"
  | "curve.vouch-box"
  | "curve.vouch-client-key"
  | "curve.vouch-server-key"
  | "curve.ready"
  | "curve.ready-size"
  | "curve.ready-box"
  | "curve.refuse"
  | "curve.refuse-error"
  | "curve.no-error-from-client"
  | "curve.unexpected-command"
  | "curve.nonce-order"
  | "curve.nonce-handshake"
  | "curve.nonce-message"
  | "curve.nonce-gap"
  | "curve.nonce-end"
  | "curve.message"
  | "curve.message-flags"
  | "curve.message-command"
  | "curve.message-command-more"
  | "curve.message-reserved"
  | "curve.message-size"
  | "curve.message-box"
  | "curve.message-no-error"
  | "curve.clear-refused"
  | "curve.frame-clear-command"
  | "curve.frame-either"
  | "curve.frame-more"
  | "curve.frame-more-refused"
  | "curve.maximum-size"
  | "curve.secrets-hidden"
  | "curve.constant-time"
  | "null.as-server-zero"
  | "null.as-server-ignored"
  | "null.clear-messages"
  | "null.public-networks"
  | "plain.as-server"
  | "plain.as-client"
  | "plain.as-server-ignored"
  | "plain.client-first"
  | "plain.server-waits"
  | "plain.hello"
  | "plain.any-credentials"
  | "plain.credential-size"
  | "plain.hello-malformed"
  | "plain.welcome"
  | "plain.refuse"
  | "plain.refuse-error"
  | "plain.nobody-decides"
  | "plain.welcome-malformed"
  | "plain.initiate"
  | "plain.no-early-initiate"
  | "plain.ready"
  | "plain.unexpected-command"
  | "plain.clear-messages"
  | "plain.secrets-hidden"
  | "plain.constant-time"
  | "plain.public-networks"
  | "z85.encode"
  | "z85.decode"
  | "z85.size-octets"
  | "z85.size-text"
  | "z85.alphabet"
  | "z85.overflow"
  | "zap.plain-asks"
  | "zap.curve-asks"
  | "zap.null-asks"
  | "zap.null-without-domain"
  | "zap.curve-without-domain"
  | "zap.no-handler"
  | "zap.waits"
  | "zap.others-served"
  | "zap.request"
  | "zap.request-domain"
  | "zap.request-address"
  | "zap.request-identity"
  | "zap.request-mechanism"
  | "zap.null-credentials"
  | "zap.plain-credentials"
  | "zap.curve-credentials"
  | "zap.accept"
  | "zap.refuse"
  | "zap.refuse-error"
  | "zap.refuse-temporary"
  | "zap.reply-version"
  | "zap.reply-id"
  | "zap.reply-status"
  | "zap.reply-parts"
  | "zap.reply-metadata"
  | "zap.user-id"
  | "zap.handler-endpoint"
  | "zap.handler-reply"
  | "zap.handler-envelope"
  | "inproc.name-in-use"
  | "inproc.name-free-again"
  | "inproc.connect-before-bind"
  | "inproc.same-semantics"
  | "ipc.path-too-long"
  | "ipc.path"
  | "ipc.other-file"
  | "ipc.address-in-use"
  | "ipc.stale-file"
  | "ipc.file-removed"
  | "ipc.as-tcp"
  | "tcp.endpoint"
  | "tcp.address-in-use"
  | "tcp.unbind"
  | "tcp.disconnect"
  | "tcp.end-of-stream"
  | "websocket.endpoint"
  | "websocket.other-path"
  | "websocket.accept-bare"
  | "websocket.accept-null"
  | "websocket.choose"
  | "websocket.no-common"
  | "websocket.hyphen"
  | "websocket.target"
  | "websocket.offer"
  | "websocket.accept-key"
  | "websocket.reply-checked"
  | "websocket.frame"
  | "websocket.flags"
  | "websocket.fragments"
  | "websocket.text"
  | "websocket.empty"
  | "websocket.other-flags"
  | "websocket.unmasked"
  | "websocket.masked"
  | "websocket.identity-first"
  | "websocket.identity-frame"
  | "websocket.handshake-first"
  | "websocket.subscriptions"
  | "websocket.pong"
  | "websocket.no-ping-command"
  | "websocket.heartbeat"
  | "websocket.heartbeat-timeout"
  | "websocket.close"
  | "websocket.as-tcp"
  | "commands.name"
  | "commands.malformed"
  | "commands.unknown"
  | "commands.not-delivered"
  | "commands.late-error"
  | "commands.late-ready"
  | "framing.reserved-zero"
  | "framing.reserved-received"
  | "framing.long-above-255"
  | "framing.accept-short"
  | "framing.accept-long"
  | "framing.short-command"
  | "framing.size-bound"
  | "framing.any-split"
  | "framing.maximum-size"
  | "framing.maximum-size-message"
  | "framing.maximum-size-handshake"
  | "framing.no-memory-on-word"
  | "framing.more"
  | "framing.command-more"
  | "framing.close-on-command-more"
  | "framing.command-between"
  | "framing.heartbeat-between"
  | "greeting.signature"
  | "greeting.at-once"
  | "greeting.continue"
  | "greeting.any-split"
  | "greeting.padding-zero"
  | "greeting.padding-ignored"
  | "greeting.filler-zero"
  | "greeting.filler-ignored"
  | "greeting.signature-end"
  | "greeting.version"
  | "greeting.mechanism"
  | "greeting.mechanism-name"
  | "greeting.mechanism-mismatch"
  | "greeting.before-refusal"
  | "handshake.connecting-first"
  | "handshake.binding-replies"
  | "handshake.any-order"
  | "handshake.no-early-message"
  | "handshake.early-message"
  | "handshake.message-before-ready"
  | "handshake.unexpected-command"
  | "handshake.error-reason"
  | "handshake.error-closes"
  | "handshake.error-no-reconnect"
  | "handshake.reconnect-after-violation"
  | "handshake.timeout"
  | "heartbeat.ping-format"
  | "heartbeat.pong"
  | "heartbeat.context-size"
  | "heartbeat.context-too-long"
  | "heartbeat.short-ping"
  | "heartbeat.after-handshake"
  | "heartbeat.ttl-zero"
  | "heartbeat.ttl-early"
  | "heartbeat.ttl-expiry"
  | "heartbeat.timeout"
  | "heartbeat.any-traffic"
  | "heartbeat.partial-frame"
  | "heartbeat.reconnect"
  | "metadata.name"
  | "metadata.name-case"
  | "metadata.empty-name"
  | "metadata.name-characters"
  | "metadata.unknown"
  | "metadata.application-names"
  | "metadata.value"
  | "metadata.value-bound"
  | "metadata.truncated"
  | "metadata.repeated"
  | "metadata.socket-type"
  | "metadata.socket-type-name"
  | "metadata.socket-type-absent"
  | "metadata.socket-type-pairs"
  | "metadata.socket-type-error"
  | "metadata.identity-sent"
  | "metadata.identity-size"
  | "metadata.identity-first-octet"
  | "metadata.identity-ignored"
  | "metadata.identity-too-long"
  | "metadata.identity-null-received"
  | "metadata.resource"
  | "versions.accept-higher"
  | "versions.speak-own"
  | "versions.accept-3-0"
  | "versions.no-ping-to-3-0"
  | "versions.older"
  | "versions.close-older"
  | "versions.close-unversioned"
  | "versions.older-needs-null";

/** The same ids at run time, in the order of the chapters. */
export const requirementIds: readonly RequirementId[] = [
  "devices.whole-messages",
  "devices.both-ways",
  "devices.order",
  "devices.keeps",
  "devices.reply-path",
  "devices.subscriptions",
  "devices.paused",
  "exchange-patterns.unmodified",
  "exchange-patterns.nothing-invented",
  "exchange-patterns.one-response",
  "exclusive-pair.first-peer",
  "exclusive-pair.only-peer",
  "exclusive-pair.second-peer",
  "exclusive-pair.new-peer",
  "options.probe",
  "options.correlate",
  "options.correlate-reply",
  "options.relaxed",
  "options.handover",
  "options.immediate",
  "options.conflate",
  "options.all-subscriptions",
  "options.all-cancellations",
  "options.welcome",
  "options.no-drop",
  "options.inverted",
  "pipeline.one-peer",
  "pipeline.push-no-receive",
  "pipeline.pull-no-send",
  "publish-subscribe.subscribe-command",
  "publish-subscribe.subscribe-message",
  "publish-subscribe.resubscribe",
  "publish-subscribe.cancel-last",
  "publish-subscribe.cancel-sent",
  "publish-subscribe.subscribe-once",
  "publish-subscribe.accepts-commands",
  "publish-subscribe.accepts-messages",
  "publish-subscribe.single-frame",
  "publish-subscribe.cancel-unknown",
  "publish-subscribe.counted",
  "publish-subscribe.connection-scope",
  "publish-subscribe.filter",
  "publish-subscribe.match",
  "publish-subscribe.one-copy",
  "publish-subscribe.never-blocks",
  "publish-subscribe.full-dropped",
  "publish-subscribe.pub-no-receive",
  "publish-subscribe.pub-discards",
  "publish-subscribe.xpub-subscription",
  "publish-subscribe.xpub-cancellation",
  "publish-subscribe.xpub-repeated",
  "publish-subscribe.xpub-disconnect",
  "publish-subscribe.xpub-event-order",
  "publish-subscribe.xpub-cancel-unknown",
  "publish-subscribe.sub-no-send",
  "publish-subscribe.sub-filter",
  "publish-subscribe.xsub-filter",
  "publish-subscribe.full-receiver",
  "publish-subscribe.xsub-subscribe",
  "publish-subscribe.xsub-upstream",
  "request-reply.req-send-state",
  "request-reply.req-receive-state",
  "request-reply.req-delimiter",
  "request-reply.req-strip",
  "request-reply.req-keeps-request",
  "request-reply.req-asked-peer",
  "request-reply.req-asked-peer-gone",
  "request-reply.req-stale",
  "request-reply.req-peer-lost",
  "request-reply.req-malformed",
  "request-reply.req-malformed-close",
  "request-reply.rep-send-state",
  "request-reply.rep-receive-state",
  "request-reply.rep-strip",
  "request-reply.rep-envelope",
  "request-reply.rep-originator",
  "request-reply.rep-originator-gone",
  "request-reply.rep-never-blocks",
  "request-reply.rep-malformed",
  "request-reply.rep-malformed-keep",
  "request-reply.router-prefix",
  "request-reply.router-route",
  "request-reply.router-peer-identity",
  "request-reply.router-unique",
  "request-reply.router-reconnect-identity",
  "request-reply.router-duplicate",
  "request-reply.router-unroutable",
  "request-reply.router-mandatory",
  "request-reply.router-mandatory-full",
  "request-reply.router-never-blocks",
  "request-reply.router-one-part",
  "sockets.bind-and-connect",
  "sockets.connect-at-once",
  "sockets.many-peers",
  "sockets.isolation",
  "sockets.reconnect",
  "sockets.reconnect-delay",
  "sockets.close-is-temporary",
  "sockets.atomic-send",
  "sockets.atomic-delivery",
  "sockets.delivery",
  "sockets.order-received",
  "sockets.order-sent",
  "sockets.no-duplicates",
  "sockets.no-duplicate-delivery",
  "sockets.queue-limit",
  "sockets.queues-independent",
  "sockets.queue-at-connect",
  "sockets.accepted-is-sent",
  "sockets.queue-dropped",
  "sockets.received-before-close",
  "sockets.round-robin",
  "sockets.round-robin-change",
  "sockets.full-peer-skipped",
  "sockets.no-available-peer",
  "sockets.fair-queueing",
  "sockets.linger",
  "curve.as-server",
  "curve.as-client",
  "curve.as-server-ignored",
  "curve.server-key-known",
  "curve.key-size",
  "curve.transient-client",
  "curve.transient-server",
  "curve.transient-forgotten",
  "curve.null-secret",
  "curve.client-first",
  "curve.hello",
  "curve.hello-size",
  "curve.hello-version",
  "curve.hello-padding",
  "curve.hello-box",
  "curve.hello-content",
  "curve.welcome",
  "curve.welcome-nonce",
  "curve.cookie-fresh",
  "curve.cookie-key",
  "curve.welcome-size",
  "curve.welcome-box",
  "curve.initiate",
  "curve.cookie-returned",
  "curve.vouch",
  "curve.vouch-nonce",
  "curve.initiate-size",
  "curve.cookie-refused",
  "curve.initiate-box",
  "curve.vouch-box",
  "curve.vouch-client-key",
  "curve.vouch-server-key",
  "curve.ready",
  "curve.ready-size",
  "curve.ready-box",
  "curve.refuse",
  "curve.refuse-error",
  "curve.no-error-from-client",
  "curve.unexpected-command",
  "curve.nonce-order",
  "curve.nonce-handshake",
  "curve.nonce-message",
  "curve.nonce-gap",
  "curve.nonce-end",
  "curve.message",
  "curve.message-flags",
  "curve.message-command",
  "curve.message-command-more",
  "curve.message-reserved",
  "curve.message-size",
  "curve.message-box",
  "curve.message-no-error",
  "curve.clear-refused",
  "curve.frame-clear-command",
  "curve.frame-either",
  "curve.frame-more",
  "curve.frame-more-refused",
  "curve.maximum-size",
  "curve.secrets-hidden",
  "curve.constant-time",
  "null.as-server-zero",
  "null.as-server-ignored",
  "null.clear-messages",
  "null.public-networks",
  "plain.as-server",
  "plain.as-client",
  "plain.as-server-ignored",
  "plain.client-first",
  "plain.server-waits",
  "plain.hello",
  "plain.any-credentials",
  "plain.credential-size",
  "plain.hello-malformed",
  "plain.welcome",
  "plain.refuse",
  "plain.refuse-error",
  "plain.nobody-decides",
  "plain.welcome-malformed",
  "plain.initiate",
  "plain.no-early-initiate",
  "plain.ready",
  "plain.unexpected-command",
  "plain.clear-messages",
  "plain.secrets-hidden",
  "plain.constant-time",
  "plain.public-networks",
  "z85.encode",
  "z85.decode",
  "z85.size-octets",
  "z85.size-text",
  "z85.alphabet",
  "z85.overflow",
  "zap.plain-asks",
  "zap.curve-asks",
  "zap.null-asks",
  "zap.null-without-domain",
  "zap.curve-without-domain",
  "zap.no-handler",
  "zap.waits",
  "zap.others-served",
  "zap.request",
  "zap.request-domain",
  "zap.request-address",
  "zap.request-identity",
  "zap.request-mechanism",
  "zap.null-credentials",
  "zap.plain-credentials",
  "zap.curve-credentials",
  "zap.accept",
  "zap.refuse",
  "zap.refuse-error",
  "zap.refuse-temporary",
  "zap.reply-version",
  "zap.reply-id",
  "zap.reply-status",
  "zap.reply-parts",
  "zap.reply-metadata",
  "zap.user-id",
  "zap.handler-endpoint",
  "zap.handler-reply",
  "zap.handler-envelope",
  "inproc.name-in-use",
  "inproc.name-free-again",
  "inproc.connect-before-bind",
  "inproc.same-semantics",
  "ipc.path-too-long",
  "ipc.path",
  "ipc.other-file",
  "ipc.address-in-use",
  "ipc.stale-file",
  "ipc.file-removed",
  "ipc.as-tcp",
  "tcp.endpoint",
  "tcp.address-in-use",
  "tcp.unbind",
  "tcp.disconnect",
  "tcp.end-of-stream",
  "websocket.endpoint",
  "websocket.other-path",
  "websocket.accept-bare",
  "websocket.accept-null",
  "websocket.choose",
  "websocket.no-common",
  "websocket.hyphen",
  "websocket.target",
  "websocket.offer",
  "websocket.accept-key",
  "websocket.reply-checked",
  "websocket.frame",
  "websocket.flags",
  "websocket.fragments",
  "websocket.text",
  "websocket.empty",
  "websocket.other-flags",
  "websocket.unmasked",
  "websocket.masked",
  "websocket.identity-first",
  "websocket.identity-frame",
  "websocket.handshake-first",
  "websocket.subscriptions",
  "websocket.pong",
  "websocket.no-ping-command",
  "websocket.heartbeat",
  "websocket.heartbeat-timeout",
  "websocket.close",
  "websocket.as-tcp",
  "commands.name",
  "commands.malformed",
  "commands.unknown",
  "commands.not-delivered",
  "commands.late-error",
  "commands.late-ready",
  "framing.reserved-zero",
  "framing.reserved-received",
  "framing.long-above-255",
  "framing.accept-short",
  "framing.accept-long",
  "framing.short-command",
  "framing.size-bound",
  "framing.any-split",
  "framing.maximum-size",
  "framing.maximum-size-message",
  "framing.maximum-size-handshake",
  "framing.no-memory-on-word",
  "framing.more",
  "framing.command-more",
  "framing.close-on-command-more",
  "framing.command-between",
  "framing.heartbeat-between",
  "greeting.signature",
  "greeting.at-once",
  "greeting.continue",
  "greeting.any-split",
  "greeting.padding-zero",
  "greeting.padding-ignored",
  "greeting.filler-zero",
  "greeting.filler-ignored",
  "greeting.signature-end",
  "greeting.version",
  "greeting.mechanism",
  "greeting.mechanism-name",
  "greeting.mechanism-mismatch",
  "greeting.before-refusal",
  "handshake.connecting-first",
  "handshake.binding-replies",
  "handshake.any-order",
  "handshake.no-early-message",
  "handshake.early-message",
  "handshake.message-before-ready",
  "handshake.unexpected-command",
  "handshake.error-reason",
  "handshake.error-closes",
  "handshake.error-no-reconnect",
  "handshake.reconnect-after-violation",
  "handshake.timeout",
  "heartbeat.ping-format",
  "heartbeat.pong",
  "heartbeat.context-size",
  "heartbeat.context-too-long",
  "heartbeat.short-ping",
  "heartbeat.after-handshake",
  "heartbeat.ttl-zero",
  "heartbeat.ttl-early",
  "heartbeat.ttl-expiry",
  "heartbeat.timeout",
  "heartbeat.any-traffic",
  "heartbeat.partial-frame",
  "heartbeat.reconnect",
  "metadata.name",
  "metadata.name-case",
  "metadata.empty-name",
  "metadata.name-characters",
  "metadata.unknown",
  "metadata.application-names",
  "metadata.value",
  "metadata.value-bound",
  "metadata.truncated",
  "metadata.repeated",
  "metadata.socket-type",
  "metadata.socket-type-name",
  "metadata.socket-type-absent",
  "metadata.socket-type-pairs",
  "metadata.socket-type-error",
  "metadata.identity-sent",
  "metadata.identity-size",
  "metadata.identity-first-octet",
  "metadata.identity-ignored",
  "metadata.identity-too-long",
  "metadata.identity-null-received",
  "metadata.resource",
  "versions.accept-higher",
  "versions.speak-own",
  "versions.accept-3-0",
  "versions.no-ping-to-3-0",
  "versions.older",
  "versions.close-older",
  "versions.close-unversioned",
  "versions.older-needs-null",
];
