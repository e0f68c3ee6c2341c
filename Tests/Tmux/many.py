"""How long keys take on a screen over very many recorded sessions: from the key to the picture, as somebody sees it in tmux. Not
a test: it prints a table.

The recording is that of the demo, each session again and again under another identifier and another day, without frames.

Usage: many.py BINARY [--sessions 10000] [--size 200x60] [--data FOLDER]      FOLDER has the calls of `livetop demo --once`
"""
import argparse
import json
import pathlib
import re
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time

DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
INSTANTS = ("openedAt", "closedAt", "connectionSince", "goAwayDeadline", "sessionDeadline")
# Between two rounds of copies.
STEP = 40 * 60 * 1000


def name(number):
    """An identifier as livetop prints it."""
    text = ""
    while number:
        text, number = DIGITS[number % 32] + text, number // 32
    return text


def columns(database, table):
    return [row[1] for row in database.execute(f"PRAGMA table_info({table})")]


def copy(database, table, changes, rows):
    """Inserts the rows with some columns changed by functions of them; `id` is given anew where it is no identifier."""
    names = columns(database, table)
    kept = [n for n in names if n != "id" or "id" in changes]
    marks = ", ".join("?" * len(kept))
    for row in rows:
        values = dict(zip(names, row))
        values.update({column: change(values) for column, change in changes.items()})
        database.execute(f"INSERT INTO {table} ({', '.join(kept)}) VALUES ({marks})", [values[n] for n in kept])


def multiply(folder, wanted):
    """Makes so many sessions of those that are there, all over and as they were."""
    database = sqlite3.connect(folder / "livetop.db")
    assert all(name(number) == text for number, text in database.execute("SELECT id, name FROM sessions"))
    originals = {table: database.execute(f"SELECT * FROM {table}").fetchall()
                 for table in ("recordings", "sessions", "connections", "findings")}
    count, round_number = len(originals["sessions"]), 0
    while count < wanted:
        round_number += 1
        shift = round_number * STEP
        moved = lambda column, by=-shift: (lambda row: None if row[column] is None else row[column] + by)
        later = moved("started_ns", -shift * 1_000_000), moved("ended_ns", -shift * 1_000_000)
        recordings = {}
        for row in originals["recordings"]:
            copy(database, "recordings", {"started_ns": later[0], "ended_ns": later[1]}, [row])
            recordings[row[0]] = database.execute("SELECT last_insert_rowid()").fetchone()[0]
        rows = originals["sessions"][:wanted - count]
        kept = {row[0] for row in rows}
        copy(database, "sessions", {
            "id": moved("id"), "name": lambda row: name(row["id"] - shift), "origin": lambda row: None,
            "summary": lambda row: summary(row["summary"], shift)}, rows)
        place = columns(database, "connections").index("session")
        copy(database, "connections", {
            "id": moved("id"), "name": lambda row: name(row["id"] - shift), "session": moved("session"),
            "recording": lambda row: recordings[row["recording"]]},
            [row for row in originals["connections"] if row[place] in kept])
        place = columns(database, "findings").index("session")
        instants = {n: moved(n, -shift * 1_000_000) for n in ("from_ns", "to_ns", "resolved_ns")}
        copy(database, "findings", {
            **instants, "session": moved("session"), "connection": moved("connection"),
            "evidence_connection": moved("evidence_connection")},
            [row for row in originals["findings"] if row[place] in kept])
        count += len(rows)
    database.commit()
    database.close()
    return count


def summary(text, shift):
    if text is None:
        return None
    facts = json.loads(text)
    for key in INSTANTS:
        if isinstance(facts.get(key), int):
            facts[key] -= shift * 1_000_000
    return json.dumps(facts)


class Screen:
    """livetop over a recording, in tmux."""

    def __init__(self, binary, data, size, work):
        self.socket, self.task = str(work / "tmux"), None
        columns, rows = size.split("x")
        self.tmux("new-session", "-d", "-x", columns, "-y", rows, f"exec '{binary}' top --data-dir '{data}'")
        self.tmux("set-option", "-g", "status", "off")
        self.tmux("resize-window", "-x", columns, "-y", rows)
        self.pid = int(self.tmux("list-panes", "-F", "#{pane_pid}"))

    def tmux(self, *arguments):
        return subprocess.run(
            ["tmux", "-S", self.socket, "-f", "/dev/null", *arguments], stdout=subprocess.PIPE, text=True, check=True).stdout

    def text(self):
        return self.tmux("capture-pane", "-p")

    def until(self, pattern, patience=120):
        begun = time.monotonic()
        while not re.search(pattern, self.text()):
            if time.monotonic() - begun > patience:
                raise SystemExit(f"many: never saw {pattern}:\n{self.text()}")
            time.sleep(0.05)
        return time.monotonic() - begun

    def spent(self):
        """CPU milliseconds of the thread that draws."""
        if not self.task:
            tasks = pathlib.Path(f"/proc/{self.pid}/task").iterdir()
            self.task = next(task for task in tasks if (task / "comm").read_text() == "screen\n")
        return int((self.task / "schedstat").read_text().split()[0]) / 1e6

    def key(self, *keys):
        """Milliseconds from a key to another picture, and those that the thread that draws took of them."""
        before, spent = self.text(), self.spent()
        begun = time.monotonic()
        self.tmux("send-keys", *keys)
        while self.text() == before:
            if time.monotonic() - begun > 10:
                raise SystemExit(f"many: {keys} changes nothing:\n{before}")
        return (time.monotonic() - begun) * 1e3, self.spent() - spent

    def share(self, seconds=5):
        """Percent of a core with nobody at the keys."""
        before = self.spent()
        time.sleep(seconds)
        return (self.spent() - before) / seconds / 10


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--size", default="200x60")
    parser.add_argument("--data", type=pathlib.Path)
    options = parser.parse_args()
    binary = options.binary.resolve()
    with tempfile.TemporaryDirectory(prefix="livetop-many-") as folder:
        work = pathlib.Path(folder)
        data = work / "data"
        if options.data:
            shutil.copytree(options.data, data)
        else:
            subprocess.run([binary, "demo", "--once", "--data-dir", data], check=True, stdout=subprocess.DEVNULL)
        count = multiply(data, options.sessions)
        screen = Screen(binary, data, options.size, work)
        try:
            first = screen.until(r"of \d+")
            listed = first + screen.until(f"{count:,} sessions")
            time.sleep(1)
            idle, rows = screen.share(), []
            rows.append(("a page down", [screen.key("PageDown") for _ in range(40)]))
            rows.append(("a line up", [screen.key("Up") for _ in range(40)]))
            rows.append(("to the last, to the first", [screen.key(key) for key in ("End", "Home") * 10]))
            rows.append(("the next order", [screen.key("o") for _ in range(20)]))
            screen.tmux("send-keys", "Escape")
            time.sleep(0.5)
            for text in ("tag:chat", "finding:goaway-ignored", "close:1011"):
                screen.tmux("send-keys", "/")
                time.sleep(0.5)
                rows.append((f"a letter of /{text}", [screen.key("-l", letter) for letter in text]))
                screen.tmux("send-keys", "Escape")
                time.sleep(0.5)
        finally:
            screen.tmux("kill-server")
    print(f"{count:,} sessions, {options.size}: the first picture after {first:.1f} s, all listed after {listed:.1f} s, the thread that "
          f"draws takes {idle:.1f} % of a core with nobody at the keys. From key to picture, tmux included, and what that thread takes:\n")
    print("| | ms, median | slowest | CPU ms, median | slowest |\n|---|--:|--:|--:|--:|")
    for title, values in rows:
        wall, spent = zip(*values)
        numbers = (statistics.median(wall), max(wall), statistics.median(spent), max(spent))
        print(f"| {title} | " + " | ".join(f"{number:.1f}" for number in numbers) + " |")


if __name__ == "__main__":
    main()
