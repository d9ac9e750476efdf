"""Many communities in words: those that match and what is missing, as lines that read well on a phone."""

from __future__ import annotations

from markupsafe import Markup

from zc_bot.evaluation.result import Answer, Card
from zc_bot.evaluation.verdicts import Outcome, Verdict
from zc_bot.policy.records import Metric
from zc_bot.texts.answers.asked import asked_metrics, word_no_figures
from zc_bot.texts.answers.message import SHOWN, Message
from zc_bot.texts.answers.words import Words
from zc_bot.texts.names import short_names

FEW = 3
"""So many requirements are named; more are all of them."""

def word_filter(answer: Answer, words: Words) -> Message:
    """Word `filter`: how many match, then which; what could not be compared is listed apart."""
    if not (answer.years or answer.items or answer.cards):  # Before the first figure nobody meets or fails.
        bounded = answer.meaning.threshold is not None and answer.metrics
        return word_no_figures(answer, words) if bounded else Message([words.texts("ask.filter.nothing")])
    if answer.cards or answer.requirements:
        return _by_verdict(answer, words)
    if not answer.items and len(answer.absent) == answer.expected * max(1, len(answer.years)):
        return word_no_figures(answer, words)
    head = words.texts(
        "ask.filter.head",
        count=len({item.measurement.community for item in answer.items}),
        year=words.listed(str(year) for year in answer.years),
        condition=_condition(answer, words),
        counted=_out_of(answer, words),
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


def word_missing(answer: Answer, words: Words) -> Message:
    """Word `missing`: how many are still owed by how many communities, then each with its own."""
    year, left = answer.years[0], answer.shortfalls
    named = bool(answer.meaning.metrics)
    done = answer.expected - len(left)
    metrics = words.listed(words.metric(code) for code in answer.metrics) if named else ""
    kind = "ask.unapproved" if answer.approved_only else "ask.missing"
    key = f"{kind}.{'metric' if named else 'all'}_{'open' if left else 'done'}"
    head = words.texts(key, count=len(left), done=done, expected=answer.expected, year=year, metrics=metrics)
    if not answer.expected:
        head = words.texts("ask.missing.nobody", year=year)
    every, named_now = len(words.programme.metrics), left[:SHOWN]
    empty = [item for item in named_now if len(item.metrics) == every]
    together = empty if len(empty) > 1 else []
    body = [
        words.texts(
            f"{kind}.line_all" if len(item.metrics) == every else f"{kind}.line",
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
        body.append(words.texts(f"{kind}.lines_all", count=every, communities=names))
    heads = [head, *_not_before(answer, words)]
    return Message(heads, body, _complete(answer, words, kind), len(left) - len(named_now))


def _not_before(answer: Answer, words: Words) -> list[Markup]:
    """Say from when a year is collected, where that is still to come: nobody is late with it."""
    found = answer.collection
    if found is None or answer.now is None or found.opens <= answer.now:
        return []
    day = found.opens.astimezone(words.zone).date()
    return [words.texts("status.not_before", year=found.year, day=day)]


def _complete(answer: Answer, words: Words, kind: str) -> list[Markup]:
    """Name those that owe nothing, where others do and they are few enough to be read."""
    owing, year = {item.community for item in answer.shortfalls}, answer.years[0]
    done = [
        code for code in answer.communities
        if code not in owing and words.programme.community[code].start <= year
    ]
    if not owing or not done or answer.expected > SHOWN:
        return []
    called = short_names(words.programme, words.lang)
    names = words.listed((called[code] for code in done), len(done))
    return [words.texts(f"{kind}.complete", count=len(done), communities=names)]


def _by_verdict(answer: Answer, words: Words) -> Message:
    verdict = answer.meaning.verdict or "not_met"
    single = len(answer.requirements) == 1
    few = answer.requirements if len(answer.requirements) <= FEW else ()
    scope = words.listed(words.programme.requirement[code].name(words.lang) for code in few)
    head = words.texts(
        f"ask.filter.{verdict}",
        count=len(answer.cards) + answer.unshown,
        year=words.listed(str(year) for year in answer.years),
        scope=scope,
        counted=_out_of(answer, words, "judged") if single and verdict != "undetermined" else "",
    )
    body = [_verdict_line(card, verdict, single, words) for card in answer.cards[:SHOWN]]
    need = [_need_of(answer, words)] if single else []
    beside = [*words.undecided(answer.undecided), *words.absences(answer.absent)]
    return Message([head, *need], body, beside, len(answer.cards) - len(body) + answer.unshown)


def _out_of(answer: Answer, words: Words, kind: str = "compared") -> str:
    """Say how many of the communities could be looked at for one year; of several years that is no one number."""
    if len(answer.years) != 1:
        return ""
    lacks = [item.measurement.lack for item in answer.absent]
    due = answer.expected - lacks.count("before_start")
    return words.texts.plain(f"ask.filter.{kind}", counted=f"{answer.expected - len(lacks)}/{due}")


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
        return asked_metrics(answer, words)
    metric = words.programme.measure[answer.metrics[0]]
    if isinstance(metric, Metric) and metric.kind == "yesno":
        wanted = bool(threshold.value) == (threshold.comparison in ("=", ">=", ">"))
        key = "yes" if wanted else "no"
        return words.texts.plain(f"ask.filter.condition_{key}", metric=asked_metrics(answer, words))
    word = {"<": "below", "<=": "at_most", ">": "above", ">=": "at_least", "=": "equal"}[threshold.comparison]
    bound = words.quantity(threshold.value, metric.unit)
    if threshold.upper is not None:
        upper = words.quantity(threshold.upper, metric.unit)
        key = "ask.filter.condition.between"
        return words.texts.plain(key, metric=asked_metrics(answer, words), bound=bound, upper=upper)
    return words.texts.plain(f"ask.filter.condition.{word}", metric=asked_metrics(answer, words), bound=bound)
