"""Who gained most in one figure within a year, and everybody's order by it."""

from __future__ import annotations

from datetime import date

from zc_bot.evaluation.gains import Gain, Gains
from zc_bot.evaluation.measurements import POINTS
from zc_bot.texts.answers.message import Message, fit
from zc_bot.texts.answers.render import Rendered
from zc_bot.texts.answers.sources import sources_of
from zc_bot.texts.answers.words import Words
from zc_bot.texts.names import short_names


def word_gains(found: Gains, words: Words, day: date) -> Rendered:
    """Word who gained (or lost) most first, then all in their order, then who lacks a year.

    day: until when figures are known.
    """
    called, texts = short_names(words.programme, words.lang), words.texts
    said = {"metric": words.metric(found.metric), "year": found.year}
    if not found.found:
        return Rendered(texts("status.gained.nothing", before=found.year - 1, **said))
    best = found.best
    way = "lost" if found.falling else "gained"
    head = texts(f"status.{way}.none", **said)
    if best:
        names = words.listed(called[one.now.community or ""] for one in best)
        head = texts(f"status.{way}.head", names=names, gain=_gain(best[0], words), **said)
    course = [texts("status.gained.course", before=words.value(one.before), now=words.value(one.now))
              for one in best[:1] if len(best) == 1]
    by = "most" if not found.fastest else "slowest" if found.falling else "fastest"
    scale = texts(f"status.gained.{by}", **said,
                  count=len(found.found), due=len(found.found) + len(found.lacking))
    lines = [
        texts("status.gained.line", place=at, community=called[one.now.community or ""], gain=_gain(one, words))
        for at, one in enumerate(found.found, 1)
    ]
    lacking = words.listed((called[code] for code in found.lacking), len(called))
    if lacking:
        lines.append(texts("status.gained.lacking", names=lacking, count=len(found.lacking)))
    figures = (figure for one in found.found for year in (one.before, one.now) for figure in year.figures)
    ground = [*sources_of(figures, words), texts("status.ground", day=day.isoformat())]
    return Rendered(fit(Message([head, *course, scale], lines, ground), texts))


def _gain(one: Gain, words: Words) -> str:
    """Write what was gained: points of a share, else the amount and per cent."""
    plain = words.texts.plain
    if one.side == 0:
        return plain("status.gained.same")
    more, less = (one.now, one.before) if one.side > 0 else (one.before, one.now)
    amount = f"{'+' if one.side > 0 else '-'}{words.apart(more, less)}"
    if one.change.unit == POINTS or one.change.number is None:
        return amount
    return plain("status.gained.both", amount=amount, change=words.signed(one.change))
