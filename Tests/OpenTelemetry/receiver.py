"""A collector for tests: decodes OTLP over HTTP by opentelemetry-proto and keeps what came; on request it fails as real ones do."""
import gzip
import http.server
import json
import socket
import threading
import time

from google.protobuf import json_format
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest, ExportLogsServiceResponse
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest, ExportMetricsServiceResponse)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest, ExportTraceServiceResponse

KINDS = {
    "/v1/traces": (ExportTraceServiceRequest, ExportTraceServiceResponse, "rejected_spans"),
    "/v1/logs": (ExportLogsServiceRequest, ExportLogsServiceResponse, "rejected_log_records"),
    "/v1/metrics": (ExportMetricsServiceRequest, ExportMetricsServiceResponse, "rejected_data_points"),
}
# Ids are bytes, which OTLP's JSON writes in hexadecimal and protobuf's mapping in base64.
IDS = ("traceId", "spanId", "parentSpanId")


def in_base64(node):
    """OTLP's JSON as protobuf's own mapping of JSON has it."""
    import base64
    if isinstance(node, dict):
        return {key: base64.b64encode(bytes.fromhex(value)).decode() if key in IDS else in_base64(value)
                for key, value in node.items()}
    return [in_base64(value) for value in node] if isinstance(node, list) else node


def plain(value):
    kind = value.WhichOneof("value")
    return [plain(each) for each in value.array_value.values] if kind == "array_value" else getattr(value, kind)


def attributes(list_of_pairs):
    return {pair.key: plain(pair.value) for pair in list_of_pairs}


class Receiver:
    def __init__(self):
        self.requests, self.failures, self.seen, self.connections = [], {}, [], []
        self.lock = threading.Condition()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.answer(self, body)

            def setup(self):
                super().setup()
                receiver.connections.append(self.connection)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def fail(self, path, *answers):
        """The next requests to `path` get these: a status, (status, headers), "cut", "slow", or ("partial", count)."""
        self.failures[path] = list(answers)

    def answer(self, handler, body):
        kind, reply, rejected = KINDS[handler.path]
        with self.lock:
            self.seen.append((handler.path, body, dict(handler.headers)))
            failure = self.failures[handler.path].pop(0) if self.failures.get(handler.path) else None
            self.lock.notify_all()
        if failure == "slow":
            # Whoever asked has gone by then.
            time.sleep(1.5)
            handler.close_connection = True
            return None
        if failure == "cut":
            # In the middle of its answer: before it, whoever asks would take the old connection for closed and ask again.
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthe begin")
            handler.close_connection = True
            return handler.connection.shutdown(2)
        if failure and failure[0] != "partial" if isinstance(failure, tuple) else failure:
            status, headers = failure if isinstance(failure, tuple) else (failure, {})
            return self.send(handler, status, b"no", "text/plain", headers)
        if handler.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        content = handler.headers["content-type"]
        if content == "application/json":
            message = json_format.ParseDict(in_base64(json.loads(body)), kind())
        else:
            assert content == "application/x-protobuf", content
            message = kind.FromString(body)
        with self.lock:
            self.requests.append((handler.path, message))
            self.lock.notify_all()
        answer = reply()
        if failure:
            setattr(answer.partial_success, rejected, failure[1])
            answer.partial_success.error_message = "too old"
        if content == "application/json":
            self.send(handler, 200, json_format.MessageToJson(answer).encode(), content)
        else:
            self.send(handler, 200, answer.SerializeToString(), content)

    @staticmethod
    def send(handler, status, body, content, headers={}):
        handler.send_response(status)
        for name, value in {"content-type": content, "content-length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def wait(self, condition, what, seconds=10):
        with self.lock:
            assert self.lock.wait_for(condition, seconds), f"{what}: {[(path, len(body)) for path, body, _ in self.seen]}"

    def messages(self, path):
        return [message for each, message in self.requests if each == path]

    @property
    def spans(self):
        return [span for message in self.messages("/v1/traces") for resource in message.resource_spans
                for scope in resource.scope_spans for span in scope.spans]

    @property
    def logs(self):
        return [record for message in self.messages("/v1/logs") for resource in message.resource_logs
                for scope in resource.scope_logs for record in scope.log_records]

    @property
    def metrics(self):
        """Of the latest request."""
        return {metric.name: metric for message in self.messages("/v1/metrics")[-1:] for resource in message.resource_metrics
                for scope in resource.scope_metrics for metric in scope.metrics}

    def close(self):
        """Nobody is there any more, neither for new connections nor on old ones."""
        self.server.shutdown()
        self.server.server_close()
        for connection in self.connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # It is closed already.
