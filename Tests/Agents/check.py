"""Asks `livetop mcp` everything that it answers, with the client that agents written in Python use.

Usage: check.py BINARY
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import McpError
from pydantic import AnyUrl

# Two calls: the second asks for a model that went away, and is refused.
CALLS = [
    """
{"t":0.10,"dir":"up","json":{"setup":{"model":"models/gemini-2.5-flash-native-audio-latest","outputAudioTranscription":{}}}}
{"t":0.35,"dir":"down","json":{"setupComplete":{}}}
{"t":0.90,"dir":"up","json":{"clientContent":{"turns":[{"role":"user","parts":[{"text":"A flight to Oslo, please"}]}],"turnComplete":true}}}
{"t":1.75,"dir":"down","json":{"serverContent":{"outputTranscription":{"text":"To Oslo, gladly."}}}}
{"t":1.80,"dir":"down","json":{"serverContent":{"turnComplete":true}}}
{"t":9.20,"dir":"down","type":"close","code":1000,"reason":"bye"}
""",
    """
{"t":0.10,"dir":"up","json":{"setup":{"model":"models/gemini-1.0-nothing"}}}
{"t":0.35,"dir":"down","type":"close","code":1008,"reason":"models/gemini-1.0-nothing is not found for API version v1beta, or is not supported for bidiGenerateContent."}
""",
]


def expect(holds, what):
    if not holds:
        sys.exit(f"agents test: {what}")


def text(result):
    expect(len(result.content) == 1 and result.content[0].type == "text", f"not one text: {result.content}")
    return result.content[0].text


async def ask(session):
    introduced = await session.initialize()
    expect(introduced.serverInfo.name == "livetop", f"another server: {introduced.serverInfo}")
    expect("sessions" in (introduced.instructions or ""), "no instructions")

    tools = (await session.list_tools()).tools
    names = [tool.name for tool in tools]
    expect(names == ["sessions", "show", "diagnose", "grep", "diff", "lint"], f"tools: {names}")
    expect(all(tool.annotations.readOnlyHint for tool in tools), "a tool is not said to be read-only")

    listed = await session.call_tool("sessions", {"format": "json"})
    rows = listed.structuredContent["sessions"]
    expect(len(rows) == 2, f"sessions: {rows}")
    expect(json.loads(text(listed)) == listed.structuredContent, "text and document differ")
    expect(len((await session.call_tool("sessions", {"limit": 1, "format": "json"})).structuredContent["sessions"]) == 1,
           "limit is not obeyed")

    shown = text(await session.call_tool("show", {"session": "@-2"}))
    expect("Oslo" in shown, f"not what was said: {shown}")

    told = await session.call_tool("diagnose", {"session": "@last", "format": "json"})
    findings = told.structuredContent["sessions"][0]["findings"]
    expect(findings and findings[0]["id"] == "model-not-live", f"findings: {[f['id'] for f in findings]}")
    frames = told.structuredContent["frames"]
    expect(any("setup" in frame["message"] or "close" in frame["message"] for frame in frames), f"no evidence: {frames}")
    expect("model-not-live" in text(await session.call_tool("diagnose", {})) or "model" in text(
        await session.call_tool("diagnose", {})), "no text of a diagnosis")

    found = await session.call_tool("grep", {"text": "oslo", "format": "json"})
    expect(len(found.structuredContent["hits"]) == 2, f"hits: {found.structuredContent}")
    expect(text(await session.call_tool("grep", {"text": "nobody said this"})) == "Nothing was found.", "found nothing")

    differs = text(await session.call_tool("diff", {"left": "@-2", "right": "@last"}))
    expect("model" in differs, f"no difference: {differs}")

    linted = text(await session.call_tool("lint", {"setup": {"model": "models/gemini-3.8-live", "nonsense": 1}}))
    expect("nonsense" in linted, f"not linted: {linted}")
    expect("isError" not in text(await session.call_tool("lint", {"session": "@-2"})), "a recorded setup is not linted")

    # What goes wrong is said, and the next question is answered.
    for name, arguments, words in [
        ("show", {"session": "nobody"}, "session"),
        ("show", {}, "missing"),
        ("show", {"session": 7}, "no string"),
        ("show", {"session": "@last", "colour": "red"}, "takes no 'colour'"),
        ("show", {"session": "@last", "format": "xml"}, "cannot be 'xml'"),
        ("grep", {"text": "/(/"}, "cannot search"),
        ("lint", {}, "either a setup or a session"),
        ("sessions", {"filter": "nonsense:("}, "cannot filter"),
    ]:
        wrong = await session.call_tool(name, arguments)
        expect(wrong.isError and words in text(wrong), f"{name} {arguments}: {wrong}")
    for question in [session.call_tool("erase", {}), session.read_resource(AnyUrl("livetop://secrets"))]:
        try:
            answer = await question
        except McpError:
            continue
        expect(getattr(answer, "isError", False), f"answered: {answer}")

    resources = [str(resource.uri) for resource in (await session.list_resources()).resources]
    expect(resources == ["livetop://rules", "livetop://protocol"], f"resources: {resources}")
    rules = (await session.read_resource(AnyUrl("livetop://rules"))).contents[0].text
    expect("goaway-ignored" in rules, "no rules")
    protocol = (await session.read_resource(AnyUrl("livetop://protocol"))).contents[0].text
    expect("setupComplete" in protocol, "no protocol")
    await session.send_ping()


async def ask_for_faults(session, binary, folder):
    """With --allow-faults: what is on, calls broken and left alone, and a drill."""
    introduced = await session.initialize()
    expect("drill" in introduced.instructions, "the instructions do not name the drill")
    tools = {tool.name: tool for tool in (await session.list_tools()).tools}
    expect(list(tools)[6:] == ["drill", "fault", "faults", "stop_faults"], f"tools: {list(tools)}")
    expect(not tools["drill"].annotations.readOnlyHint and tools["faults"].annotations.readOnlyHint, "hints")

    known = text(await session.call_tool("faults", {}))
    expect("No faults are on" in known and "goaway silent" in known and "a good client" in known, f"faults: {known}")
    for name, arguments, words in [
        ("fault", {"fault": "reset", "next": 1}, "no livetop runs"),
        ("fault", {"fault": "goway", "next": 1}, "did you mean goaway"),
        ("fault", {"fault": "reset"}, "one of session, tag and next"),
        ("drill", {"command": "true", "scenario": "goway"}, "did you mean goaway"),
        ("drill", {"command": "true", "max_duration_s": 0}, "from 1 to 600"),
    ]:
        wrong = await session.call_tool(name, arguments)
        expect(wrong.isError and words in text(wrong), f"{name} {arguments}: {wrong}")

    serve = subprocess.Popen([binary, "serve", "--json", "--port", "0", "--data-dir", folder, "--upstream",
                              "http://127.0.0.1:9"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        serve.stdout.readline()
        asked = text(await session.call_tool("fault", {"fault": "refuse:429", "next": 2}))
        expect("the next 2 calls" in asked, f"fault: {asked}")
        await session.call_tool("fault", {"fault": "goaway", "tag": "shop", "at": "30s"})
        running = (await session.call_tool("faults", {"format": "json"})).structuredContent["running"]
        expect([fault["fault"] for fault in running] == ["refuse:429", "goaway@30s"], f"running: {running}")
        late = await session.call_tool("fault", {"fault": "reset", "session": "@last"})
        expect(late.isError and "ended" in text(late) or "over" in text(late), f"a call that is over: {late}")
        never = await session.call_tool("fault", {"fault": "refuse:429", "next": 1, "at": "30s"})
        expect(never.isError and "never fire" in text(never), f"never: {never}")
        expect("is off" in text(await session.call_tool("stop_faults", {"number": running[0]["number"]})), "not ended")
        expect((await session.call_tool("stop_faults", {"number": 99})).isError, "ended nothing")
        await session.call_tool("stop_faults", {})
        running = (await session.call_tool("faults", {"format": "json"})).structuredContent["running"]
        expect(running == [], f"still running: {running}")
    finally:
        serve.terminate()
        serve.wait()

    # The program writes to its standard output, which is not the agent's.
    drilled = await session.call_tool(
        "drill", {"command": "echo I never call; exit 0", "scenario": "reset", "format": "json"})
    report = drilled.structuredContent
    expect(report["passed"] is False and "I never call" in report["output"], f"drill: {report}")
    told = text(await session.call_tool("drill", {"command": "true", "scenario": "reset"}))
    expect("reset: not tested" in told and "no call came through" in told, f"drill: {told}")
    expect(not (await session.call_tool("sessions", {})).isError, "it does not go on after a drill")


async def main(binary):
    with tempfile.TemporaryDirectory() as folder:
        for number, call in enumerate(CALLS):
            path = os.path.join(folder, f"call{number}.jsonl")
            with open(path, "w", encoding="utf-8") as file:
                file.write(call.strip() + "\n")
            subprocess.run([binary, "import", path, "--data-dir", os.path.join(folder, "data")], check=True,
                           capture_output=True)
        server = StdioServerParameters(command=binary, args=["mcp", "--data-dir", os.path.join(folder, "data")])
        async with stdio_client(server) as (reader, writer), ClientSession(reader, writer) as session:
            await asyncio.wait_for(ask(session), 60)
            refused = [tool for tool in (await session.list_tools()).tools if tool.name in ("drill", "fault")]
            expect(not refused, "faults without --allow-faults")
        data = os.path.join(folder, "data")
        server = StdioServerParameters(command=binary, args=["mcp", "--allow-faults", "--data-dir", data])
        async with stdio_client(server) as (reader, writer), ClientSession(reader, writer) as session:
            await asyncio.wait_for(ask_for_faults(session, binary, data), 120)
    print("agents test: every tool and resource answered the client of PyPI's mcp")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
