"""A bot in a process of its own, killed with SIGKILL whenever the test likes."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class BotProcess:
    """`python bot.py run` against a Bot API on loopback."""

    def __init__(self, token: str, address: str, database: str, **environment: str) -> None:
        self._environment: Mapping[str, str] = {
            **{key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")},
            "ZC_BOT_TOKEN": token,
            "ZC_API_BASE_URL": address,
            "ZC_DATABASE_URL": database,
            "ZC_BACKUPS": "",
            "ZC_HTTP_PORT": "0",
            "ZC_LOG_FORMAT": "text",
            **environment,
        }
        self._process: asyncio.subprocess.Process | None = None
        self.output = b""

    async def start(self) -> None:
        """Start it; it is ready when it polls."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, str(ROOT / "bot.py"), "run", env=self._environment, cwd=ROOT,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )

    async def says(self, what: str, timeout: float = 60) -> None:
        """Wait until its output holds something."""
        assert self._process is not None
        assert self._process.stdout is not None
        async with asyncio.timeout(timeout):
            while what.encode() not in self.output:
                line = await self._process.stdout.readline()
                assert line, (what, self.output)
                self.output += line

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def kill(self) -> None:
        """End it at once, with no chance to tidy up."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Ask it to stop; returns its exit status."""
        return await self._end(signal.SIGTERM)

    async def ended(self) -> int:
        """Wait until it ends by itself; returns its exit status."""
        assert self._process is not None
        out, _ = await self._process.communicate()
        self.output += out
        return self._process.returncode or 0

    async def _end(self, how: signal.Signals) -> int:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(how)
        return await self.ended()
