"""What a text is that is typed where a reason was asked for: a reason, or one of the things that never is one."""

from __future__ import annotations

import re
from typing import Literal

from zc_bot.parsing.corrections import is_lead, is_slip, puts_off, was_amiss_before
from zc_bot.parsing.laid import read_laid
from zc_bot.parsing.language import alternatives, written
from zc_bot.parsing.normalize import laid_out
from zc_bot.parsing.numerals import NUMERAL_CHARS
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.quantities import Quantity, find_quantities, read_quantity
from zc_bot.parsing.speech import is_put_as_question
from zc_bot.parsing.units import UNIT
from zc_bot.parsing.words import read_word
from zc_bot.policy.hidden import visible_line
from zc_bot.submission.facts import Facts
from zc_bot.submission.line import SAYS_LITTLE
from zc_bot.submission.replies import command
from zc_bot.values import dataclass

SHORTEST_REASON, LONGEST_REASON = 2, 500
Kind = Literal["reason", "figure", "withdrawal", "retype", "question", "command", "empty", "too_long"]
_CLAUSES = compile_later(r"[,，。.;；!！\n]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_DIGITS = f"[0-9{NUMERAL_CHARS}]"
_NOTHING = compile_later(
    written(
        rf"<time>|(?:周|星期|礼拜)[一二三四五六日天]|{_DIGITS}+<clock><clock_end>?"
        rf"|[0-9]{{1,4}}[-/.:][0-9]{{1,2}}(?:[-/.:][0-9]{{1,2}})?"
        rf"|[+-]?{_DIGITS}(?:{_DIGITS}|[.,，%％])*(?:{UNIT}|<measure>)?"
        r"|[\s，,。.;；:：、!！?？~～\-—()（）“”\"'=]+|<empty>",
        "reason",
    ),
    re.IGNORECASE,
)
_NOT_ACTUAL = compile_later(rf"(?:{alternatives('reason.not_actual')})+", re.IGNORECASE)
"""What only says that the figure is none of the year's actual ones."""
_ANOTHER = compile_later(written(f"(?:<another>(?:的|是|为|有)*)+{_DIGITS}(?:{_DIGITS}|[.,])*(?:{UNIT})?", "reason"))
"""A figure that is another's: 总的12.8亿."""
_TELLING = compile_later("[\u4e00-\u9fffa-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a text is; figure: the new figure that it gives instead of a reason."""

    kind: Kind
    figure: str = ""


def read_reason(text: str, facts: Facts) -> Answered:
    """Tell what a text is that answers the question why."""
    said = visible_line(text)
    word = command(said)
    if withdraws(said) or word == "later":
        return Answered("withdrawal")
    if read_word(said) in {"not_applicable", "confidential"}:
        return Answered("figure", said)
    if word is not None or said.startswith(("/", "／")):
        return Answered("command")
    if is_put_as_question(said):
        return Answered("question")
    if len(said) > LONGEST_REASON:
        return Answered("too_long")
    if was_amiss_before(said):
        return Answered("reason")
    if _NOT_ACTUAL.fullmatch(_NOTHING.sub("", laid_out(said))):
        return Answered("empty")
    if (instead := _beside_a_slip(said, facts)) is not None:
        return Answered("figure", instead)
    if _ANOTHER.fullmatch(laid_out(said)):
        return Answered("empty")
    left, amounts = _left(said, facts), [quantity for _, quantity in find_quantities(said)]
    if left >= SHORTEST_REASON or (left and amounts):
        return Answered("retype") if _is_slip(said) else Answered("reason")
    if len(amounts) == 1:
        whole = read_quantity(said)
        says_more = not isinstance(whole, Quantity) and whole.code not in SAYS_LITTLE  # 96个百分点
        return Answered("figure", said if says_more else amounts[0].text)
    return Answered("retype" if _is_slip(said) else "empty")


def gives_reason(text: str, facts: Facts) -> bool:
    """Tell whether a text says why: enough for the reason in a sheet's row."""
    return read_reason(text, facts).kind == "reason"


def withdraws(text: str) -> bool:
    """Tell whether all of a text takes the figure in question back or puts it off: 撤回刚才那个, 算了，先不报这个."""
    clauses = _clauses(text)
    found = [puts_off(clause) for clause in clauses]
    others = (clause for it, clause in zip(found, clauses, strict=True) if not it)
    return any(found) and all(is_slip(clause) or is_lead(clause) or _is_empty(clause) for clause in others)


def _is_empty(clause: str) -> bool:
    """Tell whether a folded clause is a courtesy and no figure."""
    return re.search(_DIGITS, clause) is None and _TELLING.search(_NOTHING.sub("", clause)) is None


def _beside_a_slip(said: str, facts: Facts) -> str | None:
    """Give the one figure that is said beside a slip of the hand: 多打了个0，是5280."""
    clauses = _clauses(said)
    others = [clause for clause in clauses if not is_slip(clause)]
    if len(others) != 1 or len(clauses) == 1:
        return None
    amounts = [quantity for _, quantity in find_quantities(others[0])]
    return amounts[0].text if len(amounts) == 1 and not _left(others[0], facts) else None


def _is_slip(text: str) -> bool:
    """Tell whether a text only says that the figure was mistyped: 手误, 小数点错了."""
    clauses = _clauses(text)
    return bool(clauses) and all(map(is_slip, clauses))


def _clauses(text: str) -> list[str]:
    return [clause.strip().lower() for clause in _CLAUSES.split(text) if clause.strip()]


def _left(said: str, facts: Facts) -> int:
    """Count the letters that say something: those left without numbers, times, names and words of courtesy."""
    plain = read_laid(said, facts.lexicon).without_names(" ")
    return len(_TELLING.findall(_NOTHING.sub("", plain)))
