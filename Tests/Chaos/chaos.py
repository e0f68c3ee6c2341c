#!/usr/bin/env python3
"""Calls, twenty unless others are asked for, run through livetop while everything around it breaks. Nothing of it may end or change a call, nothing may be
lost from the recording without being counted, and no key may come to rest.

Usage: chaos.py BINARY [--minutes N] [--seed S] [--calls N] [--crowd N] [--stay SECONDS] [--only NAMES]

The seed is printed; the same seed gives the same troubles in the same order. Runs in a mount namespace of its own (run.sh).
"""
import argparse
import asyncio
import base64
import glob
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time

from callers import Caller
from proxy import Proxy
from service import Service
from troubles import Troubles

def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    parser.add_argument("--calls", type=int, default=20)
    parser.add_argument("--crowd", type=int, default=8000)
    parser.add_argument("--stay", type=float, default=1, help="seconds that a crowd stays")
    parser.add_argument("--only", help="the names of troubles, separated by commas")
    return parser.parse_args()


class Chaos:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.random = random.Random(options.seed)
        self.service = Service(random.Random(options.seed + 1), 0.2)
        self.faults = []
        self.memory = []
        self.done = {}

    def fault(self, text):
        print(f"chaos: FAULT {text}", flush=True)
        self.faults.append(text)

    async def run(self):
        await self.service.start()
        self.proxy = Proxy(os.path.realpath(self.options.binary), self.folder, f"http://127.0.0.1:{self.service.port}")
        self.proxy.is_reading = True
        self.proxy.start()
        self.began = time.monotonic()
        sound = lambda count: base64.b64encode(self.random.randbytes(count // 4 * 3))
        self.callers = [
            Caller(f"chaos-{n}", self.key(n), random.Random(self.options.seed + 100 + n), 0.1, sound) for n in range(self.options.calls)
        ]
        for caller in self.callers:
            await caller.open(self.proxy.port)
        chores = asyncio.ensure_future(self.chores())
        try:
            await self.trouble()
        finally:
            chores.cancel()
        await self.finish()

    @staticmethod
    def key(number):
        return f"AQ.Ab8RN6K0aBcDeFgHiJkLmNoPqRsTuVwXyZ{number:010d}"

    async def chores(self):
        """Reads livetop's complaints and takes its memory five times a second."""
        minute = 0
        while True:
            await asyncio.sleep(0.2)
            if self.proxy.is_reading:
                self.proxy.read_errors()
            elapsed = time.monotonic() - self.began
            if self.proxy.is_alive:
                self.memory.append((elapsed, *self.proxy.memory))
            if elapsed >= 60 * (minute + 1):
                minute += 1
                self.note_memory(minute)

    def note_memory(self, minute):
        if self.proxy.is_alive:
            resident, own = (kilobytes / 1024 for kilobytes in self.proxy.memory)
            print(f"chaos: minute {minute}: {resident:.1f} MB resident, {own:.1f} of them its own", flush=True)

    async def trouble(self):
        troubles = self.troubles = Troubles(
            self.proxy, self.service, self.random, self.options.crowd, self.options.stay, fast=self.options.minutes < 5)
        end = self.began + self.options.minutes * 60
        wanted = self.options.only.split(",") if self.options.only else None
        while True:
            batch = [t for t in troubles.all if not wanted or t.__name__ in wanted]
            self.random.shuffle(batch)
            for trouble in batch:
                # A short run is one whole round, however long it takes.
                if time.monotonic() > end and len(self.done) == len(batch):
                    return
                await self.suffer(trouble)
                if not self.proxy.is_alive:
                    return self.fault(f"livetop ended with {self.proxy.process.returncode} during {trouble.__name__}: {self.proxy.told()[-2000:]}")

    async def suffer(self, trouble):
        name = trouble.__name__
        started = time.monotonic()
        try:
            await trouble()
        except (AssertionError, asyncio.TimeoutError, OSError, ValueError, KeyError, IndexError) as error:
            self.fault(f"{name}: {error!r}")
        self.done[name] = self.done.get(name, 0) + 1
        hurt = [caller for caller in self.callers if caller.failure and not caller.goodbye]
        if hurt:
            self.fault(f"{len(hurt)} calls ended during {name}, {hurt[0].tag} with {hurt[0].failure}")
        for caller in hurt:
            caller.failure = None
        if self.options.minutes < 5:
            print(f"chaos: {name} {time.monotonic() - started:.1f} s", flush=True)

    async def finish(self):
        has_survived = self.proxy.is_alive
        await self.quiesce()
        status = await self.proxy.status()
        code, errors = await self.end()
        if has_survived:
            self.check_calls()
            self.check_end(code)
        self.check_core_files()
        self.check_recording(status, errors)
        self.check_secrets(errors)
        self.check_memory()
        if self.faults:
            print("chaos: livetop said:\n" + errors[-4000:])

    async def quiesce(self):
        """Both sides fall silent, so that what is under way arrives before the goodbye."""
        self.service.is_paused = True
        for caller in self.callers:
            caller.is_paused = True
        end = time.monotonic() + 20
        while time.monotonic() < end:
            await asyncio.sleep(0.5)
            if all(
                c.tag in self.service.calls and c.received == self.service.calls[c.tag].sent
                and c.sent == self.service.calls[c.tag].received for c in self.callers
            ):
                return

    async def end(self):
        if not self.proxy.is_alive:
            return self.proxy.process.returncode, self.proxy.told()
        waiting = self.proxy.terminate(60)
        while waiting.is_alive():
            await asyncio.sleep(0.1)
        if self.proxy.is_alive:
            self.proxy.process.kill()
            self.fault("livetop was still there a minute after SIGTERM")
        self.proxy.process.wait()
        return self.proxy.process.returncode, self.proxy.told()

    def check_calls(self):
        for caller in self.callers:
            call = self.service.calls.get(caller.tag)
            if call is None:
                self.fault(f"call {caller.tag} never reached the service")
                continue
            if caller.goodbye != 1001:
                self.fault(f"call {caller.tag} ended without a close frame 1001 ({caller.goodbye}, {caller.failure})")
            if call.close_code != 1001:
                self.fault(f"the service saw call {caller.tag} end with {call.close_code}, not with the client's 1001")
            if (caller.sent, caller.sent_hash.digest()) != (call.received, call.received_hash.digest()):
                self.fault(f"call {caller.tag}: {caller.sent} frames sent up, {call.received} arrived, or other bytes")
            if (call.sent, call.sent_hash.digest()) != (caller.received, caller.received_hash.digest()):
                self.fault(f"call {caller.tag}: {call.sent} frames sent down, {caller.received} arrived, or other bytes")

    def check_end(self, code):
        if code not in (-15, 143):
            self.fault(f"SIGTERM ended livetop with {code}, not with 143")

    def check_core_files(self):
        for pattern in ("core*", "disk/**/core*"):
            for file in glob.glob(f"{self.folder}/{pattern}", recursive=True):
                self.fault(f"a core file was left: {file}")

    def databases(self):
        return [file for kept in [*self.troubles.removed, self.proxy.data] if os.path.exists(file := f"{kept}/livetop.db")]

    def check_recording(self, status, errors):
        # What stood in a removed file is a gap in the next one. All files were kept, so it is counted where it is.
        # What was written just before a removal stands in both files: it was written again.
        frames, gaps = set(), 0
        for file in self.databases():
            database = sqlite3.connect(file)
            if (verdict := database.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                self.fault(f"{file} is damaged: {verdict}")
            ours = "JOIN connections c ON c.id = {}.connection JOIN sessions s ON s.id = c.session WHERE s.tag LIKE 'chaos-%'"
            frames.update(database.execute("SELECT frames.connection, frames.seq FROM frames " + ours.format("frames")))
            self.check_times(database, file)
            gaps += database.execute(
                "SELECT coalesce(sum(json_extract(json, '$.frames')), 0) FROM events " + ours.format("events")
                + " AND kind = 'captureGap' AND json_extract(json, '$.cause') NOT IN ('diskLow', 'fileLost')").fetchone()[0]
            database.close()
        calls = [self.service.calls[c.tag] for c in self.callers if c.tag in self.service.calls]
        recorded = len(frames)
        # The client's close frame went up; livetop's own, which it answered, crossed only one leg.
        relayed = sum(call.sent + call.received + (call.close_code is not None) for call in calls)
        dropped = status["droppedFrames"] if status else 0
        print(
            f"chaos: {relayed} frames of the {len(self.callers)} calls relayed, {recorded} recorded, {relayed - recorded} missing; "
            f"{gaps} of them in recorded gaps, {dropped} counted on screen over all calls", flush=True)
        missing = relayed - recorded
        if missing < 0:
            self.fault(f"{-missing} frames were recorded that were never relayed")
        if missing > gaps:
            self.fault(f"{missing} frames are missing and only {gaps} were counted")

    def check_times(self, database, file):
        """Whatever was done to the clock, what is recorded of a call goes forwards and lasts no longer than it did."""
        rows = database.execute(
            "SELECT s.tag, f.t_ns FROM frames f JOIN connections c ON c.id = f.connection JOIN sessions s ON s.id = c.session "
            "WHERE s.tag LIKE 'chaos-%' ORDER BY c.id, f.id")
        first, last = {}, {}
        for tag, at in rows:
            if at < last.setdefault(tag, at):
                return self.fault(f"{file}: a frame of {tag} stands {(last[tag] - at) / 1e9:.3f} s before the one that it followed")
            first.setdefault(tag, at)
            last[tag] = at
        length = max((last[tag] - first[tag] for tag in first), default=0) / 1e9
        if length > time.monotonic() - self.began + 1:
            self.fault(f"{file}: a call lasts {length:.1f} s, longer than all of this")

    def check_secrets(self, errors):
        keys = [self.key(n).encode() for n in range(self.options.calls)]
        places = [file for file in glob.glob(f"{self.folder}/**", recursive=True) if os.path.isfile(file)]
        for file in places:
            with open(file, "rb") as opened:
                data = opened.read()
            if any(key in data for key in keys):
                self.fault(f"a key stands in {file}")
        if any(key.decode() in errors for key in keys):
            self.fault("a key stands on the error stream")

    def check_memory(self):
        """What livetop holds on to when nothing has gone wrong for a while. In the middle of a trouble, and for a while after it, it
        is as much as that trouble asks for: thousands of connections and what is known of them, or what waits for a full disk.
        So it is what nine tenths of five minutes are above; the least of them is a matter of chance."""
        if not self.memory or self.memory[-1][0] < 15 * 60:
            return
        end = self.memory[-1][0]
        starts = range(0, int(end) - 4 * 60, 5 * 60)
        for column, what in ((1, "resident"), (2, "its own")):
            rest = [sorted(row[column] / 1024 for row in self.memory if start <= row[0] < start + 5 * 60) for start in starts]
            rest = [figures[len(figures) // 10] for figures in rest if figures]
            ratio = rest[-1] / rest[1]
            print(f"chaos: memory at rest, {what}, MB in each five minutes: {', '.join(f'{figure:.1f}' for figure in rest)} ({ratio:.3f} of the second)")
        if ratio > 1.05:
            self.fault("its own memory at rest grew by more than five percent after minute five")


def main():
    options = parse()
    print(f"chaos: seed {options.seed}, {options.minutes:g} minutes", flush=True)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory(prefix="livetop-chaos-") as folder:
        disk = f"{folder}/disk"
        os.mkdir(disk, 0o700)
        # In memory, and filled to the last byte: no larger than a run needs, or the kernel ends somebody for want of it.
        size = "2g" if options.minutes < 5 else "4g"
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", disk], check=True)
        try:
            chaos = Chaos(options, folder)
            try:
                asyncio.run(chaos.run())
            finally:
                if hasattr(chaos, "proxy") and chaos.proxy.is_alive:
                    chaos.proxy.process.kill()
                    chaos.proxy.process.wait()
        finally:
            subprocess.run(["umount", disk], check=False)
    counts = ", ".join(f"{name} {count}" for name, count in sorted(chaos.done.items()))
    print(f"chaos: {counts}")
    print(f"chaos: seed {options.seed}: {len(chaos.faults)} faults")
    sys.exit(1 if chaos.faults else 0)


if __name__ == "__main__":
    main()
