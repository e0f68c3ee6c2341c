"""A client and a service of the websockets library that agree on permessage-deflate, with livetop between: what crosses on both of
its sides is the same, byte for byte, and what it records is what was said, in clear and without the key that was said.

Usage: compressed.py BINARY
"""

import asyncio
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory, ServerPerMessageDeflateFactory

from compare import Program, clean_environment

PATH = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
KEY = "AIza" + "Sy0" * 11 + "Sy"
# Each as server and client name them; the last one is refused by the server, so that nothing is compressed.
TERMS = [
    ({}, {}),
    ({"server_no_context_takeover": True, "client_no_context_takeover": True}, {"client_max_window_bits": True}),
    ({"server_max_window_bits": 9, "client_max_window_bits": 10}, {"client_max_window_bits": True}),
    ({"server_no_context_takeover": True, "server_max_window_bits": 12}, {"client_max_window_bits": True}),
    (None, {}),
]


class Spy:
    """Passes bytes on and keeps those behind the heads, by direction."""

    def __init__(self, port):
        self.port = port
        self.up, self.down = bytearray(), bytearray()

    async def take(self, reader, writer):
        further, back = await asyncio.open_connection("127.0.0.1", self.port)
        await asyncio.gather(self.pass_on(reader, back, self.up), self.pass_on(further, writer, self.down))

    async def pass_on(self, reader, writer, kept):
        try:
            while data := await reader.read(65536):
                kept.extend(data)
                writer.write(data)
                await writer.drain()
            writer.write_eof()
        except (ConnectionError, OSError):
            writer.close()

    def frames(self):
        return tuple(bytes(side).partition(b"\r\n\r\n")[2] for side in (self.up, self.down))

    async def __aenter__(self):
        self.server = await asyncio.start_server(self.take, "127.0.0.1", 0)
        return self.server.sockets[0].getsockname()[1]

    async def __aexit__(self, *_):
        self.server.close()


def said(number):
    """What client and service say, as messages or as the fragments of one."""
    text = json.dumps({"serverContent": {"modelTurn": {"parts": [{"text": f"turn {number} " * 300}]}}})
    up = [
        json.dumps({"setup": {"model": "models/gemini-3.8-live"}}),
        json.dumps({"clientContent": {"turns": [{"role": "user", "parts": [{"text": f"my key is {KEY}, is it? " * 20}]}]}}),
        [json.dumps({"realtimeInput": {"text": "x" * 4000}})[part : part + 900] for part in range(0, 4100, 900)],
    ]
    down = [json.dumps({"setupComplete": {}}).encode(), text.encode(), [text[:50], "", text[50:]]]
    return up, down


async def converse(livetop, folder, number, service, client):
    up, down = said(number)
    heard = []

    async def answer(socket):
        for message in down:
            heard.append(await socket.recv())
            await socket.ping(b"between")
            await socket.send(message)
        await socket.wait_closed()

    extensions = None if service is None else [ServerPerMessageDeflateFactory(**service)]
    async with serve(answer, "127.0.0.1", 0, extensions=extensions, compression=None) as server:
        behind = Spy(server.sockets[0].getsockname()[1])
        async with behind as port:
            with Program(
                livetop, "serve", "--json", "--port", "0", "--upstream", f"http://127.0.0.1:{port}", "--data-dir", str(folder)
            ) as place:
                before = Spy(place["port"])
                async with before as entrance:
                    url = f"ws://127.0.0.1:{entrance}{PATH}"
                    offer = [ClientPerMessageDeflateFactory(**client)]
                    async with connect(url, extensions=offer, compression=None, proxy=None) as socket:
                        agreed = socket.response.headers.get("Sec-WebSocket-Extensions", "")
                        for message in up:
                            await socket.send(message)
                            heard.append(await socket.recv())
                    await asyncio.sleep(0.2)
    whole = ["".join(message) if isinstance(message, list) else message for pair in zip(up, down) for message in pair]
    assert heard == whole, "messages changed on their way"
    assert before.frames() == behind.frames(), "the bytes on both sides differ"
    assert bool(agreed) == (service is not None), agreed
    return whole, bool(agreed), before.frames()


def recorded(livetop, folder):
    command = [livetop, "export", "@last", "--data-dir", str(folder), "--format", "ndjson", "--raw"]
    told = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in told.stdout.splitlines()]


def main(livetop):
    for number, (service, client) in enumerate(TERMS):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            whole, agreed, (up, down) = asyncio.run(converse(livetop, folder, number, service, client))
            lines = recorded(livetop, folder)
            expected = [json.loads(re.sub(KEY, "AIzaREDACTED", text if isinstance(text, str) else text.decode())) for text in whole]
            found = [line["json"] for line in lines if line["json"] is not None]
            assert len(found) == len(expected), (service, len(found), len(expected))
            for got, wanted in zip(found, expected):
                assert got == wanted, (service, str(got)[:300], str(wanted)[:300])
            assert any(line.get("rsv") == 4 for line in lines) == agreed
            # Lengths are those of the wire: payloads and headers make up what crossed, but for close frames and pongs at the end.
            wire = sum(line["bytes"] for line in lines if line["dir"] == "down")
            assert wire <= len(down) <= wire + 10 * len(lines), (wire, len(down))
            for file in folder.rglob("*"):
                if file.is_file():
                    kept = file.read_bytes()
                    assert KEY.encode() not in kept, f"the key is in {file}"
                    if agreed:
                        # No stretch of what was compressed is on the disk.
                        assert all(down[at : at + 40] not in kept for at in range(200, len(down) - 40, 97)), file
    print(f"compression: {len(TERMS)} agreements; bytes alike on both sides, recorded in clear")


if __name__ == "__main__":
    main(sys.argv[1])
