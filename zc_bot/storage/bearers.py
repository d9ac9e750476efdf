"""Names alike: nobody is to be taken for another, nor for the person at the machine's command line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from zc_bot.parsing.normalize import simplify
from zc_bot.policy.hidden import names_nothing, visible
from zc_bot.policy.roles import OPERATOR

SHORT_NAME = 52
"""Leaves room for what tells two of one name apart: a Telegram id of ten digits, in brackets."""
_OPERATORS = ("命令行", "commandline")


def alike(name: str) -> str:
    """Fold a name to what the eye reads: 劉 洋, ＬＩ and li are one; only its letters and digits count."""
    plain = unicodedata.normalize("NFKC", visible(name)).casefold()
    return "".join(one for one in simplify(plain) if unicodedata.category(one)[0] in "LN")


def is_operators(name: str) -> bool:
    """Tell whether a name is, or may pass for, that of the operator of this machine."""
    key = alike(name)
    return key == alike(OPERATOR.name) or any(word in key for word in _OPERATORS)


def bearer(name: str, person: int, everybody: Mapping[int, str]) -> str | None:
    """Return the name of another who is called alike, None where nobody is."""
    key = alike(name)
    return next((other for number, other in everybody.items() if number != person and alike(other) == key), None)


def told_apart(name: str, person: int, everybody: Mapping[int, str]) -> str:
    """Return the name under which somebody comes in: as they call themselves, marked where another is called so."""
    plain = visible(name)[:SHORT_NAME]
    if names_nothing(name) or is_operators(name):
        return str(person)
    marked: Iterable[str] = (plain, f"{plain}（{person % 10_000:04d}）", f"{plain}（{person}）")
    return next((one for one in marked if bearer(one, person, everybody) is None), str(person))
