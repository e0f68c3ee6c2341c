"""What a user of Live Interactions does with the google-genai SDK: text, voice, a tool, a new connection, the end.

Usage: talking.py, with the base URL and the certificates in the environment as `livetop run` sets them. Prints one line of JSON.
"""

import asyncio
import base64
import json
import warnings

from google import genai

from conversations import API_KEY, CHUNK, silence, speech

INTERACTION = "int_real_client"
WEATHER = {
    "type": "function",
    "name": "get_weather",
    "description": "The weather in a city. Call it when the user asks for the weather.",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
}


async def until(connection, *types):
    """The events up to one whose kind is among `types`, or whose step is."""
    seen = []
    async for event in connection.receive():
        seen.append(event)
        step = getattr(event, "step", None)
        if event.event_type in types or (step is not None and step.type in types):
            return seen
    raise AssertionError(f"ended without {types}: {[event.event_type for event in seen]}")


async def answer(connection):
    """Text and bytes of audio of the model's next step."""
    events = await until(connection, "model_output")
    events += await until(connection, "step.stop")
    deltas = [event.delta for event in events if event.event_type == "step.delta"]
    text = "".join(delta.text for delta in deltas if delta.type == "text")
    audio = sum(len(base64.b64decode(delta.data)) for delta in deltas if delta.type == "audio")
    assert text and audio > 24_000, (text, audio)
    usage = events[-1].usage
    assert usage.total_input_tokens > 0 and usage.total_output_tokens > 0, usage
    return usage


async def say(connection, pcm):
    for start in range(0, len(pcm), CHUNK):
        data = base64.b64encode(pcm[start : start + CHUNK]).decode()
        content = {"type": "audio", "data": data, "mime_type": "audio/pcm", "sample_rate": 16_000, "channels": 1}
        await connection.send({"event_type": "input", "content": [content]})


async def tool(connection):
    await connection.send({"event_type": "interaction.create", "model": "gemini-3.8-live", "tools": [WEATHER]})
    await until(connection, "interaction.created")
    await connection.send("What is the weather like?")
    events = await until(connection, "function_call")
    call = events[-1].step
    assert call.name == "get_weather", call
    await until(connection, "step.stop")
    result = {"type": "function_result", "call_id": call.id, "name": call.name, "result": {"celsius": 21}}
    await connection.send([{"event_type": "input", "content": [result]}])
    await answer(connection)


async def main():
    warnings.simplefilter("ignore")
    client = genai.Client(api_key=API_KEY)
    async with client.aio.interactions.connect(INTERACTION) as connection:
        await until(connection, "interaction.connected")
        await connection.send("Hello?")
        first = await answer(connection)
        await say(connection, speech(1.0) + silence(0.8))
        await answer(connection)
        await tool(connection)
        await connection.send("goaway")
        await until(connection, "reconnection_required")
    async with client.aio.interactions.connect(INTERACTION) as connection:
        await until(connection, "interaction.connected")
        await connection.send("Where were we?")
        last = await answer(connection)
        await connection.complete()
        await until(connection, "interaction.completed")
    assert last.total_input_tokens > first.total_input_tokens, (first, last)
    print(json.dumps({"input": last.total_input_tokens, "output": last.total_output_tokens}))


asyncio.run(asyncio.wait_for(main(), timeout=90))
