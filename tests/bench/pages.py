"""How much pages slow the bot's answers: `python -m tests.bench pages`.

Visitors ask for so many pages a second, each on a connection of its own, whether or not the page keeps up. They are a
process of their own that gives way to the bot: in life they are on other machines. What they take of this one is
measured by as many who visit a server of their own meanwhile.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from tests.bench.bots import Running, running, zc_bot
from tests.bench.crowd import Tally
from tests.bench.service import ask
from tests.bench.table import Row, Table
from zc_bot.web.pace import REFUSAL

ROUNDS = 5
TALKS, SECONDS = 20.0, 5.0
"""Questions a second, and for how long in a round."""
WITHIN, FLOOD = 200.0, 1000.0
MOST = 1.3
PATHS = ("/", "/c/tongchuang", "/c/nengda", "/requirements", "/stories", "/en/")
GIVES_WAY, ELSEWHERE = 19, 0
"""How nice the visitors are, and the port that stands for a server of their own."""


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
        answered = await _visited(port, 20, 8)
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
    if not answered["200"]:
        raise SystemExit("no page was given: what was measured then means nothing")


async def _talk(bot: Running, seed: int) -> float:
    """Return the 95th percentile of the seconds an answer took."""
    tally = Tally()
    await bot.crowd.talk_at_pace(ask, TALKS, SECONDS, tally, seed)
    if tally.wrong:
        raise SystemExit(f"an answer was wrong: {tally.wrong[0]}")
    return sorted(tally.took)[int(0.95 * len(tally.took))]


async def _visited(port: int, rate: float, seconds: float) -> Counter[str]:
    """Have visitors come, in a process of their own; returns how they were answered."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.pages", str(port), str(rate), str(seconds), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return Counter(json.loads(out))


def _said(statuses: Counter[str]) -> str:
    return ", ".join(f"{status}: {number}" for status, number in sorted(statuses.items()))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


async def _visit(port: int, rate: float, seconds: float) -> Counter[str]:
    """Ask for pages at a pace; '' for whoever got no answer."""
    statuses: Counter[str] = Counter()

    async def one(path: str) -> None:
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
        try:
            async with asyncio.timeout(seconds):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(head.encode())
                said = await reader.read()
                writer.close()
        except (OSError, TimeoutError):
            said = b""
        statuses[said[9:12].decode()] += 1

    if port == ELSEWHERE:
        own = await asyncio.start_server(_refuse, "127.0.0.1", 0)
        port = own.sockets[0].getsockname()[1]
    began, visits = time.perf_counter(), []
    for number in range(int(rate * seconds)):
        if (wait := began + number / rate - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        visits.append(asyncio.create_task(one(PATHS[number % len(PATHS)])))
    await asyncio.gather(*visits)
    return statuses


async def _refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer a visitor at next to no cost."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(REFUSAL)
    writer.close()


if __name__ == "__main__":
    os.nice(GIVES_WAY)
    print(json.dumps(asyncio.run(_visit(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])))))
