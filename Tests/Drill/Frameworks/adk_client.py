"""An agent of Google's ADK in live mode: Runner.run_live with session resumption asked for, as it comes from the package index."""

import asyncio
import os

from google.adk.agents import LiveRequestQueue, LlmAgent
from google.adk.agents.run_config import RunConfig, StreamingMode
from google.adk.runners import Runner
from google.adk.sessions import InMemorySessionService
from google.genai import types

from speaking import MODEL, RATE, User

# The SDK below wants one; shaped like no key, and the simulated service asks for none.
os.environ.setdefault("GOOGLE_API_KEY", "drill")


async def speak(user, queue):
    async for data in user.microphone.frames():
        queue.send_realtime(types.Blob(data=data, mime_type=f"audio/pcm;rate={RATE}"))


async def listen(user, runner, session, queue):
    config = RunConfig(
        streaming_mode=StreamingMode.BIDI,
        response_modalities=["AUDIO"],
        session_resumption=types.SessionResumptionConfig(),
    )
    events = runner.run_live(
        user_id=session.user_id, session_id=session.id, live_request_queue=queue, run_config=config
    )
    try:
        async for event in events:
            if event.turn_complete:
                user.answered()
        user.is_left_alone("run_live has ended")
    except Exception as error:
        user.is_left_alone(f"run_live ended with {type(error).__name__}: {error}")


async def main():
    user = User()
    sessions = InMemorySessionService()
    agent = LlmAgent(name="drill", model=MODEL, instruction="Answer in one sentence.")
    runner = Runner(app_name="drill", agent=agent, session_service=sessions)
    session = await sessions.create_session(app_name="drill", user_id="drill")
    queue = LiveRequestQueue()
    tasks = [asyncio.ensure_future(listen(user, runner, session, queue)), asyncio.ensure_future(speak(user, queue))]
    code = await user.talk()
    tasks[1].cancel()
    queue.close()
    await asyncio.wait(tasks, timeout=5)
    return code


if __name__ == "__main__":
    code = asyncio.run(main())
    os._exit(code)
