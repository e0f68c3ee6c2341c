"""A network in front of ClickHouse that fails in every way there is, a few times each, and then lets everything pass.

The faults come one after the other, one for each insert; reading always passes.
"""
import http.client
import http.server
import threading
import time

#: What becomes of the first inserts. `lost answer` is carried out, and nobody hears of it.
FAULTS = ["500", "429", "cut before", "lost answer", "slow body", "503 with words", "200 with an error", "lost answer"]


class Network:
    def __init__(self, port):
        self.target, self.left, self.seen = port, list(FAULTS), []
        self.lock = threading.Lock()
        #: A row with these bytes is refused for ever.
        self.poison = None
        #: Called once, while the store has the next insert in hand.
        self.during_insert = None
        network = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                network.handle(self, body)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def fault(self, path):
        with self.lock:
            if "INSERT" in path and self.left:
                self.seen.append(self.left.pop(0))
                return self.seen[-1]
        return None

    def handle(self, request, body):
        if self.poison and "INSERT" in request.path and self.poison in body:
            return self.answer(request, 500, b"Code: 117, e.displayText() = DB::Exception: Incorrect data\n")
        fault = self.fault(request.path)
        if fault == "500":
            return self.answer(request, 500, b"no words")
        if fault == "429":
            return self.answer(request, 429, b"", {"Retry-After": "1"})
        if fault == "503 with words":
            return self.answer(request, 503, b"Code: 202, e.displayText() = DB::Exception: Too many simultaneous queries\n")
        if fault == "200 with an error":
            return self.answer(request, 200, b"Code: 252, e.displayText() = DB::Exception: Too many parts\n")
        if fault == "cut before":
            return self.cut(request)
        try:
            status, text = self.forward(request, body)
        except OSError:
            return self.cut(request)
        if fault == "lost answer":
            return self.cut(request)
        if fault == "slow body":
            time.sleep(1)
        self.answer(request, status, text)

    def forward(self, request, body):
        store = http.client.HTTPConnection("127.0.0.1", self.target, timeout=20)
        names = {name: value for name, value in request.headers.items() if name.lower().startswith("x-clickhouse")}
        store.request("POST", request.path, body, names)
        with self.lock:
            blow = self.during_insert if "INSERT" in request.path else None
            if blow:
                self.during_insert = None
        if blow:
            blow()
        answer = store.getresponse()
        return answer.status, answer.read()

    def cut(self, request):
        request.close_connection = True
        request.connection.close()

    def answer(self, request, status, text, headers=None):
        try:
            request.send_response(status)
            for name, value in (headers or {}).items():
                request.send_header(name, value)
            request.send_header("Content-Length", str(len(text)))
            request.end_headers()
            request.wfile.write(text)
        except OSError:
            pass
