"""What it costs to look at many calls: CPU of the thread that draws, as the kernel counts it, while livetop stands in tmux and
calls run through it in real time. Not a test: it prints a table.

Usage: cost.py LIVETOP LIVETOP-BENCH [--sessions N] [--rounds N] [--seconds N] [--sizes 120x40 200x60]
"""
import argparse
import json
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time

# The key that leads to each view, from the one before.
VIEWS = [("sessions", "1"), ("session", "Enter"), ("turns", "3"), ("frames", "4"), ("findings", "5"), ("metrics", "6")]


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("livetop", "bench"):
        parser.add_argument(name, type=pathlib.Path)
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--sizes", nargs="+", default=["120x40", "200x60"])
    return parser.parse_args()


class Threads:
    """CPU nanoseconds of a process's threads, by their names."""

    def __init__(self, pid):
        self.folder = pathlib.Path(f"/proc/{pid}/task")

    def spent(self):
        spent = {}
        for task in self.folder.iterdir():
            try:
                name = (task / "comm").read_text().strip()
                spent[name] = spent.get(name, 0) + int((task / "schedstat").read_text().split()[0])
            except (FileNotFoundError, ProcessLookupError):
                pass
        return spent


class Stage:
    """livetop in tmux, and calls through it."""

    def __init__(self, options, size, folder):
        self.options, self.socket = options, f"{folder}/tmux"
        columns, rows = size.split("x")
        seconds = options.rounds * len(VIEWS) * (options.seconds + 1.5) + 10
        plan = json.dumps({
            "pattern": {"paced": {}}, "sessions": options.sessions, "uplinkPCM": 1280, "downlinkPCM": 1920,
            "warmUpSeconds": 1, "windowSeconds": seconds})
        self.upstream = subprocess.Popen([options.bench, "upstream", plan], stdout=subprocess.PIPE, text=True)
        port, entry = self.upstream.stdout.readline().strip(), free_port()
        self.tmux("new-session", "-d", "-x", columns, "-y", rows,
                  f"exec {options.livetop.resolve()} --port {entry} --upstream http://localhost:{port} --data-dir {folder}/data")
        self.tmux("set-option", "-g", "status", "off")
        self.tmux("resize-window", "-x", columns, "-y", rows)
        wait_for(entry)
        self.pid = int(self.tmux("list-panes", "-F", "#{pane_pid}"))
        self.drive = subprocess.Popen(
            [options.bench, "drive", plan, "--upstream-port", port, "--proxy-port", str(entry)], stdout=subprocess.DEVNULL)

    def tmux(self, *arguments):
        command = ["tmux", "-S", self.socket, "-f", "/dev/null", *arguments]
        return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout

    def screen(self):
        return self.tmux("capture-pane", "-p")

    def wait_for_calls(self):
        deadline = time.monotonic() + 60
        while f"{self.options.sessions} open" not in self.screen():
            if time.monotonic() > deadline:
                raise SystemExit(f"cost: not so many calls:\n{self.screen()}")
            time.sleep(0.5)

    def measure(self, key):
        """Percent of a core: of the screen's thread, and of the whole process."""
        self.tmux("send-keys", key)
        time.sleep(1.5)
        threads = Threads(self.pid)
        before, begun = threads.spent(), time.monotonic()
        time.sleep(self.options.seconds)
        after, length = threads.spent(), time.monotonic() - begun
        share = {name: (after[name] - before.get(name, 0)) / length / 1e7 for name in after}
        return share["screen"], sum(share.values())

    def close(self):
        self.tmux("kill-server")
        for process in (self.drive, self.upstream):
            process.terminate()
            process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("cost: livetop does not listen")


def main():
    options = arguments()
    rows = []
    for size in options.sizes:
        shares = {name: [] for name, _ in VIEWS}
        with tempfile.TemporaryDirectory() as folder:
            stage = Stage(options, size, folder)
            try:
                stage.wait_for_calls()
                for _ in range(options.rounds):
                    for name, key in VIEWS:
                        shares[name].append(stage.measure(key))
                        print(size, name, "%.2f %.1f" % shares[name][-1], file=sys.stderr)
                    stage.tmux("send-keys", "1")
            finally:
                stage.close()
        rows += [(size, name, spread([s for s, _ in values]), spread([p for _, p in values])) for name, values in shares.items()]
    print(f"% of a core, {options.sessions} calls, {options.rounds} rounds of {options.seconds:.0f} s\n")
    print("| | | the screen's thread | all threads |\n|---|---|--:|--:|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


def spread(values):
    return f"{statistics.median(values):.1f} ({min(values):.1f}–{max(values):.1f})"


main()
