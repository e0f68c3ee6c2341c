"""Records one call of the agent with the mock, and has pytest and Node's runner hold it again with what livetop plays of it.

Usage: runners.py BINARY
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

PROJECT = pathlib.Path(__file__).parent / "project"


def environment(**variables):
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**keep, "NO_PROXY": "localhost,127.0.0.1,::1", "PYTHONDONTWRITEBYTECODE": "1", **variables}


def run(command, folder, **variables):
    return subprocess.run(
        [str(word) for word in command], cwd=folder, env=environment(**variables), capture_output=True, text=True, timeout=120
    )


def record(livetop, folder):
    """One call of the agent, recorded in `recorded` and as the only test in `calls`."""
    mock = subprocess.Popen(
        [livetop, "mock", "--port", "0", "--json", "--pace", "20"], stdout=subprocess.PIPE, text=True, env=environment()
    )
    try:
        base = json.loads(mock.stdout.readline())["baseURL"]
        told = run(
            [livetop, "run", "--port", "0", "--upstream", base, "--data-dir", "recorded", "--",
             sys.executable, "-c", "import asyncio, agent; print(asyncio.run(agent.answer('Hello?')))"],
            folder,
        )  # fmt: skip
        assert told.returncode == 0, told.stderr
    finally:
        mock.terminate()
        mock.wait()
    (folder / "calls").mkdir()
    told = run(
        [livetop, "export", "@last", "--data-dir", "recorded", "--format", "ndjson", "--raw", "--events", "-o", "calls/hello.ndjson"],
        folder,
    )
    assert told.returncode == 0, told.stderr


def node():
    """The command of Node's runner with a WebSocket of its own; nil where Node is too old or not there."""
    found = shutil.which("node")
    if not found:
        return None
    major = int(subprocess.run([found, "--version"], capture_output=True, text=True).stdout.lstrip("v").split(".")[0])
    if major < 20:
        return None
    return [found, *(["--experimental-websocket"] if major < 22 else []), "--test"]


def main(livetop):
    livetop = str(pathlib.Path(livetop).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for file in PROJECT.iterdir():
            shutil.copy(file, folder)
        record(livetop, folder)
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        told = run([livetop, "test", "--junit", "report.xml", "calls", "--", *pytest, "test_agent.py"], folder)
        assert told.returncode == 0, told.stdout + told.stderr
        assert 'failures="0"' in (folder / "report.xml").read_text()
        told = run([*pytest, "test_cassette.py"], folder, LIVETOP=livetop)
        assert told.returncode == 0, told.stdout + told.stderr
        # Another question is another call: the strict cassette says so.
        told = run([*pytest, "test_cassette.py"], folder, LIVETOP=livetop, QUESTION="Something else?")
        assert told.returncode == 1, told.stdout + told.stderr
        runner = node()
        if runner:
            told = run([livetop, "test", "calls", "--", *runner, "agent.test.mjs"], folder)
            assert told.returncode == 0, told.stdout + told.stderr
    print(f"test runners: pytest{' and Node' if runner else '; there is no Node of version 20 or newer'} against a recording")


if __name__ == "__main__":
    main(sys.argv[1])
