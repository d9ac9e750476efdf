"""What systemd does with our unit, as far as Restart and StartLimit go: for a machine whose init is another one."""

from __future__ import annotations

import asyncio
import configparser
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNIT = ROOT / "deploy" / "zc-bot.service"
PYTHON = "/srv/zc_bot/.venv/bin/python"


def read_unit() -> configparser.ConfigParser:
    """Read the unit; of what stands there several times the last counts, which none of the names here does."""
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(UNIT, encoding="utf-8")
    return unit


@dataclass
class Supervisor:
    """Starts what the unit says until it ends well, for good, or too often; `hurry` shortens the pauses."""

    environment: Mapping[str, str]
    hurry: float = 50.0
    started: int = 0
    output: bytes = b""
    process: asyncio.subprocess.Process | None = None
    given_up: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> int:
        """Supervise; returns the last exit status."""
        unit = read_unit()
        service, limit = unit["Service"], unit["Unit"]
        assert service["Restart"] == "on-failure"
        command = [sys.executable if part == PYTHON else part for part in shlex.split(service["ExecStart"])]
        final = {int(one) for one in service["RestartPreventExitStatus"].split()}
        while True:
            self.started += 1
            status = await self._once(command)
            if status in final | {0}:
                return status
            if self.started >= int(limit["StartLimitBurst"]):
                # All of them fall within its interval, which is longer than the pauses between.
                assert int(limit["StartLimitIntervalSec"]) > self.started * int(service["RestartSec"])
                self.given_up = True
                return status
            await asyncio.sleep(int(service["RestartSec"]) / self.hurry)

    async def _once(self, command: list[str]) -> int:
        self.process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=self.environment, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            self.output += line
            self.changed.set()
        return await self.process.wait()

    async def says(self, what: bytes, times: int = 1) -> None:
        """Wait until the output holds something so often."""
        async with asyncio.timeout(60):
            while self.output.count(what) < times:
                self.changed.clear()
                await self.changed.wait()
