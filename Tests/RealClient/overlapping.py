"""A session whose second connection opens with the handle of the first while that one still runs, sent again: both run beside each other
once more, as far apart as then, and the second names the handle of the new first.

Usage: overlapping.py BINARY
"""

import asyncio
import base64
import json
import sys
import tempfile

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve

from compare import Program, clean_environment

PATH = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
APART = 1.0
LENGTH = 2.5


class Service:
    """Confirms, gives a handle, and notes when each connection came and went, and what it resumed."""

    def __init__(self):
        self.calls = []

    async def answer(self, socket):
        loop = asyncio.get_running_loop()
        setup = json.loads(await socket.recv())["setup"]
        call = {"opened": loop.time(), "handle": setup.get("sessionResumption", {}).get("handle")}
        call["given"] = f"handle-{call['opened']}"
        self.calls.append(call)
        await socket.send(json.dumps({"setupComplete": {}}))
        await socket.send(json.dumps({"sessionResumptionUpdate": {"newHandle": call["given"], "resumable": True}}))
        async for _ in socket:
            pass
        call["closed"] = loop.time()

    async def ended(self):
        while not all("closed" in call for call in self.calls):
            await asyncio.sleep(0.05)

    def check(self):
        first, second = self.calls
        assert 0.7 * APART < second["opened"] - first["opened"], self.calls
        assert second["opened"] < first["closed"], f"one after the other: {self.calls}"
        assert (first["handle"], second["handle"]) == (None, first["given"]), self.calls


async def call(port, handle=None):
    """One connection of the client; its first handle is told before it ends."""
    async with connect(f"ws://127.0.0.1:{port}{PATH}", proxy=None) as socket:
        resumption = {"handle": handle} if handle else {}
        await socket.send(json.dumps({"setup": {"model": "models/gemini-3.8-live", "sessionResumption": resumption}}))
        await socket.recv()
        update = json.loads(await socket.recv())["sessionResumptionUpdate"]
        following = None
        if handle is None:
            await asyncio.sleep(APART)
            following = asyncio.ensure_future(call(port, update["newHandle"]))
        silence = {"data": base64.b64encode(bytes(640)).decode(), "mimeType": "audio/pcm;rate=16000"}
        for _ in range(int(LENGTH / 0.1)):
            await socket.send(json.dumps({"realtimeInput": {"audio": silence}}))
            await asyncio.sleep(0.1)
    if following:
        await following


async def main(livetop):
    with tempfile.TemporaryDirectory() as folder:
        recorded, again = Service(), Service()
        current = recorded
        async with serve(lambda socket: current.answer(socket), "127.0.0.1", 0) as server:
            upstream = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            place = ("--upstream", upstream, "--data-dir", folder)
            with Program(livetop, "serve", "--json", "--port", "0", *place) as proxy:
                await call(proxy["port"])
                await recorded.ended()
            recorded.check()
            current = again
            resend = await asyncio.create_subprocess_exec(
                livetop, "resend", "@last", "--yes", "--json", *place, env=clean_environment(), stdout=asyncio.subprocess.PIPE
            )
            told = json.loads((await resend.communicate())[0])
            assert told["isComplete"] and len(told["sessions"]) == 1, told
            await again.ended()
            again.check()
    print("resend: two connections beside each other, as they were")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
