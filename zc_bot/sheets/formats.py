"""Number formats: what a cell shows of the number that it holds.

format  = section [";" section …]      for numbers above zero, below it, zero; or by conditions: [>=10000]0.0,"万";0
section = placeholders 0 # ?, a point, literals in quotes or after a backslash or !, and commas: one between
          placeholders groups, each one after the last of them divides by a thousand
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

from zc_bot.values import dataclass

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|[\\!](?P<escaped>.)"
    r"|(?P<padding>[_*].)"
    r"|\[\$(?P<currency>[^\]-]*)[^\]]*\]"
    r"|(?P<bracket>\[[^\]]*\])"
    r"|(?P<general>General|G/通用格式|@)"
    r"|(?P<exponent>E[+-][0#?]+)"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<end>;)"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_LITERALS = {"quoted", "escaped", "currency", "other"}
_NUMERIC = {"digit", "general", "point", "exponent"}
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)\]")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "=": operator.eq,
}
_SIGNS = "-()"
"""Literals that say below zero, or stand for zero: beside a number above it they would say another one."""
_WIDE = Context(prec=700)
Token = tuple[str, str]
Section = Sequence[Token]


@dataclass(frozen=True, slots=True)
class Display:
    """What a number looks like, and whether that is itself but for grouping and rounding.

    kind: `plain` as itself; `suffix` itself with `suffix` behind it; `percent` a hundredfold with %; `other`.
    """

    text: str
    kind: str
    suffix: str = ""


def display(value: Decimal, code: str) -> Display:
    """Work out what a format makes of a number; of a rare one the text may be a little off, the kind is not."""
    section = _section(value, code)
    kinds = [kind for kind, _ in section]
    percents, thousands = kinds.count("percent"), len(_dividing(section))
    moved = _WIDE.divide(_WIDE.multiply(value, Decimal(100) ** percents), Decimal(1000) ** thousands)
    text = _render(moved, section)
    before, inside, after = _literals(section)
    if value <= 0:
        before, after = before.strip(_SIGNS), after.strip(_SIGNS)
    if not {"digit", "general"} & set(kinds):
        return Display(text, "plain" if value == 0 and text == "-" else "other")
    if thousands or inside or before or percents > 1 or (percents and after) or _repeats(kinds):
        return Display(text, "other")
    return Display(text, "percent" if percents else "suffix" if after else "plain", after)


def _repeats(kinds: Sequence[str]) -> bool:
    """Tell whether a number would be written twice, or with two points: General writes its own, as in @. it would."""
    numbers = kinds.count("general") + ("digit" in kinds)
    points = kinds.count("point") + ("general" in kinds)
    return numbers > 1 or points > 1


def _section(value: Decimal, code: str) -> Section:
    """Choose the section for a number, by condition or by its sign."""
    sections = list(_sections(code))[:3]
    for section in sections:
        if any(map(_condition, section)):
            return next((one for one in sections if _suits(value, one)), sections[-1])
    if value < 0:
        return sections[min(1, len(sections) - 1)]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]


def _sections(code: str) -> Iterator[Section]:
    section: list[Token] = []
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "other"
        if kind == "end":
            yield section
            section = []
        else:
            section.append((kind, match[kind]))
    yield section


def _condition(token: Token) -> re.Match[str] | None:
    return _CONDITION.fullmatch(token[1]) if token[0] == "bracket" else None


def _suits(value: Decimal, section: Section) -> bool:
    conditions = filter(None, map(_condition, section))
    return all(_COMPARE[one[1]](value, Decimal(one[2])) for one in conditions)


def _dividing(section: Section) -> list[int]:
    """Find the commas after which no placeholder follows: they divide by a thousand, the others group."""
    found = []
    for at, (kind, _) in enumerate(section):
        follows = next((kind for kind, _ in section[at:] if kind != "comma"), "")
        if kind == "comma" and follows != "digit" and any(kind == "digit" for kind, _ in section[:at]):
            found.append(at)
    return found


def _literals(section: Section) -> tuple[str, str, str]:
    """Give the literals before, among and after the placeholders, without spaces."""
    numeric = [at for at, (kind, _) in enumerate(section) if kind in _NUMERIC] or [0]
    parts = section[: numeric[0]], section[numeric[0] : numeric[-1]], section[numeric[-1] :]
    before, inside, after = ("".join(text for kind, text in part if kind in _LITERALS) for part in parts)
    return _without_spaces(before), _without_spaces(inside), _without_spaces(after)


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def _render(value: Decimal, section: Section) -> str:
    """Write a number through its section's placeholders."""
    kinds = [kind for kind, _ in section]
    point = kinds.index("point") if "point" in kinds else len(kinds)
    rounded = abs(value).quantize(Decimal(1).scaleb(-kinds[point:].count("digit")), ROUND_HALF_UP, _WIDE)
    whole, _, part = f"{rounded:f}".partition(".")
    grouped = "comma" in kinds[:point] and len(_dividing(section)) < kinds.count("comma")
    digits = iter([*_whole(whole, section[:point], grouped), *part])
    bare = "" if "digit" in kinds[:point] or "digit" not in kinds else whole.lstrip("0")
    written = [_say(kind, text, digits, value) for kind, text in section]
    said = "".join((*written[:point], bare, *written[point:]))  # .0 has no place for a whole part, and shows it.
    return f"-{said}" if value < 0 and "-" not in said else said.strip()


def _whole(whole: str, section: Section, grouped: bool) -> Iterable[str]:
    """Share a whole part out among its placeholders: the first takes what is left, and all where it is grouped."""
    places = [text for kind, text in section if kind == "digit"]
    if not places:
        return ()
    padded = whole.lstrip("0").rjust(places.count("0"), "0")
    if grouped:
        return (f"{int(padded or 0):,}", *[""] * (len(places) - 1))
    rest = len(padded) - len(places) + 1
    spread = list(padded.rjust(len(places)))
    return (padded[:rest], *padded[rest:]) if rest > 0 else (char.strip() for char in spread)


def _say(kind: str, text: str, digits: Iterator[str], value: Decimal) -> str:
    if kind == "digit":
        return next(digits, "")
    if kind == "general":
        return f"{abs(value):f}"
    return text if kind in _LITERALS or kind in {"point", "percent"} else ""
