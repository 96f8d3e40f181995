/* A service bus for Spin: clients that ask for ever, a chain of devices, services behind the last; the last device may be connected to the first as well.
   The twin of service-bus.qnt; read that first. What is on a connection that breaks is lost.
   A client has one request at a time, so that its number tells the request. An envelope is one number, four bits for an identity, the newest lowest. */
#ifndef CLIENTS
#define CLIENTS 2
#endif
#ifndef DEVICES
#define DEVICES 2
#endif
#ifndef SERVICES
#define SERVICES 1
#endif
#ifndef LOOP
#define LOOP 1
#endif
#ifndef HOPS
#define HOPS 2
#endif
#ifndef CUTS
#define CUTS 1
#endif
/* Links: from each client to the first device; from each device to the next; from the last device to the first; from the last device to each service. */
#define BACK (CLIENTS + DEVICES - 1)
#define LINKS (CLIENTS + DEVICES + SERVICES)
#define FIRSTIN(n) ((n) == 0 -> 0 : CLIENTS + (n) - 1)
#define NEXTIN(n, l) ((n) > 0 || (l) == BACK -> FIRSTIN(n) : ((l) < CLIENTS - 1 -> (l) + 1 : (LOOP -> BACK : 0)))
#define FIRSTOUT(n) ((n) < DEVICES - 1 -> CLIENTS + (n) : BACK + 1 - LOOP)
#define NEXTOUT(n, l) ((n) < DEVICES - 1 || (l) == LINKS - 1 -> FIRSTOUT(n) : (l) + 1)
/* A ROUTER gives each connection an identity of its own. */
#define IDENTITY(l) (1 + (l) + LINKS * connection[l])
#define LINKOF(i) (((i) - 1) % LINKS)
#define FITS(e, d) (((e) >> (4 * (d))) == 0 && ((d) == 0 || ((e) >> (4 * (d) - 4)) > 0))

/* client, envelope, and the number of devices that were passed */
chan requests[LINKS] = [CLIENTS] of { byte, int, byte };
chan replies[LINKS] = [CLIENTS] of { byte, int, byte };
byte connection[LINKS];
byte cuts;
bool asked[CLIENTS], lost[CLIENTS];
/* How many there are of the request of a client and its reply, and where they were passed on: a bit for each depth and direction. */
byte copies[CLIENTS];
short passed[CLIENTS];
/* What went wrong, for the properties. */
bool misfit, wrongReply, misrouted, doubled, repeated, beyond;

inline put(queue, c, e, d) {
  copies[c]++;
  doubled = doubled || copies[c] > 1;
  queue!c, e, d
}

inline note(c, place) {
  repeated = repeated || ((passed[c] >> (place)) & 1);
  passed[c] = passed[c] | (1 << (place))
}

active [CLIENTS] proctype client() {
  byte who, depth;
  int envelope;
  do
  :: atomic {
      !asked[_pid] ->
      asked[_pid] = true; passed[_pid] = 0;
      put(requests[_pid], _pid, 0, 0)
    }
  :: atomic {
      replies[_pid]?who, envelope, depth ->
      copies[who]--;
      wrongReply = wrongReply || who != _pid || !asked[_pid];
      misfit = misfit || depth > 0 || envelope > 0;
      asked[_pid] = false;
      who = 0; envelope = 0; depth = 0
    }
  od
}

/* A device, from front to back: it looks at its connections one after the other, so that who waits has its turn, and gives each peer behind it the next request. */
active [DEVICES] proctype forward() {
  byte n = _pid - CLIENTS;
  byte from = FIRSTIN(n), to = FIRSTOUT(n);
  byte c, depth;
  int envelope;
  do
  :: atomic {
      len(requests[from]) > 0 ->
      requests[from]?c, envelope, depth;
      copies[c]--;
      envelope = (envelope << 4) + IDENTITY(from);
      depth++;
      if
      :: depth <= HOPS ->
        misfit = misfit || !FITS(envelope, depth);
        beyond = beyond || depth > HOPS;
        note(c, depth);
        put(requests[to], c, envelope, depth);
        to = NEXTOUT(n, to)
      :: else -> lost[c] = true
      fi;
      from = NEXTIN(n, from);
      c = 0; envelope = 0; depth = 0
    }
  :: len(requests[from]) == 0 && NEXTIN(n, from) != from -> from = NEXTIN(n, from)
  od
}

/* From back to front: the ROUTER takes the newest identity off and sends the rest to the peer that has it, or drops the reply. */
active [DEVICES] proctype backward() {
  byte n = _pid - CLIENTS - DEVICES;
  byte from = FIRSTOUT(n);
  byte c, depth, link;
  int envelope;
  do
  :: atomic {
      len(replies[from]) > 0 ->
      replies[from]?c, envelope, depth;
      copies[c]--;
      misfit = misfit || !FITS(envelope, depth);
      link = LINKOF(envelope & 15);
      note(c, 8 + depth);
      if
      :: envelope > 0 && IDENTITY(link) == (envelope & 15) ->
        misrouted = misrouted || IDENTITY(link) != (envelope & 15);
        put(replies[link], c, envelope >> 4, depth - 1)
      :: else ->
        misrouted = misrouted || IDENTITY(link) == (envelope & 15);
        lost[c] = true
      fi;
      from = NEXTOUT(n, from);
      c = 0; envelope = 0; depth = 0; link = 0
    }
  :: len(replies[from]) == 0 && NEXTOUT(n, from) != from -> from = NEXTOUT(n, from)
  od
}

active [SERVICES] proctype service() {
  byte s = BACK + 1 + _pid - CLIENTS - 2 * DEVICES;
  byte c, depth, on;
  int envelope;
  bool isBusy;
  do
  :: atomic {
      !isBusy && len(requests[s]) > 0 ->
      requests[s]?c, envelope, depth;
      on = connection[s];
      isBusy = true
    }
  :: atomic {
      isBusy ->
      copies[c]--;
      if
      :: connection[s] == on -> put(replies[s], c, envelope, depth)
      :: else -> lost[c] = true
      fi;
      isBusy = false;
      c = 0; envelope = 0; depth = 0; on = 0
    }
  od
}

/* Breaks connections; each is made again at once, and is another one. */
active proctype network() {
  byte l, c;
  do
  :: atomic {
      cuts < CUTS -> cuts++;
      select(l : 0 .. LINKS - 1);
      connection[l]++;
      do
      :: requests[l]?c, _, _ -> copies[c]--; lost[c] = true
      :: replies[l]?c, _, _ -> copies[c]--; lost[c] = true
      :: len(requests[l]) == 0 && len(replies[l]) == 0 -> break
      od;
      l = 0; c = 0
    }
  od
}

#define KEPT(c) (!asked[c] || lost[c] || copies[c] > 0)

/* A request that has passed d devices has d identities; so has its reply when it comes to the dth device, and each device takes one off.
   @cites service-bus.envelope request-reply.router-prefix request-reply.router-route request-reply.rep-envelope devices.whole-messages */
ltl envelope { [] !misfit }
/* A client receives replies to its own requests only, and only while it waits.
   @cites service-bus.reply-path devices.reply-path request-reply.router-unique request-reply.req-asked-peer */
ltl replyPath { [] !wrongReply }
/* A ROUTER sends a reply to the connection on which its request came, and drops it when that is gone and then only.
   @cites request-reply.router-route request-reply.router-unroutable request-reply.router-unique */
ltl routing { [] !misrouted }
/* Each request is on its way, being answered or answered, or lost at a connection that broke or at the hop limit.
   @cites service-bus.conservation devices.keeps sockets.accepted-is-sent request-reply.rep-originator-gone */
ltl conservation { [] (KEPT(0) && KEPT(1)) }
/* No request, and no reply, is there twice.
   @cites service-bus.conservation sockets.no-duplicates sockets.no-duplicate-delivery exchange-patterns.one-response request-reply.rep-send-state */
ltl oneCopy { [] !doubled }
/* Each device passes on each request once each time that it comes by, and its reply once.
   @cites service-bus.load sockets.no-duplicates */
ltl load { [] !repeated }
/* A request passes no more devices than the limit says.
   @cites service-bus.loop */
ltl loop { [] !beyond }
/* A request is answered in the end, unless a connection on its way broke or it came to the hop limit.
   @cites service-bus.conservation sockets.fair-queueing sockets.round-robin sockets.delivery */
ltl answered { [] (asked[0] -> <> (!asked[0] || lost[0])) }
