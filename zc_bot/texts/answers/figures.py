"""Figures in words: one value with its verdict, several side by side, a course over years, growth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from zc_bot.evaluation.formulas import Given
from zc_bot.evaluation.measurements import PERCENT, Measurement, inputs_of
from zc_bot.evaluation.result import Answer, Item
from zc_bot.evaluation.verdicts import Part, Verdict
from zc_bot.texts.answers.message import Message
from zc_bot.texts.answers.sources import sources_of
from zc_bot.texts.answers.words import Words

_PROVENANCE_LINES = 3
_COURSES = 4
"""More courses than these are told by their ends, a line each."""


def word_figures(answer: Answer, words: Words) -> Message:
    """Word `value`, `compare` and `trend`: a single figure in full, several as short lines."""
    if not answer.items and not answer.absent:
        return Message([word_nothing(answer, words)])
    if len(answer.items) == 1 and not answer.absent:
        return Message(_single(answer.items[0], words))
    if not answer.items and len(answer.absent) == 1:
        return Message(absent_lines(answer.absent[0], words))
    return _several(answer, words)


def word_growth(answer: Answer, words: Words) -> Message:
    """Word `growth`: the rate first, then from what to what."""
    if not answer.items and not answer.absent:
        return Message([word_nothing(answer, words)])
    if len(answer.items) + len(answer.absent) == 1:
        return Message(_growth_in_full((*answer.items, *answer.absent)[0], words))
    lines = [
        words.texts("ask.growth.line", **_names(item.measurement, words), value=words.signed(item.measurement))
        for item in answer.items
    ]
    return Message([_growth_head(answer, words)], lines, words.absences(answer.absent))


def _comparison(item: Item, words: Words) -> list[Markup]:
    """Say what it was the year before and by how much it changed."""
    if item.before is None or item.before.number is None:
        return []
    before = words.value(item.before)
    if item.change is None or item.change.number is None:
        return [words.texts("ask.before.only", year=item.before.year, value=before)]
    return [words.texts("ask.before.change", year=item.before.year, value=before, change=words.signed(item.change))]


def verdict_line(verdict: Verdict, words: Words) -> Markup:
    """Say the verdict, what is asked for, the gap and the clause."""
    requirement = words.programme.requirement[verdict.requirement]
    return words.texts(
        f"check.verdict.{verdict.verdict}",
        name=requirement.name(words.lang),
        need=words.need(requirement.conditions[0]),
        gap=words.texts.plain("check.gap.after", gap=words.gap(verdict)) if verdict.gap is not None else "",
        clause=verdict.clause,
    )


def part_line(part: Part, verdict: Verdict, words: Words) -> Markup:
    """Say how one part of a requirement stands, when only its metric was asked for."""
    return words.texts(
        f"check.verdict.{part.verdict}",
        name=words.metric(part.condition.metric),
        need=words.need(part.condition),
        gap="",
        clause=verdict.clause,
    )


def need_line(metric: str, words: Words) -> Markup | None:
    """Say what the policy asks of a metric; None where it asks nothing."""
    for requirement in words.programme.requirements:
        for condition in requirement.conditions:
            if condition.metric == metric:
                return words.texts("ask.need", need=words.need(condition), clause=requirement.cite.clause)
    return None


def ground(found: Measurement, words: Words) -> list[Markup]:
    """Show what a derived figure was worked out from."""
    numbers = [words.figure(figure.metric, figure.value) for figure in found.figures if figure.value is not None]
    names = [words.metric(code) for code in inputs_of(words.programme, (found.metric,))]
    if len(numbers) != 2 or found.metric not in words.programme.derivation:
        return []
    if len(names) == 2:
        return [words.texts("ask.ground.share", first=names[0], one=numbers[0], second=names[1], two=numbers[1])]
    return [
        words.texts(
            "ask.ground.growth",
            metric=names[0],
            base=numbers[1],
            base_year=found.base_year,
            value=numbers[0],
            year=found.year,
        )
    ]


def _single(item: Item, words: Words) -> list[Markup]:
    found = item.measurement
    lines = [
        words.texts("ask.value.head", value=words.value(found), pending=words.pending(found), **_names(found, words))
    ]
    lines += _verdict_lines(item, words)
    lines += _comparison(item, words)
    lines += ground(found, words)
    if (last := found.last_report) is not None:
        lines.append(words.reported(last))
    return lines


def _verdict_lines(item: Item, words: Words) -> list[Markup]:
    lines: list[Markup] = []
    for verdict in item.verdicts:
        parts = [part for part in verdict.parts if part.condition.metric == item.measurement.metric]
        lines += (
            [part_line(part, verdict, words) for part in parts] if verdict.parts else [verdict_line(verdict, words)]
        )
    return lines


def absent_lines(item: Item, words: Words) -> list[Markup]:
    """Say that it is not there, why, and what the newest figure is."""
    found = item.measurement
    lines = [words.texts(f"ask.absent.{_why(found, words)}", missing=_missing(found, words), lack=words.lack(found),
                         **_names(found, words))]
    if item.latest is not None and item.latest.known:
        lines.append(words.texts("ask.absent.latest", value=words.value(item.latest), year=item.latest.year))
        if (last := item.latest.last_report) is not None:
            lines.append(words.reported(last))
    return lines


def _several(answer: Answer, words: Words) -> Message:
    trend = answer.meaning.intent == "trend" or len(answer.years) > 1
    heads = _groups(answer, by_course=trend)
    if trend and len(heads) > _COURSES:
        return _courses(answer, heads, words)
    head: list[Markup] = []
    body: list[Markup] = []
    for (first, second), items in heads.items():
        title = _title(first, second, trend, words)
        target = body if len(heads) > 1 else head
        target.append(title)
        if (need := need_line(items[0].measurement.metric, words)) is not None:
            target.append(need)
        body += [_line(item, trend, words) for item in items]
        body += _summary(items, trend, words)
    return Message(head, body, _provenance(answer.items, trend, words))


def _courses(
    answer: Answer, heads: Mapping[tuple[str | None, str | int], list[Item]], words: Words
) -> Message:
    """Word many courses, a line each: from the first year that is known to the last."""
    body: list[Markup] = []
    of: str | int | None = None
    for (community, metric), items in sorted(heads.items(), key=lambda pair: answer.metrics.index(str(pair[0][1]))):
        if metric != of:
            of = metric
            body.append(words.texts("ask.trend.of_each", metric=words.metric(str(metric))))
        known = [item.measurement for item in items if item.measurement.number is not None]
        if not known:
            body.append(words.texts("ask.trend.none", community=words.community(community)))
            continue
        first, last = known[0], known[-1]
        key = "ask.trend.ends" if len(known) > 1 else "ask.trend.only"
        body.append(words.texts(
            key, community=words.community(community), first=first.year, before=words.value(first), last=last.year,
            value=words.value(last), pending=words.pending(last),
        ))
    every = (figure for item in answer.items for figure in item.measurement.figures)
    return Message(body[:1], body[1:], sources_of(every, words))


def _provenance(items: Sequence[Item], trend: bool, words: Words) -> list[Markup]:
    """Say who reported what: one line for all or one each where that stays short, else one that sums them up."""
    said: dict[Markup, list[str]] = {}
    for item in items:
        found = item.measurement
        if (last := found.last_report) is not None:
            name = str(found.year) if trend else words.community(found.community)
            said.setdefault(words.reported(last), []).append(name)
    if len(said) == 1:
        return list(said)
    lines = [
        words.texts("ask.origin.line", what=words.listed(dict.fromkeys(names), 3), who=who)
        for who, names in said.items()
    ]
    if len(lines) <= _PROVENANCE_LINES:
        return lines
    return sources_of((figure for item in items for figure in item.measurement.figures), words)


def _groups(answer: Answer, by_course: bool) -> dict[tuple[str | None, str | int], list[Item]]:
    """Group figures as they are read: a course by community and metric, others by metric and year."""
    places = {code: place for place, code in enumerate(answer.communities)}
    items = sorted((*answer.items, *answer.absent), key=lambda item: _order(item, answer.metrics, places))
    groups: dict[tuple[str | None, str | int], list[Item]] = {}
    for item in items:
        found = item.measurement
        key = (found.community, found.metric) if by_course else (found.metric, found.year)
        groups.setdefault(key, []).append(item)
    return groups


def _order(item: Item, metrics: tuple[str, ...], places: Mapping[str, int]) -> tuple[int, int, int]:
    found = item.measurement
    place = places[found.community] if found.community else 0
    return metrics.index(found.metric), place, found.year


def _title(first: str | None, second: str | int, trend: bool, words: Words) -> Markup:
    if trend:
        return words.texts("ask.trend.head", community=words.community(first), metric=words.metric(str(second)))
    return words.texts("ask.compare.head", metric=words.metric(str(first)), year=second)


def _line(item: Item, trend: bool, words: Words) -> Markup:
    found = item.measurement
    return words.texts(
        "ask.trend.line" if trend else "ask.compare.line",
        community=words.community(found.community),
        year=found.year,
        value=words.value(found),
        mark=words.after(item.mark),
        pending=words.pending(found),
        change=_beside(item, words) if trend else "",
    )


def _beside(item: Item, words: Words) -> str:
    if item.change is None or item.change.number is None:
        return ""
    return words.texts.plain("ask.trend.change", change=words.signed(item.change))


def _summary(items: Sequence[Item], trend: bool, words: Words) -> list[Markup]:
    """Say the difference where just two communities are compared."""
    known = [item.measurement for item in items if item.measurement.number is not None]
    if trend or len(items) != 2 or len(known) != 2:
        return []
    one, two = sorted(known, key=lambda found: found.number.key if found.number else 0, reverse=True)
    text = words.apart(one, two)
    return (
        [words.texts("ask.compare.difference", community=words.community(one.community), difference=text)]
        if text
        else []
    )


def _growth_in_full(item: Item, words: Words) -> list[Markup]:
    found = item.measurement
    if found.number is None:
        return absent_lines(item, words)
    lines = [
        words.texts(
            "ask.growth.average" if found.metric in _averages(words) else "ask.growth.head",
            value=words.signed(found),
            pending=words.pending(found),
            **_names(found, words),
        )
    ]
    lines += _verdict_lines(item, words)
    if item.before is not None and item.change is not None:
        lines.append(
            words.texts(
                "ask.growth.span",
                earlier=item.before.year, before=words.value(item.before),
                later=item.change.year, value=words.value(item.change), apart=_apart(item.before, item.change, words),
            )
        )
    lines += ground(found, words)
    if (last := found.last_report) is not None:
        lines.append(words.reported(last))
    return lines


def _apart(before: Measurement, now: Measurement, words: Words) -> str:
    """Say by how much an amount rose or fell; of shares the growth itself says it."""
    if not (isinstance(before.number, Given) and isinstance(now.number, Given)) or now.unit == PERCENT:
        return ""
    rose = now.number.value > before.number.value
    by = words.apart(now, before) if rose else words.apart(before, now)
    return words.texts.plain("ask.growth.more" if rose else "ask.growth.less", by=by) if by else ""


def _averages(words: Words) -> frozenset[str]:
    """Give the codes of average annual growths."""
    return frozenset(item.code for item in words.programme.derived if item.formula == "growth")


def _growth_head(answer: Answer, words: Words) -> Markup:
    average = "average_" if _averages(words).issuperset(answer.metrics) else ""
    lacks = [item.measurement.lack for item in answer.absent]
    due = len(answer.items) + len(lacks) - lacks.count("before_start")
    single = len(answer.metrics) == len(answer.years) == 1
    counted = words.texts.plain(f"ask.growth.{average}counted", counted=f"{len(answer.items)}/{due}")
    return words.texts(
        f"ask.growth.{average}title",
        metric=words.listed(words.metric(code) for code in answer.metrics),
        years=words.listed(str(year) for year in answer.years),
        counted=counted if single else "",
    )


def word_nothing(answer: Answer, words: Words) -> Markup:
    """Say that it was never reported, or not in the years that were named."""
    lack = words.unreported(answer.communities)
    if answer.years and not answer.metrics:
        whose = words.listed((words.community(code) for code in answer.communities), 3)
        years = words.listed(str(year) for year in answer.years)
        return words.texts("ask.absent.of_years", community=whose, years=years, lack=lack)
    return words.texts(
        "ask.absent.ever",
        community=words.listed((words.community(code) for code in answer.communities), 3),
        metric=words.listed(words.metric(code) for code in answer.metrics),
        lack=lack,
    )


def _why(found: Measurement, words: Words) -> str:
    """Choose the sentence for what is lacking; a missing base is told apart from a missing year."""
    if found.lack == "unreported" and all(year != found.year for _, year in found.absent):
        return "no_base"
    if found.lack == "unreported" and found.metric in words.programme.derivation:
        return "inputs"
    return str(found.lack)


def _missing(found: Measurement, words: Words) -> str:
    return words.listed(dict.fromkeys(words.metric(metric) for metric, _ in found.absent))


def _names(found: Measurement, words: Words) -> dict[str, object]:
    return {
        "community": words.community(found.community),
        "metric": words.metric(found.metric),
        "year": found.year,
        "base_year": found.base_year or "",
    }
