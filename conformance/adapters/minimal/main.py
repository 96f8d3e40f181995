"""The smallest useful adapter in Python: seven operations over pyzmq. Between two looks at its input it tries what waits. The complete one is ../pyzmq/main.py."""

import base64
import itertools
import json
import os
import queue
import sys
import threading
import time

# GAP 1: Import your library.
import zmq

# END

# GAP 2: Its name and exact version, and the version of ZMTP that it announces (3.1 or 3.0).
# ELSE IMPLEMENTATION, PROTOCOL = {"name": "unnamed", "version": "0", "language": "Python"}, "3.1"
IMPLEMENTATION, PROTOCOL = {"name": "pyzmq", "version": zmq.pyzmq_version(), "language": "Python and C++"}, "3.1"
# END

# GAP 3: The socket types that it has, and what it calls them.
# ELSE TYPES = {"DEALER": None, "ROUTER": None}
TYPES = {"REQ": zmq.REQ, "REP": zmq.REP, "DEALER": zmq.DEALER, "ROUTER": zmq.ROUTER}
# END


def open_socket(of_type):
    # GAP 4: Open a socket of this type, which is a value of gap 3, and give it.
    # ELSE raise NotImplementedError("gap 4 is not filled")
    return zmq.Context.instance().socket(of_type)
    # END


def bind(socket, endpoint):
    # GAP 5: Bind, and give the endpoint as it is bound: for port 0 with the port that the system chose.
    # ELSE raise NotImplementedError("gap 5 is not filled")
    socket.bind(endpoint)
    return socket.last_endpoint.decode()
    # END


def connect(socket, endpoint):
    # GAP 6: Begin to connect. Do not wait for the connection.
    # ELSE raise NotImplementedError("gap 6 is not filled")
    socket.connect(endpoint)
    # END


def send(socket, parts):
    # GAP 7: Try once to send a message, which is a list of bytes. Do not wait; an error says that there is no room (gap 10).
    # ELSE raise NotImplementedError("gap 7 is not filled")
    socket.send_multipart(parts, zmq.DONTWAIT)
    # END


def receive(socket):
    # GAP 8: Try once to receive a message, and give it as a list of bytes. Do not wait; an error says that there is none (gap 10).
    # ELSE raise NotImplementedError("gap 8 is not filled")
    return socket.recv_multipart(zmq.DONTWAIT)
    # END


def close(socket):
    # GAP 9: Close the socket.
    # ELSE raise NotImplementedError("gap 9 is not filled")
    socket.close()
    # END


def code_of(error):
    # GAP 10: What its errors mean: the protocol's word for this one. At least would-block is needed.
    # ELSE return "failed"
    codes = {zmq.EAGAIN: "would-block", zmq.EFSM: "wrong-state", zmq.EHOSTUNREACH: "no-route", zmq.EADDRINUSE: "address-in-use", zmq.EINVAL: "invalid"}
    return codes.get(getattr(error, "errno", None), "failed")
    # END


class Refusal(Exception):
    """Its arguments are a code and a message."""


handles, sockets, waiting, lines = itertools.count(1), {}, [], queue.Queue()


def hello():
    capabilities = {"protocol": PROTOCOL, "socketTypes": list(TYPES), "transports": ["tcp"], "mechanisms": ["NULL"], "options": [], "events": []}
    return {"version": 1, "implementation": IMPLEMENTATION, "capabilities": {**capabilities, "operations": list(operations)}, "choices": {}}


def open_one(request):
    if request["type"] not in TYPES:
        raise Refusal("unsupported", f"no socket type {request['type']}")
    handle = next(handles)
    sockets[handle] = open_socket(TYPES[request["type"]])
    return {"socket": handle}


operations = {
    "hello": lambda request: hello(),
    "open": open_one,
    "bind": lambda request: {"endpoint": bind(sockets[request["socket"]], request["endpoint"])},
    "connect": lambda request: connect(sockets[request["socket"]], request["endpoint"]),
    "send": lambda request: send(sockets[request["socket"]], [base64.b64decode(part) for part in request["parts"]]),
    "receive": lambda request: {"parts": [base64.b64encode(part).decode() for part in receive(sockets[request["socket"]])]},
    "close": lambda request: close(sockets.pop(request["socket"])),
}


def answer(request, end):
    """Whether it is answered; what would block waits on until its end."""
    try:
        if request["op"] not in operations:
            raise Refusal("unsupported", f"no operation {request['op']}")
        if request.get("socket") not in (None, *sockets):
            raise Refusal("closed", f"no socket {request['socket']}")
        line = {"id": request["id"], "ok": True, **(operations[request["op"]](request) or {})}
    except Exception as error:
        code, message = error.args if isinstance(error, Refusal) else (code_of(error), str(error))
        if code == "would-block" and time.monotonic() < end:
            return False
        line = {"id": request["id"], "ok": False, "error": {"code": code, "message": message}}
    print(json.dumps(line), flush=True)
    return True


def read():
    for line in sys.stdin:
        lines.put(json.loads(line))
    os._exit(0)


threading.Thread(target=read, daemon=True).start()
while True:
    try:
        new = lines.get(timeout=0.002 if waiting else None)
        timeout = new.get("timeoutMs", 0)
        waiting.append((new, time.monotonic() + (timeout / 1000 if timeout >= 0 else 1e9)))
    except queue.Empty:
        pass
    waiting = [(request, end) for request, end in waiting if not answer(request, end)]
