"""A pipeline of Pipecat without a transport: GeminiLiveLLMService between a microphone and an ear, as it comes from the package index."""

import asyncio
import os
import sys

from loguru import logger
from pipecat.frames.frames import InputAudioRawFrame, LLMContextFrame, LLMFullResponseEndFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.frame_processor import FrameProcessor
from pipecat.services.google.gemini_live.llm import GeminiLiveLLMService
from pipecat.workers.runner import WorkerRunner

from speaking import MODEL, RATE, User


class Ear(FrameProcessor):
    """Behind the service: hears the end of each answer."""

    def __init__(self, user):
        super().__init__()
        self.user = user

    async def process_frame(self, frame, direction):
        await super().process_frame(frame, direction)
        if isinstance(frame, LLMFullResponseEndFrame):
            self.user.answered()
        await self.push_frame(frame, direction)


async def speak(user, worker):
    async for data in user.microphone.frames():
        await worker.queue_frame(InputAudioRawFrame(audio=data, sample_rate=RATE, num_channels=1))


async def main():
    logger.remove()
    logger.add(sys.stderr, level="WARNING")
    user = User()
    service = GeminiLiveLLMService(
        api_key="drill",
        settings=GeminiLiveLLMService.Settings(model=f"models/{MODEL}", system_instruction="Answer in one sentence."),
        inference_on_context_initialization=False,
    )
    worker = PipelineWorker(
        Pipeline([service, Ear(user)]), params=PipelineParams(audio_in_sample_rate=RATE), idle_timeout_secs=None
    )
    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)
    running = asyncio.ensure_future(runner.run())
    running.add_done_callback(lambda _: user.is_left_alone("the pipeline has ended"))
    await worker.queue_frame(LLMContextFrame(context=LLMContext()))
    speaking = asyncio.ensure_future(speak(user, worker))
    code = await user.talk()
    speaking.cancel()
    await runner.cancel()
    await asyncio.wait([running], timeout=5)
    return code


if __name__ == "__main__":
    code = asyncio.run(main())
    os._exit(code)
