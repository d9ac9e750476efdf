"""How quickly the bot answers and what it holds, beside other bots in the same run: `python -m tests.bench service`.

`python -m tests.bench.service pace crowd` measures a part of it.

The machine may be busy with other things: every figure is the median of rounds in which the bots take turns, and what
counts is the ratio to the peer of the same round.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from pathlib import Path

from tests.bench.bots import CROWD, Peer, Running, aiogram, importing, python_telegram_bot, running, zc_bot
from tests.bench.crowd import Script, Step, Tally
from tests.bench.table import Row, Table
from zc_bot.policy.load import load_programme

ROUNDS = 5
RATE, PACED_SECONDS = 30.0, 6.0
"""Telegram lets a bot send 30 messages a second."""
CROWD_SECONDS = 4.0
WARM_SECONDS = 2.0
MANY_UPDATES = 100_000
METRICS = ("高新占比", "从业人员", "载体面积", "总产值")
PLACES = tuple(one.name.zh for one in load_programme(Path(__file__).parents[2] / "data/nantong-2017").communities)
AIOGRAM = Path(__file__).parents[2] / ".venv" / "bench-aiogram"


def ask(number: int, place: int) -> tuple[Step, ...]:
    """Ask for a figure."""
    where, year = PLACES[number % len(PLACES)], 2018 + number % 7
    return (Step(f"{where}{year}年{METRICS[number % len(METRICS)]}多少", f"{year}年"),)


def ask_anew(number: int, place: int) -> tuple[Step, ...]:
    """Ask for a figure in a text that nobody sent before: how it reads is kept of those that come again."""
    (step,) = ask(number, place)
    marks = "".join("？！。；"[number // 4**at % 4] for at in range(6))
    return (Step(f"{step.what}{marks}", step.expect),)


def report() -> Script:
    """Make the talk in which somebody reports a figure, one more each time, of a year that nobody else has.

    Nor has anybody the year before, beneath which a reason would be asked for.
    """
    figures = count(1001)

    def script(number: int, place: int) -> tuple[Step, ...]:
        year = 2018 + 2 * (place // len(PLACES))
        figure = next(figures)
        return (
            Step("/report", "填报"), Step(PLACES[place % len(PLACES)], "哪一年"), Step(str(year), "还缺"),
            Step(f"从业人员 {figure}人", "请核对"), Step("确认", "编号", tap=True),
        )

    return script


def form(number: int, place: int) -> tuple[Step, ...]:
    """Fill the peer's form."""
    texts = (Step("/form"), Step("通创社区"), Step("2019"), Step("从业人员"), Step(str(number), "Right?"))
    return (*texts, Step("Submit", "Submitted", tap=True))


def measure(table: Table, only: Sequence[str] = ()) -> None:
    """Measure the service, or those parts of it that are named."""
    parts = {"pace": _pace, "crowd": _crowd, "form": _form, "memory": _memory, "start": _start}
    for name, part in parts.items():
        if not only or name in only:
            with tempfile.TemporaryDirectory(prefix="zc-bench-") as folder:
                asyncio.run(part(table, Path(folder)))


@asynccontextmanager
async def _together(folder: Path, *peers: Peer | None) -> AsyncIterator[dict[str, Running]]:
    """Run bots side by side; each is idle while the others are measured."""
    async with AsyncExitStack() as stack:
        yield {
            one.name: await stack.enter_async_context(running(one, folder / f"{number}.log"))
            for number, one in enumerate(peers)
            if one is not None
        }


async def _pace(table: Table, folder: Path) -> None:
    """Measure how long an answer takes at Telegram's pace."""
    ours, theirs = zc_bot(folder), python_telegram_bot("echo")
    found: dict[str, list[tuple[float, float]]] = {ours.name: [], theirs.name: []}
    syncs = []
    async with _together(folder, ours, theirs) as bots:
        for turn in range(-1, ROUNDS):
            syncs.append(fsync(folder))
            for name, bot in bots.items():
                tally = Tally()
                seconds = PACED_SECONDS if turn >= 0 else WARM_SECONDS
                await bot.crowd.talk_at_pace(ask, RATE, seconds, tally, turn)
                _check(name, tally)
                if turn >= 0:
                    found[name].append(_percentiles(tally.took))
    for place, (label, bound) in enumerate((("p50", 1.5), ("p95", 1.5))):
        mine, other = ([pair[place] for pair in found[name]] for name in (ours.name, theirs.name))
        table.compare(f"an answer at {RATE:.0f} messages/s, {label}", mine, other, theirs.name, "ms", most=bound)
    table.add(Row("a sync of this disk, beside it", f"{1e3 * statistics.median(syncs):.1f} ms"))


async def _crowd(table: Table, folder: Path) -> None:
    """Measure how many answers a second many people get at once."""
    ours, theirs, third = zc_bot(folder), python_telegram_bot("echo"), aiogram(AIOGRAM)
    what = f"answers a second, {CROWD} people at once"
    async with _together(folder, ours, theirs, third) as bots:
        found = await _at_once(bots, dict.fromkeys(bots, ask))
        again, anew = [await _processor_time(bots[ours.name], one) for one in (ask, ask_anew)]
    table.compare(what, found[ours.name], found[theirs.name], theirs.name, "/s", least=2.0)
    if third is None:
        table.add(Row(what, "aiogram can't be installed here", kept=None))
    else:
        table.compare(what, found[ours.name], found[third.name], third.name, "/s", least=0.8)
    table.add(Row("processor time an answer takes, asked before", f"{1e3 * again:.2f} ms"))
    table.add(Row("processor time an answer takes, never asked before", f"{1e3 * anew:.2f} ms"))


async def _processor_time(bot: Running, script: Script) -> float:
    """Return the seconds of its own that the bot uses for an answer."""
    before, tally = bot.cpu(), Tally()
    await bot.crowd.talk_at_once(script, CROWD, CROWD_SECONDS, tally)
    _check("zc_bot", tally)
    return (bot.cpu() - before) / len(tally.took)


async def _form(table: Table, folder: Path) -> None:
    """Measure how many steps a second of a form that many fill at once."""
    ours, theirs = zc_bot(folder, "reporter"), python_telegram_bot("form")
    async with _together(folder, ours, theirs) as bots:
        found = await _at_once(bots, {ours.name: report(), theirs.name: form})
    what = f"steps a second of a form, {CROWD} people at once"
    table.compare(what, found[ours.name], found[theirs.name], theirs.name, "/s", least=2.2)


async def _at_once(bots: Mapping[str, Running], scripts: Mapping[str, Script]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {name: [] for name in bots}
    for turn in range(-1, ROUNDS):
        for name, bot in bots.items():
            tally = Tally()
            seconds = CROWD_SECONDS if turn >= 0 else WARM_SECONDS
            rate = await bot.crowd.talk_at_once(scripts[name], CROWD, seconds, tally)
            _check(name, tally)
            if turn >= 0:
                found[name].append(rate)
    return found


async def _memory(table: Table, folder: Path) -> None:
    """Measure what the bot holds, idle and after many updates."""
    async with running(zc_bot(folder), folder / "log") as bot:
        await bot.crowd.talk_at_pace(ask, 5, 1, Tally(), 1)
        await asyncio.sleep(2)
        idle = bot.memory()
        table.add(Row("memory, idle", f"{idle:.0f} MB", bound="≤ 100 MB", kept=idle <= 100))
        tally = Tally()
        while len(tally.took) < MANY_UPDATES:
            await bot.crowd.talk_at_once(ask, CROWD, CROWD_SECONDS, tally)
        _check("zc_bot", tally)
        await asyncio.sleep(2)
        later = bot.memory()
    more = later / idle - 1
    what = f"memory, after {len(tally.took):,} updates"
    table.add(Row(what, f"{later:.0f} MB", f"idle: {idle:.0f} MB", f"{more:+.0%}", "≤ +10 %", more <= 0.1))


async def _start(table: Table, folder: Path) -> None:
    """Measure how long it takes until the bot polls."""
    peer, ours, theirs = zc_bot(folder), [], []
    for _ in range(ROUNDS):
        async with running(peer, folder / "log") as bot:
            ours.append(bot.ready_seconds)
        theirs.append(await asyncio.to_thread(importing))
    table.compare("ready", ours, theirs, "a process that imports its libraries", "ms", most=2.0)


def fsync(folder: Path) -> float:
    """Return how many seconds this disk takes to keep a page, the median of many."""

    def sync() -> Iterator[float]:
        with (folder / "page").open("wb", buffering=0) as file:
            for _ in range(40):
                began = time.perf_counter()
                file.write(bytes(4096))
                os.fsync(file.fileno())
                yield time.perf_counter() - began

    return statistics.median(sync())


def _percentiles(took: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(took)
    return statistics.median(ordered), ordered[int(0.95 * len(ordered))]


def _check(name: str, tally: Tally) -> None:
    """Stop where answers were wrong: what was measured then means nothing."""
    if tally.wrong:
        raise SystemExit(f"{name}: {len(tally.wrong)} answers were wrong, the first: {tally.wrong[0]}")


if __name__ == "__main__":
    measured = Table()
    measure(measured, sys.argv[1:])
    measured.print()
