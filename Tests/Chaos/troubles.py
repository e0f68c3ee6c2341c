"""What is done to the proxy while twenty calls run. Each trouble is a coroutine that ends when things are as before.

A trouble raises `AssertionError` when livetop did something that it may not do.
"""
import asyncio
import errno
import glob
import json
import os
import signal
import sqlite3
import ssl
import struct
import time

from service import mutated
from wire import CALL_PATH, TEXT, frame, upgrade_request

HEAD = (
    b"POST /v1beta/models HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-A: b\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nTrailer: x\r\n\r\n")
BODIES = [
    b"z", b"-5\r\n", b"5\r\nhelloX\r\n", b"F" * 17, b"F" * 16 + b"\r\nhello", b"7FFFFFFFFFFFFFFF\r\nhello", b"\r\n\r\n",
    b"0\r\n" + b"T: " + b"x" * 100_000, b"5;" + b"e" * 100_000, b"\0",
]


class Troubles:
    def __init__(self, proxy, service, random, crowd, stay, fast):
        self.proxy, self.service, self.random, self.crowd_size, self.fast = proxy, service, random, crowd, fast
        self.crowd_stay = stay
        self.removed = []

    @property
    def all(self):
        return [
            self.heads, self.chunks, self.hellos, self.frames_up, self.frames_down, self.frames_huge, self.answers, self.resets,
            self.slow_reader, self.errors_without_reader, self.errors_full, self.disk_full, self.disk_refuses, self.disk_slow,
            self.disk_fails, self.database_locked, self.database_removed, self.folder_moved, self.crowd, self.stopped, self.clock_steps, self.hangups, self.readers,
        ]

    async def send(self, data, linger=1.0, cut=None):
        """Opens a connection, sends `data` (in two pieces when `cut`), returns what came back until it is closed, for `linger` seconds at most."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.proxy.port)
        answer = b""
        try:
            writer.write(data[:cut] if cut else data)
            await writer.drain()
            if cut:
                await asyncio.sleep(0.005)
                writer.write(data[cut:])
            end = time.monotonic() + linger
            while more := await asyncio.wait_for(reader.read(65536), max(0, end - time.monotonic())):
                answer += more
        except (OSError, asyncio.TimeoutError):
            pass
        finally:
            writer.transport.abort()
        return answer

    async def batch(self, count, make):
        for _ in range(0, count, 20):
            await asyncio.gather(*(make() for _ in range(20)))

    # Bytes that are wrong.

    async def heads(self):
        good = upgrade_request("chaos")

        def make():
            data = mutated(self.random, self.random.choice([HEAD, good]))
            return self.send(data, 0.3, self.random.choice([None, self.random.randrange(1, max(2, len(data)))]))

        await self.batch(100, make)

    async def chunks(self):
        start = HEAD[:HEAD.index(b"\r\n\r\n") + 4]
        for body in BODIES:
            # Answered and closed at once, where the machine is not busy with something else.
            answer = await self.send(start + body, 15)
            assert answer[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 431"), (body[:20], answer[:60])
        await self.batch(60, lambda: self.send(start + mutated(self.random, b"5\r\nhello\r\n0\r\nT: x\r\n\r\n"), 0.3))

    async def hellos(self):
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        context = ssl.create_default_context()
        machine = context.wrap_bio(incoming, outgoing, server_hostname="localhost")
        try:
            machine.do_handshake()
        except ssl.SSLWantReadError:
            pass
        hello = outgoing.read()
        await self.batch(60, lambda: self.send(mutated(self.random, hello), 0.3))
        await self.refuse_certificate(3)

    async def refuse_certificate(self, count):
        """Clients that do not trust the certificate: each makes livetop complain."""
        for _ in range(count):
            try:
                _, writer = await asyncio.wait_for(
                    asyncio.open_connection("127.0.0.1", self.proxy.port, ssl=ssl.create_default_context(), server_hostname="localhost"), 3)
                writer.close()
                raise AssertionError("the certificate of a private authority was trusted")
            except (OSError, asyncio.TimeoutError):
                pass

    async def call(self, mode, frames=(), linger=0.3):
        data = upgrade_request("chaos", None, f"{CALL_PATH}?chaos={mode}")
        return await self.send(data + b"".join(frames), linger)

    async def frames_up(self):
        def make():
            frames = []
            for _ in range(20):
                payload = self.random.choice([b'{"setup":{"model":"models/x"}}', b"[" * 3000, b"\xff\xfe", b"{"])
                frames.append(mutated(self.random, frame(TEXT, payload, self.random.randbytes(4))))
            return self.call("idle", frames)

        await self.batch(40, make)

    async def frames_down(self):
        await self.batch(40, lambda: self.call("bad-frames"))

    async def frames_huge(self):
        """One frame of more than 64 MB, in each direction."""
        size = (64 << 20) + 1
        setup = frame(TEXT, b'{"setup":{"model":"models/x"}}', b"abcd")
        _, writer = await asyncio.open_connection("127.0.0.1", self.proxy.port)
        writer.write(upgrade_request("chaos", None, f"{CALL_PATH}?chaos=count") + setup)
        before = self.service.counted
        writer.write(struct.pack(">BBQ", 0x80 | TEXT, 0xFF, size) + b"abcd")
        for start in range(0, size, 1 << 20):
            writer.write(bytes(min(1 << 20, size - start)))
            await writer.drain()
        await self.until(lambda: self.service.counted - before == len(setup) + 14 + size, "a huge frame went up and did not arrive")
        writer.transport.abort()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.proxy.port)
        writer.write(upgrade_request("chaos", None, f"{CALL_PATH}?chaos=huge") + setup)
        await reader.readuntil(b"\r\n\r\n")
        left, end = 10 + size, time.monotonic() + 30
        while left and (data := await asyncio.wait_for(reader.read(left), end - time.monotonic())):
            left -= len(data)
        writer.transport.abort()
        assert left == 0, f"of a huge frame of {size} bytes {left} did not come down"

    async def until(self, condition, otherwise, seconds=30):
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, otherwise
            await asyncio.sleep(0.05)

    async def answers(self):
        get = b"GET /v1beta/models?chaos=bad-answer HTTP/1.1\r\nHost: localhost\r\n\r\n"
        await self.batch(60, lambda: self.send(get, 0.5))

    async def resets(self):
        await self.batch(40, lambda: self.call("reset"))

    async def slow_reader(self):
        """A client that never reads what the service pours out."""
        _, writer = await asyncio.open_connection("127.0.0.1", self.proxy.port, limit=1024)
        writer.write(upgrade_request("chaos", None, f"{CALL_PATH}?chaos=bad-frames"))
        await asyncio.sleep(0.5)
        writer.transport.abort()

    # Streams, disk and files that are gone.

    async def errors_without_reader(self):
        self.proxy.close_errors()
        await self.refuse_certificate(10)
        await asyncio.sleep(0.5)
        self.proxy.open_errors()

    async def errors_full(self):
        """Nobody reads the error stream until its pipe is full, and later somebody does."""
        self.proxy.read_errors()
        self.proxy.is_reading = False
        import fcntl
        fcntl.fcntl(self.proxy.pipe, 1031, 4096)  # F_SETPIPE_SZ
        await self.refuse_certificate(40)
        self.proxy.is_reading = True
        self.proxy.read_errors()

    async def disk_full(self):
        """No byte is left on the file system that holds the recording."""
        disk = f"{self.proxy.folder}/disk"
        filler = f"{disk}/filler"
        with open(filler, "wb", 0) as file:
            size = 1 << 26
            while size >= 4096:
                try:
                    os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, size)
                except OSError:
                    size //= 2
        await asyncio.sleep(1 if self.fast else 5)
        os.unlink(filler)
        await asyncio.sleep(1)

    async def disk_refuses(self):
        """Every write behind the first 4 kB of a file fails."""
        self.proxy.limit_files(4096)
        await asyncio.sleep(1 if self.fast else 5)
        self.proxy.limit_files(None)
        await asyncio.sleep(1)

    async def disk_slow(self):
        """Each page takes a twentieth of a second to write: far less gets there than crosses."""
        self.proxy.set_disk(milliseconds=50)
        try:
            await asyncio.sleep(2 if self.fast else 10)
        finally:
            self.proxy.set_disk()
        await self.recording_well()

    async def disk_fails(self):
        """The disk answers with an error whatever is written."""
        self.proxy.set_disk(error=errno.EIO)
        try:
            await self.recording_troubled("The disk answered with an error.")
            await asyncio.sleep(1 if self.fast else 5)
        finally:
            self.proxy.set_disk()
        await self.recording_well()

    async def database_locked(self):
        """Another program holds the database, and lets it go some seconds later."""
        database = sqlite3.connect(f"{self.proxy.data}/livetop.db", isolation_level=None, timeout=10)
        try:
            database.execute("BEGIN IMMEDIATE")
            await self.recording_troubled("Another process is writing to it.")
            await asyncio.sleep(0 if self.fast else 5)
            database.execute("ROLLBACK")
        finally:
            database.close()
        await self.recording_well()

    async def recording_troubled(self, words):
        """What keeps it from recording is told, and what waits for that is counted."""
        end = time.monotonic() + 15
        while True:
            status = await self.proxy.status()
            if status and status["recorderProblem"] == words and status["waitingFrames"] > 0:
                return
            assert time.monotonic() < end, f"fifteen seconds after it was so, nobody is told: {words}; {status}"
            await asyncio.sleep(0.1)

    async def recording_well(self):
        """Nothing is in the way of recording, and what has waited was written."""
        end = time.monotonic() + 30
        while True:
            status = await self.proxy.status()
            # Some are always on their way: those of half a second.
            if status and status["recorderProblem"] is None and status["waitingFrames"] < 500:
                return
            assert time.monotonic() < end, f"half a minute after the disk was well, recording is not: {status}"
            await asyncio.sleep(0.1)

    async def database_removed(self):
        """The database's files vanish. They are kept under another name, to be counted at the end."""
        kept = f"{self.proxy.folder}/disk/removed-{len(self.removed)}"
        os.mkdir(kept)
        names = [file for file in glob.glob(f"{self.proxy.data}/livetop.db*") if not file.endswith("-shm")]
        for file in names:
            os.link(file, f"{kept}/{os.path.basename(file)}")
        for file in glob.glob(f"{self.proxy.data}/livetop.db*"):
            os.unlink(file)
        self.removed.append(kept)
        await self.recorded_again()

    async def folder_moved(self):
        kept = f"{self.proxy.folder}/disk/removed-{len(self.removed)}"
        os.rename(self.proxy.data, kept)
        self.removed.append(kept)
        await self.recorded_again()

    async def recorded_again(self):
        """A new database appears, and takes in what the calls send."""
        end = time.monotonic() + 15
        while time.monotonic() < end:
            await asyncio.sleep(0.25)
            if os.path.exists(f"{self.proxy.data}/livetop.db") and await self.proxy.status():
                break
        else:
            raise AssertionError("fifteen seconds after the database was removed there is no new one that answers")
        while time.monotonic() < end:
            await asyncio.sleep(1)
            status, out, err = await self.proxy.command("ls", "--json")
            assert status == 0, (status, err)
            if json.loads(out)["sessions"]:
                return
        raise AssertionError("fifteen seconds after the database was removed the new one shows none of the running calls")

    # The machine and its user.

    async def crowd(self):
        """Thousands of connections: half of them calls without a word, half of them requests without an end."""
        connections = []
        try:
            for number in range(self.crowd_size):
                try:
                    reader, writer = await asyncio.open_connection("127.0.0.1", self.proxy.port)
                except OSError:
                    break
                writer.write(
                    upgrade_request("crowd", None, f"{CALL_PATH}?chaos=idle") if number % 2 else b"GET / HTTP/1.1\r\nHost:")
                connections.append(writer)
            assert len(connections) == self.crowd_size, f"only {len(connections)} connections could be opened"
            await asyncio.sleep(self.crowd_stay)
        finally:
            for writer in connections:
                writer.transport.abort()
        await asyncio.sleep(1)

    async def stopped(self):
        os.kill(self.proxy.pid, signal.SIGSTOP)
        await asyncio.sleep(1 if self.fast else self.random.uniform(2, 12))
        os.kill(self.proxy.pid, signal.SIGCONT)

    async def clock_steps(self):
        """The wall clock jumps: a call that begins afterwards has the new date, and running ones are unharmed."""
        self.proxy.set_clock(self.proxy.clock_offset + self.random.choice([-86_400, -3_600, 3_600, 172_800]))
        tag = f"step-{self.random.randrange(1 << 30)}"
        setup = frame(TEXT, b'{"setup":{"model":"models/x"}}', b"abcd")
        await self.send(upgrade_request(tag, None, f"{CALL_PATH}?chaos=idle") + setup, 0.5)
        now = time.time() + self.proxy.clock_offset
        lines, end = [], time.monotonic() + 15
        while not lines:
            assert time.monotonic() < end, "fifteen seconds after it began, a call is not in the database"
            await asyncio.sleep(1)
            status, out, err = await self.proxy.command(
                "sql", "--json",
                "SELECT c.opened_ns + r.started_ns AS at FROM connections c JOIN recordings r ON r.id = c.recording "
                f"JOIN sessions s ON s.id = c.session WHERE s.tag = '{tag}'")
            assert status == 0, (status, err)
            lines = out.splitlines()
        at = json.loads(lines[0])["at"] / 1e9
        assert abs(at - now) < 30, f"a call was opened at {now:.0f} of the stepped clock and stands at {at:.0f}"

    async def hangups(self):
        """Whoever started it with SIGHUP ignored, as nohup does, wants it to live."""
        for _ in range(3):
            os.kill(self.proxy.pid, signal.SIGHUP)
            await asyncio.sleep(0.1)

    async def readers(self):
        """Other livetops read what is being recorded."""
        for words in (["ls"], ["ls", "--findings", "--limit", "5"], ["stats"], ["show", "@last"]):
            status, _, err = await self.proxy.command(*words)
            assert status == 0, (words, status, err)
