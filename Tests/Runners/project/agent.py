"""The program under test: asks one question of the Live API."""

import os

from google import genai

MODEL = "gemini-2.0-flash-live-001"


async def answer(question):
    client = genai.Client(api_key=os.environ.get("GEMINI_API_KEY", "rehearsal"))
    async with client.aio.live.connect(model=MODEL, config={"response_modalities": ["TEXT"]}) as session:
        await session.send_client_content(turns={"role": "user", "parts": [{"text": question}]})
        return "".join([message.text or "" async for message in session.receive()])
