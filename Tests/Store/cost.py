"""What being watched costs a proxy: 100 calls recorded, with `/metrics` read each second and everything shipped to a real
ClickHouse, against the same calls recorded only, in interleaved rounds. Not a test: it prints a table.

ClickHouse has the lowest priority here, because it is on another machine where it matters.

Usage: cost.py LIVETOP LIVETOP-BENCH FOLDER-OF-CLICKHOUSE [--sessions N] [--rounds N] [--seconds N] [--payload P]
"""
import argparse
import json
import os
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

from clickhouse import PASSWORD, ClickHouse

SUBJECTS = ["nothing", "recording", "watched"]


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("livetop", "bench", "clickhouse"):
        parser.add_argument(name, type=pathlib.Path)
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--payload", default="no-audio")
    options = parser.parse_args()
    options.clickhouse = options.clickhouse.resolve()
    return options


class Run:
    """One subject under the load, everything but ClickHouse started afresh."""

    def __init__(self, options, store, subject):
        self.options, self.store, self.subject = options, store, subject
        self.plan = json.dumps({
            "pattern": {"paced": {}}, "sessions": options.sessions, "uplinkPCM": 1280, "downlinkPCM": 1920,
            "warmUpSeconds": 2, "windowSeconds": options.seconds})

    def measure(self):
        upstream = subprocess.Popen([self.options.bench, "upstream", self.plan], stdout=subprocess.PIPE, text=True)
        port = int(upstream.stdout.readline())
        with tempfile.TemporaryDirectory() as folder:
            proxy, entry = self.start(port, folder) if self.subject != "nothing" else (None, port)
            command = [self.options.bench, "drive", self.plan, "--upstream-port", str(port), "--proxy-port", str(entry)]
            stopped, pages = threading.Event(), []
            if proxy:
                command += ["--watch", str(proxy.pid)]
            if self.subject == "watched":
                threading.Thread(target=self.scrape, args=(stopped, pages), daemon=True).start()
            before = self.store_cpu()
            report = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
            stopped.set()
            report["store"] = self.store_cpu() - before
            report["pages"] = len(pages)
            if proxy:
                proxy.terminate()
                report["ended"] = proxy.wait()
                self.count(folder, report)
        upstream.terminate()
        upstream.wait()
        return report

    def start(self, upstream, folder):
        command = [self.options.livetop, "serve", "--json", "--port", "0", "--data-dir", folder,
                   "--upstream", f"http://localhost:{upstream}"]
        if self.subject == "watched":
            command += ["--metrics-listen", "127.0.0.1:0", "--ship-payload", self.options.payload,
                        "--ship-to", f"http://127.0.0.1:{self.store.port}/livetop"]
        proxy = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=dict(os.environ, LIVETOP_SHIP_USER="fleet", LIVETOP_SHIP_PASSWORD=PASSWORD))
        started = json.loads(proxy.stdout.readline())
        self.metrics = started.get("metricsURL")
        return proxy, started["port"]

    def scrape(self, stopped, pages):
        while not stopped.wait(1):
            pages.append(urllib.request.urlopen(self.metrics, timeout=5).read())

    def store_cpu(self):
        """Seconds that ClickHouse has used."""
        fields = pathlib.Path(f"/proc/{self.store.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def count(self, folder, report):
        database = sqlite3.connect(f"file:{folder}/livetop.db?mode=ro", uri=True)
        sizes = database.execute(
            "SELECT count(*) FROM frames WHERE payload IS NOT NULL AND size > 1700").fetchone()[0]
        report["unrecorded"] = report["client"]["sent"] + report["upstream"]["sent"] - sizes
        report["shipped"] = None
        if self.subject == "watched":
            report["shipped"] = int(self.store.query("SELECT count() FROM lt_frames"))


def main():
    options = arguments()
    results = {subject: [] for subject in SUBJECTS}
    with tempfile.TemporaryDirectory() as home:
        store = ClickHouse(options.clickhouse, pathlib.Path(home) / "clickhouse")
        os.setpriority(os.PRIO_PROCESS, store.process.pid, 19)
        for task in os.listdir(f"/proc/{store.process.pid}/task"):
            os.setpriority(os.PRIO_PROCESS, int(task), 19)
        store.query("CREATE DATABASE livetop", database="default")
        tables = subprocess.run(
            [options.livetop, "ship", "--print-ddl", "portable", "--to", f"http://127.0.0.1:{store.port}/livetop"],
            stdout=subprocess.PIPE, text=True, check=True).stdout
        for statement in filter(str.strip, tables.split(";")):
            store.query(statement)
        try:
            for round_number in range(options.rounds):
                for index in range(len(SUBJECTS)):
                    subject = SUBJECTS[(index + round_number) % len(SUBJECTS)]
                    results[subject].append(Run(options, store, subject).measure())
                    print(round_number, subject, json.dumps(results[subject][-1])[:400], file=sys.stderr)
                    time.sleep(1)
        finally:
            store.stop()
    print_table(results)


def spread(values, digits=0):
    values = [value for value in values if value is not None]
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})" if values else "–"


def print_table(results):
    print("| | % of a core | µs/frame | p50 added µs | p99 added µs | lost | not recorded | MB | pages read | frames at the store | ClickHouse, % of a core |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for subject, runs in results.items():
        added = {
            name: [max(run[side]["latency"][name] for side in ("client", "upstream"))
                   - max(direct[side]["latency"][name] for side in ("client", "upstream"))
                   for run, direct in zip(runs, results["nothing"])]
            for name in ("p50", "p99")}
        cpu = [run.get("proxyCPUSeconds") and run["proxyCPUSeconds"] / run["windowSeconds"] * 100 for run in runs]
        frames = [run["client"]["frames"] + run["upstream"]["frames"] for run in runs]
        cost = [run.get("proxyCPUSeconds") and run["proxyCPUSeconds"] * 1e6 / count for run, count in zip(runs, frames)]
        lost = sum(run["client"]["sent"] + run["upstream"]["sent"] - run["client"]["received"] - run["upstream"]["received"] for run in runs)
        unrecorded = sum(run.get("unrecorded", 0) for run in runs)
        memory = max((max(run["residentMegabytes"], default=0) for run in runs), default=0)
        shipped = [run["shipped"] for run in runs if run.get("shipped")]
        print(f"| {subject} | {spread(cpu, 1)} | {spread(cost, 1)} | {spread(added['p50'])} | {spread(added['p99'])} | {lost} | {unrecorded} | {memory:.0f} "
              f"| {sum(run['pages'] for run in runs)} | {shipped[-1] if shipped else '–'} "
              f"| {spread([run['store'] / run['windowSeconds'] * 100 for run in runs], 1)} |")


main()
