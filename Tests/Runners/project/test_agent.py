"""The agent against a recording that livetop plays: `livetop test calls -- pytest test_agent.py`."""

import asyncio
import os

from agent import answer


def test_it_answers():
    assert asyncio.run(answer(os.environ.get("QUESTION", "Hello?")))
