"""The unit and the image: sound by systemd's own judgement, and a bot that is killed comes back."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.deploy.supervisor import PYTHON, ROOT, UNIT, Supervisor
from tests.tg.script import TOKEN, Script, message, playing
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people, schema
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Store

ASKER = 11
WORST = 20
"""Of systemd's exposure, in tenths: 14 was measured."""


def environment(address: str, path: Path, **settings: str) -> Mapping[str, str]:
    usual = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    told = {
        "ZC_BOT_TOKEN": TOKEN, "ZC_API_BASE_URL": address, "ZC_DATABASE_URL": f"sqlite:///{path}",
        "ZC_HTTP_PORT": "0", "ZC_BACKUPS": "", "ZC_LOG_FORMAT": "text",
    }
    return {**usual, **told, **settings}


def database(path: Path, programme: Programme) -> None:
    store = Store(f"sqlite:///{path}")
    schema.ensure(store.engine)
    one = Candidate(ASKER, "李敏", "viewer")
    store.write(lambda s: people.admit(s, OPERATOR, programme, [one], datetime.now(UTC)))
    store.engine.dispose()


async def test_a_bot_that_is_killed_comes_back_and_one_that_is_stopped_stays_away(
    tmp_path: Path, programme: Programme
) -> None:
    database(tmp_path / "zc.sqlite3", programme)
    script = Script()
    async with playing(script) as address:
        supervisor = Supervisor(environment(address, tmp_path / "zc.sqlite3"))
        running = asyncio.create_task(supervisor.run())
        await supervisor.says(b"ready as")
        assert supervisor.process is not None
        supervisor.process.kill()
        script.gives(message(20, ASKER, "/help"))
        await supervisor.says(b"ready as", times=2)
        await script.until(lambda: script.texts(ASKER))
        supervisor.process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(running, 20) == 0
    assert supervisor.started == 2
    assert len(script.texts(ASKER)) == 1


async def test_a_wrong_setting_is_not_tried_again(tmp_path: Path) -> None:
    supervisor = Supervisor(environment("ftp://nowhere", tmp_path / "zc.sqlite3"))
    assert await supervisor.run() == 2
    assert (supervisor.started, supervisor.output.count(b"ZC_API_BASE_URL")) == (1, 1)


@pytest.mark.long
async def test_a_database_that_is_gone_is_given_up_after_five_starts(tmp_path: Path) -> None:
    supervisor = Supervisor(environment("http://127.0.0.1:9", tmp_path / "zc.sqlite3"))
    assert await supervisor.run() == 1
    assert (supervisor.started, supervisor.given_up) == (5, True)
    assert supervisor.output.count(b"there is no database") == 5


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a Python that is there."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here")
    path = tmp_path / UNIT.name
    text = UNIT.read_text(encoding="utf-8").replace(PYTHON, sys.executable)
    path.write_text(re.sub(r"Documentation=.*", "", text), encoding="utf-8")
    return path


def test_systemd_takes_the_unit_and_finds_it_hardened(unit: Path) -> None:
    judged = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert (judged.returncode, judged.stdout + judged.stderr) == (0, "")
    with suppress(FileNotFoundError):
        exposed = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", f"--threshold={WORST}", unit],
            capture_output=True, text=True, check=False,
        )
        assert exposed.returncode == 0, exposed.stdout[-400:]


def instructions() -> list[tuple[str, str]]:
    """The image's instructions in their order, with continued lines in one."""
    said = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
    lines = (line.partition(" ") for line in said.splitlines() if line and not line.startswith("#"))
    return [(name, rest.strip()) for name, _, rest in lines]


def test_the_image_runs_as_nobody_special_from_locked_packages_and_keeps_what_it_writes_on_a_volume() -> None:
    said = instructions()
    names = [name for name, _ in said]
    assert [rest for name, rest in said if name == "USER"] == ["10001"]
    assert set(names[names.index("USER") :]).isdisjoint({"RUN", "COPY", "ADD"}), "all is the root's, and read only"
    assert ("VOLUME", "/srv/zc_bot/var") in said
    assert any("--uid 10001" in rest and "-o zc_bot -g zc_bot -m 700 /srv/zc_bot/var" in rest for _, rest in said)
    assert [rest for _, rest in said if "pip install" in rest and "--require-hashes" not in rest] == []


def test_all_that_the_image_copies_is_there_and_let_through() -> None:
    let_through = [one[1:] for one in (ROOT / ".dockerignore").read_text(encoding="utf-8").split() if one[0] == "!"]
    copied = [one for name, rest in instructions() if name == "COPY" and "--from" not in rest
              for one in rest.split()[:-1]]
    assert sorted(copied) == sorted(let_through)
    assert [one for one in copied if not (ROOT / one).exists()] == []


@pytest.mark.parametrize(("status", "ended"), [(200, 0), (503, 1), (None, 1)], ids=["live", "not live", "gone"])
async def test_the_image_is_healthy_as_long_as_the_bot_lives(status: int | None, ended: int) -> None:
    """Its own check is run, against what answers there, past a proxy that leads nowhere."""
    ((_, check),) = [one for one in instructions() if one[0] == "HEALTHCHECK"]
    command = json.loads(check.partition("CMD ")[2])

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=status or 500)

    app = web.Application()
    app.router.add_get("/healthz/live", answer)
    async with TestServer(app, host="127.0.0.1") as server:
        port = server.port
        if status is None:
            await server.close()
        nowhere = {"HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"}
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command[1:], env={**os.environ, **nowhere, "ZC_HTTP_PORT": str(port)},
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert await asyncio.wait_for(process.wait(), 60) == ended


@pytest.mark.long
def test_the_image_builds_and_runs_read_only(tmp_path: Path) -> None:
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "info"], capture_output=True, check=False).returncode:
        pytest.skip("no docker daemon here: the image was not built")
    build = [docker, "build", "-q", "-f", "deploy/Dockerfile", "."]
    image = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    run = [docker, "run", "--rm", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", image]
    done = subprocess.run([*run, "migrate"], capture_output=True, text=True, check=True)
    assert done.stdout == f"schema {schema.HEAD}\n"
