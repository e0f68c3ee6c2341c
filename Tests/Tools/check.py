"""Exports recorded sessions in every format and has each file read by a program that nobody here wrote.

Usage: check.py BINARY [DATA_DIR]   (without a folder the demo is recorded first)"""

import base64
import csv
import functools
import http.server
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import wave

import haralyzer
import srt
import viztracer
import webvtt
from mitmproxy.addons.savehar import SaveHar
from mitmproxy.io import FlowReader
from mitmproxy.test.tflow import twebsocketflow
from mitmproxy.websocket import WebSocketMessage
from wsproto.frame_protocol import Opcode

from browser import Browser

BINARY = os.path.abspath(sys.argv[1])
WORK = tempfile.mkdtemp(prefix="livetop-tools-")


def require(truth, what):
    if not truth:
        raise AssertionError(what)


def run(*command, fails=None, **options):
    """The program's output. `fails` is the exit status that is wanted instead of 0."""
    result = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, **options)
    require(result.returncode == (fails or 0), f"{command} ended with {result.returncode}: {result.stderr.decode()[-800:]}")
    return result.stdout if fails is None else result.stderr.decode()


def livetop(*arguments, data, **options):
    return run(BINARY, *arguments, "--data-dir", data, **options)


class Recorded:
    """One recorded session and its exports."""

    def __init__(self, data, session):
        self.data, self.session = data, session
        self.facts = json.loads(livetop("show", session, "--json", data=data))
        self.frames = [json.loads(line) for line in self.export("ndjson", "--raw").splitlines()]

    def export(self, name, *flags):
        return livetop("export", self.session, "--format", name, *flags, data=self.data)

    def file(self, name, *flags, suffix=None):
        path = os.path.join(WORK, f"{self.session}.{suffix or name}")
        livetop("export", self.session, "--format", name, "--force", "-o", path, *flags, data=self.data)
        return path

    def messages(self):
        return sum(1 for frame in self.frames if frame["fin"] and frame["op"] in ("text", "binary", "continuation"))


def check_ndjson(call):
    path = call.file("ndjson", "--raw", "--events", "--findings")
    kinds = run("jq", "-r", "[.schema, .session] | @tsv", path).decode().splitlines()
    require(kinds.count(f"livetop.frame/1\t{call.session}") == len(call.frames), "jq counts other frames")
    require(kinds.count(f"livetop.event/1\t{call.session}") >= 2, "jq sees no events")


def check_har(call):
    for flags in ((), ("--har-text",)):
        path = call.file("har", *flags)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        parsed = haralyzer.HarParser(json.loads(text))
        entries = parsed.har_data["entries"]
        listed = sum(len(entry["_webSocketMessages"]) for entry in entries)
        require(listed == call.messages(), f"{listed} messages in the archive, {call.messages()} were recorded")
        for entry in map(haralyzer.HarEntry, entries):
            require(entry.request.url.startswith(("ws://", "wss://")), entry.request.url)
            require(entry.startTime is not None, "haralyzer finds no time")
        with open(path, "rb") as file:
            flows = list(FlowReader(file).stream())
        require(len(flows) == len(entries), "mitmproxy reads another number of entries")
        require("AIza" not in text and "x-goog-api-key" not in text.lower(), "a credential is in the archive")


def check_csv(call):
    rows = list(csv.DictReader(io.StringIO(call.export("csv").decode(), newline="")))
    require(len(rows) == len(call.facts["turns"]), f"{len(rows)} turns in the table, {len(call.facts['turns'])} in show")
    require(all(None not in row and None not in row.values() for row in rows), "rows of different lengths")
    require([int(row["turn"]) for row in rows] == list(range(1, len(rows) + 1)), "turns are not in order")
    for row in csv.DictReader(io.StringIO(call.export("csv", "--table", "findings").decode(), newline="")):
        require(row["rule"] and row["severity"] in ("info", "warning", "error"), row)
    return len(rows)


def check_subtitles(call):
    cues = list(webvtt.read(call.file("vtt")))
    lines = list(srt.parse(call.export("srt").decode()))
    require(len(cues) == len(lines), "other cues in srt than in vtt")
    require(all(cue.start_in_seconds <= cue.end_in_seconds and cue.text for cue in cues), "a cue is empty")
    require([line.index for line in lines] == list(range(1, len(lines) + 1)), "srt is not numbered from 1")
    require(all(line.start < line.end for line in lines), "a line of srt does not last")
    require(lines == sorted(lines, key=lambda line: line.start), "srt is not in order")
    return len(cues)


def check_labels(call):
    for line in call.export("labels").decode().splitlines():
        start, end, text = line.split("\t")
        require(0 <= float(start) <= float(end) and text, line)


def check_sound(call):
    sent = sum(1 for frame in call.frames if frame["kind"] == "realtimeInput.audio")
    heard = sum(1 for frame in call.frames if "serverContent.audio" in frame["kinds"])
    if not sent and not heard:
        livetop("export", call.session, "--format", "wav", data=call.data, fails=66)
        return 0
    length = 0
    for track, channels in (("call", 2), ("mic", 1), ("model", 1)):
        if track == "mic" and not sent or track == "model" and not heard:
            continue
        path = call.file("wav", "--track", track, suffix=f"{track}.wav")
        with wave.open(path) as file:
            require((file.getnchannels(), file.getsampwidth()) == (channels, 2), f"{track}: other layout")
            require(len(file.readframes(file.getnframes())) == file.getnframes() * channels * 2, f"{track}: cut")
            length = max(length, file.getnframes() / file.getframerate())
        statistics = subprocess.run(["sox", path, "-n", "stat"], capture_output=True, text=True)
        require(statistics.returncode == 0 and "WARN" not in statistics.stderr, f"{track}: {statistics.stderr}")
        loudest = [line for line in statistics.stderr.splitlines() if line.startswith("Maximum amplitude")]
        # Some callers of the demo are muted: what they send are zeros, in base64 nothing but A.
        zeros = not any(
            sound.strip("A=") for frame in call.frames if frame["kind"] == "realtimeInput.audio"
            for sound in re.findall(r'"data": "([^"]*)"', json.dumps(frame["json"])))
        isMuted = zeros and (track == "mic" or track == "call" and not heard)
        require((float(loudest[0].split()[-1]) > 0.01) != isMuted, f"{track}: sox hears {loudest}, muted {isMuted}")
    return length


def check_trace(call, path):
    """Nesting and counters, by nobody's library: slices of a thread are disjoint or nested, spans are paired."""
    with open(path, encoding="utf-8") as file:
        events = json.load(file)["traceEvents"]
    threads = {}
    for event in events:
        if event["ph"] == "X":
            threads.setdefault(event["tid"], []).append((event["ts"], event["ts"] + event["dur"]))
        if event["ph"] == "C":
            require(all(value is None or value >= 0 for value in event["args"].values()), event)
    for slices in threads.values():
        stack = []
        for start, end in sorted(slices, key=lambda item: (item[0], -item[1])):
            while stack and stack[-1] <= start + 0.001:
                stack.pop()
            require(not stack or end <= stack[-1] + 0.001, f"slices cross at {start}")
            stack.append(end)
    spans = {}
    for event in events:
        if event["ph"] in "be":
            spans.setdefault((event["cat"], event["id"]), []).append(event["ph"])
    require(all(phases == ["b", "e"] for phases in spans.values()), "a span is not paired")
    return {event["args"]["name"] for event in events if event["name"] == "thread_name"}


PERFETTO = """(async () => {
  const column = async (query, name) => {
    const rows = await app.trace.engine.query(query), values = [];
    for (const row = rows.iter({}); row.valid(); row.next()) values.push(row.get(name));
    return values;
  };
  return {
    errors: await column("select name from stats where severity in ('error', 'data_loss') and value > 0", "name"),
    threads: await column("select name from thread where name is not null", "name"),
    counters: await column("select distinct name from counter_track", "name"),
    slices: (await column("select name from slice", "name")).length,
  };
})()"""


def check_perfetto(browser, path, names):
    root = os.path.join(os.path.dirname(viztracer.__file__), "web_dist")
    with open(path, "rb") as file:
        trace = file.read()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            if not self.path.startswith("/call.json"):
                return super().do_GET()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(trace)))
            self.end_headers()
            self.wfile.write(trace)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=root))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    visit = browser.visit(
        f"{base}/#!/?url={base}/call.json", until="!!(window.app && app.trace)", question=PERFETTO,
        screenshot=os.path.join(WORK, "perfetto.png"))
    server.shutdown()
    require(visit.answer["errors"] == [], f"Perfetto complains: {visit.answer['errors']}")
    require(names <= set(visit.answer["threads"]), f"Perfetto shows {visit.answer['threads']} of {names}")
    require(visit.answer["slices"] > 0 and "backlog ms" in " ".join(visit.answer["counters"]), visit.answer)


def check_bundle(call):
    path = call.file("bundle", suffix="livetop")
    require(run("sqlite3", path, "PRAGMA integrity_check").decode().strip() == "ok", "the bundle is damaged")
    frames = int(run("sqlite3", path, "SELECT count(*) FROM frames"))
    require(frames == len(call.frames), f"{frames} frames in the bundle, {len(call.frames)} were recorded")
    return path


def dump(path):
    """What a bundle says, independent of how its pages lie."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        return list(database.iterdump())


def check_return(call, bundle):
    """export → import → export is the identity."""
    flags = ("--raw", "--events")
    ndjson = call.file("ndjson", *flags, suffix="back.ndjson")
    for name, path in (("bundle", bundle), ("ndjson", ndjson), ("har", call.file("har"))):
        folder = os.path.join(WORK, f"import-{name}")
        livetop("import", path, data=folder)
        again = Recorded(folder, call.session)
        if name == "bundle":
            require(dump(again.file("bundle", suffix="again.livetop")) == dump(bundle), "the bundle came back changed")
        if name != "har":
            with open(ndjson, "rb") as file:
                require(again.export("ndjson", *flags) == file.read(), f"{name}: ndjson came back changed")
        with open(call.file("har"), "rb") as file:
            require(again.export("har") == file.read(), f"{name}: har came back changed")
        require(again.facts["turns"] == call.facts["turns"], f"{name}: other turns")
        text = livetop("import", path, data=folder, fails=73)
        require("already" in text, text)
        shutil.rmtree(folder)


def check_archive_of_mitmproxy(call):
    """What mitmproxy saves of a call becomes the same call here."""
    opcodes = {"text": Opcode.TEXT, "binary": Opcode.BINARY}
    begun = 1789898400
    flow = twebsocketflow()
    flow.request.timestamp_start = begun
    flow.request.scheme, flow.request.host, flow.request.port = "https", "generativelanguage.googleapis.com", 443
    flow.request.headers["host"] = flow.request.host
    flow.request.path = ("/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
                         "?key=AIzaNobodysKeyNobodysKeyNobodysKeyNobod")
    sent = [frame for frame in call.frames if frame["op"] in opcodes]
    require(all(frame["fin"] for frame in sent), "the call has fragments, which an archive has not")
    flow.websocket.messages = [
        WebSocketMessage(
            opcodes[frame["op"]], frame["dir"] == "up", base64.b64decode(frame["payload_b64"]), begun + frame["t"])
        for frame in sent]
    path, folder = os.path.join(WORK, "mitmproxy.har"), os.path.join(WORK, "import-mitmproxy")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(SaveHar().make_har([flow]), file)
    again = Recorded(folder, livetop("import", path, data=folder).decode().strip())
    listed = [[frame[key] for key in ("dir", "op", "payload_b64")] for frame in again.frames]
    require(listed == [[frame[key] for key in ("dir", "op", "payload_b64")] for frame in sent],
            f"{len(listed)} messages of {len(sent)} came from mitmproxy, or other ones")
    texts = [[(turn["userText"], turn["modelText"]) for turn in facts["turns"]] for facts in (call.facts, again.facts)]
    require(texts[0] == texts[1], "mitmproxy's call has other turns")
    require(b"AIza" not in again.export("ndjson", "--raw", "--events"), "the key in mitmproxy's archive was kept")


def check_bad_input(call, bundle):
    folder = os.path.join(WORK, "bad")
    with open(bundle, "rb") as file:
        whole = file.read()
    cases = {
        "empty": b"", "foreign": b"PK\x03\x04 nothing", "json": b'{"a": 1}', "no-socket.har": b'{"log": {"entries": []}}',
        "half.livetop": whole[: len(whole) // 2],
        "half.ndjson": call.export("ndjson", "--raw", "--events")[:-40],
        "other.livetop": whole[:68] + b"\0\0\0\0" + whole[72:],
        "newer.livetop": whole[:60] + (999).to_bytes(4, "big") + whole[64:],
    }
    for name, content in cases.items():
        path = os.path.join(WORK, name)
        with open(path, "wb") as file:
            file.write(content)
        text = livetop("import", path, data=folder, fails=65)
        require(len(text.strip().splitlines()) == 3, f"{name}: not three lines: {text}")
    livetop("import", os.path.join(WORK, "nowhere"), data=folder, fails=66)
    require(json.loads(livetop("ls", "--json", data=folder))["sessions"] == [], "a bad file left a session")
    target = os.path.join(WORK, "there.har")
    open(target, "w").close()
    livetop("export", call.session, "--format", "har", "-o", target, data=call.data, fails=73)
    limited = subprocess.run(
        ["sh", "-c", 'ulimit -f 16; trap "" XFSZ; exec "$@"', "sh", BINARY, "export", call.session, "--format", "har",
         "-o", os.path.join(WORK, "full.har"), "--data-dir", call.data], capture_output=True, stdin=subprocess.DEVNULL)
    require(limited.returncode == 74, f"a full disk ends with {limited.returncode}: {limited.stderr.decode()[-500:]}")
    left = [name for name in os.listdir(WORK) if name.startswith("full.har")]
    require(left == [], f"a full disk leaves {left}")


# What a reader's eyes meet: which parts stand on the page and where, what sticks out, what can hardly be read.
LOOK = """(() => {
  const channel = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.5) return colour.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const contrast = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((m, n) => n - m);
    return (x + 0.05) / (y + 0.05);
  };
  const scrolls = element => {
    for (let e = element.parentElement; e && e !== document.body; e = e.parentElement)
      if (/auto|scroll/.test(getComputedStyle(e).overflowX)) return true;
    return false;
  };
  const faint = [], out = [], empty = [];
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    const inClosed = element.closest("details:not([open])") && !element.closest("summary");
    const isHidden = inClosed || ["TITLE", "STYLE", "SCRIPT"].includes(element.tagName.toUpperCase());
    if (!own || isHidden) continue;
    const place = element.getBoundingClientRect(), style = getComputedStyle(element);
    const words = element.textContent.trim().slice(0, 40);
    if (place.width === 0 || place.height === 0) { empty.push(words); continue; }
    if (!scrolls(element) && (place.left < -0.5 || place.right > innerWidth + 0.5)) out.push(words);
    const ink = parse(element.ownerSVGElement ? style.fill : style.color).slice(0, 3);
    if (contrast(ink, behind(element)) < 3) faint.push(words);
  }
  return {
    width: innerWidth, content: document.documentElement.scrollWidth, faint, out, empty,
    ground: light(parse(getComputedStyle(document.body).backgroundColor)),
    parts: [...document.querySelectorAll("main > section > h2, main > h2, main h2")].map(h => h.textContent.trim()),
    order: [...document.querySelectorAll(".verdict, .chart, .finding, .turn")].map(e => e.classList[0]),
    tops: [...document.querySelectorAll(".verdict, .chart, .finding, .turn")].map(e => e.getBoundingClientRect().top),
    marks: document.querySelectorAll("svg rect, svg path").length, backticks: document.body.innerText.split("`").length - 1,
  };
})()"""


def check_looks(browser, call):
    """The page at three widths, light and dark: the same parts in the same order, nothing beside the page, nothing unreadable."""
    path = call.file("html")
    looks = {}
    for width in (390, 820, 1440):
        for scheme in ("light", "dark"):
            visit = browser.visit(
                f"file://{path}", until="document.readyState === 'complete'", question=LOOK, scripts=False, width=width,
                scheme=scheme, screenshot=os.path.join(WORK, f"report-{width}-{scheme}.png"))
            look = looks[width, scheme] = visit.answer
            where = f"{width} px, {scheme}"
            require(look["width"] == width and look["content"] <= width, f"{where}: the page is {look['content']} wide")
            for name in ("out", "empty", "faint"):
                require(look[name] == [], f"{where}: {name}: {look[name]}")
            require((look["ground"] > 0.5) == (scheme == "light"), f"{where}: the ground is {look['ground']}")
            require(look["tops"] == sorted(look["tops"]), f"{where}: parts lie on each other")
            require(look["order"][0] == "verdict" and look["marks"] > 10, f"{where}: {look['order'][:3]}, {look['marks']} marks")
            require(look["backticks"] == 0, f"{where}: raw backticks")
    first = looks[390, "light"]
    require("Timeline" in first["parts"] and len(first["parts"]) >= 3, f"the page has {first['parts']}")
    for where, look in looks.items():
        for name in ("parts", "order", "marks"):
            require(look[name] == first[name], f"{where}: other {name} than on a narrow page")


def check_page(browser, call):
    path = call.file("html")
    picture = os.path.join(WORK, "report.png")
    visit = browser.visit(
        f"file://{path}", until="document.readyState === 'complete'", question="document.body.innerText",
        screenshot=picture, scripts=False)
    require(visit.complaints == [], f"the page complains: {visit.complaints}")
    require([url for url in visit.requests if not url.startswith(("file://", "data:"))] == [], visit.requests)
    require(call.session in visit.answer and "findings" in visit.answer.lower(), "the page does not show the session")
    require(os.path.getsize(picture) > 20_000, "the page is blank")


def main():
    data = sys.argv[2] if len(sys.argv) > 2 else os.path.join(WORK, "data")
    if len(sys.argv) <= 2:
        run(BINARY, "demo", "--once", "--data-dir", data)
    sessions = run("sqlite3", "-readonly", os.path.join(data, "livetop.db"),
                   "SELECT name FROM sessions WHERE id IN (SELECT session FROM connections WHERE upgraded_ns NOT NULL)")
    calls = [Recorded(data, name) for name in sessions.decode().split()]
    require(len(calls) >= 8, f"the demo left {len(calls)} sessions")
    turns = cues = seconds = 0
    for call in calls:
        check_ndjson(call)
        check_har(call)
        check_labels(call)
        turns += check_csv(call)
        cues += check_subtitles(call)
        seconds += check_sound(call)
    require(turns > 20 and cues > 20 and seconds > 60, f"{turns} turns, {cues} cues, {seconds} s of sound are too few")
    richest = max(calls, key=lambda call: len(call.frames))
    traces = {call: call.file("trace", suffix="json") for call in calls}
    names = {call: check_trace(call, path) for call, path in traces.items()}
    bundles = {call: check_bundle(call) for call in calls}
    for call in calls:
        check_return(call, bundles[call])
    check_archive_of_mitmproxy(richest)
    check_bad_input(richest, bundles[richest])
    with Browser() as browser:
        check_perfetto(browser, traces[richest], names[richest])
        check_page(browser, max(calls, key=lambda call: len(call.facts["turns"])))
        check_looks(browser, max(calls, key=lambda call: len(call.facts["turns"])))
        check_looks(browser, max(calls, key=lambda call: len(call.facts["findings"])))
    print(f"tools test: {len(calls)} sessions, {turns} turns, {cues} cues, {seconds:.0f} s of sound in every format")


try:
    main()
except AssertionError as failure:
    print(f"tools test: {failure}\n  files: {WORK}", file=sys.stderr)
    sys.exit(1)
if "LIVETOP_KEEP" in os.environ:
    print(f"  files: {WORK}")
else:
    shutil.rmtree(WORK, ignore_errors=True)
