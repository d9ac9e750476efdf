"""The bot's threads work on one processor, what it begins beside itself on all of them."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from subprocess import PIPE

import pytest

from zc_bot import processors
from zc_bot.texts.drawing import Drawing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere threads can't be told where to work")
ALL = os.sched_getaffinity(0)
TELL = (sys.executable, "-c", "import os; print(sorted(os.sched_getaffinity(0)))")


async def told_by_a_process() -> set[int]:
    process = await asyncio.create_subprocess_exec(*TELL, stdout=PIPE)
    out, _ = await process.communicate()
    return set(map(int, out.decode().strip("[]\n").split(",")))


async def settled() -> None:
    async with asyncio.timeout(60):
        while len(os.sched_getaffinity(0)) > 1:
            await asyncio.sleep(0.001)


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zc_bot.processors.ROAM", 0.0)


async def test_all_threads_work_on_one_processor_those_begun_later_too_and_roam_again_at_the_end() -> None:
    ended = threading.Event()
    threads = [threading.Thread(target=ended.wait) for _ in range(2)]
    threads[0].start()
    async with processors.one_at_a_time():
        await settled()
        threads[1].start()
        found = [os.sched_getaffinity(one.native_id or 0) for one in (threading.main_thread(), *threads)]
        assert len(found[0]) == 1
        assert found == [found[0]] * 3
    found = [os.sched_getaffinity(one.native_id or 0) for one in (threading.main_thread(), *threads)]
    ended.set()
    assert found == [ALL] * 3


async def test_a_process_that_is_begun_anywhere_works_on_all_and_the_bot_stays_where_it_is() -> None:
    async with processors.one_at_a_time():
        await settled()
        before = os.sched_getaffinity(0)
        with processors.anywhere():
            beside = await told_by_a_process()
        assert beside == ALL
        assert os.sched_getaffinity(0) == before == await told_by_a_process()


async def test_pictures_are_drawn_beside_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zc_bot.texts.drawing.draw_picture", os.sched_getaffinity)
    drawing = Drawing()
    try:
        async with processors.one_at_a_time():
            await settled()
            assert await drawing._run(0) == ALL  # type: ignore[arg-type,comparison-overlap]
    finally:
        drawing.close()
