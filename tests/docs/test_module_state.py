"""No module keeps what passes through it: what modules reach grows by no text that was read."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MappingProxyType, ModuleType
from typing import Any
from zoneinfo import ZoneInfo

from zc_bot.parsing import normalize
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.pending import Pending
from zc_bot.parsing.question import understand
from zc_bot.reminders.moments import read_moment

TODAY = date(2020, 1, 20)
WARM = (
    "通创社区2019年高新占比多少", "2019年高新产值排名", "哪些社区没达标", "王芳报了几条", "kaiyuan wifi coverage",
    "除了能达，2018到2020年从业人员都超过3000人的社区有哪些", "通創社區2019年從業人員", "明天下午三点提醒我",
)
"""What has every constant made that is made when it is first used."""
NEVER_SEEN = (
    "灵甸镇的琥珀屏风多少钱", "𠮷野家ⅷ２０１９年的ｗｉｆｉ怎么样", "how many zebras per quokka in 2018?",
    "ελληνικά 2017年",
    "新材料众创社区2017年吸纳从业人员数", "苏通 2018 从业人员 7777人", "腊八节上午九点叫我", "2016年国庆节前三天",
    "海门和启东2018年总产值谁高",
    "ｆｏｏ①②③ 2019年研发", "го 从业 2016", "下下个月的第二个星期四",
)
LEAVES = (str, bytes, int, float, date, type, FunctionType, BuiltinFunctionType, ModuleType, Pending)


def reached() -> Mapping[str, int]:
    """Count, by module and name, how much each value of our modules holds but for constants that are made late.

    Of one made late the pattern, table or template itself is left out, which no text changes.
    """
    modules = sorted(name for name in sys.modules if name == "zc_bot" or name.startswith("zc_bot."))
    return {
        f"{name}.{key}": _size(value, set())
        for name in modules for key, value in vars(sys.modules[name]).items()
        if not (key.startswith("__") or isinstance(value, LEAVES))
    }


def _size(value: Any, seen: set[int]) -> int:
    """Count all that a value holds, at whatever depth, each once."""
    if isinstance(value, LEAVES) or id(value) in seen:
        return 0
    seen.add(id(value))
    held = _held(value)
    return len(held) + sum(_size(one, seen) for one in held)


def _held(value: Any) -> list[Any]:
    held: list[Any] = []
    if isinstance(value, dict | MappingProxyType):
        held += [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        held += value
    if type(value).__module__.startswith("zc_bot"):
        held += [one for name, one in getattr(value, "__dict__", {}).items() if not _is_made_late(value, name)]
        slots = {name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())}
        held += [getattr(value, name, None) for name in slots]
    return held


def _is_made_late(value: object, name: str) -> bool:
    return isinstance(getattr(type(value), name, None), cached_property)


def test_what_is_read_leaves_nothing_in_any_module(lexicon: Lexicon) -> None:
    for text in WARM:
        read(text, lexicon)
    before = reached()
    for text in NEVER_SEEN:
        read(text, lexicon)
    after = reached()
    assert {name for name in after if after[name] != before.get(name, after[name])} == set()


def read(text: str, lexicon: Lexicon) -> None:
    understand(text, lexicon, today=TODAY)
    normalize.laid_out(text)
    read_moment(text, datetime(2020, 1, 20, 1, 0, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))


def test_it_would_be_seen_if_one_did(lexicon: Lexicon) -> None:
    """A table that remembers, of whatever name, is found."""
    before = reached()
    vars(normalize)["_TABLE"][0x1F600] = "x"
    try:
        assert reached()["zc_bot.parsing.normalize._TABLE"] > before["zc_bot.parsing.normalize._TABLE"]
    finally:
        del vars(normalize)["_TABLE"][0x1F600]


CHANGES = {
    "add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "setdefault",
    "sort", "update",
}


def changed_by_functions(tree: ast.Module) -> list[str]:
    """Name what a function changes of its module: a table put into, a name bound anew, a cache of its own."""
    assigned = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    tables = {
        target.id for node in assigned if not _is_decimal(node.value)
        for one in (node.targets if isinstance(node, ast.Assign) else [node.target])
        for target in ast.walk(one) if isinstance(target, ast.Name)
    }
    found = [
        name.id for node in tree.body if isinstance(node, ast.FunctionDef)
        for one in node.decorator_list for name in ast.walk(one)
        if isinstance(name, ast.Name) and name.id in {"cache", "lru_cache"}
    ]
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = list(ast.walk(function))
            own = {node.id for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
            found += [name for node in inside if isinstance(node, ast.Global) for name in node.names]
            found += [name for node in inside for name in _put_into(node) if name in tables - own]
    return found


def may_change(source: str) -> bool:
    """Tell by its text whether a module is worth parsing, which takes seconds for all of them."""
    names = "|".join(re.findall(r"^([A-Za-z_]\w*)\b[^=\n]*=", source, re.MULTILINE)) or "-"
    changes = rf"(?<![\w.])(?:{names})(?:\.(?:{'|'.join(CHANGES)})\(|\[.*\][^=\n]?=(?!=)|\[.*\]$)"
    return re.search(rf"{changes}|^ +global |^@.*\b(?:lru_)?cache\b", source, re.MULTILINE) is not None


def _put_into(node: ast.AST) -> list[str]:
    """Name what a statement puts into: `TABLE[key] = …`, `TABLE.append(…)`."""
    at = None
    if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
        at = node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
        at = node.func.value
    return [at.id] if isinstance(at, ast.Name) else []


def _is_decimal(value: ast.expr | None) -> bool:
    """Tell whether a value is a context of decimal numbers, whose `add` adds two of them."""
    return isinstance(value, ast.Call) and ast.unparse(value.func).endswith("Context")


def test_no_function_changes_what_stands_in_its_module() -> None:
    sources = {path.stem: path.read_text("utf-8") for path in (Path(__file__).parents[2] / "zc_bot").rglob("*.py")}
    found = {name: changed_by_functions(ast.parse(source)) for name, source in sources.items() if may_change(source)}
    assert {name: changed for name, changed in found.items() if changed} == {}


def test_such_a_change_would_be_seen() -> None:
    source = """
KEPT = {}
@cache
def first(): KEPT["a"] = 1
def second(): KEPT.update(b=2)
def third():
    global KEPT
    KEPT = {}
def fourth():
    KEPT = []
    KEPT.append(1)
"""
    assert may_change(source)
    assert changed_by_functions(ast.parse(source)) == ["cache", "KEPT", "KEPT", "KEPT"]
