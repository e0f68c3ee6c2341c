"""A recording for one test, played by a livetop that the test starts itself."""

import json
import os
import subprocess

import pytest

LIVETOP = os.environ.get("LIVETOP", "livetop")


@pytest.fixture
def cassette(monkeypatch):
    command = [LIVETOP, "replay", "@last", "--data-dir", "recorded", "--serve", "--port", "0", "--json", "--strict"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    place = json.loads(server.stdout.readline())
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", place["baseURL"])
    monkeypatch.setenv("SSL_CERT_FILE", place["caBundle"])
    yield place
    server.terminate()
    assert server.wait() in (0, 143), "the client said something else than the recorded one"
