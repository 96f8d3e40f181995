/* A connection under NULL for Spin: the connecting peer (0) and the binding peer (1). The twin of connection.qnt; read that first.
   Time is not counted: a limit of time passes when the line is dead, and then only. What comes to a peer that has closed is nothing. */
#ifndef OWN
#define OWN 31
#endif
#ifndef MESSAGES
#define MESSAGES 1
#endif
#ifndef TRIES
#define TRIES 1
#endif
/* 0: both send as late as they may. */
#ifndef VARIED
#define VARIED 1
#endif
#define GREETING 0
#define HANDSHAKE 1
#define TRAFFIC 2
#define CLOSED 3
#define SIGNATURE 1
#define MAJOR 2
#define REST 3
#define READY 4
#define ERROR 5
#define MESSAGE 6
#define PING 7
#define PONG 8
#define END 9

/* To each peer: what it is, and two values. */
chan line[2] = [9] of { byte, byte, bit };
bool isDead;
/* What the peers are: version 31 is 3.1; whether the other's socket type does not fit; who sends its greeting step by step, who waits for READY, and who sends what it may not. */
byte version[2];
bit mechanism[2];
bool refuses[2], isPatient, waitsForReady, isRude;
byte state[2], other[2];
/* How far the greeting and READY are: 1 signature, 2 major version, 3 all, 4 READY. */
byte sent[2], got[2], messages[2];
/* A PING is unanswered; the other peer has told a time-to-live. */
bool awaits[2], hasLimit[2];
byte tries;
/* What went wrong, for the properties. */
bool errorSent[2], errorGot[2];
bool hasty, premature, spoke, cutShort, strange, returned;

inline tell(p, kind, v, m) {
  spoke = spoke || (errorSent[p] && kind != END);
  if
  :: !isDead && state[1 - p] != CLOSED -> line[1 - p]!kind, v, m
  :: else
  fi
}

inline shut(p) {
  tell(p, END, 0, 0);
  state[p] = CLOSED;
  do
  :: line[p]?_, _, _
  :: len(line[p]) == 0 -> break
  od
}

inline part(p) {
  sent[p]++;
  if
  :: sent[p] == SIGNATURE -> tell(p, SIGNATURE, 0, 0)
  :: sent[p] == MAJOR -> tell(p, MAJOR, version[p] / 10, 0)
  :: sent[p] == REST -> tell(p, REST, version[p], mechanism[p])
  fi
}

init {
  atomic {
    version[0] = OWN;
    if
    :: version[1] = 20
    :: version[1] = 30
    :: version[1] = 31
    :: version[1] = 40
    fi;
    if :: true :: mechanism[1] = 1 fi;
    if :: true :: refuses[0] = true fi;
    if :: true :: refuses[1] = true fi;
    isPatient = true; waitsForReady = true;
    if :: true :: VARIED -> isPatient = false fi;
    if :: true :: VARIED -> waitsForReady = false fi;
    if :: true :: isRude = true fi;
    run writer(0); run writer(1); run reader(0); run reader(1); run clock(0); run clock(1); run fate(); run caller()
  }
}

proctype writer(bit p) {
  bit ttl;
  do
  :: atomic { state[p] != CLOSED && sent[p] < 3 && (!isPatient || got[p] >= sent[p]) -> part(p) }
  :: atomic { state[p] == HANDSHAKE && sent[p] == 3 && (p == 0 || !waitsForReady) -> sent[p] = READY; tell(p, READY, 0, 0) }
  :: atomic {
      state[p] == HANDSHAKE && isRude && p == 1 && sent[p] == 3 && messages[p] < MESSAGES ->
      messages[p]++; tell(p, MESSAGE, 0, 0)
    }
  :: atomic {
      (state[p] == TRAFFIC || (version[p] == 30 && state[p] == HANDSHAKE && sent[p] == READY)) && messages[p] < MESSAGES ->
      hasty = hasty || (version[p] != 30 && state[p] != TRAFFIC);
      messages[p]++; tell(p, MESSAGE, 0, 0)
    }
  :: atomic {
      state[p] == TRAFFIC && version[p] >= 31 && other[p] >= 31 && !awaits[p] ->
      strange = strange || other[p] < 31 || got[p] != READY;
      if :: ttl = 0 :: ttl = 1 fi;
      awaits[p] = true; tell(p, PING, 0, ttl); ttl = 0
    }
  od
}

proctype reader(bit p) {
  byte kind, v;
  bit m;
  do
  :: atomic {
      state[p] != CLOSED && len(line[p]) > 0 ->
      line[p]?kind, v, m;
      if
      :: kind == END -> shut(p)
      :: kind == SIGNATURE -> got[p] = SIGNATURE
      :: kind == MAJOR ->
        got[p] = MAJOR;
        if
        :: v < 3 && version[p] >= 30 -> shut(p)
        :: else
        fi
      :: kind == REST ->
        got[p] = REST; other[p] = v;
        if
        :: m != mechanism[p] ->
          do
          :: sent[p] < 3 -> part(p)
          :: else -> break
          od;
          cutShort = cutShort || sent[p] < 3;
          shut(p)
        :: else -> state[p] = HANDSHAKE
        fi
      :: kind == READY && state[p] == HANDSHAKE && refuses[p] -> tell(p, ERROR, 0, 0); errorSent[p] = true; shut(p)
      :: kind == READY && state[p] == HANDSHAKE && !refuses[p] ->
        got[p] = READY;
        if
        :: sent[p] == 3 -> sent[p] = READY; tell(p, READY, 0, 0)
        :: else
        fi;
        state[p] = TRAFFIC
      :: kind == MESSAGE && state[p] == TRAFFIC -> premature = premature || sent[p] != READY || got[p] != READY
      :: kind == PING && state[p] == TRAFFIC -> hasLimit[p] = m; tell(p, PONG, 0, 0)
      :: kind == PONG && state[p] == TRAFFIC -> awaits[p] = false
      :: kind == ERROR -> errorGot[p] = true; shut(p)
      :: kind == READY && state[p] == TRAFFIC -> shut(p)
      :: kind >= MESSAGE && kind != END && state[p] == HANDSHAKE -> shut(p)
      fi;
      kind = 0; v = 0; m = 0
    }
  od
}

proctype clock(bit p) {
  do
  :: atomic { isDead && (state[p] == GREETING || state[p] == HANDSHAKE || (state[p] == TRAFFIC && (awaits[p] || hasLimit[p]))) -> shut(p) }
  od
}

/* One of: the line goes dead, an application closes, nothing. */
proctype fate() {
  byte q;
  atomic {
    if
    :: isDead = true;
      do
      :: q < 2 && len(line[q]) > 0 -> line[q]?_, _, _
      :: q < 2 && len(line[q]) == 0 -> q++
      :: q == 2 -> break
      od
    :: state[0] != CLOSED -> shut(0)
    :: state[1] != CLOSED -> shut(1)
    :: true
    fi
  }
}

/* The connecting peer connects again, unless the other has sent ERROR. */
proctype caller() {
  byte p;
  do
  :: atomic {
      state[0] == CLOSED && state[1] == CLOSED && tries < TRIES && !errorGot[0] ->
      returned = returned || errorGot[0];
      tries++; isDead = false;
      for (p : 0 .. 1) {
        state[p] = GREETING; other[p] = 0; sent[p] = 0; got[p] = 0; messages[p] = 0; awaits[p] = false; hasLimit[p] = false;
        errorSent[p] = false; errorGot[p] = false
      }
      p = 0
    }
  od
}

#define AGREES(p) (state[p] == GREETING || state[p] == CLOSED || (mechanism[0] == mechanism[1] && (other[p] >= 30 || version[p] < 30)))
#define FITS(p) (state[p] != TRAFFIC || !refuses[p])
#define BOTH(s) (state[0] == s && state[1] == s)
/* The line is dead, and the version has no heartbeats by which to know it. */
#define MUTE(p) (isDead && state[p] == TRAFFIC && (version[p] < 31 || other[p] < 31))

/* A peer of version 3.1 sends no message before both READYs have passed.
   @cites handshake.no-early-message */
ltl noEarlySend { [] !hasty }
/* No peer delivers a message before it has sent READY and accepted one.
   @cites handshake.message-before-ready handshake.early-message */
ltl noEarlyDelivery { [] !premature }
/* Nothing follows an ERROR, and whoever gets one closes.
   @cites handshake.error-closes commands.late-error metadata.socket-type-error metadata.socket-type-pairs */
ltl afterError { [] (!spoke && (!errorGot[0] || state[0] == CLOSED) && (!errorGot[1] || state[1] == CLOSED)) }
/* Nobody goes on with a peer that is too old, has another mechanism, or a socket type that does not fit.
   @cites versions.close-older versions.accept-higher greeting.mechanism-mismatch metadata.socket-type-pairs */
ltl agreement { [] (AGREES(0) && AGREES(1) && FITS(0) && FITS(1)) }
/* Whoever has read a whole greeting and refuses has sent its own.
   @cites greeting.before-refusal */
ltl wholeGreeting { [] !cutShort }
/* No PING before the handshake is complete, and none to a peer of version 3.0.
   @cites versions.no-ping-to-3-0 heartbeat.after-handshake */
ltl noStrangePing { [] !strange }
/* After an ERROR the connecting peer does not come again.
   @cites handshake.error-no-reconnect */
ltl noReturn { [] !returned }
/* Both are ready, or both have closed, in the end.
   @cites greeting.at-once greeting.continue handshake.connecting-first handshake.binding-replies handshake.any-order handshake.timeout heartbeat.timeout */
ltl settles { [] <> (BOTH(TRAFFIC) || BOTH(CLOSED) || MUTE(0) || MUTE(1)) }
/* When one has closed, so does the other.
   @cites handshake.timeout heartbeat.timeout heartbeat.ttl-expiry */
ltl closes { [] ((state[0] == CLOSED -> <> (state[0] != CLOSED || state[1] == CLOSED || MUTE(1))) && (state[1] == CLOSED -> <> (state[1] != CLOSED || state[0] == CLOSED || MUTE(0)))) }
/* A PING is answered, or the connection is closed.
   @cites heartbeat.pong heartbeat.timeout */
ltl pong { [] (awaits[0] -> <> (!awaits[0] || state[0] == CLOSED)) }
