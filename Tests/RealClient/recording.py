"""Writes down every WebSocket frame that this process sends and receives, without changing the SDK above.

The SDK talks through the `websockets` package, whose protocol object sees each frame once in either direction.
"""

import base64
import json

from websockets.protocol import Protocol

OPERATIONS = {0: "continuation", 1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong"}


def record_to(path):
    """From now on each frame is one line of `path`: connection (from 1), dir, op, fin, bytes, payload_b64."""
    file = open(path, "w", encoding="ascii")
    connections = {}

    def note(protocol, direction, frame):
        # Kept alive on purpose: the identity of a collected object can be given to the next one.
        number = connections.setdefault(id(protocol), (len(connections) + 1, protocol))[0]
        line = {
            "connection": number,
            "dir": direction,
            "op": OPERATIONS[int(frame.opcode)],
            "fin": frame.fin,
            "bytes": len(frame.data),
            "payload_b64": base64.b64encode(bytes(frame.data)).decode(),
        }
        file.write(json.dumps(line) + "\n")
        file.flush()

    def hook(name, direction):
        original = getattr(Protocol, name)

        def recorded(self, frame):
            note(self, direction, frame)
            return original(self, frame)

        setattr(Protocol, name, recorded)

    hook("send_frame", "up")
    hook("recv_frame", "down")
