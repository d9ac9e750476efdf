"""Why a typed text is no figure: one code for each reason, so that the reply can name it."""

from __future__ import annotations

import re
import unicodedata

from zc_bot.parsing.numerals import DIGITS, FOLD, MAX_DIGITS, NUMERAL_CHARS, half_width, is_guess
from zc_bot.parsing.pending import compile_later
from zc_bot.values import dataclass

MAX_LENGTH = 200
_HIDDEN = {"Cf", "Cc", "Zl", "Zp", "Co", "Cn", "Cs"}
_VARIATION = range(0xFE00, 0xFE10)
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NUMERIC = f"0-9{NUMERAL_CHARS}%"
_AFTER_PARSING: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, compile_later(pattern, re.IGNORECASE))
    for code, pattern in (
        ("not_a_number", r"(?<![a-z])[+-]?(?:nan|inf|infinity)(?![a-z])|无穷|∞"),
        ("scientific", r"[0-9.]\s*e\s*[+-]?[0-9]|\^|[×*]\s*10"),
        ("underscore", r"[0-9]_|_[0-9]"),
        ("currency", r"[美欧港日澳加](?:元|$)|美金|港币|英镑|[$€£]|usd|eur|hkd|jpy|gbp"),
        (
            "range",
            rf"[{_NUMERIC}元米里家人个]\s*(?:-+|[~～—–至到]|to|或)\s*[{_NUMERIC}]"
            r"|between\s*[0-9].{0,20}?(?<![a-z])and\s*[0-9]",
        ),
        (
            "approximate",
            rf"[约几≈~<>≤≥]|[近超逾数]过?\s*[{_NUMERIC}]|[{_NUMERIC}元米里家人个]\s*[多余来许超]|[很许好]多|若干"
            r"|[多大小少高低]于|左右|上下|出头|冒头|挂零|开外|光景|大概|差不多|估计|不到|不足|不低于|不少于|以上|以下|至少"
            r"|最多|将近",
        ),
        ("approximate", r"about|around|approx|roughly|nearly|over|under|at least|at most|[0-9万亿]\s*\+$"),
        ("fraction", r"分之|[0-9]\s*/\s*[0-9]"),
        ("expression", r"[0-9万亿]\s*[+×*÷=加减乘]\s*[0-9]"),
        ("grouping", r"[0-9],[0-9]|\.[0-9]+\."),
        ("two_numbers", r"[0-9]\D*[\s;；,、/:：]\D*[0-9]"),
    )
)
_POINTS = compile_later(r"百分点|个点|percentage\s*points?|(?<![a-z])pp(?![a-z])", re.IGNORECASE)
_HAS_NUMBER = compile_later(r"[0-9〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]")
_UNIT_AFTER = compile_later(
    rf"[+-]?[{_NUMERIC},.\s]*[0-9{NUMERAL_CHARS}]\s*(?P<unit>[^\s0-9{NUMERAL_CHARS}]\D*)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A text that was not taken: `found` is the part at fault, `expected` a unit, a name or a figure to use."""

    code: str
    found: str = ""
    expected: str = ""


def forbidden(text: str) -> Rejection | None:
    """Find what must not be in any figure, before anything is read: it could be misread or go unseen."""
    if not text.strip():
        return Rejection("empty")
    if len(text) > MAX_LENGTH:
        return Rejection("too_long", text[:20] + "…", str(MAX_LENGTH))
    for char in text:
        if _is_hidden(char):
            return Rejection("hidden_character", _code_point(char))
        if _is_foreign_digit(char):
            return Rejection("foreign_digits", char)
    if match := _POINTS.search(text):
        return Rejection("percentage_points", match[0])
    return None


def explain(text: str, whole: str) -> Rejection:
    """Say why `text` could not be read as a figure; `whole` is what was typed, with its unit."""
    folded = half_width(text).strip()
    shown = whole.strip() if len(whole.strip()) <= 40 else whole.strip()[:40] + "…"
    if any(char in _SUPERSCRIPTS for char in folded):
        return Rejection("superscript", shown)
    if re.search(rf"[0-9]{{{MAX_DIGITS + 1},}}", folded):
        return Rejection("too_large", shown)
    for code, pattern in _AFTER_PARSING:
        if pattern.search(folded):
            return Rejection(code, shown)
    if _has_guess(folded):
        return Rejection("approximate", shown)
    if match := _UNIT_AFTER.fullmatch(folded):
        return Rejection("unknown_unit", match["unit"].strip())
    return Rejection("unreadable" if _HAS_NUMBER.search(folded) else "no_number", shown)


def _is_hidden(char: str) -> bool:
    if char in "\t\n\r":
        return False
    return unicodedata.category(char) in _HIDDEN or ord(char) in _VARIATION


def _code_point(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()


def _is_foreign_digit(char: str) -> bool:
    """Tell digits of other scripts and enclosed ones (①, Ⅳ, ½, ٣) from ours; 10² has a reason of its own."""
    if char.isascii() or char in DIGITS or char in _SUPERSCRIPTS or char.translate(FOLD).isascii():
        return False
    return unicodedata.category(char) in {"Nd", "Nl", "No"}


def _has_guess(text: str) -> bool:
    """Tell whether two neighbouring Chinese digits stand for "some": 三四百, 十七八."""
    return any(is_guess(text[at : at + 2]) for at in range(len(text) - 1))
