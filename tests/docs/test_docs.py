"""The documents stay true: every command, setting and file they name exists, and the other way round."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
import typer.main

from tests.docs import house
from zc_bot.cli.commands import build
from zc_bot.settings import Settings
from zc_bot.texts.catalog import LANGS, messages

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
OPERATIONS = (ROOT / "docs" / "OPERATIONS.md").read_text(encoding="utf-8")
FIELD = re.compile(r"{(\w*)[^}]*}")


@pytest.fixture(scope="module")
def code() -> Mapping[Path, ast.Module]:
    """Parse every module of the bot once: it takes seconds."""
    return {path: ast.parse(path.read_bytes()) for path in sorted((ROOT / "zc_bot").rglob("*.py"))}


def commands() -> set[str]:
    """Every command of the command line, with its group."""
    group = typer.main.get_command(build())
    found = set()
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        found |= {f"{name} {sub}" for sub in below or ()}
        if not below or command.invoke_without_command:
            found.add(name)
    return found


def test_every_command_is_documented() -> None:
    documented = set(re.findall(r"^\| `python bot\.py ([a-z ]+?)` \|", OPERATIONS, re.MULTILINE))
    assert documented == commands()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_is_shown_exists(document: Path) -> None:
    known = {name.split()[0] for name in commands()}
    shown = re.findall(r"python bot\.py ([a-z]+)", document.read_text(encoding="utf-8"))
    assert set(shown) <= known


def test_every_setting_is_documented_and_no_other() -> None:
    documented = set(re.findall(r"`(ZC_[A-Z_]+)`", OPERATIONS))
    known = {f"ZC_{name.upper()}" for name in Settings.model_fields}
    assert documented == known


def test_every_alert_is_explained() -> None:
    explained = OPERATIONS.partition("| alert | code |")[2].partition("\n\n")[0]
    kinds = "health.trouble.", "health.found.", "health.failed", "health.unread", "health.restored"
    for key, message in messages("zh").items():
        if key.startswith(kinds):
            told = re.split("[，（]", re.sub("<.*?>", "", message.partition("\n")[0]))[0]
            name = re.sub("^.*(?=没能)", "…", told) if "failed." in key else re.sub("{.*?}", "…", told)
            assert name in explained, key


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_is_linked_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (document.parent / target).exists(), target


def test_both_languages_have_the_same_messages_with_the_same_fields() -> None:
    chinese, english = (messages(lang) for lang in LANGS)
    assert chinese.keys() == english.keys()
    for key, message in chinese.items():
        assert set(FIELD.findall(message)) == set(FIELD.findall(english[key])), key


def test_no_sentence_lives_in_code() -> None:
    allowed = {"demo.py", "playground.py", "roles.py", "people.py"}
    shown = re.compile(r"[\u4e00-\u9fff]{6,}[。？！]")
    for folder in ("chat", "tg", "storage", "texts", "evaluation", "reminders", "submission"):
        for path in (ROOT / "zc_bot" / folder).rglob("*.py"):
            code = re.sub(r'"""[\s\S]*?"""', "", path.read_text(encoding="utf-8"))
            assert path.name in allowed or not shown.search(code), path


def test_each_attribute_has_its_own_docstring(code: Mapping[Path, ast.Module]) -> None:
    """Two in a row are the sign of one that slid under its neighbour."""
    for path, tree in code.items():
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            for before, one in pairwise(body if isinstance(body, list) else []):
                if _is_docstring(one):
                    assert isinstance(before, ast.Assign | ast.AnnAssign), f"{path}:{one.lineno}"


def test_no_line_is_kept_from_a_formatter() -> None:
    """There is none: tables and lists of words are laid out by hand, and a mark a line would say nothing."""
    for folder in ("zc_bot", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            assert not re.search(r"# fmt: (skip|off)$", path.read_text(encoding="utf-8"), re.MULTILINE), path


@pytest.mark.parametrize(("document", "least"), [("RELIABILITY.md", 25), ("SECURITY.md", 18)])
def test_every_fault_that_was_found_is_tried_again_by_a_test_that_exists(document: str, least: int) -> None:
    said = (ROOT / "docs" / document).read_text(encoding="utf-8")
    tables = re.findall(r"^\|[^\n]*\| test \|\n\|[-|]+\|\n((?:\|.*\n)+)", said, re.MULTILINE)
    rows = "".join(tables).splitlines()
    assert len(rows) >= least
    assert [row for row in rows if "`tests/" not in row] == []
    for file, names in re.findall(r"`(tests/[\w/]+\.py)::([\w:]+)`", said):
        tree = ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))
        kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        defined = {one.name for one in tree if isinstance(one, kinds)}
        assert set(names.split("::")) <= defined, f"{file}::{names}"


def test_the_picture_of_the_chat_shows_the_layers_that_are_held() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one.get("containers") == ["zc_bot.chat"])
    picture = (ROOT / "docs" / "house.svg").read_text(encoding="utf-8")
    places = [
        [int(height) for height in re.findall(rf'y="(\d+)"[^>]*>{name}<', picture)][-1]
        for layer in layers for name in re.split(r" [:|] ", layer)
    ]
    assert places == sorted(places), "who is above imports who is below"
    assert house.drawn(picture) == set(house.imported()), "python -m tests.docs.house draws it anew"


def test_the_contracts_name_every_module() -> None:
    """Each package is the container of one exhaustive contract that names what is in it, and nothing else."""
    files = ("pyproject.toml", "tests/rooms.toml", "tests/layers.toml")
    settings = (tomllib.loads((ROOT / file).read_text(encoding="utf-8")) for file in files)
    every = [one for each in settings for one in each["tool"]["importlinter"]["contracts"]]
    contracts = [one for one in every if one["type"] == "layers"]
    named = {
        container: [name for layer in one["layers"] for name in re.split(r" [:|] ", layer)]
        for one in contracts for container in one["containers"] if one.get("exhaustive")
    }
    assert len(named) == len(contracts) == sum(len(one["containers"]) for one in contracts)
    there = {}
    for package in sorted(path.parent for path in (ROOT / "zc_bot").rglob("__init__.py")):
        within = [path.stem for path in package.glob("*.py") if path.stem != "__init__"]
        within += [path.parent.name for path in package.glob("*/__init__.py")]
        if within:
            there[".".join(package.relative_to(ROOT).parts)] = sorted(within)
    assert {container: sorted(names) for container, names in named.items()} == there


def test_no_function_of_a_module_keeps_what_it_gave(code: Mapping[Path, ast.Module]) -> None:
    """What is worked out once belongs to a value that says whose it is; what is read of a text, to its update."""
    for path, tree in code.items():
        for node in tree.body:
            decorated = {ast.unparse(one).partition("(")[0] for one in getattr(node, "decorator_list", ())}
            made = ast.unparse(node.value) if isinstance(node, ast.Assign | ast.AnnAssign) and node.value else ""
            keeps = decorated & {"cache", "lru_cache", "functools.cache", "functools.lru_cache"}
            assert not keeps, f"{path}:{node.lineno}"
            assert not re.match(r"(functools\.)?(lru_)?cache\(", made), f"{path}:{node.lineno}"


def test_no_module_keeps_what_it_worked_out_in_a_value_of_its_own(code: Mapping[Path, ast.Module]) -> None:
    """It has an owner, whose end is its own."""
    empty = re.compile(r"\{\}|\[\]|(dict|list|set|Counter)(\[.*\])?\(\)|(defaultdict|deque)(\[.*\])?\(.*\)")
    for path, tree in code.items():
        for node in tree.body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                assert not empty.fullmatch(ast.unparse(node.value)), f"{path}:{node.lineno}"


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


PUBLIC = {"_replace", "_make", "_fields", "_asdict", "_exit"}
"""Names of the standard library's that begin so and are documented."""
PINNED = {"parsing/needs.py": {"re._parser"}, "tg/__init__.py": {"httpx._main"}}
"""Held by tests/parsing/test_searching.py and tests/test_start.py: what a pattern needs, what is not loaded."""


def test_no_private_name_of_a_library_is_used_but_what_a_test_pins(code: Mapping[Path, ast.Module]) -> None:
    used = {}
    for path, tree in code.items():
        found = set(_private_names(tree))
        for one in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
            found |= _not_its_own(one, tree)
        if found:
            used[path.relative_to(ROOT / "zc_bot").as_posix()] = found
    assert used == PINNED


def _private_names(tree: ast.AST) -> Iterator[str]:
    """Name what is private elsewhere: attributes, imports, modules named in a text."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                pass
            case ast.Attribute(attr=name) if re.match("_[a-z]", name) and name not in PUBLIC:
                yield ast.unparse(node)
            case ast.ImportFrom(module=module, names=names):
                of = [f"{module}.{one.name}" for one in names if one.name.startswith("_")]
                yield from of or ([module] if module and re.search(r"(^|\.)_[a-z]", module) else ())
            case ast.Constant(value=str(text)) if re.fullmatch(r"[a-z0-9]+\._[a-z]+", text):
                yield text


def _not_its_own(one: ast.ClassDef, tree: ast.Module) -> set[str]:
    """Name what a class of a library's uses of itself that it does not define."""
    foreign = {
        name.asname or name.name for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and not (node.module or "").startswith("zc_bot") for name in node.names
    }
    if not {ast.unparse(base).partition("[")[0] for base in one.bases} & foreign:
        return set()
    of_self = [
        node for node in ast.walk(one)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "self" and re.match("_[a-z]", node.attr)
    ]
    defined = {node.name for node in one.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    defined |= {ast.unparse(node.target) for node in one.body if isinstance(node, ast.AnnAssign)}
    defined |= {node.attr for node in of_self if isinstance(node.ctx, ast.Store)}
    return {f"{one.name}.{node.attr}" for node in of_self if node.attr not in defined}
