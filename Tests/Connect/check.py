"""Runs this file as a client with a fixed host through `livetop run --connect`, and looks at what was recorded.

Usage: check.py BINARY        the test
       check.py --client      the client, which knows of no proxy but by its environment
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile

HOST = "generativelanguage.googleapis.com"
LIVE = f"wss://{HOST}/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=none"


def expect(holds, what):
    if not holds:
        sys.exit(f"forward proxy test: {what}")


async def talk():
    import websockets

    async with websockets.connect(LIVE, max_size=None) as call:
        await call.send(json.dumps({"setup": {"model": "models/gemini-3.8-live"}}))
        answer = json.loads(await asyncio.wait_for(call.recv(), 20))
        expect("setupComplete" in answer, f"not set up: {answer}")
        content = {"turns": [{"role": "user", "parts": [{"text": "Hello"}]}], "turnComplete": True}
        await call.send(json.dumps({"clientContent": content}))
        while "turnComplete" not in json.dumps(json.loads(await asyncio.wait_for(call.recv(), 20))):
            pass


def curl(url, *more):
    asked = ["curl", "-sS", "-o", "/dev/null", "--max-time", "20", "-w", "%{http_code} %{http_connect} %{ssl_verify_result}"]
    return subprocess.run([*asked, *more, url], capture_output=True, text=True).stdout


def client():
    expect("GOOGLE_GEMINI_BASE_URL" not in os.environ, "there is a base URL")
    expect(os.environ["https_proxy"] == os.environ["HTTPS_PROXY"] == os.environ["WSS_PROXY"], "not every proxy is set")
    asyncio.run(talk())
    code, connected, verified = curl(f"https://{HOST}/v1beta/models?key=none").split()
    expect(connected == "200" and verified == "0" and code != "000", f"HTTP: {code}, tunnel {connected}, TLS {verified}")
    # With what curl asks for by default, HTTP/2 is offered; what is served is HTTP/1.1.
    expect(curl(f"https://{HOST}/", "--http2", "-w", "%{http_version}").endswith("1.1"), "not HTTP/1.1")
    for place in ["https://localhost/", "https://127.0.0.1/", "https://10.0.0.1/", f"https://{HOST}:8443/"]:
        expect(curl(place, "--noproxy", "").split()[1] == "403", f"a tunnel to {place}")


def main(binary):
    with tempfile.TemporaryDirectory() as folder:
        mock = subprocess.Popen([binary, "mock", "--port", "0", "--json"], stdout=subprocess.PIPE, text=True)
        try:
            port = json.loads(mock.stdout.readline())["port"]
            data = ["--data-dir", os.path.join(folder, "data")]
            environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
            ran = subprocess.run(
                [binary, "run", "--connect", "--port", "0", "--upstream", f"http://127.0.0.1:{port}", *data, "--",
                 sys.executable, "-B", __file__, "--client"], env=environment)
            expect(ran.returncode == 0, f"the client ended with {ran.returncode}")
            listed = subprocess.run([binary, "ls", "--json", *data], capture_output=True, text=True, check=True)
            sessions = json.loads(listed.stdout)["sessions"]
            expect(len(sessions) == 1 and "gemini-3.8-live" in json.dumps(sessions[0]), f"recorded: {sessions}")
        finally:
            mock.terminate()
            mock.wait()
    print("forward proxy test: websockets and curl with a fixed host went through livetop run --connect")


if __name__ == "__main__":
    client() if sys.argv[1] == "--client" else main(sys.argv[1])
