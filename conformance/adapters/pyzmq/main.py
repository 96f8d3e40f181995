"""The adapter of pyzmq, which is libzmq with an API for Python (protocol: ../PROTOCOL.md). Start: python3 conformance/adapters/pyzmq/main.py"""

import asyncio
import base64
import json
import os
import sys
import threading
import time

try:
    import zmq
    import zmq.asyncio
except ImportError as error:
    print(f"pyzmq cannot be loaded ({error}). To install it: npm run adapters -- build pyzmq", file=sys.stderr)
    sys.exit(3)
from zmq.utils.monitor import parse_monitor_message

from description import CODES, EVENTS, OPTIONS, TYPES, describe

context = zmq.asyncio.Context()
context.set(zmq.MAX_SOCKETS, 8192)
tell = lambda value: print(json.dumps(value), flush=True)


class Adapter:
    def __init__(self):
        self.sockets, self.devices, self.handles = {}, {}, 0

    def hello(self, **_):
        return describe(operations)

    def open(self, type, options={}, **_):
        if type not in TYPES:
            raise zmq.ZMQError(zmq.EPROTONOSUPPORT)
        socket = context.socket(TYPES[type])
        self.handles += 1
        self.sockets[self.handles] = socket
        for name, value in options.items():
            self.option(self.handles, name, value)
        asyncio.create_task(self._relay(self.handles, socket.get_monitor_socket()))
        return {"socket": self.handles}

    def option(self, socket, name, value, **_):
        if name not in OPTIONS:
            raise zmq.ZMQError(zmq.EPROTONOSUPPORT)
        number = zmq.XPUB_VERBOSER if value == "allSubsUnsubs" else OPTIONS[name]
        octets = base64.b64decode(value["base64"]) if isinstance(value, dict) else value.encode() if isinstance(value, str) else value
        self._socket(socket).set(number, int(value is not None) if name == "verbosity" else octets)

    def bind(self, socket, endpoint, **_):
        self._socket(socket).bind(endpoint)
        return {"endpoint": self._socket(socket).last_endpoint.decode()}

    def unbind(self, socket, endpoint, **_):
        self._socket(socket).unbind(endpoint)

    def connect(self, socket, endpoint, **_):
        self._socket(socket).connect(endpoint)

    def disconnect(self, socket, endpoint, **_):
        self._socket(socket).disconnect(endpoint)

    def send(self, socket, parts, timeoutMs, **_):
        message = [base64.b64decode(part) for part in parts]
        return self._attempt(socket, timeoutMs, zmq.POLLOUT, lambda on: (on.send_multipart(message, zmq.DONTWAIT), {})[1])

    def receive(self, socket, timeoutMs, **_):
        return self._attempt(socket, timeoutMs, zmq.POLLIN, lambda on: {"parts": [base64.b64encode(part).decode() for part in on.recv_multipart(zmq.DONTWAIT)]})

    # libzmq takes note of what its I/O thread did when the application asks for the state of the socket. A socket in a device belongs to another thread.
    def step(self, socket, **_):
        if socket not in self.devices:
            self._socket(socket).get(zmq.EVENTS)

    def proxy(self, frontend, backend, **_):
        control, ending = (zmq.Socket.shadow(context.socket(zmq.PAIR)) for _ in range(2))
        control.bind(f"inproc://device-{frontend}")
        ending.connect(f"inproc://device-{frontend}")
        thread = threading.Thread(target=zmq.proxy_steerable, args=(self._socket(frontend), self._socket(backend), None, ending), daemon=True)
        self.devices[frontend] = self.devices[backend] = lambda: (control.send(b"TERMINATE"), thread.join())
        thread.start()

    def close(self, socket, **_):
        if end := self.devices.get(socket):
            end()
            self.devices = {other: device for other, device in self.devices.items() if device is not end}
        self._socket(socket).disable_monitor()
        self._socket(socket).close()
        del self.sockets[socket]

    def _socket(self, handle):
        if handle not in self.sockets:
            raise zmq.ZMQError(zmq.ENOTSOCK)
        return self.sockets[handle]

    async def _attempt(self, handle, timeout_ms, ready, act):
        end = time.monotonic() + (timeout_ms / 1000 if timeout_ms >= 0 else 1e9)
        while True:
            self.step(handle)
            try:
                return act(zmq.Socket.shadow(self._socket(handle)))
            except zmq.Again:
                left = end - time.monotonic()
                if left <= 0:
                    raise
            await self._socket(handle).poll(min(left, 1) * 1000, ready)

    async def _relay(self, handle, monitor):
        while (event := parse_monitor_message(await monitor.recv_multipart()))["event"] != zmq.EVENT_MONITOR_STOPPED:
            if name := EVENTS.get(event["event"]):
                tell({"event": name, "socket": handle, **({"endpoint": event["endpoint"].decode()} if event["endpoint"] else {})})
        monitor.close()


operations = [name for name in vars(Adapter) if name[0] != "_"]


async def answer(adapter, request):
    try:
        id, op = request.pop("id"), request.pop("op")
        if op not in operations:
            raise zmq.ZMQError(zmq.EPROTONOSUPPORT)
        result = getattr(adapter, op)(**request)
        result = await result if asyncio.iscoroutine(result) else result
        tell({"id": id, "ok": True, **(result or {})})
    except (zmq.ZMQError, asyncio.CancelledError) as error:
        code = "closed" if isinstance(error, asyncio.CancelledError) else CODES.get(error.errno, "failed")
        tell({"id": id, "ok": False, "error": {"code": code, "message": str(error)}})


async def main():
    adapter, lines = Adapter(), asyncio.StreamReader(limit=1 << 27)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    async for line in lines:
        asyncio.create_task(answer(adapter, json.loads(line)))
    os._exit(0)


asyncio.run(main())
