"""What CONTRIBUTING.md tells to add is added to a copy of the code, in the files that it names alone."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "CONTRIBUTING.md").read_text(encoding="utf-8")
Edit = Callable[[str], str]


def with_column(table: str) -> str:
    """Give the table of acts a role more, which sees what is approved, reports and says hello; and an act more."""
    found = table.replace('"admin", "member"]', '"admin", "member", "guest"]')
    found = re.sub(r'^    ([A-Z_]+ = .*")$', lambda row: f'    {row[1]}, {_reach(row[1])}', found, flags=re.MULTILINE)
    none = '"–", ' * 6
    return found.replace("\n    def __init__", f'    GREET = "say hello", {none}"all"\n\n    def __init__', 1)


def _reach(row: str) -> str:
    if re.match("REPORT ", row):
        return '"own"'
    return '"all"' if re.match("SEE_APPROVED|GET_HELP|CHOOSE_LANGUAGE", row) else '"–"'


def ending_with(lines: str) -> Edit:
    return lambda text: f"{text.rstrip()}\n{lines}\n"


def named(text: str) -> str:
    return text.replace("[name]\n", '[name]\nguest = "来宾 guest"\n') + '\nguest = "来宾{name}"\n'


ROLE: Mapping[str, Edit] = {
    "zc_bot/policy/roles.py": with_column,
    "zc_bot/texts/zh/roles.toml": named,
    "zc_bot/texts/en/roles.toml": named,
}
COMMAND: Mapping[str, Edit] = {
    "zc_bot/chat/features.py": lambda text: text.replace(
        "FEATURES = Features((\n",
        "from zc_bot.chat.overseeing import hello\n\nFEATURES = Features((\n"
        '    Feature(Act.GREET, "hello", hello.hello, menu="hello.menu", section="admin"),\n',
    ),
    "zc_bot/chat/overseeing/hello.py": ending_with(
        "from zc_bot.chat.replies import Reply, Response\nfrom zc_bot.chat.turn import Turn\n\n\n"
        "def hello(turn: Turn) -> Response:\n"
        '    return Response((Reply(turn.texts("hello.said")),))'
    ),
    "zc_bot/texts/zh/hello.toml": ending_with('said = "您好呀"\nmenu = "问好"'),
    "zc_bot/texts/en/hello.toml": ending_with('said = "Hello there"\nmenu = "say hello"'),
}


METRIC: Mapping[str, Edit] = {
    "data/nantong-2017/metrics.toml": ending_with(
        '[[metrics]]\ncode = "lamps"\nname = { zh = "智慧路灯数", en = "Smart lamps" }\n'
        'short = { zh = "智慧路灯", en = "Smart lamps" }\nkind = "whole"\nunit = "个"\n'
        'dimension = "count"\nstanding = true\n'
        'cite = { source = "notice", clause = "三（四）", in_force = 2017-06-26 }'
    ),
}
WORD: Mapping[str, Edit] = {
    "data/language/zh.toml": lambda text: text.replace("\ncard = [\n", '\ncard = [\n  "全貌哟",\n', 1),
}


def in_esperanto(path: Path) -> str:
    """Make a language's file of messages of the English one, told apart by what it says."""
    english = path.read_text(encoding="utf-8")
    more = 'motto = "Antauen"\n' if path.name == "kind.toml" else ""
    return more + re.sub(r'^language = ".*"$', 'language = "Saluton"', english, flags=re.MULTILINE)


def after(line: str, more: str) -> Edit:
    """Put lines behind one that is there."""
    def edit(text: str) -> str:
        assert line in text, line
        return text.replace(line, line + more, 1)

    return edit


KIND: Mapping[str, Edit] = {
    "zc_bot/parsing/kinds.py": after(
        "KINDS: tuple[Kind, ...] = (\n", '    Kind("motto", "motto", _always, strange=2),\n'
    ),
    "zc_bot/parsing/meaning.py": after("Intent = Literal[\n", '    "motto",\n'),
    "data/language/zh.toml": lambda text: after("\n[parts]\n", 'motto_word = ["口号哟"]\n')(
        after("\n[said]\n", 'motto = ["motto_word"]\n')(text)
    ),
    "data/language/en.toml": lambda text: after("\n[parts]\n", 'motto_word = ["watchword"]\n')(
        after("\n[said]\n", 'motto = ["motto_word"]\n')(text)
    ),
    "zc_bot/chat/asking/permitting.py": after(
        "ACTS: Mapping[Intent, tuple[Act, ...]] = {\n", '    "motto": (Act.SEE_APPROVED,),\n'
    ),
    "zc_bot/texts/answers/kinds.py": ending_with(
        "\n\ndef word_motto(answer: Answer, words: Words) -> Message:\n"
        '    return Message([words.texts("kind.motto")])'
    ),
    "zc_bot/texts/answers/render.py": lambda text: after(
        "_WORDING: Mapping[str, Callable[[Answer, Words], Message]] = {\n", '    "motto": word_motto,\n'
    )(text).replace("    word_metrics,\n", "    word_metrics,\n    word_motto,\n", 1),
    "zc_bot/texts/zh/kind.toml": lambda text: f'motto = "创新创业看南通"\n{text}',
    "zc_bot/texts/en/kind.toml": lambda text: f'motto = "Nantong makes it new"\n{text}',
}
LANGUAGE: Mapping[str, Edit] = {
    "zc_bot/policy/languages.py": lambda text: text.replace('["zh", "en"]', '["zh", "en", "eo"]').replace(
        "\n}\n", '\n    "eo": ("Esperanto", "世界语"),\n}\n', 1
    ),
    **{
        f"zc_bot/texts/eo/{path.name}": ending_with(in_esperanto(path))
        for path in sorted((ROOT / "zc_bot" / "texts" / "en").glob("*.toml"))
    },
}


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of the code with a role, an act, a command, a metric, a word, a kind of question and a language more."""
    for part in ("data", "zc_bot"):
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "bot.py", tmp_path)
    for name, edit in chain.from_iterable(each.items() for each in (ROLE, COMMAND, METRIC, WORD, KIND, LANGUAGE)):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(edit(path.read_text(encoding="utf-8") if path.exists() else ""), encoding="utf-8")
    return tmp_path


def test_what_is_added_takes_the_files_that_are_said(changed: Path) -> None:
    run(changed, "people", "add", "--id", "77", "--name", "某某", "--role", "guest", "--authority", "崇川区")
    typed = (
        "/start", "/help", "/hello", "/rank", "通创智慧路灯", "通创全貌哟", "有什么口号哟",
        "/language 世界语", "有什么口号哟",
    )
    told = run(changed, "chat", "--as", "77", "-", typed="\n".join(typed))
    for said in (
        "来宾某某", "/hello 问好", "您好呀", "没有 /rank 这个命令", "智慧路灯", "通创社区还没有", "创新创业看南通",
        "Saluton", "Antauen",
    ):
        assert said in told, told
    reminded = run(changed, "remind", "plan", "--json", "--at", "2020-01-17T10:00")
    assert [(one["person"], one["audience"]) for one in json.loads(reminded)] == [(77, "reporter")]


def test_it_is_said_of_as_many_files() -> None:
    of_command, of_role = (_section(title) for title in ("How to add a command", "How to add a role"))
    assert len(COMMAND) == 4
    assert "Four files, five with a new act." in of_command
    assert len(ROLE) == 3
    assert "Three files." in of_role
    assert all(name in of_role for name in ROLE)
    of_kind, of_language = (_section(f"How to add a {what}") for what in ("kind of question", "language"))
    assert len(KIND) == 9
    assert "Nine files" in of_kind
    assert all(name in of_kind for name in KIND)
    assert {name for name in LANGUAGE if not name.startswith("zc_bot/texts/eo/")} == {"zc_bot/policy/languages.py"}
    assert "One file and a folder" in of_language
    assert "zc_bot/policy/languages.py" in of_language
    assert "data/<city>/metrics.toml" in _section("How to add a metric")
    assert [*WORD] == ["data/language/zh.toml"]
    assert "data/language/zh.toml" in _section("How to add a word")
    assert {"zc_bot/chat/features.py", "zc_bot/policy/roles.py"} <= set(re.findall(r"`([\w/]+\.\w+)`", of_command))


def _section(title: str) -> str:
    return GUIDE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def run(folder: Path, *words: str, typed: str = "") -> str:
    env = os.environ | {"ZC_DATABASE_URL": f"sqlite:///{folder}/a.sqlite3", "ZC_KEYS": f"{folder}/keys"}
    command = [sys.executable, "bot.py", *words]
    done = subprocess.run(command, cwd=folder, env=env, input=typed, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
