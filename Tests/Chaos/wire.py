"""WebSocket frames and HTTP upgrades as bytes, for both ends of a call. Nothing here knows livetop."""
import base64
import os
import struct

CALL_PATH = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
TEXT, CLOSE = 1, 8


def frame(opcode, payload, mask=None):
    """One final frame. `mask` is the client's four bytes; a server sends none."""
    masked = 0x80 if mask else 0
    size = len(payload)
    head = bytes([0x80 | opcode])
    if size < 126:
        head += bytes([masked | size])
    elif size < 65536:
        head += struct.pack(">BH", masked | 126, size)
    else:
        head += struct.pack(">BQ", masked | 127, size)
    if not mask:
        return head + payload
    pad = (mask * (size // 4 + 1))[:size]
    return head + mask + (int.from_bytes(payload, "big") ^ int.from_bytes(pad, "big")).to_bytes(size, "big")


async def read_frame(reader):
    """The next frame as (opcode, payload, its bytes). Raises IncompleteReadError at the end."""
    head = await reader.readexactly(2)
    size = head[1] & 0x7F
    more = b""
    if size >= 126:
        more = await reader.readexactly(2 if size == 126 else 8)
        size = int.from_bytes(more, "big")
    mask = await reader.readexactly(4) if head[1] & 0x80 else b""
    body = await reader.readexactly(size)
    payload = body
    if mask and size:
        pad = (mask * (size // 4 + 1))[:size]
        payload = (int.from_bytes(body, "big") ^ int.from_bytes(pad, "big")).to_bytes(size, "big")
    return head[0] & 0x0F, payload, head + more + mask + body


def upgrade_request(tag="", key=None, path=CALL_PATH):
    lines = [
        f"GET {'/t/' + tag if tag else ''}{path} HTTP/1.1",
        "Host: localhost",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode(),
        "Sec-WebSocket-Version: 13",
    ]
    if key:
        lines.append(f"x-goog-api-key: {key}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


SWITCHING = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n"
