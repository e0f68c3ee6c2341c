"""What a user of the google-genai SDK does: text, voice, an interruption, a tool, a resumption, a mistake.

Usage: conversations.py FRAMES [NAME [QUESTION]], with the base URL and the certificates in the environment as `livetop run` sets them.
With a NAME only that conversation; QUESTION is the first thing that is asked in text. Prints one line of JSON: what the SDK made of it.
"""

import asyncio
import json
import math
import struct
import sys

from google import genai
from google.genai import errors, types

import recording

TEXT_MODEL = "gemini-2.0-flash-live-001"
VOICE_MODEL = "gemini-2.5-flash-native-audio-latest"
# Shaped like a key, so that a recording that held it could not pass; in two parts, so that no scanner takes it for one.
API_KEY = "AIza" + "SyNotARealKey-0123456789abcdefghijk"
CHUNK = 1280  # bytes: 40 ms of 16 kHz PCM


def speech(seconds, rate=16_000):
    def sample(index):
        syllable = 0.3 + 0.7 * abs(math.sin(math.pi * 4 * index / rate))
        return int(6000 * syllable * math.sin(2 * math.pi * 150 * index / rate))

    return b"".join(struct.pack("<h", sample(index)) for index in range(int(seconds * rate)))


def silence(seconds, rate=16_000):
    return bytes(int(seconds * rate) * 2)


async def send(session, pcm):
    for start in range(0, len(pcm), CHUNK):
        blob = types.Blob(data=pcm[start : start + CHUNK], mime_type="audio/pcm;rate=16000")
        await session.send_realtime_input(audio=blob)


async def turn(session, while_speaking=None):
    """One turn of the model, as the SDK delivers it. `while_speaking` runs when the first audio has arrived."""
    seen = {"text": "", "audio": 0, "heard": "", "interrupted": False, "prompt": None, "call": None}
    async for message in session.receive():
        content = message.server_content
        if message.tool_call:
            seen["call"] = message.tool_call.function_calls[0]
            return seen
        if message.usage_metadata:
            seen["prompt"] = message.usage_metadata.prompt_token_count
        if content is None:
            continue
        for part in (content.model_turn.parts if content.model_turn else None) or []:
            seen["text"] += part.text or ""
            seen["audio"] += len(part.inline_data.data) if part.inline_data else 0
        if content.output_transcription:
            seen["text"] += content.output_transcription.text
        if content.input_transcription:
            seen["heard"] += content.input_transcription.text
        seen["interrupted"] = seen["interrupted"] or bool(content.interrupted)
        if seen["audio"] and while_speaking:
            doing, while_speaking = while_speaking, None
            await doing()
    return seen


async def newest_handle(session):
    """The update that follows a turn: the first message of what the SDK takes for the next one."""
    async for message in session.receive():
        if message.session_resumption_update:
            return message.session_resumption_update.new_handle


async def text_turns(client, question="Hello?"):
    config = {"response_modalities": ["TEXT"]}
    async with client.aio.live.connect(model=TEXT_MODEL, config=config) as session:
        answers = []
        for question in (question, "Grüß Gott, ça va – 你好 🙂?"):
            content = {"role": "user", "parts": [{"text": question}]}
            await session.send_client_content(turns=content, turn_complete=True)
            answers.append(await turn(session))
    assert all(answer["text"] for answer in answers), answers
    assert answers[1]["prompt"] > answers[0]["prompt"], "the second prompt holds the first turn"


async def voice_turn_and_interruption(client):
    config = types.LiveConnectConfig(
        response_modalities=["AUDIO"], input_audio_transcription={}, output_audio_transcription={}
    )
    async with client.aio.live.connect(model=VOICE_MODEL, config=config) as session:
        await send(session, speech(1.0) + silence(0.8))
        answer = await turn(session)
        assert answer["audio"] > 24_000 and answer["text"] and answer["heard"], answer
        assert not answer["interrupted"], answer

        async def talk_over():
            await send(session, speech(0.5))

        await session.send_realtime_input(text="Tell me a story.")
        story = await turn(session, while_speaking=talk_over)
        assert story["interrupted"], story
        await session.send_realtime_input(audio_stream_end=True)
        answer = await turn(session)
        assert answer["audio"] > 24_000, answer


async def tool_call(client):
    weather = {
        "name": "get_weather",
        "description": "The weather in a city. Call it when the user asks for the weather.",
        "parameters": {"type": "OBJECT", "properties": {"city": {"type": "STRING"}}},
    }
    config = types.LiveConnectConfig(response_modalities=["AUDIO"], tools=[{"function_declarations": [weather]}])
    async with client.aio.live.connect(model=VOICE_MODEL, config=config) as session:
        await session.send_realtime_input(text="What is the weather like?")
        call = (await turn(session))["call"]
        assert call is not None and call.name == "get_weather", call
        response = types.FunctionResponse(id=call.id, name=call.name, response={"celsius": 21})
        await session.send_tool_response(function_responses=[response])
        answer = await turn(session)
        assert answer["audio"] > 24_000, answer


async def resumption(client):
    def config(handle=None):
        return types.LiveConnectConfig(
            response_modalities=["AUDIO"], session_resumption=types.SessionResumptionConfig(handle=handle)
        )

    async with client.aio.live.connect(model=VOICE_MODEL, config=config()) as session:
        await session.send_realtime_input(text="Remember the number seven.")
        first = await turn(session)
        handle = await newest_handle(session)
    async with client.aio.live.connect(model=VOICE_MODEL, config=config(handle)) as session:
        await session.send_realtime_input(text="Which number?")
        second = await turn(session)
    assert second["prompt"] > first["prompt"], "the resumed session carries its context on"


async def wrong_model(client):
    try:
        async with client.aio.live.connect(model="gemini-no-such-live", config={"response_modalities": ["AUDIO"]}):
            raise AssertionError("a model that does not exist was accepted")
    except errors.APIError as error:
        assert error.code == 1008, error
        assert "is not found for API version" in str(error), error


async def main(frames, name=None, *question):
    recording.record_to(frames)
    # Base URL and trust come from the environment; nothing here knows of livetop.
    client = genai.Client(api_key=API_KEY)
    models = [model.name for model in await client.aio.models.list()]
    assert f"models/{VOICE_MODEL}" in models, models
    conversations = [text_turns, voice_turn_and_interruption, tool_call, resumption, wrong_model]
    conversations = [conversation for conversation in conversations if name in (None, conversation.__name__)]
    for conversation in conversations:
        await asyncio.wait_for(conversation(client, *question), timeout=60)
    print(json.dumps({"conversations": [conversation.__name__ for conversation in conversations]}))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
