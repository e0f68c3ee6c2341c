"""The HTTP interface of ClickHouse as far as livetop uses it, over chdb: the engine of today in a process, without a server.

One query at a time. Usage: shim.py PORT FOLDER
"""
import http.server
import os
import re
import sys
import tempfile
import urllib.parse

from chdb import session

ENGINE = session.Session(sys.argv[2])
NO_SETTINGS = {"query", "database"}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        items = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        status, code, text = 200, None, b""
        try:
            text = self.run(items, body)
        except Exception as error:  # whatever the engine throws is its answer
            text = str(error).encode()
            status, code = 500, (re.search(rb"Code: (\d+)", text) or [b"", b"0"])[1].decode()
        self.send_response(status)
        if code:
            self.send_header("X-ClickHouse-Exception-Code", code)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def run(self, items, body):
        statement = items.get("query") or body.decode()
        ENGINE.query(f"USE {items.get('database', 'default')}")
        settings = {name: value for name, value in items.items() if name not in NO_SETTINGS}
        for name, value in settings.items():
            ENGINE.query(f"SET {name} = '{value}'")
        try:
            if statement.startswith("INSERT"):
                return self.insert(statement, body)
            parts = re.match(r"(?s)(.*) FORMAT (\w+)\s*$", statement)
            answer = ENGINE.query(parts[1], parts[2]) if parts else ENGINE.query(statement, "TabSeparated")
            return answer.bytes() or b""
        finally:
            for name in settings:
                ENGINE.query(f"SET {name} = DEFAULT")

    def insert(self, statement, body):
        head, form = re.match(r"(.*) FORMAT (\w+)$", statement).groups()
        with tempfile.NamedTemporaryFile(delete=False) as file:
            file.write(body)
        try:
            ENGINE.query(f"{head} FROM INFILE '{file.name}' FORMAT {form}")
        finally:
            os.unlink(file.name)
        return b""


http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
