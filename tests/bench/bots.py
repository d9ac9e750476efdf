"""The bots that are measured, each a process of its own: this one, and the peers it is held against."""

from __future__ import annotations

import asyncio
import compileall
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.botapi import TOKEN
from tests.bench.crowd import FIRST_PERSON, Crowd
from zc_bot import demo, lighter, toml_cache
from zc_bot.policy.load import load_programme
from zc_bot.policy.roles import OPERATOR, Role
from zc_bot.storage import people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Store

ROOT = Path(__file__).parents[2]
PEERS = Path(__file__).parent / "peers"
CROWD = 32
"""So many talk at once."""
PEOPLE = 64 * CROWD
"""So many are admitted: at full speed each still sends less than one may in a minute."""
READY_SECONDS = 60
MEGABYTE = 1e6


@dataclass(frozen=True, slots=True)
class Peer:
    """A bot to be measured: its name in the table, and what starts it."""

    name: str
    command: tuple[str, ...]
    database: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict)

    def environment(self, address: str) -> dict[str, str]:
        alone = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        if self.database is None:
            return alone
        return alone | {
            "ZC_BOT_TOKEN": TOKEN, "ZC_API_BASE_URL": address, "ZC_HTTP_PORT": "0", "ZC_BACKUPS": "",
            "ZC_DATABASE_URL": f"sqlite:///{self.database}", "ZC_KEYS": str(self.database.with_suffix(".toml")),
            "ZC_LOG_FORMAT": "json", **self.settings,
        }


def zc_bot(folder: Path, role: Role = "viewer") -> Peer:
    """Make a database with many people, and the bot upon it: viewers of figures, or reporters where there are none.

    Those who talk at one place report for one community. They have their menus: one is set once in somebody's life.
    """
    _compile()
    path, now = folder / "bench.sqlite3", datetime.now(UTC)
    programme = load_programme(ROOT / "data" / "nantong-2017")
    homes = [one.authority for one in programme.communities]
    many = [
        Candidate(FIRST_PERSON + n, f"{n}号", role, (homes[n % CROWD % len(homes)],) if role == "reporter" else ())
        for n in range(PEOPLE)
    ]
    store = Store(f"sqlite:///{path}")
    schema.ensure(store.engine)
    if role == "viewer":
        store.write(lambda session: demo.fill(session, programme, now, now.date()))
    store.write(lambda session: people.admit(session, OPERATOR, programme, many, now))
    store.write(lambda session: [people.note_menu(session, one.id, f"{role}:zh") for one in many])
    store.engine.dispose()
    return Peer("zc_bot", (sys.executable, str(ROOT / "bot.py"), "run"), path)


def _compile() -> None:
    """Compile all that installing does: else a start compiles the sources."""
    compileall.compile_dir(ROOT / "zc_bot", quiet=1)
    toml_cache.main()
    if not lighter.is_kept():
        lighter.compile_libraries()
    lighter.compile_bot()


def python_telegram_bot(what: str) -> Peer:
    name = {"echo": "python-telegram-bot's echo", "form": "its ConversationHandler"}[what]
    return Peer(name, (sys.executable, str(PEERS / "python_telegram_bot.py"), "{address}", TOKEN, what))


def aiogram(folder: Path) -> Peer | None:
    """Install aiogram into a folder of its own, where it can't change what the bot runs on; None where that fails."""
    python = folder / "bin" / "python"
    if not python.exists():
        pip = (str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "aiogram")
        for command in ((sys.executable, "-m", "venv", str(folder)), pip):
            if subprocess.run(command, check=False, capture_output=True, timeout=300).returncode:
                return None
    return Peer("aiogram's echo", (str(python), str(PEERS / "aiogram_echo.py"), "{address}", TOKEN))


@dataclass(slots=True)
class Running:
    """A bot at work, with the crowd that talks to it."""

    crowd: Crowd
    pid: int
    ready_seconds: float

    def memory(self) -> float:
        """Return the megabytes that the process and its children hold."""
        return sum(_resident(pid) for pid in (self.pid, *_children(self.pid))) / MEGABYTE

    def cpu(self) -> float:
        """Return the seconds of processor time that the process has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def running(peer: Peer, log: Path) -> AsyncIterator[Running]:
    """Run a bot against a crowd; it is ready when it polls."""
    crowd = Crowd(PEOPLE, CROWD)
    server, address = await crowd.api.serve()
    command = [part.replace("{address}", address) for part in peer.command]
    with log.open("ab") as output:
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *command, env=peer.environment(address), cwd=log.parent, stdout=output, stderr=output
        )
    try:
        async with asyncio.timeout(READY_SECONDS):
            await crowd.api.polled.wait()
        yield Running(crowd, process.pid, time.perf_counter() - began)
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
        server.close()


def importing() -> float:
    """Return the seconds of a process that only imports the libraries that the bot rests on."""
    began = time.perf_counter()
    subprocess.run((sys.executable, str(PEERS / "imports.py")), check=True, capture_output=True, timeout=60)
    return time.perf_counter() - began


def _resident(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _children(pid: int) -> Sequence[int]:
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
