"""How much pages slow the bot's answers: `python -m tests.bench pages`.

Visitors ask for so many pages a second, each on a connection of its own, whether or not the page keeps up. They are a
process of their own that gives way to the bot: in life they are on other machines. What they take of this one is
measured by as many who visit a server of their own meanwhile.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from tests.bench.bots import Running, running, zc_bot
from tests.bench.crowd import Tally
from tests.bench.service import ask
from tests.bench.table import Row, Table

ROUNDS = 3
TALKS, SECONDS = 20.0, 4.0
"""Questions a second, and for how long in a round."""
WITHIN, FLOOD = 200.0, 1000.0
MOST = 1.3
ELSEWHERE = 0
"""The port that stands for a server of the visitors' own."""


def measure(table: Table) -> None:
    """Measure answers alone, beside the pages that are given, and beside many more."""
    with tempfile.TemporaryDirectory(prefix="zc-bench-") as folder:
        asyncio.run(_measure(table, Path(folder)))


async def _measure(table: Table, folder: Path) -> None:
    port = _free_port()
    peer = zc_bot(folder)
    async with running(replace(peer, settings={"ZC_HTTP_PORT": str(port)}), folder / "log") as bot:
        alone = bot.memory()
        await _talk(bot, 0)
        answered: Counter[str] = Counter()
        while not answered["200"]:
            answered += await _visited(port, 20, 5)
        found: dict[tuple[int, float], list[float]] = {
            (0, 0.0): [], (ELSEWHERE, WITHIN): [], (port, WITHIN): [], (ELSEWHERE, FLOOD): [], (port, FLOOD): [],
        }
        used: dict[tuple[int, float], list[float]] = {one: [] for one in found}
        statuses: dict[float, Counter[str]] = {WITHIN: Counter(), FLOOD: Counter()}
        for turn in range(1, ROUNDS + 1):
            for (where, rate), took in found.items():
                visiting = asyncio.create_task(_visited(where, rate, SECONDS)) if rate else None
                before = bot.cpu()
                took.append(await _talk(bot, turn))
                used[where, rate].append((bot.cpu() - before) / (TALKS * SECONDS))
                visited = await visiting if visiting is not None else Counter()
                if where == port:
                    statuses[rate] += visited
        held = bot.memory()
    for rate in (WITHIN, FLOOD):
        what = f"an answer beside {rate:.0f} pages/s, p95 ({_said(statuses[rate])})"
        table.compare(what, found[port, rate], found[0, 0.0], "alone", "ms", most=MOST)
        visitors = "as many visitors elsewhere"
        table.compare(what, found[port, rate], found[ELSEWHERE, rate], visitors, "ms", most=MOST)
        time_taken = f"the bot's processor time an answer, beside {rate:.0f} pages/s"
        table.compare(time_taken, used[port, rate], used[0, 0.0], "alone", "ms", most=MOST)
    table.add(Row("memory, with the process of the page", f"{held:.0f} MB", f"without: {alone:.0f} MB"))


async def _talk(bot: Running, seed: int) -> float:
    """Return the 95th percentile of the seconds an answer took."""
    tally = Tally()
    await bot.crowd.talk_at_pace(ask, TALKS, SECONDS, tally, seed)
    if tally.wrong:
        raise SystemExit(f"an answer was wrong: {tally.wrong[0]}")
    return sorted(tally.took)[int(0.95 * len(tally.took))]


async def _visited(port: int, rate: float, seconds: float) -> Counter[str]:
    """Have visitors come, in a process of their own; returns how they were answered."""
    command = sys.executable, "-m", "tests.bench.visitors", str(port), str(rate), str(seconds)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return Counter(json.loads(out))


def _said(statuses: Counter[str]) -> str:
    return ", ".join(f"{status}: {number}" for status, number in sorted(statuses.items()))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port
