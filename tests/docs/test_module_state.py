"""No module keeps what passes through it: what modules reach grows by no text that was read."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cached_property
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
