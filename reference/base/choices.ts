/** What this implementation does where a statement leaves a choice: statement id to the chosen value. */
export const choices = {
  "framing.reserved-received": "close",
  "greeting.signature-end": "odd",
  "heartbeat.context-too-long": "close",
  "metadata.name-characters": "ignore",
  "metadata.identity-sent": "when-set",
  "versions.older": "none",
  "sockets.many-peers": "yes",
  "sockets.received-before-close": "deliver",
  "request-reply.req-peer-lost": "wait",
  "request-reply.req-malformed-close": "keep",
  "request-reply.router-duplicate": "refuse",
  "publish-subscribe.counted": "count",
  "publish-subscribe.xpub-repeated": "first",
  "publish-subscribe.sub-filter": "discard",
  "publish-subscribe.xsub-filter": "deliver",
  "publish-subscribe.full-receiver": "hold-back",
} as const;
