"""Records conversations of the SDK with the mock, then has the SDK hold them again with what `livetop replay --serve`
plays of the recording, without mock and proxy: the client must get the same messages, and a changed message of the
client must be caught.

Usage: cassette.py BINARY
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

from compare import HERE, PACE, Program, by_connection, clean_environment, lines, masked, payload

# Text, a tool with sound, and two connections that a handle joins.
NAMES = ("text_turns", "tool_call", "resumption")


def converse(frames, place, name, *question):
    """The frames of the conversation as the client saw them, and how its program ended."""
    environment = clean_environment(
        GOOGLE_GEMINI_BASE_URL=place["baseURL"], SSL_CERT_FILE=place["caBundle"], NO_PROXY="localhost,127.0.0.1,::1"
    )
    command = [sys.executable, str(HERE / "conversations.py"), str(frames), name, *question]
    ended = subprocess.run(command, env=environment, timeout=300, capture_output=True, text=True)
    return by_connection(lines(frames.read_text())), ended


def record(livetop, folder, name):
    mock = (livetop, "mock", "--tls", "--port", "0", "--json", "--pace", PACE, "--data-dir", str(folder / "mock"))
    with Program(*mock) as ready:
        serve = (
            livetop, "serve", "--json", "--port", "0", "--upstream", ready["baseURL"], "--upstream-ca", ready["ca"],
            "--data-dir", str(folder / "data"),
        )  # fmt: skip
        with Program(*serve) as proxy:
            frames, ended = converse(folder / "recorded.ndjson", proxy, name)
            assert ended.returncode == 0, ended.stderr
    return frames


def play(livetop, folder, name, *question, strict=True):
    """What the client saw of the cassette, how its program and how livetop ended, and what livetop told."""
    command = [
        livetop, "replay", "@last", "--serve", "--json", "--port", "0", "--once", "--speed", "20",
        "--data-dir", str(folder / "data"), *(["--strict"] if strict else []),
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=clean_environment())
    try:
        place = json.loads(process.stdout.readline())
        assert place["event"] == "listening" and place["schema"] == "livetop.cassette/1", place
        frames, ended = converse(folder / f"played-{len(question)}-{strict}.ndjson", place, name, *question)
        told = lines(process.stdout.read())
        return frames, ended, process.wait(timeout=60), told
    finally:
        process.kill()


def messages(connection):
    """What the server said, as JSON; a handle is whatever handle it is."""
    secrets = {}
    said = [frame for frame in connection["down"] if frame["op"] in ("text", "binary")]
    return [masked(json.loads(payload(frame)), secrets) for frame in said]


def check_same(recorded, played, name):
    assert len(recorded) == len(played), f"{name}: {len(recorded)} connections against {len(played)}"
    for number, (one, other) in enumerate(zip(recorded, played), 1):
        before, after = messages(one), messages(other)
        # The client may leave before the last words, as it may have then.
        common = min(len(before), len(after))
        assert common and abs(len(before) - len(after)) <= 2, f"{name}: {len(before)} messages against {len(after)}"
        for index in range(common):
            assert before[index] == after[index], f"{name}, connection {number}, message {index + 1} differs"
    return sum(len(messages(connection)) for connection in played)


def check(livetop, folder, name):
    recorded = record(livetop, folder, name)
    played, ended, status, told = play(livetop, folder, name)
    assert ended.returncode == 0, ended.stderr
    assert status == 0, f"{name}: strict ended with {status}: {told}"
    assert len(told) == len(recorded) and not any(line["difference"] for line in told), told
    print(f"cassette, {name}: {check_same(recorded, played, name)} messages as recorded", file=sys.stderr)
    if name == "text_turns":
        check_changed(livetop, folder, recorded)


def check_changed(livetop, folder, recorded):
    """Another question: strict says so, lenient plays on."""
    _, ended, status, told = play(livetop, folder, "text_turns", "Good evening?")
    assert ended.returncode != 0, "the client's call ends when it is not as recorded"
    assert status == 1, f"strict ended with {status}"
    difference = told[-1]["difference"]
    assert difference["message"] == 2 and difference["path"].endswith(".text"), difference
    assert "Hello?" in difference["recorded"] and "Good evening?" in difference["received"], difference
    played, ended, status, told = play(livetop, folder, "text_turns", "Good evening?", strict=False)
    assert ended.returncode == 0 and status == 0, (ended.stderr, status, told)
    check_same(recorded, played, "another question")


def main(livetop):
    for name in NAMES:
        with tempfile.TemporaryDirectory(prefix="livetop-cassette-") as folder:
            check(os.path.abspath(livetop), pathlib.Path(folder), name)


main(sys.argv[1])
