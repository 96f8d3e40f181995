/* A parallelised pipeline for Spin: a source (0), two workers (1, 2), a streamer (3), a sink (4) that sends each item back until it has gone round often enough.
   The twin of parallel-pipeline.qnt; read that first. */
#ifndef ITEMS
#define ITEMS 3
#endif
#ifndef ROUNDS
#define ROUNDS 2
#endif
#ifndef LIMIT
#define LIMIT 1
#endif
#ifndef STRIKES
#define STRIKES 1
#endif
/* A queue of the model is longer than its limit, so that a fault can show. */
#define ROOM (LIMIT + 2)

/* item and round: to a worker, from a worker, to the sink, back to the source */
chan work[3] = [ROOM] of { byte, byte };
chan done[3] = [ROOM] of { byte, byte };
chan toSink = [ROOM] of { byte, byte };
/* Whatever is under way may come back. */
chan back = [ITEMS + 1] of { byte, byte };

bool isDown[3];
byte produced, strikes;
byte latest[3]; /* of the first round, from each worker */
byte copies[ITEMS + 1]; /* how often the streamer passed the item on in its round */
bool finished[ITEMS + 1], lost[ITEMS + 1];
byte gotRound[ITEMS + 1];
/* What went wrong, for the properties. */
bool twice, overtaken, repeated, beyond, overfull;

#define CANTAKE(w) (!isDown[w] && len(work[w]) < LIMIT)
/* The other worker has its turn first, when it can take an item. */
#define MAYGIVE(w) (CANTAKE(w) && (last != w || !CANTAKE(3 - w)))

active proctype source() {
  byte last, i, r;
  do
  :: atomic {
      produced < ITEMS && (CANTAKE(1) || CANTAKE(2)) ->
      produced++; i = produced; r = 1;
      if
      :: MAYGIVE(1) -> last = 1
      :: MAYGIVE(2) -> last = 2
      fi;
      work[last]!i, r;
      overfull = overfull || len(work[last]) > LIMIT;
      i = 0; r = 0
    }
  :: atomic {
      len(back) > 0 && (CANTAKE(1) || CANTAKE(2)) ->
      back?i, r;
      if
      :: MAYGIVE(1) -> last = 1
      :: MAYGIVE(2) -> last = 2
      fi;
      work[last]!i, r;
      overfull = overfull || len(work[last]) > LIMIT;
      i = 0; r = 0
    }
  od
}

active [2] proctype worker() {
  byte w = _pid;
  byte i, r;
  do
  :: atomic {
      !isDown[w] && len(work[w]) > 0 && len(done[w]) < LIMIT ->
      work[w]?i, r;
      done[w]!i, r;
      i = 0; r = 0
    }
  od
}

active proctype streamer() {
  byte i, r, w = 1;
  do
  :: atomic {
      len(done[w]) > 0 && len(toSink) < LIMIT ->
      done[w]?i, r;
      if
      :: r == 1 -> overtaken = overtaken || i < latest[w]; latest[w] = i
      :: else
      fi;
      copies[i]++;
      repeated = repeated || copies[i] > 1;
      toSink!i, r;
      w = 3 - w;
      i = 0; r = 0
    }
  :: len(done[w]) == 0 -> w = 3 - w
  od
}

active proctype sink() {
  byte i, r;
  do
  :: atomic {
      len(toSink) > 0 && len(back) < ITEMS ->
      toSink?i, r;
      twice = twice || r <= gotRound[i];
      gotRound[i] = r;
      copies[i] = 0;
      if
      :: r < ROUNDS -> beyond = beyond || r + 1 > ROUNDS; back!i, r + 1
      :: else -> finished[i] = true
      fi;
      i = 0; r = 0
    }
  od
}

/* A worker is struck: what waits before and behind it is lost. */
active proctype fate() {
  byte w, i;
  do
  :: atomic {
      strikes < STRIKES ->
      strikes++;
      select(w : 1 .. 2);
      isDown[w] = true;
      do
      :: work[w]?i, _ -> lost[i] = true
      :: done[w]?i, _ -> lost[i] = true
      :: len(work[w]) == 0 && len(done[w]) == 0 -> break
      od;
      i = 0; w = 0
    }
  od
}

#define WORK(i) (work[1]??[i, 1] || work[1]??[i, 2] || work[2]??[i, 1] || work[2]??[i, 2])
#define DONE(i) (done[1]??[i, 1] || done[1]??[i, 2] || done[2]??[i, 1] || done[2]??[i, 2])
#define SINK(i) (toSink??[i, 1] || toSink??[i, 2] || back??[i, 1] || back??[i, 2])
#define KEPT(i) (produced < i || finished[i] || lost[i] || WORK(i) || DONE(i) || SINK(i))

/* Each item that was accepted is on its way, finished, or lost with a worker that was struck.
   @cites parallel-pipeline.conservation sockets.accepted-is-sent sockets.no-available-peer devices.keeps */
ltl conservation { [] (KEPT(1) && KEPT(2)) }
/* No item comes to the sink twice in the same round.
   @cites parallel-pipeline.no-duplicates pipeline.one-peer sockets.no-duplicates */
ltl noDuplicates { [] !twice }
/* What comes from a worker was put in behind what came before.
   @cites parallel-pipeline.order sockets.order-sent sockets.order-received devices.order */
ltl order { [] !overtaken }
/* The streamer passes an item on once a round.
   @cites parallel-pipeline.load */
ltl load { [] !repeated }
/* An item goes round no more often than was said.
   @cites parallel-pipeline.loop */
ltl loop { [] !beyond }
/* No queue holds more than its limit.
   @cites sockets.queue-limit sockets.full-peer-skipped */
ltl limit { [] !overfull }
/* Each item that was accepted is finished in the end, or lost.
   @cites parallel-pipeline.loop parallel-pipeline.conservation sockets.delivery */
ltl ends { [] (produced > 0 -> <> (finished[1] || lost[1])) }
