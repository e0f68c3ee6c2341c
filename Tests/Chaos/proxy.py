"""The livetop under test: how it is started, asked, watched and ended."""
import asyncio
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time

class Proxy:
    def __init__(self, binary, folder, upstream):
        self.binary, self.folder, self.upstream = binary, folder, upstream
        self.data = f"{folder}/disk/data"
        self.clock_file = f"{folder}/clock"
        self.disk_file = f"{folder}/disk-trouble"
        self.errors = f"{folder}/stderr.fifo"
        self.complaints = []
        self.pipe = None

    def start(self):
        library = f"{self.folder}/machine.so"
        here = os.path.dirname(os.path.abspath(__file__))
        subprocess.run(
            ["cc", "-O1", "-shared", "-fPIC", "-o", library, f"{here}/clock.c", f"{here}/disk.c", "-ldl"], check=True)
        self.set_clock(0)
        self.set_disk()
        os.mkfifo(self.errors, 0o600)
        self.open_errors()
        environment = dict(
            os.environ, LD_PRELOAD=library, CHAOS_CLOCK=self.clock_file, CHAOS_DISK=self.disk_file, HOME=self.folder, NO_COLOR="1")

        def as_nohup():
            # As under nohup, and as a person would start it who wants to see a core file.
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
            resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

        with open(self.errors, "wb") as errors:
            self.process = subprocess.Popen(
                [self.binary, "serve", "--json", "--port", "0", "--data-dir", self.data, "--upstream", self.upstream],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=environment, cwd=self.folder,
                preexec_fn=as_nohup)
        line = self.process.stdout.readline()
        while line and not line.startswith(b"{"):
            line = self.process.stdout.readline()
        if not line:
            raise SystemExit("chaos: livetop did not start: " + self.told())
        self.port = json.loads(line)["port"]
        self.pid = self.process.pid

    # Its error stream: a pipe that is read, not read, or without a reader.

    def open_errors(self):
        self.pipe = os.open(self.errors, os.O_RDONLY | os.O_NONBLOCK)

    def read_errors(self):
        while self.pipe is not None:
            try:
                data = os.read(self.pipe, 65536)
            except BlockingIOError:
                return
            if not data:
                return
            self.complaints.append(data)

    def close_errors(self):
        self.read_errors()
        os.close(self.pipe)
        self.pipe = None

    def told(self):
        self.read_errors()
        return b"".join(self.complaints).decode(errors="replace")

    # Its clock, disk and memory.

    @staticmethod
    def set_numbers(file, *numbers):
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        os.pwrite(descriptor, b"".join(number.to_bytes(8, sys.byteorder, signed=True) for number in numbers), 0)
        os.close(descriptor)

    def set_clock(self, seconds):
        self.clock_offset = seconds
        self.set_numbers(self.clock_file, seconds)

    def set_disk(self, milliseconds=0, error=0):
        """Each write and sync of the database takes so much longer, and fails with `error` unless that is 0."""
        self.set_numbers(self.disk_file, milliseconds, error)

    def limit_files(self, count):
        """The soft limit on the size of a file, from outside, as an operator could set it."""
        hard = resource.prlimit(self.pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (hard if count is None else count, hard))

    @property
    def is_alive(self):
        return self.process.poll() is None

    @property
    def memory(self):
        """Kilobytes: all that is resident, and what of it is the process's own. The rest are pages of files, most of all of the
        program: what starting needed is given back, and what is used later comes in again from the kernel's cache."""
        with open(f"/proc/{self.pid}/status") as file:
            fields = dict(line.split(":", 1) for line in file)
        return tuple(int(fields[name].split()[0]) for name in ("VmRSS", "RssAnon"))

    @property
    def descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    # Other livetops.

    async def command(self, *words, timeout=120):
        """Runs a reading command; returns its status and what it printed."""
        process = await asyncio.create_subprocess_exec(
            self.binary, *words, "--data-dir", self.data, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, cwd=self.folder, env=dict(os.environ, HOME=self.folder, NO_COLOR="1"))
        out, err = await asyncio.wait_for(process.communicate(), timeout)
        return process.returncode, out, err

    async def status(self):
        """What the control socket says of the running proxy; None while nobody answers."""
        try:
            reader, writer = await asyncio.open_unix_connection(f"{self.data}/livetop.sock")
            writer.write(b'{"request":"status"}\n')
            line = await asyncio.wait_for(reader.readline(), 10)
            writer.close()
            return json.loads(line).get("status")
        except (OSError, asyncio.TimeoutError, ValueError):
            return None

    def terminate(self, timeout):
        os.kill(self.pid, signal.SIGTERM)
        end = time.monotonic() + timeout

        def wait():
            while self.is_alive and time.monotonic() < end:
                self.read_errors()
                time.sleep(0.05)

        thread = threading.Thread(target=wait)
        thread.start()
        return thread
