"""A page in headless Chromium, driven over the DevTools protocol: what it logged, what it asked the network for, what
it shows. Nothing but the `websockets` package stands between this and the browser."""

import asyncio
import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request

import websockets

PATIENCE = 120


class Browser:
    """One headless Chromium with a profile of its own. Use it as a context manager."""

    def __enter__(self):
        binary = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
        if binary is None:
            raise SystemExit("tools test: Chromium is needed (apt install chromium)")
        self.profile = tempfile.mkdtemp(prefix="livetop-chromium-")
        self.log = open(os.path.join(self.profile, "log"), "wb")
        self.process = subprocess.Popen(
            [binary, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio",
             "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--window-size=1280,1600",
             "--remote-debugging-port=0", f"--user-data-dir={self.profile}", "about:blank"],
            stdout=self.log, stderr=self.log)
        self.port = self._port()
        return self

    def _port(self):
        path = os.path.join(self.profile, "DevToolsActivePort")
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise SystemExit(f"tools test: Chromium ended with {self.process.returncode}, see {self.log.name}")
            if os.path.exists(path) and (text := open(path).read()).count("\n"):
                return int(text.split("\n")[0])
            time.sleep(0.1)
        raise SystemExit("tools test: Chromium did not start")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.profile, ignore_errors=True)

    def visit(self, url, until, question=None, screenshot=None, scripts=True, width=1280, scheme="light"):
        """Opens `url`, waits until the JavaScript `until` is true, then answers `question` (JavaScript, may be a
        promise), on a window of `width` whose reader likes `scheme` (light or dark). Returns a Visit."""
        return asyncio.run(self._visit(url, until, question, screenshot, scripts, width, scheme))

    async def _visit(self, url, until, question, screenshot, scripts, width, scheme):
        opening = urllib.request.Request(f"http://127.0.0.1:{self.port}/json/new?about:blank", method="PUT")
        target = json.load(urllib.request.urlopen(opening))
        async with websockets.connect(target["webSocketDebuggerUrl"], max_size=None) as socket:
            return await Visit(socket).run(url, until, question, screenshot, scripts, width, scheme)


class Visit:
    """What came of opening a page."""

    def __init__(self, socket):
        self.socket = socket
        self.number = 0
        self.complaints = []
        self.requests = []
        self.answer = None

    async def call(self, method, **parameters):
        self.number += 1
        number = self.number
        await self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(await asyncio.wait_for(self.socket.recv(), PATIENCE))
            if message.get("id") == number:
                if "error" in message:
                    raise AssertionError(f"{method}: {message['error']}")
                return message["result"]
            self.note(message)

    def note(self, message):
        details = message.get("params", {})
        match message.get("method"):
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(details["exceptionDetails"])[:500])
            case "Runtime.consoleAPICalled" if details["type"] in ("error", "assert"):
                self.complaints.append(json.dumps([a.get("value", a.get("description")) for a in details["args"]])[:500])
            case "Log.entryAdded" if details["entry"]["level"] == "error":
                self.complaints.append(details["entry"]["text"] + " " + details["entry"].get("url", ""))
            case "Network.requestWillBeSent":
                self.requests.append(details["request"]["url"])

    async def evaluate(self, script, waits=False):
        result = await self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=waits)
        if "exceptionDetails" in result:
            raise AssertionError(f"{script}: {json.dumps(result['exceptionDetails'])[:800]}")
        return result["result"].get("value")

    async def run(self, url, until, question, screenshot, scripts, width, scheme):
        for domain in ("Page", "Runtime", "Log", "Network"):
            await self.call(f"{domain}.enable")
        if not scripts:
            await self.call("Emulation.setScriptExecutionDisabled", value=True)
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=1600, deviceScaleFactor=1, mobile=False)
        await self.call(
            "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        await self.call("Page.navigate", url=url)
        deadline = time.monotonic() + PATIENCE
        while not await self.evaluate(until):
            if time.monotonic() > deadline:
                raise AssertionError(f"{url}: waited in vain for {until}; complaints: {self.complaints}")
            await asyncio.sleep(0.2)
        if question:
            self.answer = await self.evaluate(question, waits=True)
        if screenshot:
            size = await self.call("Page.getLayoutMetrics")
            height = min(size["cssContentSize"]["height"], 8000)
            await self.call(
                "Emulation.setDeviceMetricsOverride", width=width, height=int(height), deviceScaleFactor=1, mobile=False)
            image = await self.call("Page.captureScreenshot", format="png")
            with open(screenshot, "wb") as file:
                file.write(base64.b64decode(image["data"]))
        await self.call("Page.close")
        return self
