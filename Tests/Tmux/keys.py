"""Presses every key that livetop's help lists, on every screen, and looks whether it does what it says.

The keys come from `livetop describe --json`, the tables that help, footer and docs/keys.md are made from: a key that has no
expectation here is a failure, so that none can be listed and never pressed. All but questions about calls that run are asked of a
recording that nobody goes on with, so that nothing on screen changes but by a key.

Usage: keys.py BINARY [COLUMNSxROWS…] [--data FOLDER]      120x40 by default; FOLDER has the calls of `livetop demo --once`
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

# As tmux spells what help spells otherwise.
TMUX = {
    "Space": "Space", "Esc": "Escape", "PgUp": "PageUp", "PgDn": "PageDown", "S-Tab": "BTab", "S-←": "S-Left", "S-→": "S-Right",
    "←": "Left", "→": "Right", "↑": "Up", "↓": "Down", "Backspace": "BSpace", "Del": "DC",
}
PATIENCE = 30


class Expectation:
    """What comes of a key: keys that go before it, what is seen after it, keys that undo it."""

    def __init__(
            self, sees=None, loses=None, before=(), undo=(), changes=False, same=False, ends=False, on=None, start=None, fresh=False,
            more=None):
        self.sees, self.loses, self.before, self.undo = sees, loses, before, undo
        self.changes, self.same, self.ends, self.on = changes, same, ends, on
        # What livetop is started with instead of what its context says; whether the next key needs another livetop.
        self.start, self.fresh = start, fresh
        # Where this is not on screen after `g`, all is in sight and nothing moves.
        self.more = more


def line(text):
    return [("type", text), "Enter"]


def moved(before):
    return Expectation(changes=True, before=[before])


E = Expectation
LOG = r"LEVEL +LINE|nothing so far"
ANYWHERE = {
    "down": moved("g"), "up": moved("G"), "page-down": moved("g"), "page-up": moved("G"), "top": moved("G"),
    "bottom": moved("g"),
    "sessions": E(sees=r"ended \d"), "session": E(sees="Transcript|Clocks"), "turns": E(sees="SILENCE"),
    "frames": E(sees=r"KIND +SIZE"), "findings": E(sees=r"RULE +AT|nothing found"), "metrics": E(sees=r"METRIC +"),
    "setup": E(sees=r"SETTING +VALUE"), "log": E(sees=LOG),
    "command": E(sees=r"^:", undo=["Escape"]), "filter": E(sees=r"^/", undo=["Escape"]), "search": E(sees=r"^/", undo=["Escape"]),
    "back": E(sees=r"ended \d"), "follow": E(changes=True, undo=["F"]),
    "mark": E(sees="◆", undo=["m"]), "marked-only": E(sees="only marked", before=["m"], undo=["M", "m"]),
    "next-mark": E(changes=True, before=["g", "m", "G"], undo=["m"]),
    "comment": E(sees=r"^comment: |^; ?|Comment", undo=["Escape"]),
    "actions": E(sees="its clocks, lanes and transcript", undo=["Escape"]), "export": E(sees="Export ", undo=["Escape"]),
    "delete": E(sees="There is no way back", undo=["Escape"]),
    "freeze": E(sees="FROZEN", undo=["Space"]), "privacy": E(sees="PRIVATE", undo=["p"]),
    "time-format": E(sees="Times ", undo=["T", "T"]), "copy": E(sees="Copied|Nothing to copy"),
    "mouse": E(sees="The mouse is the terminal's", undo=["%"]), "settings": E(sees="Settings", undo=["Escape"]),
    "faults": E(sees="Break calls on purpose|Nothing can be broken here", undo=["Escape"]),
    "help": E(sees="Keys:", undo=["Escape"]), "redraw": E(same=True), "suspend": E(same=True),
    "quit": E(ends=True), "quit-now": E(ends=True),
    "next-turn": E(sees=r"Turn \d+ of \d+|No turn", on="support"), "previous-turn": E(sees=r"Turn \d+ of \d+|No turn", on="support"),
    "worst-turn": E(sees="longest silence", on="support"), "hear": E(sees="is being played|♪|not played", on="support", undo=["H"]),
    "next-finding": E(sees="[a-z]+-[a-z-]+: ", on="staying"), "previous-finding": E(sees="[a-z]+-[a-z-]+: ", on="staying"),
    "open": E(changes=True), "severity": E(sees="Only warnings and errors", undo=["s", "s"]),
    "detail": E(changes=True), "next-pane": E(changes=True, undo=["BTab"]), "previous-pane": E(changes=True, undo=["Tab"]),
}
REPEATS = line("/tag:typo")
SEARCHED = ["/", "C-u", ("type", "e"), "Enter"]
# Its log has two lines.
LISTENING = "--port 0 --data-dir {empty}"


def logged(before):
    return Expectation(changes=True, before=[before], start=LISTENING)


HERE = {
    ("sessions", "open"): E(sees="Transcript|Clocks"),
    ("sessions", "back"): E(changes=True, before=["g", "j", "j"]),
    ("sessions", "right"): E(sees="▾ typo", before=["g", *REPEATS], undo=["h", "Escape"]),
    ("sessions", "left"): E(loses="▾ typo", before=["g", *REPEATS, "l"], undo=["Escape"]),
    ("sessions", "sort"): E(sees=r"by tag", undo=line(":sort worst")),
    ("sessions", "reverse"): E(sees="worst last", undo=["O"]),
    ("sessions", "follow"): E(sees="stays on|first row is selected", undo=["F"]),
    # On a narrow screen the lanes are one part of several, before the transcript.
    ("session", "left"): E(changes=True, before=["BTab", "+", "+"], undo=["0", "Tab"]),
    ("session", "right"): E(changes=True, before=["BTab", "+", "+", "h"], undo=["0", "Tab"]),
    ("session", "zoom-in"): E(changes=True, before=["BTab"], undo=["0", "Tab"]),
    ("session", "zoom-out"): E(changes=True, before=["BTab", "+", "+"], undo=["0", "Tab"]),
    ("session", "zoom-fit"): E(changes=True, before=["BTab", "+", "+"], undo=["Tab"]),
    ("session", "zoom-pane"): E(sees="z: all parts", undo=["z"]),
    # What calls run through is not suspended; its gauges may change whenever they like.
    ("empty", "suspend"): E(sees="Not suspended: calls run through this process"), ("empty", "redraw"): E(sees="No calls yet"),
    ("quitting", "redraw"): E(sees="through livetop and would end"),
    ("turns", "open"): E(sees=r"KIND +SIZE"),
    ("turns", "back"): E(sees=r"ended \d|Transcript"),
    ("frames", "open"): E(changes=True, before=["g"]),
    ("frames", "back"): E(sees=r"ended \d|Transcript"), ("findings", "back"): E(sees=r"ended \d|Transcript"),
    ("metrics", "back"): E(sees=r"ended \d|Transcript"), ("setup", "back"): E(sees=r"ended \d|Transcript"),
    # The first frame is JSON; the last one, a close, can be looked at in one way only.
    ("frames", "detail"): E(changes=True, before=["g"], fresh=True), ("frame", "detail"): E(changes=True, fresh=True),
    ("setup", "detail"): E(changes=True, undo=["v"]),
    ("frames", "next-pane"): E(changes=True, undo=["Tab"]),
    ("frame", "open"): E(changes=True, before=["g"], undo=["Enter"]),
    ("frame", "back"): E(changes=True),
    ("frame", "left"): E(changes=True, before=["g"], undo=["l"]),
    ("frame", "right"): E(changes=True, before=["g", "h"]),
    # What was searched before stands in the line.
    ("frame", "next-match"): E(changes=True, before=["g", *SEARCHED]),
    ("frame", "previous-match"): E(changes=True, before=["g", *SEARCHED, "n"]),
    ("frame", "next-pane"): E(changes=True, undo=["Tab"]),
    ("findings", "open"): E(sees=r"KIND +SIZE"),
    ("findings", "left"): E(loses="▾", before=["g", "l"]),
    ("findings", "right"): E(changes=True, before=["g"], undo=["h"]),
    ("findings", "next-finding"): E(changes=True, before=["g"]), ("findings", "previous-finding"): E(changes=True, before=["G"]),
    ("findings", "code-sdk"): E(changes=True, before=["g"]),
    ("setup", "next-pane"): E(changes=True, undo=["Tab"]),
    ("log", "follow"): E(changes=True, start=LISTENING, fresh=True), ("log", "down"): logged("g"), ("log", "up"): logged("G"),
    ("log", "page-down"): logged("g"), ("log", "page-up"): logged("G"), ("log", "top"): logged("G"), ("log", "bottom"): logged("g"),
    **{("help", action): E(changes=True, before=[before], more=r"▾ \d+ more") for action, before in (
        ("down", "g"), ("up", "G"), ("page-down", "g"), ("page-up", "G"), ("top", "G"), ("bottom", "g"))},
    ("help", "back"): E(loses="Keys:"), ("menu", "back"): E(loses="its clocks, lanes"), ("menu", "open"): E(sees="Transcript|Clocks"),
    ("quitting", "confirm"): E(ends=True), ("quitting", "stay"): E(loses="calls? runs? through livetop"),
    ("removing", "confirm-delete"): E(loses="There is no way back"), ("deleting", "confirm-delete"): E(loses="There is no way back"),
    ("deleting", "stay"): E(loses="There is no way back"),
    ("faults", "open"): E(sees="goaway: when"), ("faults", "back"): E(loses="Break calls on purpose"),
    ("faults", "right"): E(sees="in 11 s|in 15 s|in 20 s", before=["Enter", "j", "j"]),
    ("faults", "left"): E(loses="in 10 s", before=["Enter", "j", "j"]),
    ("faults", "edit-fault"): E(sees=r"^>goaway", undo=["Escape"]),
    ("fault", "accept"): E(sees="whose call"), ("fault", "cancel-line"): E(loses="^>goaway"),
    ("breaking", "confirm-fault"): E(sees="is on"), ("breaking", "stay"): E(loses="Somebody may be speaking"),
    ("faults", "stop-faults"): E(sees="No faults any more"),
    ("replay", "play"): E(changes=True, undo=["Space"]),
    ("replay", "faster"): E(sees="2×", undo=["<"]), ("replay", "slower"): E(sees=r"0\.5×", undo=[">"]),
    ("replay", "skip-forward"): E(changes=True, before=["Left", "Left"]), ("replay", "skip-back"): E(changes=True),
    ("replay", "nudge-forward"): E(changes=True, before=["Left", "Left"]), ("replay", "nudge-back"): E(changes=True),
    ("replay", "frame-forward"): E(changes=True, before=["Left", "Left"]), ("replay", "frame-back"): E(changes=True),
    ("replay", "next-turn"): E(changes=True, before=["Left"] * 8), ("replay", "previous-turn"): E(changes=True),
    ("replay", "next-finding"): E(changes=True, before=["Left"] * 8, on="staying"),
    ("replay", "previous-finding"): E(changes=True, on="staying"),
    ("command", "accept"): E(sees=LOG, before=[("type", "log")], undo=["1"]),
    ("filter", "accept"): E(sees="/tag:chat", before=[("type", "tag:chat")], undo=["Escape"]),
    ("comment", "accept"): E(sees="◆", before=[("type", "note")], undo=["m"]),
    ("search", "accept"): E(loses="^/", before=[("type", "e")]),
    ("command", "complete"): E(sees="^:turns", before=[("type", "tu")], undo=["C-u", "Escape"]),
    ("filter", "complete"): E(sees="^/tag:", before=[("type", "ta")], undo=["C-u", "Escape"]),
}
# While a line is typed, with a word in it.
TYPED = {
    "cancel-line": E(loses="^[:/]to"), "cursor-left": E(changes=True), "cursor-right": E(changes=True, before=["Home"]),
    "line-start": E(changes=True), "line-end": E(changes=True, before=["Home"]), "erase": E(changes=True),
    "erase-forward": E(changes=True, before=["Home"]), "erase-word": E(changes=True), "erase-line": E(changes=True),
    "older": E(changes=True), "newer": E(changes=True, before=["Up"]),
}
# How each context is come to: what livetop is started with, and the keys from there on.
SESSION = "support"
CONTEXTS = {
    "empty": ("--port 0 --data-dir {empty}", []), "faults": ("--port 0 --data-dir {empty}", ["x"]),
    "fault": ("--port 0 --data-dir {empty}", ["x", "e"]),
    # Without an upstream of its own livetop leads to the real service, and no call is there to be broken.
    "breaking": ("--port 0 --data-dir {empty}", ["x", "Enter", "Enter", "Enter"]),
    "sessions": ("top", []),
    "session": ("top", [*line(":session {on}")]), "turns": ("top", [*line(":turns {on}")]),
    "frames": ("top", [*line(":frames {on}")]), "frame": ("top", [*line(":frames {on}"), "g", "Tab"]),
    "findings": ("top", [*line(":findings staying")]), "metrics": ("top", [*line(":metrics {on}")]),
    "setup": ("top", [*line(":setup {on}")]), "log": ("top", ["8"]), "help": ("top", ["?"]), "menu": ("top", ["a"]),
    "deleting": ("top", ["D"]), "quitting": ("demo --data-dir {demo}", ["q"]),
    "replay": ("replay tag:{on} --at end", []),
    "command": ("top", [":"]), "filter": ("top", ["/"]), "comment": ("top", [";"]),
    "search": ("top", [*line(":frames {on}"), "g", "Tab", "/"]),
}
# What is on screen when all of it is there: some of it is read from the recording, or gathered first.
FRAMES = r"frames? [\d,]+( to [\d,]+)? of"
READY = {
    "session": r"(user|model)  ", "turns": r"(complete|interrupted|cut off)  ", "frames": FRAMES, "frame": r"frame 1 of",
    "findings": r"RULE +AT", "setup": r"(difference|the same as|nothing to compare)(.|\n)*You help callers", "replay": r"of (?!0:00)\d+:\d\d, paused",
}
TYPING = ("command", "filter", "comment", "search", "fault")
# Whose keys leave something behind that no key undoes.
FRESH = ("deleting", "quitting", "replay", "empty", "faults", "fault", "breaking")


class Terminal:
    """livetop in a pane of a tmux server of its own."""

    def __init__(self, work, size):
        self.work, self.count = work, 0
        self.columns, self.rows = size.split("x")
        self.isUp = False

    def tmux(self, *arguments):
        command = ["tmux", "-S", self.socket, "-f", "/dev/null", *arguments]
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=True).stdout

    def start(self, binary, arguments):
        self.stop()
        # Another server each time: the last one may take its time to go.
        self.count += 1
        self.socket = str(self.work / f"tmux{self.count}")
        home = self.work / "home"
        self.tmux(
            "new-session", "-d", "-x", self.columns, "-y", self.rows,
            f"cd '{self.work / 'cwd'}' && env HOME='{home}' XDG_DATA_HOME='{home}/data' XDG_CONFIG_HOME='{home}/config' "
            f"LC_ALL=C.UTF-8 '{binary}' {arguments}; echo ended with $?; exec cat")
        self.tmux("set-option", "-g", "status", "off")
        self.tmux("resize-window", "-x", self.columns, "-y", self.rows)
        self.isUp = True

    def stop(self):
        if self.isUp:
            self.tmux("kill-server")
        self.isUp = False

    def text(self):
        return self.tmux("capture-pane", "-p")

    def picture(self):
        return self.tmux("capture-pane", "-p", "-e")

    def send(self, keys):
        for key in keys:
            if isinstance(key, tuple):
                self.tmux("send-keys", "-l", key[1])
            else:
                # A semicolon alone is tmux's own.
                self.tmux("send-keys", "\\;" if key == ";" else key)
            # An escape is told from the beginning of another key by the time behind it.
            if key == "Escape":
                time.sleep(0.08)

    def until(self, isTrue, patience=PATIENCE):
        deadline = time.monotonic() + patience
        while not isTrue():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.03)
        return True

    def rest(self, calm=0.06):
        """Waits until the picture has stood still for so many seconds."""
        last, since = self.picture(), time.monotonic()
        for _ in range(100):
            time.sleep(0.06)
            now = self.picture()
            if now != last:
                last, since = now, time.monotonic()
            elif time.monotonic() - since >= calm:
                return now
        return last


class Walk:
    """All keys of all contexts at one size."""

    def __init__(self, binary, work, data, size):
        self.binary, self.work, self.data, self.size = binary, work, data, size
        self.terminal = Terminal(work, size)
        self.failures, self.count = [], 0
        # What livetop was started with, nil where it has to begin afresh, and the keys that undo what the last one did.
        self.running, self.undo = None, ()

    def arguments(self, context, on, start):
        command = (start or CONTEXTS[context][0]).format(on=on, empty=self.work / "empty", demo=self.work / "demo")
        return command if "--data-dir" in command else f"{command} --data-dir '{self.data}'"

    def enter(self, context, on, start=None):
        """livetop at the beginning of the context: a fresh one where the last key may have left something behind."""
        command = self.arguments(context, on, start)
        if command != self.running or context in FRESH:
            # A mark or a deletion of one key is no business of the next.
            shutil.rmtree(self.data, ignore_errors=True)
            shutil.copytree(self.work / "recorded", self.data)
            # The livetop before may take its time to go: each has a folder of its own.
            own = command
            for folder in ("empty", "demo"):
                own = own.replace(str(self.work / folder), str(self.work / f"{folder}{self.terminal.count}"))
            self.terminal.start(self.binary, own)
            self.running = command
            first = "No calls yet" if "--port 0" in command else r" open .*\n|REPLAY"
            if context == "quitting":
                first = r"\b[1-9]\d* open"
            if not self.terminal.until(lambda: re.search(first, self.terminal.text())):
                raise SystemExit(f"keys: livetop does not begin in {context}:\n{self.terminal.text()}")
        else:
            self.terminal.send([*self.undo, "Escape", "Escape", "1", "Escape", "g"])
        self.terminal.rest()
        for key in CONTEXTS[context][1]:
            self.terminal.send([(key[0], key[1].format(on=on))] if isinstance(key, tuple) else [key])
            self.terminal.rest()
            if context in ("frame", "search") and key == "Enter":
                self.wait(FRAMES, context)
        if context in READY:
            self.wait(READY[context], context)
        if context in ("command", "filter"):
            # Something was typed before, and is typed now.
            self.terminal.send([("type", "log" if context == "command" else "tag:weather"), "Enter"])
            self.terminal.rest()
            self.terminal.send(["1", ":" if context == "command" else "/", "C-u"])

    def wait(self, ready, context):
        if not self.terminal.until(lambda: re.search(ready, self.terminal.text(), re.M)):
            raise SystemExit(f"keys: {context} is not there:\n{self.terminal.text()}")

    def press(self, context, action, name):
        expected = expectation(context, action)
        where = f"{self.size}, {context}: {name} ({action})"
        if expected is None:
            return self.failures.append(f"{where}: never pressed: no expectation for it in {__file__}")
        self.enter(context, expected.on or SESSION, expected.start)
        terminal = self.terminal
        if context in TYPING and (context, action) not in HERE:
            terminal.send([("type", "to"), "Left"] if action == "line-end" else [("type", "to")])
        if expected.more:
            terminal.send(["g"])
            terminal.rest()
            if not re.search(expected.more, terminal.text()):
                expected = Expectation(same=True, before=expected.before)
        terminal.send(expected.before)
        # What is still being searched for comes with time, not with the key.
        before, words = terminal.rest(calm=1 if expected.same else 0.06), terminal.text()
        self.undo = expected.undo
        terminal.send([TMUX.get(name, "C-" + name[5:] if name.startswith("ctrl-") else name)])
        problem = self.problem(expected, before, words)
        self.count += 1
        if problem or expected.ends or expected.fresh:
            self.running = None
        if problem:
            self.failures.append(f"{where}: {problem}\n{terminal.text()}")

    def problem(self, expected, before, words):
        terminal = self.terminal
        if expected.ends:
            return None if terminal.until(lambda: "ended with 0" in terminal.text()) else "livetop goes on"
        if expected.sees and not terminal.until(lambda: re.search(expected.sees, terminal.text(), re.M)):
            return f"never saw /{expected.sees}/"
        if expected.loses and not terminal.until(lambda: not re.search(expected.loses, terminal.text(), re.M)):
            return f"still sees /{expected.loses}/"
        if expected.same and (terminal.rest() and lasting(terminal.text())) != lasting(words):
            pairs = zip(lasting(words).split("\n"), lasting(terminal.text()).split("\n"))
            return "the picture is another one: " + "; ".join(f"{was!r} is {now!r}" for was, now in pairs if was != now)
        if expected.changes and not terminal.until(lambda: terminal.picture() != before, 10):
            return "nothing changes"
        return None


def lasting(text):
    """A picture without what may change at any time: a search makes an index, for which the file grows, and others use the disk."""
    return re.sub(r" *[0-9.]+ [kMGT]B (stored|free)", "", text)


def record(binary, folder):
    subprocess.run([binary, "demo", "--once", "--data-dir", folder], check=True, stdout=subprocess.DEVNULL)


def expectation(context, action):
    return HERE.get((context, action)) or (TYPED.get(action) if context in TYPING else None) or ANYWHERE.get(action)


def check(listed):
    missing = [f"{row['context']}: {row['action']}" for row in listed
               if row["context"] not in CONTEXTS or expectation(row["context"], row["action"]) is None]
    if missing:
        sys.exit("keys: help lists what Tests/Tmux/keys.py never presses: " + ", ".join(missing))
    print(f"keys: {sum(len(row['keys']) for row in listed)} keys of help have an expectation")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", type=pathlib.Path)
    parser.add_argument("sizes", nargs="*", default=["120x40"])
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--only", help="contexts, separated by commas")
    parser.add_argument("--check", action="store_true", help="press nothing: only look whether every key would be pressed")
    options = parser.parse_args()
    binary = options.binary.resolve()
    listed = json.loads(subprocess.check_output([binary, "describe", "--json"]))["keys"]
    if options.check:
        return check(listed)
    failures, count = [], 0
    with tempfile.TemporaryDirectory(prefix="livetop-keys-") as folder:
        work = pathlib.Path(folder)
        (work / "cwd").mkdir()
        if options.data:
            shutil.copytree(options.data, work / "recorded")
        else:
            record(binary, work / "recorded")
        for size in options.sizes:
            walk = Walk(binary, work, work / "data", size)
            try:
                for row in listed:
                    if options.only and row["context"] not in options.only.split(","):
                        continue
                    if row["context"] not in CONTEXTS:
                        failures.append(f"nobody comes to {row['context']}")
                        continue
                    for name in row["keys"]:
                        walk.press(row["context"], row["action"], name)
            finally:
                walk.terminal.stop()
            failures, count = failures + walk.failures, count + walk.count
    for failure in failures:
        print(f"keys: {failure}", file=sys.stderr)
    if failures:
        sys.exit(f"keys: {len(failures)} of {count} keys do not do what help says")
    print(f"keys: {count} keys do what help says, at {', '.join(options.sizes)}")


main()
