"""Many communities in words: orders, matches, sums and what is missing, as lines that read well on a phone."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup

from zc_bot.evaluation.measurements import inputs_of
from zc_bot.evaluation.result import Answer, Card, Item, Total
from zc_bot.evaluation.verdicts import Outcome, Verdict
from zc_bot.policy.programme import Metric
from zc_bot.texts.answers_figures import comparison, need_line
from zc_bot.texts.answers_message import SHOWN, Message
from zc_bot.texts.answers_words import Words


def word_rank(answer: Answer, words: Words) -> Message:
    """Word `rank`: a line each, equals under one number, those without a figure apart."""
    if not answer.items:
        return _no_figures(answer, words)
    body: list[Markup] = []
    shown = answer.items[:SHOWN]
    for (metric, year), group in groupby(shown, key=lambda item: (item.measurement.metric, item.measurement.year)):
        key = "ask.rank.rising" if answer.meaning.ascending else "ask.rank.head"
        body.append(words.texts(key, metric=words.metric(metric), year=year, counted=_counted(answer, metric, year)))
        body += [line for line in (need_line(metric, words),) if line]
        body += [_ranked(item, words) for item in group]
    return Message([], body, words.absences(answer.absent), len(answer.items) - len(shown))


def _counted(answer: Answer, metric: str, year: int) -> str:
    """Say how many of the communities have a figure."""
    lacking = sum((item.measurement.metric, item.measurement.year) == (metric, year) for item in answer.absent)
    return f"{answer.expected - lacking}/{answer.expected}"


def word_filter(answer: Answer, words: Words) -> Message:
    """Word `filter`: how many match, then which; what could not be compared is listed apart."""
    if answer.cards or answer.requirements:
        return _by_verdict(answer, words)
    if not answer.items and len(answer.absent) == answer.expected * max(1, len(answer.years)):
        return _no_figures(answer, words)
    head = words.texts(
        "ask.filter.head",
        count=len({item.measurement.community for item in answer.items}),
        year=words.listed(str(year) for year in answer.years),
        condition=_condition(answer, words),
    )
    bounds = answer.meaning.threshold.ends if answer.meaning.threshold else ()
    body = [
        words.texts(
            "ask.filter.line",
            community=words.community(item.measurement.community),
            value=words.value(item.measurement, bounds),
            mark=words.after(item.mark),
            pending=words.pending(item.measurement),
        )
        for item in answer.items[:SHOWN]
    ]
    return Message([head], body, words.absences(answer.absent), len(answer.items) - len(body))


def word_aggregate(answer: Answer, words: Words) -> Message:
    """Word `aggregate`: the sum first, over how many communities, what it was made of, and the change."""
    if not answer.totals:
        return Message([words.texts("ask.aggregate.impossible", metric=_metrics(answer, words))])
    known = [total for total in answer.totals if total.item.measurement.number is not None]
    if not known:
        return _no_figures(answer, words)
    lines = [line for total in answer.totals for line in _total(total, answer, words, brief=len(answer.totals) > 2)]
    dropped = [code for code in answer.meaning.metrics if code not in answer.metrics]
    lines += [words.texts("ask.aggregate.instead", metric=words.metric(code)) for code in dropped]
    return Message([], lines)


def word_missing(answer: Answer, words: Words) -> Message:
    """Word `missing`: how many are still owed by how many communities, then each with its own."""
    year, left = answer.years[0], answer.shortfalls
    named = bool(answer.meaning.metrics)
    done = answer.expected - len(left)
    metrics = words.listed(words.metric(code) for code in answer.metrics) if named else ""
    key = f"ask.missing.{'metric' if named else 'all'}_{'open' if left else 'done'}"
    head = words.texts(key, count=len(left), done=done, expected=answer.expected, year=year, metrics=metrics)
    if not answer.expected:
        head = words.texts("ask.missing.nobody", year=year)
    every, named_now = len(words.programme.metrics), left[:SHOWN]
    empty = [item for item in named_now if len(item.metrics) == every]
    together = empty if len(empty) > 1 else []
    body = [
        words.texts(
            "ask.missing.line_all" if len(item.metrics) == every else "ask.missing.line",
            community=words.community(item.community),
            count=len(item.metrics),
            metrics=words.listed(
                (words.metric(code) for code in item.metrics), 4 if len(left) > 1 else every, "ask.and_others"
            ),
        )
        for item in named_now
        if item not in together
    ]
    if together:
        names = words.listed((words.community(item.community) for item in together), len(together))
        body.append(words.texts("ask.missing.lines_all", count=every, communities=names))
    return Message([head], body, [], len(left) - len(named_now))


def _ranked(item: Item, words: Words) -> Markup:
    return words.texts(
        "ask.rank.line",
        rank=item.rank,
        community=words.community(item.measurement.community),
        value=words.value(item.measurement),
        mark=words.after(item.mark),
        pending=words.pending(item.measurement),
    )


def _by_verdict(answer: Answer, words: Words) -> Message:
    verdict = answer.meaning.verdict or "not_met"
    single = len(answer.requirements) == 1
    scope = words.programme.requirement[answer.requirements[0]].name(words.lang) if single else ""
    head = words.texts(
        f"ask.filter.{verdict}",
        count=len(answer.cards) + answer.unshown,
        year=words.listed(str(year) for year in answer.years),
        scope=scope,
    )
    body = [_verdict_line(card, verdict, single, words) for card in answer.cards[:SHOWN]]
    need = [_need_of(answer, words)] if single else []
    return Message([head, *need], body, words.absences(answer.absent), len(answer.cards) - len(body) + answer.unshown)


def _verdict_line(card: Card, wanted: Outcome, single: bool, words: Words) -> Markup:
    """Word a community with what was judged; who meets everything needs no list of it."""
    community = words.community(card.community)
    if wanted == "met" and not single:
        return words.texts("ask.filter.name_line", community=community)
    what = _judged(card.verdicts[0], words) if single else _requirements(card, words)
    return words.texts("ask.filter.verdict_line", community=community, what=what)


def _judged(verdict: Verdict, words: Words) -> str:
    """Write the value that was judged with its gap, or the parts that have the verdict."""
    if verdict.measurement is None:
        return words.listed(
            words.texts.plain(
                "check.part", metric=words.metric(part.condition.metric), value=words.value(part.measurement)
            )
            for part in verdict.parts
            if part.verdict == verdict.verdict
        )
    gap = words.texts.plain("check.gap.after", gap=words.gap(verdict)) if verdict.gap is not None else ""
    return f"{words.value(verdict.measurement)}{words.pending(verdict.measurement)}{gap}"


def _requirements(card: Card, words: Words) -> str:
    return words.listed(words.programme.requirement[item.requirement].name(words.lang) for item in card.verdicts)


def _need_of(answer: Answer, words: Words) -> Markup:
    requirement = words.programme.requirement[answer.requirements[0]]
    return words.texts("ask.need", need=requirement.text(words.lang), clause=requirement.cite.clause)


def _condition(answer: Answer, words: Words) -> str:
    threshold = answer.meaning.threshold
    if threshold is None:
        return _metrics(answer, words)
    metric = words.programme.measure[answer.metrics[0]]
    if isinstance(metric, Metric) and metric.kind == "yesno":
        wanted = bool(threshold.value) == (threshold.comparison in ("=", ">=", ">"))
        key = "yes" if wanted else "no"
        return words.texts.plain(f"ask.filter.condition_{key}", metric=_metrics(answer, words))
    word = {"<": "below", "<=": "at_most", ">": "above", ">=": "at_least", "=": "equal"}[threshold.comparison]
    bound = words.quantity(threshold.value, metric.unit)
    if threshold.upper is not None:
        upper = words.quantity(threshold.upper, metric.unit)
        key = "ask.filter.condition.between"
        return words.texts.plain(key, metric=_metrics(answer, words), bound=bound, upper=upper)
    return words.texts.plain(f"ask.filter.condition.{word}", metric=_metrics(answer, words), bound=bound)


def _total(total: Total, answer: Answer, words: Words, brief: bool) -> list[Markup]:
    found = total.item.measurement
    head = words.texts(
        "ask.aggregate.head" if found.number is not None else "ask.aggregate.none",
        value=words.value(found),
        scope=_scope(answer, words),
        year=found.year,
        metric=words.metric(found.metric),
        counted=len(total.counted),
        expected=len(total.expected),
        mark=words.after(total.item.mark),
        pending=words.pending(found),
    )
    if brief or found.number is None:
        return [head]
    lines = [head, *_made_of(found.metric, total, words), *_change_of(total, words)]
    counted = set(total.counted)
    left_out = [code for code in total.expected if code not in counted]
    if left_out:
        names = words.listed(words.community(code) for code in left_out)
        lines.append(words.texts("ask.aggregate.left_out", count=len(left_out), names=names))
    return lines


def _change_of(total: Total, words: Words) -> list[Markup]:
    """Compare with the year before, over the same communities: where those are fewer, the line says so."""
    before, change = total.item.before, total.item.change
    if total.alike == len(total.counted):
        return comparison(total.item, words)
    if before is None or change is None or change.number is None:
        return []
    return [
        words.texts(
            "ask.aggregate.alike",
            count=total.alike,
            earlier=before.year,
            before=words.value(before),
            later=total.later.year,
            value=words.value(total.later),
            change=words.signed(change),
        )
    ]


def _made_of(metric: str, total: Total, words: Words) -> list[Markup]:
    """Show both sums of a share."""
    codes = inputs_of(words.programme, (metric,))
    if len(codes) != 2:
        return []
    sums = [words.sum_of(total.item.measurement, code) for code in codes]
    return [
        words.texts(
            "ask.ground.share",
            first=words.metric(codes[0]),
            one=sums[0],
            second=words.metric(codes[1]),
            two=sums[1],
        )
    ]


def _scope(answer: Answer, words: Words) -> str:
    if answer.meaning.authority is not None:
        return words.authority(answer.meaning.authority)
    if not answer.meaning.communities or answer.meaning.whole:
        return words.community(None)
    return words.listed((words.community(code) for code in answer.communities), 3)


def _metrics(answer: Answer, words: Words) -> str:
    return words.listed(words.metric(code) for code in answer.meaning.metrics)


def _no_figures(answer: Answer, words: Words) -> Message:
    """Say that nobody reported it for the year, with the newest year that was."""
    newest = max((item.latest.year for item in answer.absent if item.latest), default=None)
    years = words.listed(str(year) for year in answer.years)
    if not years:
        head = words.texts("ask.absent.ever", community=words.community(None), metric=_metrics(answer, words))
    else:
        head = words.texts("ask.absent.everywhere", metric=_metrics(answer, words), year=years)
    latest = [words.texts("ask.absent.newest", year=newest)] if newest is not None else []
    return Message(
        [head, *latest],
        [],
        words.absences(item for item in answer.absent if item.measurement.lack != "unreported"),
    )
