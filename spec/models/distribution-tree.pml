/* A distribution tree for Spin: a publisher (0), a forwarder below it (1), two forwarders below that (2, 3), a subscriber below each.
   The twin of distribution-tree.qnt; read that first. One topic, so that all that is published matches: what is open is who has asked. */
#ifndef CHANGES
#define CHANGES 4
#endif
#ifndef MESSAGES
#define MESSAGES 2
#endif
#define NODES 6
#define PARENT(n) ((n) < 2 -> 0 : ((n) < 4 -> 1 : (n) - 2))
#define ISLEAF(n) ((n) > 3)

/* true: subscribes; false: cancels */
chan up[NODES] = [4] of { bool };
chan down[NODES] = [3] of { byte };
bool heard[NODES];
bool own[NODES];
byte changes, published;
byte latest[NODES];
bool ever[NODES];
bool due[NODES]; /* the first message is due to the subscriber */
bool got[NODES];
/* What went wrong, for the properties. */
bool repeated, outOfOrder, unwanted, secondCopy;

#define OTHERS(n) ((n) == 2 && heard[3] || (n) == 3 && heard[2])
#define INFORCE(n) (heard[n] && len(up[n]) == 0)
#define FIRST(c) (len(down[c]) > 0 && down[c]??[1])
#define SETTLED (len(up[1]) == 0 && len(up[2]) == 0 && len(up[3]) == 0 && len(up[4]) == 0 && len(up[5]) == 0)
#define UNION (heard[4] == own[4] && heard[5] == own[5] && heard[2] == own[4] && heard[3] == own[5] && heard[1] == (own[4] || own[5]))
#define KEPT(n) (!due[n] || got[n] || FIRST(n) || FIRST((n) - 2) || FIRST(1))

inline tell(n, wish) {
  if
  :: PARENT(n) != 0 && !OTHERS(n) -> up[PARENT(n)]!wish
  :: else
  fi
}

inline give(n, number) {
  unwanted = unwanted || !ever[n];
  secondCopy = secondCopy || down[n]??[eval(number)];
  down[n]!number
}

/* The application of a subscriber, and its connection. */
active [2] proctype subscriber() {
  byte n = _pid + 4;
  byte number;
  do
  :: atomic {
      changes < CHANGES && len(up[n]) < 2 ->
      changes++;
      if
      :: own[n] -> due[n] = false
      :: else
      fi;
      own[n] = !own[n];
      up[n]!own[n]
    }
  :: atomic {
      down[n]?number ->
      if
      :: own[n] ->
        outOfOrder = outOfOrder || number <= latest[n];
        latest[n] = number;
        got[n] = got[n] || number == 1
      :: else
      fi;
      number = 0
    }
  :: atomic {
      /* The connection breaks: the forwarder forgets, and hears all of it anew. */
      changes < CHANGES && len(up[PARENT(n)]) < 3 ->
      changes++;
      do
      :: up[n]?_
      :: down[n]?_
      :: len(up[n]) == 0 && len(down[n]) == 0 -> break
      od;
      if
      :: heard[n] -> heard[n] = false; up[PARENT(n)]!false
      :: else
      fi;
      due[n] = false;
      if
      :: own[n] -> up[n]!true
      :: else
      fi
    }
  od
}

/* The parent of each node hears of its wishes. */
active [5] proctype listener() {
  byte n = _pid - 1;
  bool wish;
  do
  :: atomic {
      len(up[n]) > 0 && len(up[PARENT(n)]) < 4 ->
      up[n]?wish;
      repeated = repeated || heard[n] == wish;
      heard[n] = wish;
      ever[n] = ever[n] || wish;
      tell(n, wish);
      wish = false
    }
  od
}

active proctype publisher() {
  do
  :: atomic {
      published < MESSAGES ->
      published++;
      if
      :: published == 1 ->
        due[4] = own[4] && INFORCE(4) && INFORCE(2) && INFORCE(1);
        due[5] = own[5] && INFORCE(5) && INFORCE(3) && INFORCE(1)
      :: else
      fi;
      if
      :: heard[1] -> give(1, published)
      :: else
      fi
    }
  od
}

active [3] proctype forwarder() {
  byte n = _pid - 7;
  byte number, child;
  do
  :: atomic {
      len(down[n]) > 0 ->
      down[n]?number;
      for (child : 2 .. NODES - 1) {
        if
        :: PARENT(child) == n && heard[child] -> give(child, number)
        :: else
        fi
      }
      number = 0; child = 0
    }
  od
}

/* In a settled tree each node has asked its parent for exactly what is wanted below it.
   @cites distribution-tree.union publish-subscribe.xpub-cancellation publish-subscribe.xpub-disconnect devices.subscriptions publish-subscribe.cancel-sent */
ltl unionOfWishes { [] (SETTLED -> UNION) }
/* Nobody asks for what it has asked for already, or cancels what it has not.
   @cites distribution-tree.union publish-subscribe.xpub-subscription publish-subscribe.subscribe-once publish-subscribe.xpub-cancel-unknown */
ltl once { [] !repeated }
/* Messages come in the order in which they were published, and none twice.
   @cites distribution-tree.order sockets.no-duplicates devices.order */
ltl order { [] !outOfOrder }
/* A peer is sent nothing that it never wanted.
   @cites distribution-tree.matching publish-subscribe.filter */
ltl matching { [] !unwanted }
/* What is due to a subscriber was delivered or is on its way.
   @cites distribution-tree.conservation publish-subscribe.match devices.keeps */
ltl conservation { [] (KEPT(4) && KEPT(5)) }
/* No more than one copy of a message is sent to a peer.
   @cites distribution-tree.load publish-subscribe.one-copy */
ltl load { [] !secondCopy }
/* The tree comes to rest, with exactly what is wanted asked for.
   @cites distribution-tree.union devices.subscriptions */
ltl settles { <> [] (SETTLED && UNION) }
