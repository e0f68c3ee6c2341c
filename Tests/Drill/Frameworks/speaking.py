"""A user with a microphone, for all frameworks alike: made-up speech, silence between, and the next question after an answer."""

import asyncio
import math
import struct
import sys

MODEL = "gemini-3.8-live"
RATE = 16_000
FRAME_SECONDS = 0.02
QUESTIONS = 4
SPEECH_SECONDS = 0.8
PAUSE_SECONDS = 1.0
# Whoever gets no answer says it again, and leaves after the third time.
PATIENCE_SECONDS = 10.0
PATIENCE = 3


class Microphone:
    """Frames of 20 ms of 16-bit samples, in real time: silence, or a voice while something is said."""

    def __init__(self):
        self.phase = 0
        self.spoken = 0

    def speak(self):
        self.spoken = int(SPEECH_SECONDS / FRAME_SECONDS)

    def frame(self):
        count = int(RATE * FRAME_SECONDS)
        if self.spoken == 0:
            return bytes(2 * count)
        self.spoken -= 1
        samples = []
        for _ in range(count):
            self.phase += 1
            time = self.phase / RATE
            voice = sum(math.sin(2 * math.pi * pitch * time) for pitch in (140, 280, 560)) / 3
            samples.append(int(9_000 * voice * (0.6 + 0.4 * math.sin(2 * math.pi * 4 * time))))
        return struct.pack(f"<{count}h", *samples)

    async def frames(self):
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += FRAME_SECONDS
            await asyncio.sleep(max(0.0, due - loop.time()))
            yield self.frame()


class User:
    """Asks until all is answered, or until nothing comes any more."""

    def __init__(self):
        self.microphone = Microphone()
        self.turn = asyncio.Event()
        self.has_left = asyncio.Event()

    def answered(self):
        """The model has said all that it had to say."""
        self.turn.set()

    def is_left_alone(self, why):
        """The framework has given up."""
        print(f"client: {why}", file=sys.stderr)
        self.has_left.set()

    async def ask(self):
        self.turn.clear()
        self.microphone.speak()
        waits = [asyncio.ensure_future(event.wait()) for event in (self.turn, self.has_left)]
        await asyncio.wait(waits, timeout=PATIENCE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        return self.turn.is_set()

    async def talk(self):
        """0 when every question was answered, else 1."""
        answers = silences = 0
        await asyncio.sleep(PAUSE_SECONDS)
        while answers < QUESTIONS and silences < PATIENCE and not self.has_left.is_set():
            if await self.ask():
                answers, silences = answers + 1, 0
            else:
                silences += 1
            await asyncio.sleep(PAUSE_SECONDS)
        print(f"client: {answers} of {QUESTIONS} questions answered", file=sys.stderr)
        return 0 if answers == QUESTIONS else 1
