"""Whether a typed text states figures that are to be reported: clearly, maybe, or only years that are asked about."""

from __future__ import annotations

import re
from datetime import date

from zc_bot.chat.facts import facts_for
from zc_bot.chat.reporting import doubtful, report
from zc_bot.chat.turn import Turn
from zc_bot.parsing.laid import read_laid
from zc_bot.parsing.language import alternatives
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.normalize import laid_out, normalize
from zc_bot.parsing.numerals import has_digit
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import is_year, scan_periods, without_years
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.question import understand
from zc_bot.parsing.refusals import Rejection
from zc_bot.parsing.speech import asks
from zc_bot.parsing.words import read_word
from zc_bot.policy.programme import Programme
from zc_bot.submission.as_last_year import without_rest
from zc_bot.submission.draft import Waiting
from zc_bot.submission.facts import Facts
from zc_bot.submission.pasted import is_table
from zc_bot.submission.relative import is_relative
from zc_bot.submission.understanding import Named, named

NOT_UNDERSTOOD = frozenset({"clarify", "unknown", "help"})
FEW = 2
"""Whether so many things are there may be asked; nobody answers a yes or no for more to ask it."""

def reports_figures(turn: Turn) -> bool:
    """Tell whether a text that asks nothing names figures with their amounts, from somebody who reports."""
    text = turn.incoming.text
    if not turn.who.reports or asks(text) or names_only_years(turn):
        return False
    return any(one.text for one in named(text, facts_for(turn)).figures)


def replies_with_value(turn: Turn) -> bool:
    """Tell whether a text is a value and nothing else while a report is open."""
    return _is_value(turn.incoming.text, with_words=False) and report.open_draft(turn) is not None


def is_line(turn: Turn) -> bool:
    """Tell whether what was typed is a report in one line, with its community and figures."""
    meaning = understand(turn.incoming.text, turn.rules.lexicon, today=turn.today, lang=turn.who.lang)
    return meaning.intent == "report" and bool(meaning.communities and meaning.metrics)


def is_report(turn: Turn) -> bool:
    """Tell whether a line says clear figures of one's own community, whatever else its words could ask.

    通创2019 初创达129家 does, with a draft open or not, though it could choose who has that many.
    """
    if names_only_years(turn) or asks(turn.incoming.text):
        return False
    if is_table(turn.incoming.text, facts_for(turn)):
        return True
    said = named(turn.incoming.text, facts_for(turn))
    first, *others = turn.incoming.text.strip().splitlines() or [""]
    filled = _ASSIGNED.fullmatch(first) is not None or len(_FILLED_IN.findall(first)) >= len(said.figures)
    with_words = bool(said.years or others) or filled
    clear = [one for one in said.figures if not one.fault and _is_value(one.text, with_words)]
    return bool(clear) and len(clear) == len(said.figures) and not said.leftover and says_figures(turn)


_FILLED_IN = compile_later("[:：=√✓×✗](?![/0-9])")
"""Stands between a name and what is filled in behind it, or is that itself: 创业服务：是　文体娱乐：否."""
_ASSIGNED = compile_later(r"\s*(?:[^=＝的]{2,40}[=＝] *[0-9][0-9.,]*[^\s,，;；=＝的0-9]{0,6}(?:[\s,，;；。]+|$))+")
"""Nothing but names and what they are put equal to."""


def is_the_rest(turn: Turn) -> bool:
    """Tell whether all that a text says is that the fixed figures are last year's: 固定项目都没变化."""
    text = turn.incoming.text
    if asks(text) or doubtful.asks_openly(text) or (left := without_rest(text)) is None:
        return False
    said = read_laid(left, turn.rules.lexicon, turn.today)
    own = set(said.communities) <= set(turn.own)
    return own and not said.without_names("").strip(" ，,。的") and not said.measures


def states_words(turn: Turn) -> bool:
    """Tell whether a line names one's own community and says of each of several figures whether it is there.

    通创 管理机构有 统计体系没有 is a report, or asks whether it is so.
    """
    text, facts = turn.incoming.text, facts_for(turn)
    if asks(text) or doubtful.asks_openly(text):
        return False
    said = named(text, facts)
    own = is_own(said, facts)
    words = [one for one in said.figures if one.fault in {"", "stray_yesno"} and read_word(one.text) is not None]
    if own and len(words) == len(said.figures) > 1:
        return True
    metrics = turn.programme.metric
    yesno = all(
        code in metrics and metrics[code].kind == "yesno"
        for one in said.figures for code in (one.options or (one.metric,))
    )
    return own and yesno and len(said.figures) > 1 and any(read_word(one.text) is not None for one in said.figures)


def declares(turn: Turn) -> bool:
    """Tell whether a text says of its figures, each clear, that they came about, or have not yet, or of many of them.

    统计体系已经建起来了, 四个平台都有了, 统计体系尚未建立; 有 alone could be asked.
    """
    said = named(turn.incoming.text, facts_for(turn))
    clear = all(one.metric and one.text and not one.fault for one in said.figures) and not said.leftover
    return clear and (len(said.figures) > FEW or _CAME_ABOUT.search(turn.incoming.text.strip()) is not None)


_CAME_ABOUT = compile_later("已|了[。.!！]*$|到位|未|还没|尚|[√✓×✗]|(?<![A-Za-z])[YNyn](?![A-Za-z])")


def may_state(turn: Turn, meaning: Meaning) -> bool:
    """Tell whether what was understood as a question may say a figure of one's own community, for it asks nothing.

    总产值71.3亿，经办人张敏 · wifi全覆盖了; what chooses among communities is a question.
    """
    text, facts = turn.incoming.text, facts_for(turn)
    if asks(text) or doubtful.asks_openly(text) or meaning.intent in NOT_UNDERSTOOD:
        return False
    said = named(text, facts)
    chooses = meaning.query is not None and meaning.query.ask == "places"
    reported = [one for one in said.figures if one.metric not in turn.programme.derivation]
    stated = [
        one for one in reported
        if has_digit(one.text) or read_word(one.text) is not None or is_relative(one.text) or _is_range(one)
    ]
    if chooses and not said.communities and any(map(_is_range, stated)):
        return bool(facts.communities)  # 从业人员5000到6000之间 chooses, or is a figure that is not settled.
    if said.communities and said.years and any(_was_set_up(one, turn.programme) for one in reported):
        return is_own(said, facts)
    own = said.communities or not chooses or _FILLED_IN.search(text) or _OURS.search(text)
    return bool(stated) and bool(own) and is_own(said, facts) and not names_only_years(turn)


_OURS = compile_later("(?i)(?<![a-z])we(?![a-z])|我们|[我本]社区")
"""Who says we speaks of their own: we don't have an accelerator."""


def tells_by_last_year(turn: Turn) -> bool:
    """Tell whether a line that asks nothing says clear figures, one of them by last year's: 孵化器增加1个."""
    text, facts = turn.incoming.text, facts_for(turn)
    if asks(text) or doubtful.asks_openly(text):
        return False
    said = named(text, facts)
    tell = [one for one in said.figures if not one.fault and one.metric and _is_value(one.text, with_words=True)]
    by_last = any(is_relative(one.text) for one in tell)
    return by_last and len(tell) == len(said.figures) and not said.leftover and is_own(said, facts)


def tries_to_report(turn: Turn, meaning: Meaning) -> bool:
    """Tell whether a line that asks nothing may be meant as a report of one's own community, though it isn't clear.

    It has a number that is none of its years; or it names the year, and several figures, or one where nothing else
    was understood of it.
    """
    text, facts = turn.incoming.text, facts_for(turn)
    said = named(text, facts)
    own = any(code in facts.communities for codes in said.communities for code in codes)
    tried = [one for one in said.figures if (one.text or one.fault) and one.metric not in turn.programme.derivation]
    if asks(text) or not own or not tried:
        return False
    numbers = any(has_digit(f"{one.text}{one.found}{one.phrase}") or _is_range(one) for one in tried)
    numbers = numbers or bool(said.leftover)
    several = sum(bool(one.text) and not one.fault for one in tried) > 1
    return numbers or (bool(said.years) and (several or meaning.intent in NOT_UNDERSTOOD))


def says_figures(turn: Turn) -> bool:
    """Tell whether a line that asks nothing names a community of one's own and an amount of a reported figure.

    Who reports for several and names none is asked which one it is.
    """
    text, facts = turn.incoming.text, facts_for(turn)
    if asks(text):
        return False
    said = named(text, facts)
    own = any(code in facts.communities for codes in said.communities for code in codes)
    unsaid = not said.communities and bool(turn.own)
    return (own or unsaid) and any(one.text and one.metric not in turn.programme.derivation for one in said.figures)


def names_only_years(turn: Turn) -> bool:
    """Tell whether the numbers of a text are years, as of a question: 通创 总产值 2024; 同去年 is a figure.

    How many communities are spoken of is no figure either: 崇川两家去年和前年从业人员合计.
    """
    text = laid_out(turn.incoming.text)
    periods = scan_periods(normalize(turn.incoming.text), turn.today)
    if not (has_digit(text) or periods):
        return False
    if _says_numbers(turn.incoming.text, turn.today):
        return False
    figures = named(turn.incoming.text, facts_for(turn)).figures
    if has_digit(text) and not has_digit(without_years(text, turn.today)):
        return bool(figures) and all(is_year(one.text) for one in figures if one.text)
    return bool(figures) and _SO_MANY.search(text) is not None


_SO_MANY = compile_later("[两俩二三四五](?:家|个)(?:众创)?(?:社区)?|(?:加|一)(?:一)?[块起共]儿?")
_NUMBER = compile_later("[0-9〇零一二两三四五六七八九十百千万亿]")


def _says_numbers(text: str, today: date) -> bool:
    """Tell whether a text has a number that is none of its years, and counts no communities."""
    folded = normalize(text)
    for one in reversed(scan_periods(folded, today)):
        folded = f"{folded[: one.start]} {folded[one.end :]}"
    return _NUMBER.search(without_years(_SO_MANY.sub(" ", folded), today)) is not None


def says_digits(turn: Turn) -> bool:
    """Tell whether a text has a number in digits that is none of its years and no part of a name: R5, 5G."""
    folded = normalize(turn.incoming.text)
    for one in reversed(scan_periods(folded, turn.today)):
        folded = f"{folded[: one.start]} {folded[one.end :]}"
    return re.search("(?<![a-z0-9.])[0-9]+(?![a-z0-9])", without_years(folded, turn.today)) is not None


_SET_UP = compile_later(f"[建办挂]|{alternatives('told.done')}|公司|中心|未|暂|无")


def _was_set_up(item: Waiting, programme: Programme) -> bool:
    """Tell whether words beside a yes or no may say that something is there, or is not: 9月上线, 已印发."""
    metric, words = programme.metric.get(item.metric), f"{item.found}{item.phrase}"
    return metric is not None and metric.kind == "yesno" and _SET_UP.search(words) is not None


def _is_range(item: Waiting) -> bool:
    """Tell whether what is said of a figure is two bounds of it: 五千到六千之间."""
    read = read_quantity(item.text)
    return isinstance(read, Rejection) and read.code == "range"


def is_own(said: Named, facts: Facts) -> bool:
    """Tell whether a line is of a community of one's own: named, or the only one where none is."""
    if not said.communities:
        return len(facts.communities) == 1
    return any(code in facts.communities for codes in said.communities for code in codes)


def _is_value(text: str, with_words: bool) -> bool:
    """Tell whether a text is a figure; 没有 and its like are one only where a year is named."""
    return isinstance(read_quantity(text), Quantity) or (
        with_words and (read_word(text) is not None or is_relative(text))
    )
