"""A bot in a process of its own, killed with SIGKILL whenever the test likes."""

from __future__ import annotations

import asyncio
import atexit
import json
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STARTING = multiprocessing.get_context("forkserver")
STARTING.set_forkserver_preload(
    [
        "zc_bot.app", "zc_bot.playground", "zc_bot.cli.commands", "zc_bot.cli.running", "zc_bot.cli.upkeep",
        "tests.crash.kill", "tests.crash.warm",
    ]
)
"""Each bot is forked from a process that has imported its code and read its words, most of what a start costs."""

NO_HURRY: Mapping[str, object] = {}


def _files_beside(database: str) -> Mapping[str, str]:
    """Keep a PostgreSQL's files outside the tree, where they would stand by default."""
    folder = Path(os.environ["ZC_KEYS"]).with_name("files")
    return {"ZC_FILES": str(folder)} if database.startswith("postgres") else {}


class BotProcess:
    """`python bot.py run`, or another command, against a Bot API on loopback.

    hurry: what it is to take for constants that would make a test wait, by their dotted names.
    """

    def __init__(
        self, token: str, address: str, database: str, *command: str, hurry: Mapping[str, object] = NO_HURRY,
        **environment: str,
    ) -> None:
        self._command, self._hurry = command or ("run",), hurry
        self._environment: Mapping[str, str] = {
            **{key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")},
            "ZC_BOT_TOKEN": token,
            "ZC_API_BASE_URL": address,
            "ZC_DATABASE_URL": database,
            "ZC_BACKUPS": "",
            **_files_beside(database),
            "ZC_HTTP_PORT": "0",
            "ZC_LOG_FORMAT": "text",
            **environment,
        }
        self._said = asyncio.StreamReader()
        self.output = b""

    async def start(self) -> None:
        """Start it; it is ready when it polls."""
        reading, writing = STARTING.Pipe(duplex=False)
        self._process = STARTING.Process(target=_run, args=(self._command, self._environment, self._hurry, writing))
        await asyncio.to_thread(self._process.start)
        writing.close()
        # A test that failed leaves nobody behind, nor waits for it.
        atexit.register(self._process.kill)
        protocol = asyncio.StreamReaderProtocol(self._said)
        pipe = os.fdopen(os.dup(reading.fileno()), "rb", buffering=0)
        reading.close()
        await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, pipe)

    async def says(self, what: str, timeout: float = 60) -> None:
        """Wait until its output holds something."""
        async with asyncio.timeout(timeout):
            while what.encode() not in self.output:
                line = await self._said.readline()
                assert line, (what, self.output)
                self.output += line

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    async def kill(self) -> None:
        """End it at once, with no chance to tidy up."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Ask it to stop; returns its exit status."""
        return await self._end(signal.SIGTERM)

    async def ended(self) -> int:
        """Wait until it ends by itself; returns its exit status."""
        self.output += await self._said.read()
        return await self.gone()

    async def gone(self) -> int:
        """Wait until it has ended, though what it began may still hold its output; returns its exit status."""
        await asyncio.to_thread(self._process.join)
        return self._process.exitcode or 0

    async def _end(self, how: signal.Signals) -> int:
        if self._process.exitcode is None:
            os.kill(self.pid, how)
        return await self.ended()


async def frozen(parent: int, what: str) -> list[int]:
    """Wait until a process has begun others of a name, and stop those from doing anything; returns them."""
    async with asyncio.timeout(60):
        while not (found := [one for one in children(parent) if what in command(one)]):
            await asyncio.sleep(0.005)
    for one in found:
        os.kill(one, signal.SIGSTOP)
    return found


def children(parent: int) -> list[int]:
    """Return the processes that one has begun and that are there yet."""
    told = (one.read_text() for one in Path(f"/proc/{parent}/task").glob("*/children"))
    return [int(each) for one in told for each in one.split()]


def command(process: int) -> str:
    """Return what a process was begun with, '' of one that has ended."""
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_text()
    return ""


def _run(
    wanted: Sequence[str], environment: Mapping[str, str], hurry: Mapping[str, object], output: Connection
) -> None:
    """Become `python bot.py` with a command."""
    for stream in (1, 2):
        os.dup2(output.fileno(), stream)
    output.close()
    os.chdir(ROOT)
    if "LD_PRELOAD" in environment:
        # A library is taken in by a fresh Python only.
        os.execve(sys.executable, [sys.executable, "-m", __name__, json.dumps(hurry), *wanted], environment)
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None
    from tests.crash import warm

    warm.read_no_more()
    _become(wanted, hurry)


def _become(wanted: Sequence[str], hurry: Mapping[str, object]) -> None:
    """Be the command, in a hurry."""
    sys.argv = [str(ROOT / "bot.py"), *wanted]
    for name, value in hurry.items():
        module, _, constant = name.rpartition(".")
        assert hasattr(import_module(module), constant), name
        setattr(import_module(module), constant, value)
    from zc_bot.cli.main import main

    main()


if __name__ == "__main__":
    _become(sys.argv[2:], json.loads(sys.argv[1]))
