"""The clients of the twenty calls that must notice nothing."""
import asyncio
import hashlib

from wire import CALL_PATH, CLOSE, TEXT, frame, read_frame, upgrade_request


class Caller:
    """A client that talks until the proxy says goodbye, and keeps account of what it sent and received."""

    def __init__(self, tag, key, random, interval, sound):
        self.tag, self.key, self.random, self.interval, self.sound = tag, key, random, interval, sound
        self.sent = self.received = 0
        self.sent_hash, self.received_hash = hashlib.sha256(), hashlib.sha256()
        self.is_paused = False
        self.goodbye = None
        self.failure = None

    async def open(self, port):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        self.writer.write(upgrade_request(self.tag, self.key, f"{CALL_PATH}?call={self.tag}"))
        answer = await self.reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 101"):
            raise RuntimeError(f"{self.tag} was refused: {answer[:100]!r}")
        self.say(b'{"setup":{"model":"models/gemini-3.8-live","generationConfig":{"responseModalities":["AUDIO"]}}}')
        self.talking = asyncio.ensure_future(self.talk())
        self.hearing = asyncio.ensure_future(self.hear())

    def say(self, payload):
        data = frame(TEXT, payload, self.random.randbytes(4))
        self.sent += 1
        self.sent_hash.update(data)
        self.writer.write(data)

    async def talk(self):
        while True:
            await asyncio.sleep(self.interval)
            if not self.is_paused:
                self.say(
                    b'{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"' + self.sound(1600) + b'"}}}')
                await self.writer.drain()

    async def hear(self):
        try:
            while True:
                opcode, payload, data = await read_frame(self.reader)
                if opcode == CLOSE:
                    self.goodbye = int.from_bytes(payload[:2], "big")
                    self.talking.cancel()
                    self.writer.write(frame(CLOSE, payload[:2], self.random.randbytes(4)))
                    await self.reader.read(1)
                    self.writer.close()
                    return
                self.received += 1
                self.received_hash.update(data)
        except (OSError, asyncio.IncompleteReadError) as error:
            self.failure = repr(error)
            self.talking.cancel()
