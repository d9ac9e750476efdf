"""Names alike: nobody is to be taken for another, nor for the person at the machine's command line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from zc_bot.parsing.normalize import simplify
from zc_bot.policy.hidden import names_nothing, visible

SHORT_NAME = 52
"""Leaves room for what tells two of one name apart: a Telegram id of ten digits, in brackets."""
_OPERATORS = ("命令行", "命令列", "commandline")
_LIKE_LATIN = str.maketrans(
    "АВЕЅІЈКМНОРСТУХҮаеѕіјорсухԁԛԝһӏ" "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ" "0１1|",
    "abesijkmhopctyxyaesijopcyxdqwhl" "abezhikmnoptyxaikvopux" "olll",
)
"""Cyrillic and Greek letters, and digits, that look like a Latin one (after Unicode's confusables)."""
_TITLE = (
    r"(?:(?:[审審]核|填[报報]|[查訪访][询詢看]|管理|分管)(?:[人员員]{1,2}|[领領][导導])?|[负負][责責]人|[领領][导導]"
    r"|成[員员][单單]位|(?<![a-z])(?:reviewer|admin(?:istrator)?|reporter|viewer|lead|member)(?![a-z]))"
)
_CALLED = (
    r"(?:(?<=[\u4e00-\u9fff]{2})|(?<=\W))(?:同志|本人|先生|女士|小姐|老[师師]|主任|[书書][记記]|副?[科处處局部县縣区區市组組][长長])"
)
_TITLED = re.compile(
    rf"^(?:\W*[市省区區县縣]?{_TITLE}\W*)+|(?:\W*(?:{_TITLE}|{_CALLED})\W*)+$", re.IGNORECASE
)
"""Words for a role before or behind a name: they tell nobody apart, and are nobody's to give themselves."""
_BOTS = re.compile(
    "(?:系统|机器人|智能|自动|小?助手|助理|客服|后台|服务器|提醒|通知|system|robot|bot|assistant|server)+"
)
"""The bot's own names, in what `alike` makes of them."""
_COUNTED = re.compile(r"(?<=[^\W\d_]{2})\s*\d{1,3}$")


def untitled(name: str) -> str:
    """Leave out a role's word beside a name; '' where a name is nothing else."""
    return _TITLED.sub("", name)


def alike(name: str) -> str:
    """Fold a name to what the eye reads: 劉 洋, ＬＩ and li are one; only its letters and digits count.

    So are Lі with a Cyrillic letter, and 刘洋（审核人）.
    """
    shown = unicodedata.normalize("NFKC", visible(name))
    plain = unicodedata.normalize("NFKD", untitled(shown) or shown).translate(_LIKE_LATIN).casefold()
    return "".join(one for one in simplify(plain) if unicodedata.category(one)[0] in "LN")


def is_operators(name: str) -> bool:
    """Tell whether a name is, or may pass for, that of the operator of this machine."""
    key = alike(name)
    return any(word in key for word in _OPERATORS)


def is_no_persons(name: str) -> bool:
    """Tell whether a name is a role's word or one for the bot, and nothing else: who answers to it is nobody."""
    return not untitled(name.strip()) or _BOTS.fullmatch(alike(name)) is not None


def namesake(name: str, person: int, everybody: Mapping[int, str]) -> str | None:
    """Return the name of another who is called alike, None where nobody is."""
    key = alike(name)
    return next((other for number, other in everybody.items() if number != person and alike(other) == key), None)


def told_apart(name: str, person: int, everybody: Mapping[int, str]) -> str:
    """Return the name under which somebody comes in: as they call themselves, marked where another is called so."""
    plain = untitled(visible(name))[:SHORT_NAME]
    if names_nothing(plain) or is_operators(name) or is_no_persons(name):
        return str(person)
    if namesake(uncounted := _COUNTED.sub("", plain), person, everybody) is not None:
        plain = uncounted
    marked: Iterable[str] = (plain, f"{plain}（{person % 10_000:04d}）", f"{plain}（{person}）")
    return next((one for one in marked if namesake(one, person, everybody) is None), str(person))
