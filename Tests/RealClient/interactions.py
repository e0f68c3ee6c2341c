"""The SDK holds a conversation of Live Interactions and one of BidiGenerateContent through livetop with its mock; both
recordings, opened again, have their turns, tokens and audio.

Usage: interactions.py BINARY
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

from compare import HERE, PACE, Program, check_no_secret, clean_environment, output


def converse(place, *command):
    environment = clean_environment(
        GOOGLE_GEMINI_BASE_URL=place["baseURL"], SSL_CERT_FILE=place["caBundle"], NO_PROXY="localhost,127.0.0.1,::1"
    )
    ended = subprocess.run(
        [sys.executable, *map(str, command)], env=environment, timeout=300, stdout=subprocess.PIPE, text=True
    )
    assert ended.returncode == 0, f"{command}: ended with {ended.returncode}"
    return json.loads(ended.stdout.splitlines()[-1])


def check_shown(livetop, data, session, connections, turns):
    document = json.loads(output(livetop, "show", session["id"], "--json", "--data-dir", data))
    assert len(document["connections"]) == connections, document["connections"]
    spoken = [turn for turn in document["turns"] if turn["modelText"] and turn["audioSeconds"] > 0]
    assert len(spoken) == len(document["turns"]) == turns, document["turns"]
    assert sum(turn["tokens"]["output"]["audio"] for turn in spoken) > 0, spoken
    assert document["inputAudio"]["declaredRate"] == 16_000, document["inputAudio"]
    assert document["drift"]["unknownFields"] == document["drift"]["undecodableMessages"] == 0, document["drift"]
    return document


def check_interactions(livetop, data, session, said):
    document = check_shown(livetop, data, session, connections=2, turns=4)
    billed = document["tokens"]["billed"]
    # The service counts from the beginning; livetop adds up turns.
    assert billed["input"]["total"] == said["input"] and billed["output"]["total"] == said["output"], (billed, said)
    tools = [(tool["name"], tool["outcome"]) for tool in document["tools"]]
    assert tools == [("get_weather", "answered")], tools
    diagnosis = output(livetop, "diagnose", session["id"], "--data-dir", data)
    assert "error:" not in diagnosis and "warning:" not in diagnosis and "not decoded" not in diagnosis, diagnosis
    sound = str(pathlib.Path(data) / "sound.wav")
    output(livetop, "export", session["id"], "--format", "wav", "-o", sound, "--data-dir", data)
    assert os.path.getsize(sound) > 100_000, "the audio of both sides"


def check(livetop, folder):
    mock = (livetop, "mock", "--tls", "--port", "0", "--json", "--pace", PACE, "--data-dir", str(folder / "mock"))
    data = str(folder / "data")
    with Program(*mock) as ready:
        serve = (
            livetop, "serve", "--json", "--port", "0", "--upstream", ready["baseURL"], "--upstream-ca", ready["ca"],
            "--data-dir", data,
        )  # fmt: skip
        with Program(*serve) as proxy:
            said = converse(proxy, HERE / "talking.py")
            converse(proxy, HERE / "conversations.py", folder / "client.ndjson", "voice_turn_and_interruption")
    listed = json.loads(output(livetop, "ls", "--json", "--data-dir", data))["sessions"]
    assert len(listed) == 2, listed
    interactions, calls = sorted(listed, key=lambda session: -session["connections"])
    check_interactions(livetop, data, interactions, said)
    check_shown(livetop, data, calls, connections=1, turns=3)
    check_no_secret(folder)
    print(f"interactions: {interactions['frames']} frames in one session, {said['input']} tokens in")


def main(livetop):
    with tempfile.TemporaryDirectory(prefix="livetop-interactions-") as folder:
        folder = pathlib.Path(folder)
        check(os.path.abspath(livetop), folder)


main(sys.argv[1])
