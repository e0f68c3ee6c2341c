"""Seconds and peak memory of every export format for a session of an hour and 200,000 frames, and how long a replay of
it takes to show another instant (with livetop-bench beside the binary).

The session is an exported call, repeated until it is that long, and imported; and its bundle, into another folder. No package
is needed.

Usage: hour.py BINARY [FRAMES]"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

BINARY = os.path.abspath(sys.argv[1])
FRAMES = int(sys.argv[2]) if len(sys.argv) > 2 else 200_000
FORMATS = ("ndjson", "har", "trace", "wav", "vtt", "srt", "labels", "csv", "markdown", "html", "bundle")
WORK = tempfile.mkdtemp(prefix="livetop-hour-")


def measured(*command):
    """Seconds and peak memory in MB of one run."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} ended with {status}")
    return time.monotonic() - begun, usage.ru_maxrss / 1024


def record(data):
    """The demo's longest call as lines."""
    subprocess.run([BINARY, "demo", "--once", "--data-dir", data], check=True, stdout=subprocess.DEVNULL)
    listed = json.loads(subprocess.check_output([BINARY, "ls", "--json", "--data-dir", data]))["sessions"]
    longest = max(listed, key=lambda session: session["frames"] or 0)["id"]
    command = [BINARY, "export", longest, "--format", "ndjson", "--raw", "--events", "--data-dir", data]
    return subprocess.check_output(command).decode().splitlines()


def write_hour(lines, path):
    """The call again and again under one connection: numbers and times move on, `json` is not needed."""
    opening, frames, closing = lines[:2], [line for line in lines if "livetop.frame/1" in line], lines[-1]
    frames = [line for line in frames if '"op":"close"' not in line and '"kind":"setup' not in line]
    setup = [line for line in lines if '"kind":"setup' in line]
    step = 3600 / FRAMES
    number = 0
    with open(path, "w", encoding="utf-8") as file:
        def put(line):
            line = re.sub(r'"seq":\d+', f'"seq":{number}', line, count=1)
            line = re.sub(r'"t":[\d.]+', f'"t":{number * step:.9f}', line, count=1)
            file.write(re.sub(r'"unix_ns":"\d+"', '"unix_ns":"%d"' % (BEGUN + number * step * 1e9), line, count=1) + "\n")
        for line in opening:
            put(line)
        for line in setup:
            number += 1
            put(line)
        while number < FRAMES:
            number += 1
            put(frames[number % len(frames)])
        put(closing)


lines = record(os.path.join(WORK, "demo"))
BEGUN = int(json.loads(lines[0])["unix_ns"])
hour, data = os.path.join(WORK, "hour.ndjson"), os.path.join(WORK, "data")
write_hour(lines, hour)
rows = [("import", *measured(BINARY, "import", hour, "--data-dir", data), os.path.getsize(hour))]
for name in FORMATS:
    target = os.path.join(WORK, f"export.{name}")
    command = (BINARY, "export", "@last", "--format", name, "-o", target, "--data-dir", data)
    rows.append((name, *measured(*command), os.path.getsize(target)))
    if name == "bundle":
        command = (BINARY, "import", target, "--data-dir", os.path.join(WORK, "other"))
        rows.append(("import of it", *measured(*command), os.path.getsize(target)))
    os.remove(target)
print(f"One session of an hour, {FRAMES:,} frames:\n\n| format | seconds | peak MB | file MB |\n|---|---|---|---|")
for name, seconds, memory, size in rows:
    print(f"| {name} | {seconds:.1f} | {memory:.0f} | {size / 1e6:.1f} |")
bench = os.path.join(os.path.dirname(BINARY), "livetop-bench")
if os.path.exists(bench):
    print(flush=True)
    subprocess.run([bench, "seek", data], check=True)
shutil.rmtree(WORK)
