"""The tables for servers of today, by the engine of today: a demonstration is shipped twice, read back, and every query of the
dashboard run.

Usage: check.py BINARY
"""
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import types
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
# Nobody calls anybody here.
sys.modules["websockets"] = types.ModuleType("websockets")
from check import Livetop, check_board, check_rows, check_sessions, is_there  # noqa: E402


class Engine:
    def __init__(self, home):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        shim = pathlib.Path(__file__).with_name("shim.py")
        self.process = subprocess.Popen([sys.executable, "-B", shim, str(self.port), home / "engine"])
        for _ in range(300):
            try:
                self.version = self.query("SELECT version()", "default").strip()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the engine does not become ready")

    def query(self, statement, database="livetop"):
        url = f"http://127.0.0.1:{self.port}/?" + urllib.parse.urlencode({"database": database})
        try:
            return urllib.request.urlopen(url, statement.encode(), timeout=60).read().decode()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{error.read().decode()[:600]}\n{statement}") from None

    def rows(self, statement):
        return [line.split("\t") for line in self.query(statement + " FORMAT TabSeparatedRaw").splitlines()]


def main(binary):
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        livetop, engine = Livetop(binary, home), Engine(home)
        try:
            url = f"http://127.0.0.1:{engine.port}/livetop"
            for statement in filter(str.strip, livetop.run("ship", "--print-ddl", "modern", "--to", url).stdout.split(";\n")):
                engine.query(statement, "default")
            livetop.run("demo", "--duration", 9, "--plain", "--data-dir", home / "demo")
            ship = ("ship", "--to", url, "--payload", "full", "--node", "node-demo", "--data-dir", home / "demo")
            livetop.run(*ship, "--once")
            livetop.run("ship", "--to", url, "--rewind", "1h", "--data-dir", home / "demo")
            livetop.run(*ship, "--once")
            assert is_there(livetop, home / "demo")
            rows = check_rows(engine, home / "demo", "node-demo")
            opened = check_sessions(livetop, home / "demo", url, "node-demo", 10)
            print(f"store: by {engine.version}, {rows} rows that were sent twice are there once; {opened} sessions come back as they were; "
                  f"{check_board(engine)} queries of the dashboard give something")
        finally:
            engine.process.terminate()
            engine.process.wait(timeout=20)


if __name__ == "__main__":
    main(sys.argv[1])
