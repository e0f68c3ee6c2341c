"""What others make of livetop's OpenTelemetry: the descriptions of opentelemetry-proto, and rotel, a collector.

Usage: check.py BINARY
"""
import asyncio
import concurrent.futures
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import rotel
import websockets
from receiver import Receiver, attributes

PATH = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=none"
TRACE, PARENT = "ca303e4e052ff1c63ac43fb9af492b4c", "1cc163f27e2782d8"
TOOL = {"functionDeclarations": [{"name": "get_weather", "description": "the weather"}]}
SECRET = "otlp-secret-of-the-test"
WORDS = "what is the weather in Paris?"
FAST = {"OTEL_BSP_SCHEDULE_DELAY": "200", "OTEL_METRIC_EXPORT_INTERVAL": "300"}


class Livetop:
    """`livetop serve` in front of a mock."""

    running = []

    def __init__(self, binary, home, mock, *flags, **variables):
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "LIVETOP_"))}
        environment |= {"HOME": str(home), **FAST, **variables}
        self.errors = (home / "errors.txt").open("w+")
        self.process = subprocess.Popen(
            [binary, "serve", "--port", "0", "--json", "--upstream", mock, "--data-dir", home / "data",
             "--metrics-listen", "127.0.0.1:0", *flags],
            stdout=subprocess.PIPE, stderr=self.errors, env=environment)
        self.running.append(self.process)
        self.place = json.loads(self.process.stdout.readline())

    def page(self, path, **headers):
        url = self.place["metricsURL"].removesuffix("/metrics") + path
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
            return answer.read().decode()

    def counts(self, family):
        return {match[1]: float(match[2]) for match in re.finditer(rf"^{family}{{(.*)}} (\S+)$", self.page("/metrics"), re.M)}

    def until(self, condition, what, seconds=10):
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"{what}\n{self.complaints}\n{self.page('/metrics')}"
            time.sleep(0.05)

    @property
    def complaints(self):
        return pathlib.Path(self.errors.name).read_text()

    def end(self):
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(timeout=15)
        return time.monotonic() - began


async def call(port, questions, traceparent=None):
    headers = {"traceparent": traceparent} if traceparent else {}
    async with websockets.connect(f"ws://127.0.0.1:{port}{PATH}", max_size=None, additional_headers=headers) as peer:
        setup = {"model": "models/gemini-3.8-live", "generationConfig": {"responseModalities": ["AUDIO"], "temperature": 0.5},
                 "tools": [TOOL]}
        await peer.send(json.dumps({"setup": setup}))
        for text in [None] + questions:
            if text:
                await peer.send(json.dumps({"realtimeInput": {"text": text}}))
            async for data in peer:
                message = json.loads(data)
                for wanted in message.get("toolCall", {}).get("functionCalls", []):
                    answer = {"id": wanted["id"], "name": wanted["name"], "response": {"result": "fine"}}
                    await peer.send(json.dumps({"toolResponse": {"functionResponses": [answer]}}))
                if "setupComplete" in message or message.get("serverContent", {}).get("turnComplete"):
                    break


def talk(livetop, questions, traceparent=None):
    asyncio.run(call(livetop.place["port"], questions, traceparent))


def check_what_arrives(binary, home, mock, encoding):
    """All three signals, packed, with the trace of the client; nothing that was said."""
    receiver = Receiver()
    (home / "headers").write_text(f"x-api-key={SECRET}\n")
    (home / "headers").chmod(0o600)
    (home / ".config/livetop").mkdir(parents=True)
    (home / ".config/livetop/config.toml").write_text(f'[otlp]\nheaders-file = "{home}/headers"\nsemconv = "realtime"\n')
    livetop = Livetop(
        binary, home, mock, "--otlp", receiver.url, OTEL_EXPORTER_OTLP_PROTOCOL=encoding, OTEL_EXPORTER_OTLP_COMPRESSION="gzip",
        OTEL_RESOURCE_ATTRIBUTES="deployment.environment=test", OTEL_SERVICE_NAME="agent")
    talk(livetop, ["hello", WORDS], f"00-{TRACE}-{PARENT}-01")
    talk(livetop, ["hello"])
    talk(livetop, ["hello"], f"00-{TRACE[::-1]}-{PARENT}-00")
    receiver.wait(lambda: len(receiver.logs) >= 6, "log records")
    exposed = livetop.page("/metrics", Accept="application/openmetrics-text;version=1.0.0")
    page, took = livetop.page("/"), livetop.end()
    check_spans(receiver)
    check_logs(receiver)
    check_metrics(receiver)
    check_exemplars(receiver, exposed)
    whole = "".join(str(message) for _, message in receiver.requests)
    assert WORDS not in whole and "fine" not in whole and "Paris" not in whole
    assert all(headers["x-api-key"] == SECRET for _, _, headers in receiver.seen)
    assert SECRET not in livetop.complaints + page + exposed
    resource = attributes(receiver.messages("/v1/traces")[0].resource_spans[0].resource.attributes)
    assert resource["service.name"] == "agent" and resource["deployment.environment"] == "test", resource
    assert len(resource["service.instance.id"]) == 36 and resource["process.pid"] == livetop.process.pid
    assert took < 5, took
    receiver.close()
    return f"{len(receiver.spans)} spans, {len(receiver.logs)} log records, {len(receiver.metrics)} metrics as {encoding}"


def check_spans(receiver):
    spans = receiver.spans
    assert len({span.span_id for span in spans}) == len(spans)
    own = [span for span in spans if span.trace_id.hex() == TRACE]
    generations = [span for span in own if span.name == "realtime_inference gemini-3.8-live"]
    assert len(generations) >= 2 and all(span.kind == 3 for span in generations), [(s.name, s.trace_id.hex()) for s in spans]
    assert all(span.parent_span_id.hex() == PARENT and span.flags & 0x301 == 0x301 for span in generations)
    assert all(0 < span.start_time_unix_nano <= span.end_time_unix_nano for span in spans)
    said = attributes(generations[0].attributes)
    assert said["gen_ai.operation.name"] == "realtime_inference" and said["gen_ai.output.type"] == "speech", said
    assert said["gen_ai.request.model"] == "gemini-3.8-live" and said["gen_ai.request.temperature"] == 0.5
    assert said["gen_ai.response.finish_reasons"] == ["stop"] and said["livetop.turn.index"] == 1
    assert said["gen_ai.usage.output_tokens"] > 0 and said["server.address"] in ("127.0.0.1", "localhost"), said
    tool, = [span for span in own if span.name == "execute_tool get_weather"]
    assert attributes(tool.attributes)["gen_ai.tool.call.id"]
    assert tool.parent_span_id in [span.span_id for span in generations] + [bytes.fromhex(PARENT)]
    # The client without a trace has one of its own; what the third does not keep, nobody gets.
    others = {span.trace_id.hex() for span in spans} - {TRACE}
    assert len(others) == 1 and TRACE[::-1] not in others, others
    assert all(not span.parent_span_id for span in spans if span.trace_id.hex() in others)


def check_logs(receiver):
    names = [record.event_name for record in receiver.logs]
    assert names.count("gen_ai.client.realtime_session.started") == 3, names
    assert names.count("gen_ai.client.realtime_session.ended") == 3, names
    ended = [record for record in receiver.logs if record.event_name.endswith("ended")]
    assert {attributes(record.attributes)["livetop.close.code"] for record in ended} == {1000}
    assert TRACE in {record.trace_id.hex() for record in ended}
    findings = [record for record in receiver.logs if record.event_name == "livetop.finding"]
    for record in findings:
        said = attributes(record.attributes)
        assert said["livetop.finding.rule"] and record.severity_text in ("INFO", "WARN", "ERROR"), said


def check_metrics(receiver):
    metrics = receiver.metrics
    tokens = {tuple(sorted(attributes(point.attributes).items())): point.as_double
              for point in metrics["gen_ai.client.inference.usage.output_tokens"].sum.data_points}
    assert sum(tokens.values()) > 0 and metrics["livetop.turns"].sum.is_monotonic
    assert sum(point.as_double for point in metrics["livetop.turns"].sum.data_points) == 4
    length = metrics["gen_ai.client.operation.duration"].histogram.data_points[0]
    assert length.count == 4 and sum(length.bucket_counts) == 4 and len(length.bucket_counts) == len(length.explicit_bounds) + 1
    assert length.exemplars[0].trace_id and length.start_time_unix_nano < length.time_unix_nano
    assert metrics["livetop.connection_age_max"].WhichOneof("data") == "gauge"
    assert metrics["livetop.turn_ttfb"].unit == "s" and metrics["process.memory.usage"].unit == "By"


def check_exemplars(receiver, exposed):
    traces = set(re.findall(r'_bucket{.*} \d+ # {trace_id="([0-9a-f]{32})",span_id="[0-9a-f]{16}"}', exposed))
    assert traces and traces <= {span.trace_id.hex() for span in receiver.spans}, traces


def check_troubles(binary, home, mock):
    """What fails is tried again where that may help, and counted where not; it is said once, and nothing waits for it."""
    receiver = Receiver()
    receiver.fail("/v1/traces", (429, {"Retry-After": "1"}), "cut")
    receiver.fail("/v1/logs", "slow", ("partial", 1))
    receiver.fail("/v1/metrics", 500)
    livetop = Livetop(binary, home, mock, OTEL_EXPORTER_OTLP_ENDPOINT=receiver.url + "/", OTEL_EXPORTER_OTLP_TIMEOUT="800")
    talk(livetop, ["hello"])
    receiver.wait(lambda: receiver.spans and receiver.logs, "spans and log records after failures", seconds=15)
    bodies = [(path, body) for path, body, _ in receiver.seen if path == "/v1/traces"][:3]
    assert len({body for _, body in bodies}) == 1, "a request that is tried again is the same"
    dropped, failed = livetop.counts("livetop_otlp_dropped_items_total"), livetop.counts("livetop_otlp_failed_requests_total")
    assert dropped['signal="logs",reason="rejected"'] == 1 and failed['signal="logs",reason="timeout"'] >= 1, (dropped, failed)
    assert dropped['signal="metrics",reason="refused"'] > 10 and dropped['signal="traces",reason="refused"'] == 0, dropped
    assert failed['signal="traces",reason="busy"'] == 1 and failed['signal="traces",reason="unreachable"'] == 1, failed
    assert failed['signal="metrics",reason="refused"'] == 1, failed
    assert livetop.counts("livetop_otlp_exported_items_total")['signal="traces"'] == len(receiver.spans)
    # From here on nobody is there. One line says so, however often it is tried.
    receiver.close()
    livetop.until(lambda: "does not answer" in livetop.page("/"), "the page says that the collector is not there")
    talk(livetop, ["hello"])
    livetop.until(lambda: livetop.counts("livetop_otlp_failed_requests_total")['signal="metrics",reason="unreachable"'] >= 2,
                  "more attempts")
    livetop.end()
    lines = [line for line in livetop.complaints.splitlines() if "does not answer" in line]
    assert len(set(lines)) == len(lines) <= 5, livetop.complaints
    assert any("calls and recording go on" in line for line in lines), livetop.complaints
    return f"{sum(failed.values()):.0f} failed requests were told and tried again as they should"


def check_silence(binary, home, mock):
    """Nothing leaves without an address of its own, nor where OpenTelemetry is switched off."""
    receiver = Receiver()
    for variables in ({"OTEL_SDK_DISABLED": "true"}, {"LIVETOP_OTLP": "off"}, {"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}):
        (home / "-".join(variables)).mkdir()
        livetop = Livetop(binary, home / "-".join(variables), mock, OTEL_EXPORTER_OTLP_ENDPOINT=receiver.url, **variables)
        talk(livetop, ["hello"])
        livetop.end()
        assert ("grpc" in livetop.complaints) == ("grpc" in variables.values()), livetop.complaints
    assert not receiver.seen, receiver.seen
    receiver.close()
    return "nothing is sent where it is switched off"


def check_collector(binary, home, mock):
    """rotel takes what livetop sends, and hands on what it understood."""
    receiver = Receiver()
    with socket.socket() as probe, socket.socket() as other:
        probe.bind(("127.0.0.1", 0)), other.bind(("127.0.0.1", 0))
        port, unused = probe.getsockname()[1], other.getsockname()[1]
    agent = pathlib.Path(rotel.__file__).parent / "rotel-agent"
    collector = subprocess.Popen(
        [agent, "start", "--otlp-http-endpoint", f"127.0.0.1:{port}", "--otlp-grpc-endpoint", f"127.0.0.1:{unused}", "--exporter",
         "otlp", "--otlp-exporter-protocol", "http", "--otlp-exporter-endpoint", receiver.url, "--pid-file", home / "rotel.pid"],
        cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        livetop = Livetop(binary, home, mock, "--otlp", f"http://127.0.0.1:{port}")
        talk(livetop, ["hello", WORDS], f"00-{TRACE}-{PARENT}-01")
        receiver.wait(lambda: len(receiver.spans) >= 3 and len(receiver.logs) >= 2 and receiver.metrics, "rotel hands it on")
        assert livetop.counts("livetop_otlp_dropped_items_total")['signal="traces",reason="refused"'] == 0
        assert sum(livetop.counts("livetop_otlp_failed_requests_total").values()) == 0, livetop.complaints
        livetop.end()
    finally:
        collector.terminate()
        collector.wait(timeout=10)
    assert {span.trace_id.hex() for span in receiver.spans} == {TRACE}
    assert any(span.name == "execute_tool get_weather" for span in receiver.spans)
    turns = receiver.metrics["livetop.turns"].sum.data_points
    assert turns and turns[0].as_double >= 0
    receiver.close()
    return f"rotel handed on {len(receiver.spans)} spans, {len(receiver.logs)} log records and metrics"


def main(binary):
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        mock = subprocess.Popen(
            [binary, "mock", "--port", "0", "--json", "--pace", "10", "--data-dir", home / "mock"], stdout=subprocess.PIPE)
        url = json.loads(mock.stdout.readline())["baseURL"]
        checks = {
            "protobuf": lambda place: check_what_arrives(binary, place, url, "http/protobuf"),
            "json": lambda place: check_what_arrives(binary, place, url, "http/json"),
            "troubles": lambda place: check_troubles(binary, place, url),
            "silence": lambda place: check_silence(binary, place, url),
            "collector": lambda place: check_collector(binary, place, url),
        }
        try:
            with concurrent.futures.ThreadPoolExecutor() as pool:
                results = []
                for name, check in checks.items():
                    (home / name).mkdir()
                    results.append(pool.submit(check, home / name))
                for result in results:
                    print("OpenTelemetry:", result.result())
        finally:
            # What a failed check has left.
            for process in [process for process in Livetop.running if process.poll() is None] + [mock]:
                process.terminate()
                process.wait(timeout=10)


if __name__ == "__main__":
    main(sys.argv[1])
