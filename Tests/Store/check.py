"""Shipping to a real ClickHouse, and reading back from it.

Two proxies with calls and the recording of a demonstration go into one database, through a network that fails, while ClickHouse is
killed. Every row has to be there once; sessions that come back have to be those that were recorded; every query of the dashboard
has to give something.

Usage: check.py BINARY FOLDER-OF-CLICKHOUSE [--kills N] [--whole-demo]
"""
import base64
import asyncio
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

import websockets
from clickhouse import PASSWORD, ClickHouse
from faults import FAULTS, Network

ROOT = pathlib.Path(__file__).resolve().parents[2]
BOARD = ROOT / "dashboards/grafana/livetop-clickhouse.json"
PATH = "/t/{tag}/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=none"
CREDENTIALS = {"LIVETOP_SHIP_USER": "fleet", "LIVETOP_SHIP_PASSWORD": PASSWORD}


class Livetop:
    def __init__(self, binary, home):
        self.binary, self.home = binary, home
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(home), **CREDENTIALS}

    def run(self, *arguments, status=0, **more):
        done = subprocess.run(
            [self.binary, *map(str, arguments)], capture_output=True, text=True, env={**self.environment, **more}, timeout=120)
        assert done.returncode == status, (arguments, done)
        return done

    def json(self, *arguments):
        return json.loads(self.run(*arguments, "--json").stdout)

    def start(self, *arguments, **more):
        log = open(self.home / f"{arguments[0]}-{time.monotonic_ns()}.log", "w")
        process = subprocess.Popen(
            [self.binary, *map(str, arguments)], stdout=subprocess.PIPE, stderr=log, text=True, env={**self.environment, **more})
        return process, json.loads(process.stdout.readline()) if "--json" in arguments else None


async def call(port, tag, words):
    async with websockets.connect(f"ws://127.0.0.1:{port}" + PATH.format(tag=tag), max_size=None) as socket:
        await socket.send(json.dumps({"setup": {"model": "models/gemini-3.8-live", "generationConfig": {"responseModalities": ["AUDIO"]}}}))
        for text in [None] + words:
            if text:
                await socket.send(json.dumps({"realtimeInput": {"text": text}}))
            async for data in socket:
                message = json.loads(data)
                if "setupComplete" in message or message.get("serverContent", {}).get("turnComplete"):
                    break


async def talk(ports, is_enough):
    """Calls on each proxy, one after the other, until somebody has seen enough."""
    async def one(port, tag):
        number = 0
        while number < 2 or not is_enough.is_set():
            await call(port, f"{tag}-{number}", ["hello", "story"])
            number += 1
    await asyncio.gather(*(one(port, f"caller-{index}") for index, port in enumerate(ports)))


def until(what, seconds, test):
    for _ in range(int(seconds * 10)):
        found = test()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s: {what}")


def unpacked(codec, payload):
    """A payload as it crossed (docs/schema.md): written once more from the description, to check what livetop does."""
    if codec == 0 or payload is None:
        return payload
    start, count = (int.from_bytes(payload[place:place + 4], "little") for place in (0, 4))
    body = payload[8:]
    encode = base64.b64encode if codec in (1, 3) else base64.urlsafe_b64encode
    if codec < 3:
        return body[:start] + encode(body[start:start + count]) + body[start + count:]
    length = int.from_bytes(body[start:start + 4], "little")
    rest = start + 4 + length
    return body[:start] + encode(sound(body[start + 4:rest], count)) + body[rest:]


def sound(coded, count):
    """Samples from what they differ by from what those before them foretell (Sources/SessionStore/SoundCode.swift)."""
    first, second, third = [(0, 0, 0), (1, 0, 0), (2, -1, 0), (3, -3, 1)][coded[0]]
    bits = bin(int.from_bytes(b"\1" + coded[1:], "big"))[3:]
    samples, place = [0, 0, 0], 0
    for number in range(count // 2):
        if number % 32 == 0:
            bare, place = int(bits[place:place + 5], 2), place + 5
        code = 0
        if bare != 31:
            one = bits.index("1", place)
            code, place = (one - place) << bare | int(bits[one + 1:one + 1 + bare] or "0", 2), one + 1 + bare
        difference = code >> 1 ^ -(code & 1)
        samples.append(first * samples[-1] + second * samples[-2] + third * samples[-3] + difference)
    odd = coded[-1:] if count % 2 else b""
    return b"".join((sample & 0xFFFF).to_bytes(2, "little") for sample in samples[3:]) + odd


def local(folder, statement):
    with sqlite3.connect(f"file:{folder}/livetop.db?mode=ro", uri=True) as database:
        database.create_function("unpacked", 2, unpacked, deterministic=True)
        return database.execute(statement).fetchone()


def is_there(livetop, folder):
    stores = livetop.json("ship", "--status", "--data-dir", folder)["stores"]
    return bool(stores) and stores[0]["waitingRows"] == 0 and stores[0]["unsettledSessions"] == 0 and stores[0]["problem"] is None


def check_rows(store, folder, node):
    """Every row once, and with the bytes and the times that it has here."""
    condition = f"FROM {{}} FINAL WHERE node = '{node}'"
    frames = store.rows("SELECT count(), uniqExact(connection, seq), sum(length(payload)), sum(t_ns % 1000003), sum(bytes) "
                        + condition.format("lt_frames"))[0]
    here = local(folder, "SELECT count(*), count(*), sum(length(unpacked(codec, payload))), sum((t_ns + started_ns) % 1000003), sum(size) FROM frames f "
                         "JOIN connections c ON c.id = f.connection JOIN recordings r ON r.id = c.recording")
    assert [int(value) for value in frames] == list(here), (node, frames, here)
    events = store.rows("SELECT count(), sum(length(json)) " + condition.format("lt_events"))[0]
    here_events = local(folder, "SELECT count(*), sum(length(CAST(json AS BLOB))) FROM events")
    assert [int(value) for value in events] == list(here_events), (node, events, here_events)
    sessions = store.rows("SELECT count() " + condition.format("lt_sessions") + " AND gone = 0")[0]
    assert int(sessions[0]) == local(folder, "SELECT count(*) FROM sessions")[0], node
    return here[0] + here_events[0]


def check_derived(livetop, store, folder, node):
    """Turns and findings are those that the machine itself tells of."""
    for row in livetop.json("ls", "--data-dir", folder)["sessions"]:
        shown = livetop.json("show", row["id"], "--data-dir", folder)
        condition = f"WHERE node = '{node}' AND session = '{row['id']}'"
        findings = [finding["id"] for finding in shown["findings"]]
        assert findings == [rule for rule, in store.rows(f"SELECT rule FROM lt_findings FINAL {condition} AND gone = 0 ORDER BY number")], row
        turns = [[str(turn["index"]), "1" if turn["interrupted"] else "0", str((turn["tokens"] or {"input": {"total": 0}})["input"]["total"])]
                 for turn in shown["turns"]]
        assert turns == store.rows(f"SELECT turn, interrupted, tokens_in_total FROM lt_turns FINAL {condition} ORDER BY turn"), row


def told(document):
    """What a document says, without where it is read and when."""
    return json.dumps(document, sort_keys=True)


def check_sessions(livetop, folder, url, node, at_least):
    sessions = [row["id"] for row in livetop.json("ls", "--data-dir", folder)["sessions"]]
    assert len(sessions) >= at_least, sessions
    for ask in (["diagnose"], ["show"]):
        asked = [sessions] if ask == ["diagnose"] else [[session] for session in sessions[:3]]
        for names in asked:
            here = livetop.run(*ask, *names, "--json", "--data-dir", folder)
            there = livetop.run(*ask, *names, "--json", "--store", url, "--node", node)
            assert there.stderr == "", there.stderr
            assert told(json.loads(here.stdout)) == told(json.loads(there.stdout)), (ask, names)
    here = livetop.run("export", sessions[0], "--format", "ndjson", "--data-dir", folder).stdout
    assert here and here == livetop.run("export", sessions[0], "--format", "ndjson", "--store", url, "--node", node).stdout
    assert livetop.run("replay", sessions[0], "--plain", "--store", url, "--node", node).stdout == livetop.run(
        "replay", sessions[0], "--plain", "--data-dir", folder).stdout
    return len(sessions)


def check_lists(livetop, url, nodes):
    """Every session is listed; of two with one name, which are those of one instant, one is, and how many are not is told."""
    listed = livetop.run("ls", "--store", url, "--json")
    rows = json.loads(listed.stdout)["sessions"]
    shown = {row["id"]: row for row in rows}
    hidden = []
    for node in nodes:
        own = livetop.json("ls", "--store", url, "--node", node)["sessions"]
        assert own and {row["node"] for row in own} == {node}, own
        others = [row for row in own if shown.get(row["id"]) != row]
        assert all(shown.get(row["id"], {}).get("node") != node for row in others), (node, others[:2])
        hidden += others
    assert len(rows) + len(hidden) == sum(len(livetop.json("ls", "--store", url, "--node", node)["sessions"]) for node in nodes)
    told = re.search(r"(\d+) sessions? (?:has|have) the name of one of another node", listed.stderr)
    assert int(told[1] if told else 0) == len(hidden), (listed.stderr, hidden)
    for key in ("tag", "model", "client", "day", "node"):
        groups = livetop.json("stats", "--by", key, "--store", url)["groups"]
        assert sum(group["sessions"] for group in groups) == len(rows), (key, groups)
    assert {group["name"] for group in livetop.json("stats", "--by", "node", "--store", url)["groups"]} == {row["node"] for row in rows}
    assert livetop.json("stats", "--store", url)["totals"]["sessions"] == len(rows)
    return len(rows), len(hidden)


def check_namesakes(livetop, store, url, folder, nodes):
    """A node with the names of another: each is opened as its own, and nothing goes without being counted."""
    copied = folder.with_name("copy")
    shutil.copytree(folder, copied)
    livetop.run("ship", "--rewind", "7d", "--to", url, "--data-dir", copied)
    livetop.run("ship", "--once", "--to", url, "--payload", "full", "--node", "node-copy", "--data-dir", copied)
    count = len(livetop.json("ls", "--data-dir", folder)["sessions"])
    _, hidden = check_lists(livetop, url, [*nodes, "node-copy"])
    assert hidden >= count, (hidden, count)
    check_derived(livetop, store, copied, "node-copy")
    return count


def filled(query, session):
    values = {"$__timeFilter(": None, "${node:sqlstring}": "SELECT node FROM lt_sessions", "${session:sqlstring}": f"'{session}'",
              "$__fromTime": "toDateTime(0)", "$__toTime": "now()", "$__interval_s": "60"}
    for name, value in values.items():
        if value is not None:
            query = query.replace(name, value)
    query = re.sub(r"\$__timeFilter\(([^()]*(?:\([^()]*\))?[^()]*)\)", r"(\1) >= toDateTime(0)", query)
    assert "$" not in query, query
    return query


def panels(board):
    for panel in board["panels"]:
        yield panel
        yield from panel.get("panels", [])


def check_board(store):
    """Each query of the dashboard gives a row, of the session with most in it."""
    board = json.loads(BOARD.read_text())
    session = store.rows("SELECT session FROM lt_sessions FINAL WHERE findings > 0 ORDER BY turns DESC LIMIT 1")[0][0]
    count = 0
    for panel in panels(board):
        for target in panel.get("targets", []):
            assert store.rows(filled(target["rawSql"], session)), (panel["title"], target["rawSql"])
            count += 1
    for variable in board["templating"]["list"]:
        if variable["type"] == "query":
            assert store.rows(filled(variable["query"], session)), variable
            count += 1
    return count


def check_secrets(livetop, folders):
    secret = PASSWORD.encode()
    for path in [path for folder in [livetop.home, *folders] for path in folder.rglob("*") if path.is_file()]:
        if "clickhouse" not in path.parts:
            assert secret not in path.read_bytes(), path
    for process in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            assert secret not in process.read_bytes(), process
        except OSError:
            pass


def check_refusals(livetop, store, folder):
    """What is wrong is said, with what to do; nothing is lost by it."""
    url = f"http://127.0.0.1:{store.port}"
    wrong = livetop.run("ship", "--once", "--to", f"{url}/livetop", "--data-dir", folder, status=69, LIVETOP_SHIP_PASSWORD="wrong")
    assert "193" in wrong.stderr and "LIVETOP_SHIP_USER" in wrong.stderr and "wrong" not in wrong.stderr.lower().replace("wrong password", ""), wrong
    missing = livetop.run("ship", "--once", "--to", f"{url}/nothing", "--data-dir", folder, status=69)
    assert "nothing doesn't exist" in missing.stderr and "--print-ddl" in missing.stderr, missing
    store.query("CREATE DATABASE other", "default")
    ddl = livetop.run("ship", "--print-ddl", "portable", "--to", f"{url}/other").stdout.replace("json String", "json UInt8")
    for statement in filter(str.strip, ddl.split(";\n")):
        store.query(statement, "default")
    shape = livetop.run("ship", "--once", "--to", f"{url}/other", "--data-dir", folder, status=69)
    assert "lt_events.json is UInt8, and not String" in shape.stderr, shape
    status = livetop.json("ship", "--status", "--data-dir", folder)["stores"]
    other = next(entry for entry in status if entry["url"].endswith("/other"))
    assert other["waitingRows"] > 0 and other["problem"] and other["remedy"] and other["problemSince"], other
    for name in ("nothing", "other"):
        livetop.run("ship", "--forget", "--to", f"{url}/{name}", "--data-dir", folder)
    # One store is left, and nothing waits for it.
    assert is_there(livetop, folder)


def check_poison(livetop, store, folder):
    """A row that is refused for ever is set apart, and all others go."""
    network = Network(store.port)
    network.left = []
    url = f"http://127.0.0.1:{network.port}/poison"
    for statement in filter(str.strip, livetop.run("ship", "--print-ddl", "portable", "--to", url).stdout.split(";\n")):
        store.query(statement, "default")
    row, payload = local(folder, "SELECT id, unpacked(codec, payload) AS p FROM frames GROUP BY p HAVING count(*) = 1 ORDER BY length(p) DESC LIMIT 1")
    network.poison = bytes(payload)
    done = livetop.run("ship", "--once", "--to", url, "--payload", "full", "--node", "n", "--data-dir", folder)
    assert "the store refuses 1," in done.stderr, done
    here = local(folder, "SELECT count(*) FROM frames")[0]
    there = [int(value) for value in store.rows("SELECT count(), uniqExact(connection, seq) FROM poison.lt_frames FINAL")[0]]
    assert there == [here - 1, here - 1], (there, here)
    dead = local(folder, "SELECT row_id, kind, code FROM ship_dead")
    assert dead == (row, "lt_frames", 117), dead
    livetop.run("ship", "--forget", "--to", url, "--data-dir", folder)


def check_less(livetop, url, folder, node):
    """With less, what is missing is said."""
    session = livetop.json("ls", "--data-dir", folder)["sessions"][-1]["id"]
    livetop.run("ship", "--rewind", "7d", "--to", url, "--data-dir", folder)
    livetop.run("ship", "--once", "--to", url, "--payload", "no-audio", "--node", node, "--data-dir", folder)
    found = livetop.run("show", session, "--store", url, "--node", node, "--json")
    assert "is in the store without sound" in found.stderr, found
    assert json.loads(found.stdout)["session"]["id"] == session


def metric(place, name):
    text = urllib.request.urlopen(place["metricsURL"], timeout=10).read().decode()
    return sum(float(line.split()[-1]) for line in text.splitlines() if re.match(rf"{name}(\{{[^}}]*\}})? ", line))


async def main(binary, parts, kills, is_whole):
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        livetop = Livetop(binary, home)
        store = ClickHouse(parts, home / "clickhouse")
        network = Network(store.port)
        url = f"http://127.0.0.1:{network.port}/livetop"
        processes = []
        try:
            ddl = livetop.run("ship", "--print-ddl", "portable", "--to", url).stdout
            for statement in filter(str.strip, ddl.split(";\n")):
                store.query(statement, "default")
            demo, _ = livetop.start(
                "demo", *(["--once"] if is_whole else ["--duration", 9]), "--plain", "--data-dir", home / "demo")
            mock, answers = livetop.start("mock", "--port", 0, "--json", "--pace", 10, "--data-dir", home / "mock")
            processes += [demo, mock]
            places = []
            for name in ("one", "two"):
                proxy, place = livetop.start(
                    "serve", "--port", 0, "--json", "--upstream", answers["baseURL"], "--data-dir", home / name, "--ship-to", url,
                    "--ship-payload", "full", "--metrics-listen", "127.0.0.1:0", LIVETOP_SHIP_NODE=f"node-{name}")
                processes.append(proxy)
                places.append(place)
            is_enough = asyncio.Event()
            calls = asyncio.create_task(talk([place["port"] for place in places], is_enough))

            def trouble():
                failed = 0
                for _ in range(kills):
                    rows = sum(metric(place, "livetop_ship_rows_total") for place in places)
                    network.during_insert = store.kill
                    until("ClickHouse is killed", 20, lambda: store.process.poll() is not None)
                    until("a proxy says that the store does not answer", 20, lambda: any(
                        metric(place, "livetop_ship_failing") for place in places))
                    failed += 1
                    store.start()
                    until("rows go there again", 40, lambda: sum(
                        metric(place, "livetop_ship_rows_total") for place in places) > rows)
                return failed

            await asyncio.get_running_loop().run_in_executor(None, trouble)
            is_enough.set()
            await calls
            until("all is shipped", 60, lambda: all(is_there(livetop, home / name) for name in ("one", "two")))
            assert not network.left, f"these faults did not come: {network.left}"
            for place in places:
                assert metric(place, "livetop_ship_failing") == 0 and metric(place, "livetop_ship_backlog_rows") == 0
                assert metric(place, "livetop_ship_dead_letter_rows_total") == 0
                assert metric(place, "livetop_recorder_dropped_frames_total") == 0
            for proxy in processes[2:]:
                proxy.terminate()
                proxy.wait(timeout=20)
            demo.wait(timeout=60)
            livetop.run("ship", "--once", "--to", url, "--payload", "full", "--node", "node-demo", "--data-dir", home / "demo")
            assert is_there(livetop, home / "demo")
            names = ("one", "two", "demo")
            rows = sum(check_rows(store, home / name, f"node-{name}") for name in names)
            print(f"store: {rows} rows of three nodes are there once, after {kills} kills and {len(FAULTS)} faults of the network")
            for name in names:
                check_derived(livetop, store, home / name, f"node-{name}")
            listed, _ = check_lists(livetop, url, [f"node-{name}" for name in names])
            opened = check_sessions(livetop, home / "demo", url, "node-demo", 10)
            print(f"store: {listed} sessions are listed; {opened} of the demonstration are diagnosed as at the machine that recorded them")
            print(f"store: {check_board(store)} queries of the dashboard give something")
            check_refusals(livetop, store, home / "two")
            check_poison(livetop, store, home / "two")
            check_secrets(livetop, [home / name for name in names])
            check_less(livetop, url, home / "one", "node-one")
            namesakes = check_namesakes(livetop, store, url, home / "two", [f"node-{name}" for name in names])
            print(f"store: {namesakes} sessions with the names of another node's are counted, and opened as their own")
            left = [path.name for path in home.glob("livetop-store-*")]
            assert not left, left
        except BaseException:
            for log in home.glob("*.log"):
                print(f"--- {log.name}", log.read_text()[-1500:], sep="\n", file=sys.stderr)
            raise
        finally:
            for process in processes:
                if process.poll() is None:
                    process.terminate()
                    process.wait(timeout=20)
            store.stop()


if __name__ == "__main__":
    arguments = sys.argv[3:]
    number = int(arguments[arguments.index("--kills") + 1]) if "--kills" in arguments else 1
    asyncio.run(main(sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), number, "--whole-demo" in arguments))
