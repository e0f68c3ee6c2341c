"""The agent against a recording that the fixture plays: `pytest test_cassette.py`."""

import asyncio
import os

from agent import answer


def test_it_answers(cassette):
    assert asyncio.run(answer(os.environ.get("QUESTION", "Hello?")))
