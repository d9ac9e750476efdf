"""Meaning → a complete question: what a tapped choice asks, in words that are understood again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme

_ZH = {
    "value": "{c}{y}{m}是多少",
    "compare": "{c}{y}{m}对比",
    "trend": "{c}{y}{m}走势",
    "growth": "{c}{y}{m}同比增长多少",
    "annual": "{c}{y}{m}多少",
    "rank": "各社区{y}{m}排名",
    "top": "各社区{y}{m}前{n}名",
    "bottom": "各社区{y}{m}倒数{n}名",
    "place": "{c}{y}{m}排第几",
    "check": "{c}{y}{m}达标情况",
    "met": "哪些社区{y}{m}达标",
    "not_met": "哪些社区{y}{m}没达标",
    "undetermined": "哪些社区{y}{m}无法判定",
    "filter": "哪些社区{y}{m}{b}",
    "with": "哪些社区{y}有{m}",
    "without": "哪些社区{y}没有{m}",
    "aggregate": "{c}{y}{m}合计",
    "whole": "全市{y}{m}合计",
    "missing": "{c}{y}{m}报齐了吗",
    "provenance": "{c}{y}{m}是谁报的",
    "requirement": "{m}要求是多少",
    "directory": "{c}介绍",
    "card": "{c}{y}所有数据",
    "why": "{c}{y}{m}为什么变化",
    "definition": "{m}是什么意思",
    "league": "{y}达标排名",
    "timeliness": "{y}谁迟报",
    "person": "怎么联系{c}的填报人",
    "all": "全部社区",
    "and": "和",
    "year": "{}年",
}
_EN = {
    "value": "{m} of {c}{y}",
    "compare": "compare {m} of {c}{y}",
    "trend": "trend of {m} of {c}{y}",
    "growth": "year-on-year growth of {m} of {c}{y}",
    "annual": "{m} of {c}{y}",
    "rank": "ranking by {m}{y}",
    "top": "top {n} by {m}{y}",
    "bottom": "bottom {n} by {m}{y}",
    "place": "what place is {c} by {m}{y}",
    "check": "check {m} of {c}{y}",
    "met": "which communities meet {m}{y}",
    "not_met": "which communities fail {m}{y}",
    "undetermined": "which communities are undetermined {m}{y}",
    "filter": "which communities {m} {b}{y}",
    "with": "which communities have {m}{y}",
    "without": "which communities have no {m}{y}",
    "aggregate": "total {m} of {c}{y}",
    "whole": "citywide {m}{y}",
    "missing": "not reported {m} of {c}{y}",
    "provenance": "who reported {m} of {c}{y}",
    "requirement": "requirement for {m}",
    "directory": "about {c}",
    "card": "all figures of {c}{y}",
    "why": "why did {m} of {c} change{y}",
    "definition": "what does {m} mean",
    "league": "overall ranking{y}",
    "timeliness": "who was late{y}",
    "person": "contact of the reporter of {c}",
    "all": "all communities",
    "and": " and ",
    "year": " {}",
}
_BOUNDS = {
    "zh": {"<": "低于", "<=": "不超过", ">": "超过", ">=": "不低于", "=": "等于"},
    "en": {"<": "below ", "<=": "at most ", ">": "above ", ">=": "at least ", "=": "equal to "},
}


def phrase(meaning: Meaning, programme: Programme, lang: str) -> str:
    """Write `meaning` as a complete question in `lang`."""
    words = _EN if lang == "en" else _ZH
    said = words[_pattern(meaning, programme)].format(
        c=_communities(meaning, programme, words, lang),
        m=words["and"].join(_what(meaning, programme, lang)),
        y=words["and"].join(words["year"].format(year) for year in meaning.years),
        n=meaning.limit,
        b=_bound(meaning, programme, lang),
    )
    return " ".join(said.split())  # What is not named leaves no gap.


def _what(meaning: Meaning, programme: Programme, lang: str) -> Iterator[str]:
    """Name what is asked of: metrics, else requirements."""
    yield from (measure_label(programme, code, lang) for code in meaning.metrics)
    if not meaning.metrics:
        for one in (programme.requirement[code] for code in meaning.requirements):
            said = (alias for alias in one.aliases if not alias.isascii())
            yield one.name.en if lang == "en" else next(said, one.name.zh)


def community_label(programme: Programme, code: str, lang: str) -> str:
    return programme.community[code].name(lang)


def measure_label(programme: Programme, code: str, lang: str) -> str:
    return programme.measure[code].short(lang)


def _pattern(meaning: Meaning, programme: Programme) -> str:
    """Choose the pattern of an intent by what else is asked."""
    if meaning.intent == "rank":
        if meaning.communities:
            return "place"
        return "rank" if meaning.limit is None else "bottom" if meaning.ascending else "top"
    if meaning.intent == "filter" and meaning.threshold is None:
        return meaning.verdict or "met"
    if meaning.intent == "filter" and meaning.threshold is not None:
        metric = programme.metric.get(meaning.metrics[0]) if meaning.metrics else None
        if metric is not None and metric.kind == "yesno":
            return "with" if meaning.threshold.value else "without"
    if meaning.intent == "growth" and all(code in programme.derivation for code in meaning.metrics):
        growths = {item.code for item in programme.derived if item.formula == "growth"}
        return "annual" if growths.issuperset(meaning.metrics) else "growth"
    if meaning.intent == "aggregate" and not meaning.communities:
        return "whole"
    if meaning.intent in _ZH:
        return meaning.intent
    if meaning.topic == "league":
        return "league"
    return ("value" if meaning.communities else "rank") if meaning.metrics else "check"


def _communities(meaning: Meaning, programme: Programme, words: dict[str, str], lang: str) -> str:
    named = meaning.communities or meaning.implied
    if not named:
        return words["all"]
    if meaning.authority is not None and programme.of_authority[meaning.authority] == named:
        return programme.authority[meaning.authority].name(lang)
    return words["and"].join(community_label(programme, code, lang) for code in named)


def _bound(meaning: Meaning, programme: Programme, lang: str) -> str:
    if meaning.threshold is None or not meaning.metrics:
        return ""
    table = _BOUNDS["en" if lang == "en" else "zh"]
    unit = programme.measure[meaning.metrics[0]].unit
    low, high = meaning.threshold.value, meaning.threshold.upper
    if high is not None:
        between = "between {}{} and {}{}" if lang == "en" else "在{}{}到{}{}之间"
        return between.format(_plain(low), unit, _plain(high), unit)
    return f"{table[meaning.threshold.comparison]}{_plain(low)}{unit}"


def _plain(value: Decimal) -> str:
    return f"{value:f}"
