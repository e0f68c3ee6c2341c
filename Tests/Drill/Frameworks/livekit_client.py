"""An agent of LiveKit Agents without a room: AgentSession and the plugin's RealtimeModel, as they come from the package index."""

import asyncio
import os

from livekit import rtc
from livekit.agents import Agent, AgentSession
from livekit.agents.voice import io
from livekit.plugins.google.realtime import RealtimeModel

from speaking import MODEL, RATE, User


class Ears(io.AudioInput):
    def __init__(self, microphone):
        super().__init__(label="microphone")
        self.frames = microphone.frames()

    async def __anext__(self):
        data = await anext(self.frames)
        return rtc.AudioFrame(data=data, sample_rate=RATE, num_channels=1, samples_per_channel=len(data) // 2)


class Speaker(io.AudioOutput):
    """Plays in no time at all."""

    def __init__(self):
        super().__init__(label="speaker", capabilities=io.AudioOutputCapabilities(pause=False), sample_rate=24_000)
        self.seconds = 0.0

    async def capture_frame(self, frame):
        await super().capture_frame(frame)
        self.seconds += frame.duration

    def flush(self):
        super().flush()
        self.finish(interrupted=False)

    def clear_buffer(self):
        self.finish(interrupted=True)

    def finish(self, interrupted):
        if self.seconds > 0:
            seconds, self.seconds = self.seconds, 0.0
            self.on_playback_finished(playback_position=seconds, interrupted=interrupted)


async def main():
    user = User()
    session = AgentSession(
        llm=RealtimeModel(model=MODEL, api_key="drill"), vad=None, aec_warmup_duration=None, user_away_timeout=None
    )
    session.input.audio = Ears(user.microphone)
    session.output.audio = Speaker()

    @session.on("conversation_item_added")
    def added(event):
        if getattr(event.item, "role", None) == "assistant":
            user.answered()

    @session.on("close")
    def closed(event):
        user.is_left_alone(f"the session closed: {event.reason}")

    await session.start(Agent(instructions="Answer in one sentence."), record=False)
    return await user.talk()


if __name__ == "__main__":
    code = asyncio.run(main())
    # The library's own threads may go on; what there was to see has been seen.
    os._exit(code)
