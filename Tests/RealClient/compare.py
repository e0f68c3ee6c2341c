"""Holds the conversations through livetop and compares three accounts of them, frame for frame and byte for byte:
what the client sent and received, what the mock received and sent, and what livetop exports.

Usage: compare.py BINARY
"""

import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
KEY = b"AIzaSyNotARealKey"
PACE = "10"
# The only fields of these conversations that livetop redacts, in the spellings of both sides.
HANDLES = ("handle", "newHandle", "new_handle")


class Program:
    """A livetop that prints one line of JSON when it listens, and is stopped with SIGTERM."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=clean_environment())
        line = self.process.stdout.readline()
        assert line, f"{arguments[1]} ended before it listened"
        self.ready = json.loads(line)
        assert self.ready["event"] == "listening", self.ready

    def __enter__(self):
        return self.ready

    def __exit__(self, *_):
        started = time.monotonic()
        self.process.terminate()
        status = self.process.wait(timeout=20)
        assert status in (0, 143, -15), f"stopped with {status}"
        print(f"  stopped in {time.monotonic() - started:.2f} s", file=sys.stderr)


def lines(text):
    return [json.loads(line) for line in text.splitlines() if line]


def payload(line):
    return base64.b64decode(line["payload_b64"])


def by_connection(frames, key="connection"):
    """Frames of each connection and direction, connections in the order of their opening."""
    order = sorted({frame[key] for frame in frames})
    return [
        {direction: [f for f in frames if f[key] == name and f["dir"] == direction] for direction in ("up", "down")}
        for name in order
    ]


def shape(frame):
    return frame["op"], frame["fin"], frame["bytes"]


def masked(value, secrets):
    """The tree with every handle replaced by its place in `secrets`, where equal handles share a place."""
    if isinstance(value, list):
        return [masked(item, secrets) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: secrets.setdefault(item, len(secrets)) if name in HANDLES and isinstance(item, str) else masked(item, secrets)
        for name, item in value.items()
    }


def check_identical(left, right, where):
    assert len(left) == len(right), f"{where}: {len(left)} connections against {len(right)}"
    for number, (one, other) in enumerate(zip(left, right), 1):
        for direction in ("up", "down"):
            place = f"{where}, connection {number}, {direction}"
            assert len(one[direction]) == len(other[direction]), (
                f"{place}: {len(one[direction])} frames against {len(other[direction])}"
            )
            for index, (a, b) in enumerate(zip(one[direction], other[direction])):
                assert shape(a) == shape(b), f"{place}, frame {index}: {shape(a)} against {shape(b)}"
                assert payload(a) == payload(b), f"{place}, frame {index}: payloads differ"


def check_recorded(wire, recorded):
    """The export holds what was on the wire; only handles differ, and equal ones are still equal."""
    assert len(wire) == len(recorded), f"export: {len(wire)} connections against {len(recorded)}"
    redacted = 0
    true_handles, stored_handles = {}, {}
    for number, (sent, stored) in enumerate(zip(wire, recorded), 1):
        for direction in ("up", "down"):
            place = f"export, connection {number}, {direction}"
            assert [shape(f) for f in sent[direction]] == [shape(f) for f in stored[direction]], f"{place}: shapes"
            for index, (a, b) in enumerate(zip(sent[direction], stored[direction])):
                if payload(a) == payload(b):
                    assert not any(f'"{name}"'.encode() in payload(a) for name in HANDLES), f"{place}, {index}: a handle"
                    continue
                redacted += 1
                true_tree = masked(json.loads(payload(a)), true_handles)
                stored_tree = masked(json.loads(payload(b)), stored_handles)
                assert true_tree == stored_tree, f"{place}, frame {index}: more than a handle differs"
    assert redacted > 0, "no handle was redacted"
    assert not set(true_handles) & set(stored_handles), "a handle was stored as it is"
    return redacted


def check_lines(exported):
    """What the contract of `livetop.frame/1` says of every line."""
    for frame in exported:
        assert frame["schema"] == "livetop.frame/1", frame["schema"]
        assert frame["t"] >= 0 and frame["wall"].endswith("Z"), frame
        is_data = frame["op"] in ("text", "binary")
        assert (frame["json"] is not None) == is_data, frame
        assert not is_data or frame["kind"] in frame["kinds"], frame
    sequences = {}
    for frame in exported:
        sequences.setdefault(frame["connection"], []).append(frame["seq"])
    for name, sequence in sequences.items():
        assert sequence == list(range(1, len(sequence) + 1)), f"{name}: seq has holes"
    kinds = {kind for frame in exported for kind in frame["kinds"] or []}
    expected = {
        "setup", "setupComplete", "clientContent", "realtimeInput.audio", "realtimeInput.text",
        "realtimeInput.audioStreamEnd", "serverContent.audio", "serverContent.text", "serverContent.interrupted",
        "serverContent.inputTranscription", "serverContent.outputTranscription", "serverContent.generationComplete",
        "serverContent.turnComplete", "toolCall", "toolResponse", "sessionResumptionUpdate", "usageMetadata",
    }  # fmt: skip
    assert expected <= kinds, f"kinds that never came: {sorted(expected - kinds)}"
    strange = [frame["json"] for frame in exported if frame["json"] and "unknown" in frame["kinds"]]
    assert not strange, f"messages that were not recognised: {strange[:3]}"


def check_list(livetop, data, connections):
    listed = json.loads(output(livetop, "ls", "--json", "--data-dir", data))["sessions"]
    assert sum(session["connections"] for session in listed) == connections, listed
    assert sorted(session["connections"] for session in listed)[-1] == 2, "the resumed session is one"
    assert any(session["closeCode"] == 1008 and session["closeBy"] == "server" for session in listed), listed
    for session in listed:
        assert session["frames"] > 0 and session["state"] == "closed", session
        shown = output(livetop, "show", session["id"], "--data-dir", data)
        assert session["id"] in shown, shown


def check_no_secret(folder):
    for path in folder.rglob("*"):
        if path.is_file() and path.name not in ("client.ndjson", "mock.ndjson"):
            assert KEY not in path.read_bytes(), f"{path} holds the API key"


def output(*arguments):
    return subprocess.run(arguments, check=True, stdout=subprocess.PIPE, text=True, env=clean_environment()).stdout


def clean_environment(**more):
    ignored = ("GOOGLE_", "GEMINI_", "SSL_CERT", "HTTP", "http", "ALL_PROXY", "LIVETOP_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ignored)}
    return kept | more


def hold_conversations(command, environment):
    subprocess.run(command, check=True, env=environment, timeout=300)


def by_base_url(livetop, folder, mock):
    data = str(folder / "data")
    serve = (
        livetop, "serve", "--json", "--port", "0", "--upstream", mock["baseURL"], "--upstream-ca", mock["ca"],
        "--data-dir", data,
    )  # fmt: skip
    with Program(*serve) as proxy:
        environment = clean_environment(
            GOOGLE_GEMINI_BASE_URL=proxy["baseURL"], SSL_CERT_FILE=proxy["caBundle"], NO_PROXY="localhost,127.0.0.1,::1"
        )
        hold_conversations(client_command(folder), environment)
    return data


def by_run(livetop, folder, mock):
    data = str(folder / "data")
    run = (
        livetop, "run", "--port", "0", "--upstream", mock["baseURL"], "--upstream-ca", mock["ca"], "--data-dir", data,
        "--",
    )  # fmt: skip
    hold_conversations([*run, *client_command(folder)], clean_environment())
    return data


def client_command(folder):
    return [sys.executable, str(HERE / "conversations.py"), str(folder / "client.ndjson")]


def check(livetop, folder, start):
    transcript = folder / "mock.ndjson"
    mock = (
        livetop, "mock", "--tls", "--port", "0", "--json", "--pace", PACE, "--transcript", str(transcript),
        "--data-dir", str(folder / "mock"),
    )  # fmt: skip
    with Program(*mock) as ready:
        data = start(livetop, folder, ready)
    exported = lines(output(livetop, "export", "--all", "--format", "ndjson", "--raw", "--data-dir", data))
    client = by_connection(lines((folder / "client.ndjson").read_text()))
    server = by_connection(lines(transcript.read_text()))
    check_identical(client, server, "client and mock")
    redacted = check_recorded(client, by_connection(exported))
    check_lines(exported)
    check_list(livetop, data, len(client))
    check_no_secret(folder)
    print(f"{start.__name__}: {len(exported)} frames on {len(client)} connections, {redacted} with a redacted handle")


def main(livetop):
    livetop = os.path.abspath(livetop)
    for start in (by_base_url, by_run):
        with tempfile.TemporaryDirectory(prefix="livetop-real-client-") as folder:
            check(livetop, pathlib.Path(folder), start)


if __name__ == "__main__":
    main(sys.argv[1])
