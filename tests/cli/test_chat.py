"""`chat`: a rehearsal over a throwaway copy, by script and at a terminal."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.shell import ROOT, Shell
from zc_bot.storage import schema
from zc_bot.storage.store import Store

AT = "2020-01-10T10:00"
PATIENCE = 120
"""So many seconds is waited for a process on a busy machine."""


@pytest.fixture
def staffed(shell: Shell) -> Shell:
    """王芳 (11) reports for 海安, whose community had 5,200 people in 2018; 刘洋 (13) reviews."""
    shell.ok("people", "add", "--id", 11, "--name", "王芳", "--role", "reporter", "--authority", "海安市")
    shell.ok("people", "add", "--id", 13, "--name", "刘洋", "--role", "reviewer")
    shell.given(("xincailiao", "employees", 2018, 5200, ""), ("xincailiao", "new_startups", 2018, 120, ""))
    return shell


def played(shell: Shell, *lines: str, **options: str) -> list[dict[str, Any]]:
    given = {"--as": "11", "--at": AT} | options
    words = [word for pair in given.items() for word in pair]
    done = shell.run("chat", "--json", *words, "-", stdin="\n".join(lines) + "\n")
    assert done.status == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def test_each_message_has_one_object_with_all_that_it_led_to(staffed: Shell) -> None:
    line, receipt = played(staffed, "新材料 2019 从业人员5300 高新产值45.6亿", "[确认提交]")
    assert set(line) == {"said", "buttons", "files", "card", "asks", "refused", "stored", "received"}
    assert line["card"] == [
        {
            "community": "xincailiao", "year": 2019,
            "figures": {
                "employees": {"value": "5300", "unit": "人", "marker": None, "typed": "5300", "reason": None},
                "hitech_output": {
                    "value": "456000", "unit": "万元", "marker": None, "typed": "45.6亿", "reason": None
                },
            },
        }
    ]
    assert line["stored"] == []
    assert "确认提交" in line["buttons"]
    assert receipt["card"] == []
    assert [(one["metric"], one["value"], one["status"]) for one in receipt["stored"]] == [
        ("employees", "5300", "submitted"),
        ("hitech_output", "456000", "submitted"),
    ]
    assert {one["serial"] for one in receipt["stored"]} == {2}
    assert "000002" in receipt["said"]


def test_a_figure_that_waits_for_its_reason_is_on_the_card_and_asked_about(staffed: Shell) -> None:
    (found,) = played(staffed, "新材料 2019 从业人员9900")
    assert found["asks"] == "employees"
    assert found["card"][0]["figures"]["employees"]["value"] == "9900"


def test_what_was_not_taken_is_named_with_its_reason(staffed: Shell) -> None:
    (found,) = played(staffed, "新材料 2019 从业人员5.5人")
    assert [one["typed"] for one in found["refused"]] == ["5.5人"]
    assert found["refused"][0]["why"]
    assert found["card"] == []


def test_a_receipt_bears_its_code_and_is_proved_by_it_when_it_is_forwarded(staffed: Shell) -> None:
    _, receipt, forwarded = played(staffed, "新材料 2019 从业人员5300", "[确认提交]", ">1")
    assert re.search(r"[0-9]{6}-[A-Z2-7]{8}", receipt["said"]) is not None
    assert (forwarded["refused"], forwarded["card"]) == ([], [])
    assert "5,300人" in forwarded["said"]


def test_an_empty_line_begins_anew_on_a_fresh_copy(staffed: Shell) -> None:
    before = staffed.content()
    first, receipt, again = played(staffed, "新材料 2019 从业人员5300", "[确认提交]", "", "新材料2019年从业人员")
    assert receipt["stored"]
    assert first["card"]
    assert again["stored"] == []
    assert "5,300" not in again["said"]
    assert staffed.content() == before


def test_people_and_moments_change_and_what_comes_in_meanwhile_is_shown(staffed: Shell) -> None:
    *_, review, back = played(
        staffed, "新材料 2019 从业人员5300", "[确认提交]", "!as 13", "/review", "[新材料]", "[全部通过]",
        "!as 11", "/mine",
    )
    assert review["stored"][0]["status"] == "approved"
    assert "已通过" in back["received"][0] or "审核" in back["received"][0]
    moved = played(staffed, "!at 2020-01-20T09:30", "新材料去年从业人员")[0]
    assert "截止" in moved["received"][0]


def test_edits_forwards_and_files_come_as_they_do_from_a_phone(staffed: Shell, tmp_path: Path) -> None:
    sheet = tmp_path / "报表.csv"
    with sheet.open("w", encoding="utf-8", newline="") as handle:
        rows = [["社区", "指标", "年度", "数值"], ["新材料众创社区", "从业人员", 2019, 5300]]
        csv.writer(handle).writerows(rows)
    *_, taken = played(staffed, f"@{sheet}")
    assert taken["card"][0]["figures"]["employees"]["value"] == "5300"
    *_, earlier = played(staffed, "!at 2020-01-10T09:30", f"@{sheet}")
    assert earlier["card"] == taken["card"]
    edited = played(staffed, "新材料2018年从业人员", "~新材料2018年新增企业")[1]
    assert edited["said"]
    question = played(staffed, "新材料2018年从业人员", ">1", "^新材料2018年从业人员")
    assert "5,200" in question[2]["said"]
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8\xff")
    *_, bound = played(staffed, "新材料 2019 从业人员5300", "[确认提交]", f"@{photo} @{photo}")
    assert "000002" in bound["said"]


def test_what_is_not_there_is_said_in_the_place_of_an_answer(staffed: Shell) -> None:
    tap, file, forward = played(staffed, "[没有这个]", "@没有.xlsx", ">3")
    assert [found["refused"][0]["why"][:6] for found in (tap, file, forward)] == ["[没有这个]", "@没有.xl", ">3: th"]


def test_an_order_that_can_not_be_followed_is_a_line_and_the_rest_is_played(staffed: Shell) -> None:
    done = staffed.run("chat", "--json", "--as", 11, "-", stdin="!at soon\n!as 王芳\n新材料2018年从业人员\n")
    assert done.status == 1
    assert [line[:6] for line in done.faults[:2]] == ["!at so", "!as 王芳"]
    assert "5,200" in json.loads(done.out)["said"]


def test_without_as_an_admin_talks_and_a_stranger_may(staffed: Shell) -> None:
    done = staffed.ok("chat", "-", stdin="/audit\n!as 4711\n你好\n")
    assert "管理员" in done.out
    assert "已登记" in done.out
    assert staffed.run("chat", "--as", 4711, "-").status == 1


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_rehearsal_of_postgresql_leaves_it_alone(staffed: Shell, database_url: str) -> None:
    store = Store(database_url)
    schema.ensure(store.engine)
    store.engine.dispose()
    given = {"ZC_DATABASE_URL": database_url}
    staffed.ok("people", "add", "--id", 11, "--name", "王芳", "--role", "reporter", "--authority", "海安市", **given)
    sheet = staffed.sheet([("xincailiao", "employees", 2018, 5200, "")])
    staffed.ok("figures", "import", "--approve", sheet, **given)
    lines = "新材料2018年从业人员\n新材料 2019 从业人员5300\n[确认提交]\n"
    done = staffed.ok("chat", "--json", "--as", 11, "--at", AT, "-", stdin=lines, **given)
    first, _, receipt = (json.loads(line) for line in done.out.splitlines())
    assert "5,200" in first["said"]
    assert receipt["stored"][0]["value"] == "5300"
    assert "5300" not in staffed.ok("remind", "status", **given).out
    exported = staffed.folder / "all.csv"
    staffed.ok("figures", "export", exported, **given)
    assert exported.read_text(encoding="utf-8-sig").splitlines()[1:] == ["xincailiao,employees,2018,5200,人"]


def test_at_a_terminal_there_is_a_prompt_and_the_buttons_have_numbers(staffed: Shell) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONUTF8": "1", "ZC_DATABASE_URL": f"sqlite:///{staffed.database}"}
    command = [sys.executable, str(ROOT / "bot.py"), "chat", "--as", "11", "--at", AT]
    ends = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    process = subprocess.Popen(command, **ends, env=environment, cwd=staffed.folder)
    os.close(theirs)
    try:
        _read_until(ours, "王芳 01-10 10:00 ›")
        os.write(ours, "新材料 2019 从业人员5300\n".encode())
        _read_until(ours, "[1] 确认提交")
        os.write(ours, b"[1]\n")
        _read_until(ours, "编号 000002", "›")
    finally:
        os.write(ours, b"\x04")
        assert process.wait(PATIENCE) == 0
        os.close(ours)


def _read_until(terminal: int, *wanted: str) -> None:
    """Read a terminal until it says some things, one after another; fails after two minutes of silence."""
    said = b""
    for one in wanted:
        while one.encode() not in said:
            ready, _, _ = select.select([terminal], [], [], PATIENCE)
            assert ready, said.decode(errors="replace")
            said += os.read(terminal, 65536)
        said = said.partition(one.encode())[2]
