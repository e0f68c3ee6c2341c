"""The service behind livetop: answers calls, and misbehaves where a path asks for it."""
import asyncio
import hashlib
import re
import struct

from wire import CLOSE, SWITCHING, TEXT, frame, read_frame


class Call:
    """One call as the service sees it: frames sent and received before the goodbye, as counts and hashes of bytes."""

    def __init__(self, tag):
        self.tag = tag
        self.sent = self.received = 0
        self.sent_hash, self.received_hash = hashlib.sha256(), hashlib.sha256()
        self.close_code = None
        self.ended = asyncio.Event()


class Service:
    def __init__(self, random, down_interval):
        self.random = random
        self.down_interval = down_interval
        self.calls = {}
        self.is_paused = False
        self.idle = 0
        self.counted = 0

    async def start(self):
        server = await asyncio.start_server(self.accept, "127.0.0.1", 0, backlog=4096)
        self.server = server
        self.port = server.sockets[0].getsockname()[1]

    async def accept(self, reader, writer):
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            mode = re.search(rb"[?&]chaos=([a-z-]+)", head.split(b"\r\n", 1)[0])
            tag = re.search(rb"[?&]call=([a-z0-9-]+)", head.split(b"\r\n", 1)[0])
            if tag:
                await self.converse(tag.group(1).decode(), reader, writer)
            else:
                await getattr(self, "be_" + (mode.group(1).decode() if mode else "drain").replace("-", "_"))(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    # The twenty calls.

    async def converse(self, tag, reader, writer):
        call = self.calls[tag] = Call(tag)
        writer.write(SWITCHING)
        speaking = asyncio.ensure_future(self.speak(call, writer))
        try:
            while True:
                opcode, payload, data = await read_frame(reader)
                if opcode == CLOSE:
                    call.close_code = int.from_bytes(payload[:2], "big")
                    return
                call.received += 1
                call.received_hash.update(data)
                if call.received == 1:
                    self.say(call, writer, b'{"setupComplete":{}}')
        finally:
            speaking.cancel()
            call.ended.set()

    async def speak(self, call, writer):
        number = 0
        while True:
            await asyncio.sleep(self.down_interval)
            if self.is_paused or call.received == 0:
                continue
            number += 1
            if number % 50 == 0:
                self.say(call, writer, b'{"serverContent":{"turnComplete":true},"usageMetadata":{"totalTokenCount":%d}}' % number)
                continue
            sound = self.sound(1200)
            self.say(
                call, writer,
                b'{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"'
                + sound + b'"}}]}}}')
            await writer.drain()

    def say(self, call, writer, payload):
        data = frame(TEXT, payload)
        call.sent += 1
        call.sent_hash.update(data)
        writer.write(data)

    def sound(self, count):
        """Base64 of noise: `count` characters, a multiple of four."""
        import base64
        return base64.b64encode(self.random.randbytes(count // 4 * 3))

    # Misbehaviour: one method a mode, named by `?chaos=` in the target.

    async def be_drain(self, reader, writer):
        while await reader.read(65536):
            pass

    async def be_idle(self, reader, writer):
        writer.write(SWITCHING)
        self.idle += 1
        try:
            await self.be_drain(reader, writer)
        finally:
            self.idle -= 1

    async def be_count(self, reader, writer):
        writer.write(SWITCHING)
        while data := await reader.read(1 << 20):
            self.counted += len(data)

    async def be_huge(self, reader, writer):
        size = (64 << 20) + 1
        writer.write(SWITCHING + struct.pack(">BBQ", 0x80 | TEXT, 127, size))
        for start in range(0, size, 1 << 20):
            writer.write(bytes(min(1 << 20, size - start)))
            await writer.drain()

    async def be_bad_frames(self, reader, writer):
        writer.write(SWITCHING)
        for _ in range(20):
            writer.write(mutated(self.random, frame(TEXT, b'{"serverContent":{"turnComplete":true}}')))
            await writer.drain()
        await asyncio.sleep(0.05)

    async def be_bad_answer(self, reader, writer):
        good = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: b\r\n\r\n5\r\nhello\r\n0\r\nT: r\r\n\r\n"
        writer.write(mutated(self.random, good))
        await writer.drain()

    async def be_reset(self, reader, writer):
        import socket
        writer.write(SWITCHING + frame(TEXT, b'{"setupComplete":{}}'))
        await writer.drain()
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def mutated(random, data):
    """`data` with one to four random wounds: a byte changed, dropped or doubled, a piece repeated, the end cut off."""
    data = bytearray(data)
    for _ in range(random.randint(1, 4)):
        if not data:
            break
        at = random.randrange(len(data))
        wound = random.randrange(6)
        if wound == 0:
            data[at] = random.randrange(256)
        elif wound == 1:
            del data[at]
        elif wound == 2:
            data.insert(at, random.choice(b"\r\n\0 :;,-09zF\xff"))
        elif wound == 3:
            data[at:at] = data[at:at + random.randint(1, 64)] * random.randint(1, 40)
        elif wound == 4:
            del data[at:]
        else:
            data[at] ^= 1 << random.randrange(8)
    return bytes(data)
