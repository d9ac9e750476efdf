"""Roles stand in one table: nothing else decides by a role's name, and a role is worded in one file a language."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from zc_bot.errors import NotAllowed
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import (
    OPERATOR,
    ROLES,
    Act,
    Principal,
    audience_of,
    manager,
    needs_authority,
    needs_department,
    own_reporter,
    require,
)
from zc_bot.texts.catalog import LANGS, messages

CODE = Path(__file__).resolve().parents[2] / "zc_bot"
DECIDES = re.compile(
    r"""\b\w*role\b\s*(?:==|!=|in|not in)\s*[({\[]?\s*["'](?:viewer|reporter|lead|reviewer|admin|member)"""
)
ABOUT_WORDS = {
    "chat/asking/background.py": 'meaning.role != "reporter"', "texts/answers/kinds.py": 'role != "reporter"',
}
"""Where a role is one that was asked for, and how it is said."""


def test_nothing_else_decides_by_a_roles_name() -> None:
    deciding = [
        (path.relative_to(CODE).as_posix(), line.strip())
        for path in CODE.rglob("*.py") for line in path.read_text(encoding="utf-8").splitlines()
        if DECIDES.search(line)
    ]
    assert [(name, line) for name, line in deciding if name not in ABOUT_WORDS or ABOUT_WORDS[name] not in line] == []
    assert len(deciding) == len(ABOUT_WORDS)


GIVES = {"Candidate", "invite", "InviteAs", "InviteFor", "AgreeToAdmin", "AgreeToMake"}
"""Calls by which somebody is given a role."""


def test_nothing_else_gives_a_role_by_its_name() -> None:
    giving = [
        (path.relative_to(CODE).as_posix(), ast.unparse(node))
        for path in CODE.rglob("*.py") if "demo" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in GIVES
        and {one.value for one in node.args if isinstance(one, ast.Constant)} & set(ROLES)
    ]
    assert giving == []


def test_who_runs_it_all_may_do_most(monkeypatch: pytest.MonkeyPatch) -> None:
    assert manager() == "admin"
    monkeypatch.setitem(Act.MANAGE_PEOPLE.scopes, "reviewer", "all")
    assert manager() == "admin"


def test_who_is_invited_to_report_is_whom_the_table_has_report_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert own_reporter() == "reporter"
    for role, scope in (("reporter", "–"), ("lead", "own")):
        monkeypatch.setitem(Act.REPORT.scopes, role, scope)
    assert own_reporter() == "lead"


def test_no_other_table_lists_the_roles() -> None:
    """A role more would be forgotten there, or fail."""
    tables = {
        path.relative_to(CODE).as_posix()
        for path in CODE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Dict)
        and len({key.value for key in node.keys if isinstance(key, ast.Constant)} & set(ROLES)) > 3
    }
    assert tables == set()


@pytest.mark.parametrize("lang", LANGS)
def test_every_role_has_a_name_and_a_greeting(lang: str) -> None:
    said = {key for key in messages(lang) if key.startswith("roles.")}  # type: ignore[arg-type]
    assert said == {f"roles.{part}.{role}" for part in ("name", "start") for role in ROLES}


def test_what_is_not_allowed_names_the_act() -> None:
    with pytest.raises(NotAllowed, match="move_deadline"):
        require(Principal(1, "x", "reviewer"), Act.MOVE_DEADLINE)
    require(OPERATOR, Act.MOVE_DEADLINE)


def test_how_far_an_act_reaches(programme: Programme) -> None:
    reporter = Principal(1, "x", "reporter", ("chongchuan",))
    assert reporter.reach(Act.REPORT, programme) == ("tongchuang", "guanyinshan")
    assert reporter.reach(Act.REVIEW, programme) == ()
    assert len(OPERATOR.reach(Act.REVIEW, programme)) == 13
    assert [role for role in ROLES if needs_authority(role)] == ["reporter", "lead"]
    assert [role for role in ROLES if needs_department(role)] == ["member"]
    assert Principal(1, "x", "member", ("市财政局",)).own(programme) == ()


def test_an_onlooker_may_nothing_that_the_role_behind_may_not(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Principal(12, "李敏", "viewer", approved_only=True, behind="member")
    assert one.may(Act.RANK)
    monkeypatch.setitem(Act.RANK.scopes, "member", "–")
    assert not one.may(Act.RANK)


def test_of_which_figures_it_is_not_told_who_reported_them_follows_from_the_table(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    who, waiting = Principal(13, "刘洋", "reviewer"), {"submitted", "returned", "withdrawn"}
    assert who.unnamed == set()
    assert replace(who, approved_only=True).unnamed == {"approved", *waiting}
    monkeypatch.setitem(Act.SEE_REPORTER_WAITING.scopes, "reviewer", "–")
    assert who.unnamed == waiting
    monkeypatch.setitem(Act.SEE_WAITING.scopes, "reviewer", "–")
    assert who.unnamed == set(), "there is nothing to tell of"
    monkeypatch.setitem(Act.SEE_REPORTER.scopes, "reviewer", "–")
    assert who.unnamed == {"approved"}


def test_as_whom_a_role_is_reminded_follows_from_what_it_may_do() -> None:
    assert {role: audience_of(role) for role in ROLES} == {
        "viewer": None, "reporter": "reporter", "lead": "lead", "reviewer": "reviewer", "admin": "admin",
        "member": None,
    }


def test_whoever_is_of_two_authorities_has_the_communities_of_both(programme: Programme) -> None:
    one, two = (Principal(1, "x", "reporter", (code,)).own(programme) for code in ("chongchuan", "haian"))
    assert set(Principal(1, "x", "reporter", ("haian", "chongchuan")).own(programme)) == {*one, *two} > {*one}
