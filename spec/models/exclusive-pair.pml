/* PAIR for Spin: one that has bound (the host), and two guests (0, 1) that connect to it, of which one at a time is its peer. The twin of exclusive-pair.qnt; read that first.
   What a guest receives it delivers at once. */
#ifndef MESSAGES
#define MESSAGES 2
#endif
#ifndef LIMIT
#define LIMIT 1
#endif
#ifndef BREAKS
#define BREAKS 1
#endif
#define NOBODY 2
#define AWAY 0
#define OPENING 1
#define OPEN 2
/* A queue of the model is longer than its limit, so that a fault can show. */
#define ROOM (2 * LIMIT + 1)

byte state[2], peer = NOBODY, connection, breaks;
bool gone[2], isBroken;
/* From the guests: what waits, what has arrived before the host has looked at the guest, what the host has still to deliver. The bit: the guest was accepted. */
chan waiting[2] = [ROOM] of { byte };
chan early[2] = [ROOM] of { byte };
chan arrived = [ROOM] of { byte, byte, bit };
/* To the peer: number, and the connection for which it was accepted. */
chan outgoing = [ROOM] of { byte, byte };
byte sentUp[2], sentDown;
/* A bit for each message; and the latest. */
byte gotUp[2], lostUp[2], gotDown, lostDown;
byte latestUp[2], latestDown;
/* What went wrong, for the properties. */
bool intruded, strayed, twice, overtaken, overfull;

#define NOTE(set, n) set = set | (1 << (n))
#define HAS(set, n) (((set) >> (n)) & 1)

active [2] proctype guest() {
  byte g = _pid, n, from;
  do
  :: atomic { state[g] == AWAY && !gone[g] -> state[g] = OPENING }
  :: atomic {
      state[g] == OPEN && breaks < BREAKS ->
      breaks++; isBroken = true; state[g] = AWAY;
      if
      :: true
      :: gone[g] = true;
        do
        :: waiting[g]?n -> NOTE(lostUp[g], n)
        :: len(waiting[g]) == 0 -> break
        od
      fi;
      if
      :: true
      :: do
        :: arrived?from, n, _ -> NOTE(lostUp[from], n)
        :: len(arrived) == 0 -> break
        od
      fi;
      n = 0; from = 0
    }
  od
}

active [2] proctype sender() {
  byte g = _pid - 2, n;
  do
  :: atomic {
      sentUp[g] < MESSAGES && !gone[g] && len(waiting[g]) < LIMIT ->
      sentUp[g]++;
      waiting[g]!sentUp[g];
      overfull = overfull || len(waiting[g]) > LIMIT
    }
  :: atomic { state[g] == OPENING && len(waiting[g]) > 0 && len(early[g]) < LIMIT -> waiting[g]?n; early[g]!n; n = 0 }
  :: atomic { state[g] == OPEN && len(waiting[g]) > 0 && len(arrived) < LIMIT -> waiting[g]?n; arrived!g, n, 1; n = 0 }
  od
}

/* The host looks at the guests one after the other. */
active proctype door() {
  byte g, n;
  do
  :: atomic {
      state[g] == OPENING && peer == NOBODY && len(arrived) <= LIMIT ->
      peer = g; state[g] = OPEN; connection++;
      do
      :: early[g]?n -> arrived!g, n, 1
      :: len(early[g]) == 0 -> break
      od;
      n = 0; g = 1 - g
    }
  :: atomic {
      state[g] == OPENING && peer != NOBODY ->
      state[g] = AWAY;
      do
      :: early[g]?n -> NOTE(lostUp[g], n)
      :: len(early[g]) == 0 -> break
      od;
      n = 0; g = 1 - g
    }
  :: state[g] != OPENING -> g = 1 - g
  od
}

/* The host learns that its peer is gone: what waits for it goes to nobody else. */
active proctype watch() {
  byte n;
  do
  :: atomic {
      isBroken -> isBroken = false; peer = NOBODY;
      do
      :: outgoing?n, _ -> NOTE(lostDown, n)
      :: len(outgoing) == 0 -> break
      od;
      n = 0
    }
  od
}

active proctype host() {
  byte n, on;
  do
  :: atomic { peer != NOBODY && sentDown < MESSAGES && len(outgoing) < LIMIT -> sentDown++; outgoing!sentDown, connection }
  :: atomic {
      peer != NOBODY && !isBroken && len(outgoing) > 0 ->
      outgoing?n, on;
      strayed = strayed || on != connection;
      twice = twice || HAS(gotDown, n);
      overtaken = overtaken || n < latestDown;
      NOTE(gotDown, n); latestDown = n;
      n = 0; on = 0
    }
  od
}

active proctype reader() {
  byte g, n;
  bit wasAccepted;
  do
  :: atomic {
      len(arrived) > 0 ->
      arrived?g, n, wasAccepted;
      intruded = intruded || !wasAccepted;
      twice = twice || HAS(gotUp[g], n);
      overtaken = overtaken || n < latestUp[g];
      NOTE(gotUp[g], n); latestUp[g] = n;
      g = 0; n = 0; wasAccepted = 0
    }
  od
}

#define ISPEER(g) (state[g] != OPEN || (peer == g && !isBroken))
#define ARRIVED(g, n) (arrived??[g, n, 0] || arrived??[g, n, 1])
#define UP(g, n) (sentUp[g] < n || waiting[g]??[n] || early[g]??[n] || ARRIVED(g, n) || HAS(gotUp[g] | lostUp[g], n))
#define WAITS(n) (outgoing??[n, 0] || outgoing??[n, 1] || outgoing??[n, 2] || outgoing??[n, 3])
#define DOWN(n) (sentDown < n || WAITS(n) || HAS(gotDown | lostDown, n))

/* Whoever has an open connection is the peer, so there is one at most, and a guest that is refused changes nothing for it.
   @cites exclusive-pair.first-peer exclusive-pair.second-peer */
ltl firstPeer { [] (ISPEER(0) && ISPEER(1)) }
/* Nothing is delivered that came on a connection which was refused.
   @cites exclusive-pair.only-peer */
ltl onlyPeer { [] !intruded }
/* What was accepted for one peer goes to no other, nor to the same one on a later connection.
   @cites sockets.queue-dropped exclusive-pair.new-peer */
ltl ownPeer { [] !strayed }
/* Without a peer nothing is accepted, and nothing waits.
   @cites sockets.no-available-peer sockets.queue-dropped */
ltl nobody { [] (peer != NOBODY || len(outgoing) == 0) }
/* Messages come in the order in which they were sent.
   @cites sockets.order-sent sockets.order-received */
ltl order { [] !overtaken }
/* Nothing comes twice.
   @cites sockets.no-duplicates sockets.no-duplicate-delivery */
ltl noDuplicates { [] !twice }
/* What was accepted waits, has arrived or was lost with its connection.
   @cites sockets.accepted-is-sent sockets.close-is-temporary sockets.queue-at-connect sockets.delivery */
ltl conservation { [] (UP(0, 1) && UP(0, 2) && UP(1, 1) && UP(1, 2) && DOWN(1) && DOWN(2)) }
/* No queue holds more than its limit.
   @cites sockets.queue-limit */
ltl limit { [] !overfull }
/* Whoever comes is accepted or refused in the end.
   @cites exclusive-pair.second-peer */
ltl judged { [] (state[1] == OPENING -> <> (state[1] != OPENING)) }
/* When the peer has left for good, the other guest, which comes again and again, is the peer in the end.
   @cites exclusive-pair.new-peer */
ltl newPeer { [] (gone[0] -> <> (peer == 1 || gone[1])) }
