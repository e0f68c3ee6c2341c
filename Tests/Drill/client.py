"""Two clients of the google-genai SDK that are broken on purpose: one comes back with its newest handle, one does not.

Usage: client.py resuming|forgetful, with the base URL and the certificates in the environment as `livetop drill` sets them. Both ask
four questions. Both come back when their connection is gone; `resuming` keeps the newest handle, acts on goAway and waits longer each
time it is refused, `forgetful` begins anew and asks its questions again from the first.
"""

import asyncio
import sys

from google import genai
from google.genai import errors, types
from websockets.exceptions import ConnectionClosed, InvalidStatus

MODEL = "gemini-2.0-flash-live-001"
QUESTIONS = ["Hello?", "How are you?", "What do you do?", "See you?"]
# Shaped like no key: the simulated service asks for none.
CLIENT = genai.Client(api_key="drill")


class Caller:
    def __init__(self, resumes):
        self.resumes = resumes
        self.handle = None
        self.asked = 0
        self.is_leaving = False

    def config(self):
        resumption = types.SessionResumptionConfig(handle=self.handle) if self.resumes else None
        return types.LiveConnectConfig(response_modalities=["TEXT"], session_resumption=resumption)

    def note(self, message):
        update = message.session_resumption_update
        if update and update.resumable and update.new_handle:
            self.handle = update.new_handle
        if message.go_away and self.resumes:
            self.is_leaving = True

    async def talk(self):
        """One connection: True when all questions are answered."""
        self.is_leaving = False
        if not self.resumes:
            self.asked = 0
        async with CLIENT.aio.live.connect(model=MODEL, config=self.config()) as session:
            while self.asked < len(QUESTIONS):
                await session.send_realtime_input(text=QUESTIONS[self.asked])
                async for message in session.receive():
                    self.note(message)
                self.asked += 1
                # The handle of a turn follows it; whoever has been told to leave does so between two turns.
                await self.pause(session, 1.0)
                if self.is_leaving:
                    return False
        return True

    async def pause(self, session, seconds):
        async def listen():
            while True:
                async for message in session.receive():
                    self.note(message)

        listener = asyncio.ensure_future(listen())
        await asyncio.wait([listener], timeout=seconds)
        if listener.done():
            listener.result()
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)

    async def run(self):
        wait = 0.2
        for _ in range(6):
            try:
                if await self.talk():
                    return 0
                wait = 0.2
                continue
            except (ConnectionClosed, errors.APIError, InvalidStatus, OSError) as error:
                print(f"client: {type(error).__name__}", file=sys.stderr)
            await asyncio.sleep(wait)
            wait *= 2
        return 1


if __name__ == "__main__":
    sys.exit(asyncio.run(Caller(sys.argv[1] == "resuming").run()))
