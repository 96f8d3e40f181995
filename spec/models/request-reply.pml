/* REQ and REP for Spin: clients that ask for ever, services, connections that break. The twin of request-reply.qnt; read that first.
   A request is told by one bit, the parity of its number at its client, which is enough to tell it from the one before.
   What is on a connection that breaks is lost, whether it had arrived or not. */
#ifndef CLIENTS
#define CLIENTS 2
#endif
#ifndef SERVICES
#define SERVICES 2
#endif
#ifndef CUTS
#define CUTS 1
#endif
#define NOBODY 255
#define PAIR(c, s) ((c) * SERVICES + (s))

/* number, and the connection on which the request went */
chan requests[CLIENTS * SERVICES] = [2] of { bit, byte };
chan replies[CLIENTS * SERVICES] = [2] of { bit, byte };
bool up[CLIENTS * SERVICES] = true;
byte connection[CLIENTS * SERVICES];
byte cuts;

byte asked[CLIENTS] = NOBODY;
bit sent[CLIENTS];
byte given[CLIENTS * SERVICES]; /* in this round */
byte roundSize[CLIENTS];
byte serving[SERVICES] = NOBODY;
/* What went wrong, for the properties. */
bool wrongReply, secondRequest, secondReply, stray, outOfTurn;
bool isAsking, wasLost;

inline ask(c, s) {
  d_step {
    outOfTurn = outOfTurn || given[PAIR(c, s)];
    given[PAIR(c, s)] = true;
    roundSize[c]++;
    if
    :: roundSize[c] == SERVICES ->
      roundSize[c] = 0;
      for (i : 0 .. SERVICES - 1) { given[PAIR(c, i)] = false }
      i = 0
    :: else
    fi;
    secondRequest = secondRequest || asked[c] != NOBODY;
    sent[c] = 1 - sent[c];
    asked[c] = s;
    requests[PAIR(c, s)]!sent[c], connection[PAIR(c, s)];
    if
    :: c == 0 -> isAsking = true; wasLost = !up[PAIR(c, s)]
    :: else
    fi
  }
}

active [CLIENTS] proctype client() {
  byte c = _pid;
  byte next, i, on;
  bit number;
  do
  :: asked[c] == NOBODY && !given[PAIR(c, next)] && len(requests[PAIR(c, next)]) < 2 -> ask(c, next)
  :: asked[c] == NOBODY && given[PAIR(c, next)] -> next = (next + 1) % SERVICES
  :: atomic {
      asked[c] != NOBODY && len(replies[PAIR(c, asked[c])]) > 0 ->
      replies[PAIR(c, asked[c])]?number, on;
      wrongReply = wrongReply || number != sent[c];
      stray = stray || on != connection[PAIR(c, asked[c])];
      asked[c] = NOBODY;
      if
      :: c == 0 -> isAsking = false
      :: else
      fi;
      number = 0; on = 0
    }
  od
}

/* Who waits has its turn: the service looks at its connections one after the other. */
active [SERVICES] proctype service() {
  byte s = _pid - CLIENTS;
  byte next, on;
  bit number;
  do
  :: atomic {
      serving[s] == NOBODY && up[PAIR(next, s)] && len(requests[PAIR(next, s)]) > 0 ->
      requests[PAIR(next, s)]?number, on;
      serving[s] = next;
      next = (next + 1) % CLIENTS
    }
  :: serving[s] == NOBODY && !(up[PAIR(next, s)] && len(requests[PAIR(next, s)]) > 0) -> next = (next + 1) % CLIENTS
  :: atomic {
      serving[s] != NOBODY ->
      if
      :: up[PAIR(serving[s], s)] && connection[PAIR(serving[s], s)] == on ->
        secondReply = secondReply || len(replies[PAIR(serving[s], s)]) > 0 || asked[serving[s]] != s;
        replies[PAIR(serving[s], s)]!number, on
      :: else
      fi;
      serving[s] = NOBODY;
      number = 0; on = 0
    }
  od
}

/* Breaks connections, and lets them come back with what waited meanwhile. */
active proctype network() {
  byte p, on;
  bit number;
  do
  :: atomic {
      cuts < CUTS -> cuts++;
      select(p : 0 .. CLIENTS * SERVICES - 1);
      up[p] = false;
      do
      :: requests[p]?number, on
      :: replies[p]?number, on
      :: len(requests[p]) == 0 && len(replies[p]) == 0 -> break
      od;
      if
      :: asked[0] == p -> wasLost = true
      :: else
      fi;
      number = 0; on = 0
    }
  :: atomic {
      !up[p] -> connection[p]++; up[p] = true;
      if
      :: requests[p]?number, on -> requests[p]!number, connection[p]
      :: len(requests[p]) == 0
      fi;
      number = 0; on = 0
    }
  od
}

/* A client receives replies to its own requests only, and only to the one that it waits for.
   @cites service-bus.reply-path request-reply.req-asked-peer request-reply.req-stale */
ltl replyPath { [] !wrongReply }
/* At most one request of a client is on its way, being answered or answered and not delivered.
   @cites request-reply.req-send-state */
ltl oneOutstanding { [] !secondRequest }
/* No request is answered twice.
   @cites exchange-patterns.one-response request-reply.rep-send-state sockets.no-duplicates */
ltl answeredOnce { [] !secondReply }
/* No reply comes on another connection than that of its request.
   @cites request-reply.rep-originator request-reply.rep-originator-gone request-reply.req-asked-peer-gone */
ltl originator { [] !stray }
/* Each service is given one request before any is given another.
   @cites sockets.round-robin */
ltl inTurn { [] !outOfTurn }
/* A request is answered in the end, unless its connection broke.
   @cites service-bus.conservation sockets.fair-queueing sockets.delivery */
ltl answered { [] (isAsking -> <> (!isAsking || wasLost)) }
