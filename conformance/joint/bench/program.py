"""One end of a measurement with pyzmq: program.py WORK, where WORK is JSON as work.ts has it. Says what libzmq.c says."""
import json
import resource
import signal
import sys
import time

started_at = time.monotonic()
import zmq  # noqa: E402

import_ms = (time.monotonic() - started_at) * 1000
work = json.loads(sys.argv[1])
context = zmq.Context()
context.max_sockets = 4096
keys = work.get("keys")


class Stopped(Exception):
    pass


def stop(*_):
    raise Stopped


signal.signal(signal.SIGTERM, stop)


def say(line):
    print(json.dumps(line), flush=True)


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime, usage.ru_stime


def spent(since, messages):
    user, system = cpu()
    return {"messages": messages, "userSeconds": user - since[0], "systemSeconds": system - since[1]}


class Window:
    """Messages count after a share of warmMessages of each source and warmMs, for measureMs."""

    def __init__(self, sources=1):
        share = max(1, work["warmMessages"] // sources)
        self.missing = [share] * sources
        self.waiting = sources
        self.first = self.start = None
        self.messages = 0

    def is_over(self, messages, source=0):
        now = time.monotonic()
        if self.start is None:
            self.first = self.first or now
            before = self.missing[source]
            self.missing[source] -= messages
            self.waiting -= before > 0 >= self.missing[source]
            if self.waiting == 0 and now >= self.first + work["warmMs"] / 1000:
                self.start, self.cpu = now, cpu()
            return False
        self.messages += messages
        if now < self.start + work["measureMs"] / 1000:
            return False
        say({**spent(self.cpu, self.messages), "seconds": now - self.start})
        return True


def opened(kind, binds, **options):
    socket = context.socket(kind)
    socket.linger = 0
    if keys and binds:
        socket.curve_server, socket.curve_secretkey = 1, keys["serverSecret"].encode()
    elif keys:
        socket.curve_serverkey = keys["serverPublic"].encode()
        socket.curve_publickey, socket.curve_secretkey = keys["clientPublic"].encode(), keys["clientSecret"].encode()
    for name, value in options.items():
        setattr(socket, name, value)
    return socket


def bound(kind, **options):
    socket = opened(kind, True, **options)
    socket.bind(work["endpoint"])
    say({"endpoint": socket.last_endpoint.decode().rstrip("\0")})
    return socket


def connected(kind, **options):
    socket = opened(kind, False, **options)
    socket.connect(work["endpoint"])
    return socket


def new_body():
    return bytes(work["size"])


def send_all(socket):
    for _ in range(work["warmMessages"]):
        socket.send(new_body())
    messages, since = 0, cpu()
    try:
        while True:
            socket.send(new_body())
            messages += 1
    except Stopped:
        say(spent(since, messages))


def publish_all(socket):
    """Nothing is sent before all have subscribed: who came first would keep the others waiting."""
    for _ in range(work["count"]):
        socket.recv()
    send_all(socket)


def receive_all(sockets):
    window = Window(len(sockets))
    sources = {socket: source for source, socket in enumerate(sockets)}
    poller = zmq.Poller()
    for socket in sockets:
        poller.register(socket, zmq.POLLIN)
    while True:
        for socket in dict(poller.poll()) if len(sockets) > 1 else sockets:
            if window.is_over(take(socket, len(sockets) == 1), sources[socket]):
                return


def take(socket, waits):
    """The number of messages that are there, at most 64; waits for the first."""
    messages = 0
    try:
        while messages < 64:
            socket.recv_multipart(0 if waits else zmq.DONTWAIT)
            waits = False
            messages += 1
    except zmq.Again:
        pass
    return messages


def request(socket):
    def trip():
        before = time.perf_counter()
        socket.send(new_body())
        socket.recv()
        return (time.perf_counter() - before) * 1e6

    trip()
    warm_until, warmed = time.monotonic() + work["warmMs"] / 1000, 1
    while warmed < work["warmMessages"] or time.monotonic() < warm_until:
        trip()
        warmed += 1
    since, start, times = cpu(), time.monotonic(), []
    while time.monotonic() < start + work["measureMs"] / 1000:
        times.append(trip())
    seconds = time.monotonic() - start
    times.sort()
    quantiles = {name: times[min(len(times) - 1, int(len(times) * part))] for name, part in (("medianUs", 0.5), ("p99Us", 0.99), ("p999Us", 0.999))}
    say({**spent(since, len(times)), "seconds": seconds, **quantiles})


def reply(socket):
    while True:
        socket.send(socket.recv())


def asked(poller):
    socket = connected(zmq.REQ)
    socket.send(b"x")
    poller.register(socket, zmq.POLLIN)


def make_connections():
    window, poller = Window(), zmq.Poller()
    for _ in range(work["count"]):
        asked(poller)
    while True:
        ready = poller.poll()
        for socket, _ in ready:
            socket.recv()
            poller.unregister(socket)
            socket.close()
            asked(poller)
        if window.is_over(len(ready)):
            return


def send_when_told(socket):
    say({"ready": True})
    sys.stdin.readline()
    for _ in range(work["count"]):
        socket.send(new_body())
    say({"done": True})
    sys.stdin.readline()


def publish_to_the_deaf(socket):
    socket.recv()
    send_when_told(socket)


def first_message():
    pull, push = opened(zmq.PULL, True), opened(zmq.PUSH, False)
    pull.bind("tcp://127.0.0.1:*")
    push.connect(pull.last_endpoint.decode().rstrip("\0"))
    push.send(b"first")
    pull.recv()
    say({"importMs": import_ms})


roles = {
    "PULL": lambda: receive_all([bound(zmq.PULL)]),
    "ROUTER": lambda: receive_all([bound(zmq.ROUTER)]),
    "PUSH": lambda: send_all(connected(zmq.PUSH)),
    "DEALER": lambda: send_all(connected(zmq.DEALER)),
    "PUB": lambda: publish_all(bound(zmq.XPUB, xpub_nodrop=1, xpub_verbose=1)),
    "SUB": lambda: receive_all([connected(zmq.SUB, subscribe=b"") for _ in range(work["count"])]),
    "REP": lambda: reply(bound(zmq.REP)),
    "REQ": lambda: request(connected(zmq.REQ)),
    "CLIENT": make_connections,
    "QUEUE": lambda: send_when_told(connected(zmq.PUSH, sndhwm=0)),
    "NEWS": lambda: publish_to_the_deaf(bound(zmq.XPUB)),
    "START": first_message,
}
roles[work["role"]]()
# Sockets that are open would keep the end waiting.
sys.stdout.flush()
context.destroy(linger=0)
