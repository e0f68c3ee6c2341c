"""What others make of livetop's metrics: promtool, the strict parser of prometheus_client, Prometheus itself, and Grafana's schema.

A proxy with a few calls is scraped by a Prometheus every half second; then each query of the dashboards and each rule is run
there and must give at least one number.

Usage: check.py BINARY FOLDER-OF-PROMETHEUS
"""
import asyncio
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

import promql_parser
import websockets
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard
from prometheus_client.openmetrics.parser import text_string_to_metric_families as strict
from prometheus_client.parser import text_string_to_metric_families as lenient

ROOT = pathlib.Path(__file__).resolve().parents[2]
BOARD = ROOT / "dashboards/grafana/livetop-fleet.json"
RULES = ROOT / "dashboards/prometheus/rules.yml"
PATH = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=none"
OPEN_METRICS = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
# Nobody speaks here, a session counts as over a minute after its end (TelemetryTests have those), and nothing is shipped (Tests/Store).
WITHOUT_VALUE = ("livetop_interruption_latency_seconds", "livetop_session_duration_seconds", "livetop_ship_request_duration_seconds")
TRACE = "ca303e4e052ff1c63ac43fb9af492b4c"
TOOL = {"functionDeclarations": [{"name": "get_weather", "description": "the weather"}]}


def started(*command):
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    return process, json.loads(process.stdout.readline())


def get(url, **headers):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
        return answer.headers["content-type"], answer.read().decode()


async def call(port, words, resuming=None, until=None):
    """A call with one question for each of the words; its newest resumption handle."""
    handle = None
    headers = {"traceparent": f"00-{TRACE}-1cc163f27e2782d8-01"}
    async with websockets.connect(f"ws://127.0.0.1:{port}{PATH}", max_size=None, additional_headers=headers) as socket:
        setup = {"model": "models/gemini-3.8-live", "generationConfig": {"responseModalities": ["AUDIO"]}, "tools": [TOOL],
                 "sessionResumption": {"handle": resuming} if resuming else {}}
        await socket.send(json.dumps({"setup": setup}))
        for text in [None] + words:
            if text:
                await socket.send(json.dumps({"realtimeInput": {"text": text}}))
            async for data in socket:
                message = json.loads(data)
                handle = message.get("sessionResumptionUpdate", {}).get("newHandle", handle)
                for wanted in message.get("toolCall", {}).get("functionCalls", []):
                    answer = {"id": wanted["id"], "name": wanted["name"], "response": {"result": "fine"}}
                    await socket.send(json.dumps({"toolResponse": {"functionResponses": [answer]}}))
                if "setupComplete" in message or message.get("serverContent", {}).get("turnComplete"):
                    break
        if until:
            await until.wait()
    return handle


async def trouble(port):
    """A call whose answer is interrupted, and whose end is announced."""
    async with websockets.connect(f"ws://127.0.0.1:{port}{PATH}", max_size=None) as socket:
        await socket.send(json.dumps({"setup": {"model": "models/gemini-3.8-live"}}))
        for key, text in [("setupComplete", "story"), ("modelTurn", "hello"), ("interrupted", "goaway"), ("goAway", None)]:
            async for data in socket:
                if f'"{key}"' in (data if isinstance(data, str) else data.decode()):
                    break
            if text:
                await socket.send(json.dumps({"realtimeInput": {"text": text}}))


async def talk(port, is_enough):
    """Calls after one another until somebody has seen enough, and two that stay open all the time."""
    open_calls = [asyncio.create_task(call(port, ["hello"], until=is_enough)) for _ in range(2)]
    handle = None
    while not is_enough.is_set():
        handle = await call(port, ["hello", "what is the weather?"], resuming=handle)
        await trouble(port)
        await asyncio.sleep(0.5)
    await asyncio.gather(*open_calls)


class Prometheus:
    def __init__(self, folder, target, home):
        config = home / "prometheus.yml"
        config.write_text(
            f"global: {{scrape_interval: 500ms, evaluation_interval: 500ms}}\nrule_files: [{RULES}]\n"
            f"scrape_configs:\n  - job_name: livetop\n    static_configs: [{{targets: ['{target}']}}]\n")
        # Port 0 is not told by it: one that was free a moment ago.
        import socket
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        self.process = subprocess.Popen(
            [folder / "prometheus", f"--config.file={config}", f"--storage.tsdb.path={home / 'data'}",
             f"--web.listen-address={self.url[7:]}", "--log.level=error"])
        for _ in range(100):
            try:
                get(f"{self.url}/-/ready")
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("Prometheus does not become ready")

    def query(self, expression):
        answer = json.loads(get(f"{self.url}/api/v1/query?" + urllib.parse.urlencode({"query": expression}))[1])
        return [float(sample["value"][1]) for sample in answer["data"]["result"]]

    def get(self, path):
        return json.loads(get(self.url + path)[1])["data"]


def panels(board):
    for panel in board["panels"]:
        yield panel
        yield from panel.get("panels", [])


def filled(expression):
    for name, value in {"$__rate_interval": "10s", "$__range": "30m", "$instance": ".*", "$model": ".*"}.items():
        expression = expression.replace(name, value)
    return expression


def exemplars(url):
    """The traces that observations lead to, as a strict reader of OpenMetrics finds them."""
    samples = [sample for family in strict(get(url, Accept=OPEN_METRICS)[1]) for sample in family.samples]
    return {sample.exemplar.labels["trace_id"] for sample in samples if sample.exemplar}


def check_texts(tools, url):
    kind, text = get(url)
    assert kind.startswith("text/plain; version=0.0.4"), kind
    names = {family.name for family in lenient(text)}
    verdict = subprocess.run([tools / "promtool", "check", "metrics"], input=text, text=True, capture_output=True)
    assert verdict.returncode == 0 and not verdict.stderr, verdict
    kind, text = get(url, Accept=OPEN_METRICS)
    assert kind.startswith("application/openmetrics-text; version=1.0.0"), kind
    families = list(strict(text))
    assert any(family.name == "livetop_build" and family.type == "info" for family in families)
    for _ in range(60):
        if exemplars(url):
            break
        time.sleep(0.1)
    assert exemplars(url) == {TRACE}, "the client's trace"
    print(f"metrics: {len(names)} families, accepted by promtool and by the strict parser of OpenMetrics")


def lost(original, copy, path=""):
    """What a reader of Grafana's schema did not keep."""
    if isinstance(original, dict):
        for key, value in original.items():
            if key not in copy:
                yield f"{path}.{key}"
            else:
                yield from lost(value, copy[key], f"{path}.{key}")
    elif isinstance(original, list):
        for index, value in enumerate(original):
            yield from lost(value, copy[index], f"{path}[{index}]")


def check_shape(board):
    register_default_plugins()
    copy = json.loads(json.dumps(Dashboard.from_json(board), cls=JSONEncoder))
    # Null is what is left out.
    dropped = [place for place in lost(board, copy) if not place.endswith((".value", ".current"))]
    assert not dropped, dropped
    cells, ids = set(), [panel["id"] for panel in panels(board)]
    assert len(set(ids)) == len(ids) and board["uid"] and "__inputs" not in board
    for panel in panels(board):
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24, panel["title"]
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                assert (x, y) not in cells, f"{panel['title']} lies over another"
                cells.add((x, y))
        if panel["type"] != "row":
            assert panel["fieldConfig"]["defaults"]["unit"] and panel["description"].endswith("."), panel["title"]
            assert panel["datasource"]["uid"] == "${datasource}", panel["title"]


def without_value(prometheus, board):
    """The queries of the dashboard that give no number."""
    for panel in panels(board):
        for target in panel.get("targets", []):
            expression = filled(target["expr"])
            promql_parser.parse(expression)
            if any(name in expression for name in WITHOUT_VALUE):
                continue
            if not any(value == value for value in prometheus.query(expression)):
                yield f"{panel['title']}: {expression}"


def check_queries(prometheus, board):
    # A rate needs two scrapes with something in between.
    for _ in range(60):
        empty = list(without_value(prometheus, board))
        if not empty:
            break
        time.sleep(0.5)
    assert not empty, "without a value:\n" + "\n".join(empty)
    rules = [rule for group in prometheus.get("/api/v1/rules")["groups"] for rule in group["rules"]]
    assert len(rules) == 14 and all(rule["health"] == "ok" for rule in rules), rules
    count = sum(len(panel.get("targets", [])) for panel in panels(board))
    print(f"metrics: {count} queries of the dashboard are understood and have values, {len(rules)} rules are evaluated")


def check_calls(prometheus):
    started = sum(prometheus.query("livetop_sessions_started_total"))
    assert started >= 4, started
    assert 1 <= prometheus.query('sum(livetop_resumptions_total{outcome="accepted"})')[0] < started
    assert sum(prometheus.query('livetop_turns_total{outcome="complete"}')) >= 4
    assert prometheus.query('livetop_tool_calls_total{tool="get_weather",outcome="ok"}')[0] >= 1
    assert prometheus.query("sum(livetop_sessions_active)")[0] >= 2
    assert prometheus.query("sum(livetop_recorder_dropped_frames_total)") == [0]


def main(binary, tools):
    board = json.loads(BOARD.read_text())
    check_shape(board)
    for command in (["check", "rules", RULES], ["test", "rules", RULES.with_name("rules.test.yml")]):
        subprocess.run([tools / "promtool", *command], check=True, stdout=subprocess.DEVNULL, cwd=RULES.parent)
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        mock, answers = started(binary, "mock", "--port", "0", "--json", "--pace", "10", "--data-dir", home / "mock")
        proxy, place = started(
            binary, "serve", "--port", "0", "--json", "--upstream", answers["baseURL"], "--data-dir", home / "proxy",
            "--metrics-listen", "127.0.0.1:0")
        processes = [mock, proxy]
        try:
            url = place["metricsURL"]
            target = re.match(r"http://([^/]+)/metrics$", url)[1]
            prometheus = Prometheus(tools, target, home)
            processes.append(prometheus.process)
            asyncio.run(during(place["port"], lambda: (
                check_texts(tools, url), check_queries(prometheus, board), check_calls(prometheus))))
        finally:
            for process in reversed(processes):
                process.terminate()
                process.wait(timeout=10)


async def during(port, check):
    """Runs `check` while there are calls."""
    is_enough = asyncio.Event()
    calls = asyncio.create_task(talk(port, is_enough))
    try:
        await asyncio.get_running_loop().run_in_executor(None, check)
    finally:
        is_enough.set()
        await calls


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
