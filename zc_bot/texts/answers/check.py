"""Verdicts in words: the report card of a community, of all of them, and the programme's goals."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from zc_bot.evaluation.remedies import remedy_of
from zc_bot.evaluation.result import Answer, Card
from zc_bot.evaluation.verdicts import Outcome, Part, Verdict
from zc_bot.texts.answers.message import Message, plain_text
from zc_bot.texts.answers.words import Words

_FAILED = 3
"""So many failed requirements are named in a line over many communities."""
_WHOLE: tuple[Outcome, ...] = ("met", "not_met", "undetermined", "advisory", "not_applicable")
_ORDER: tuple[Outcome, ...] = ("not_met", "undetermined", "met", "advisory", "not_applicable")


def word_check(answer: Answer, words: Words) -> Message:
    """Word `check`: how many requirements are met, then each with figure, gap, clause and what would fix it."""
    goals = [line for goal in answer.goals for line in goal_lines(goal, words)]
    if not answer.cards:
        return Message([], goals or [words.texts("check.nothing")])
    if len(answer.cards) == 1:
        card = answer.cards[0]
        return Message(
            [_card_head(card, words)],
            [line for verdict in _sorted(card) for line in card_lines(verdict, words)],
            [*goals, *_newer_year(answer, words)],
        )
    single = words.programme.requirement[answer.cards[0].verdicts[0].requirement] if _is_single(answer) else None
    head = words.texts(
        "check.all.head",
        count=len(answer.communities),
        year=words.listed(str(y) for y in answer.years),
        scope="" if single is None else words.texts.plain("check.all.scope", name=single.name(words.lang)),
    )
    body = [_card_line(card, len(answer.years) > 1, words) for card in answer.cards]
    tally = [_tally(answer, words)] if len(answer.years) == 1 else []
    return Message([head, *tally, *goals], body, unsaid=answer.unshown)


def _newer_year(answer: Answer, words: Words) -> list[Markup]:
    """Say that a newer year is due and has no figures yet, where no year was asked for."""
    due = None if words.today is None else words.today.year - 1
    shown, period = answer.cards[0].year, answer.period
    if (period is not None and period.later is not None) or due is None or answer.meaning.years or shown >= due:
        return []
    return [words.texts("check.newer", due=due, year=shown)]


def _tally(answer: Answer, words: Words) -> Markup:
    """Say how many communities meet everything, how many fail, and how many can't be judged."""
    counted = [(kind, answer.tally[kind]) for kind in _WHOLE if answer.tally.get(kind)]
    shown = [words.texts.plain(f"check.tally.{kind}", count=count) for kind, count in counted]
    return words.texts("check.tally.line", counts=words.listed(shown, len(shown)))


def card_lines(verdict: Verdict, words: Words) -> list[Markup]:
    """Word one requirement of a report card, and under it what is missing."""
    requirement = words.programme.requirement[verdict.requirement]
    line = words.texts(
        "check.line_parts" if verdict.parts else "check.line",
        mark=words.mark(verdict.verdict),
        name=requirement.name(words.lang),
        value=_value(verdict, words),
        need="" if verdict.parts else words.need(requirement.conditions[0]),
        gap=words.texts.plain("check.gap.after", gap=words.gap(verdict)) if verdict.gap is not None else "",
        clause=verdict.clause,
        pending=_pending(verdict, words),
    )
    remedy = _remedy(verdict, words)
    return [line, remedy] if remedy is not None else [line]


def _pending(verdict: Verdict, words: Words) -> str:
    """Mark a figure that waits for review; of a share half reported there is none."""
    if verdict.measurement is not None:
        return words.pending(verdict.measurement)
    return words.texts.plain("ask.pending") if verdict.status == "submitted" else ""


def goal_lines(goal: Verdict, words: Words) -> list[Markup]:
    """Word one of the programme's goals."""
    requirement = words.programme.requirement[goal.requirement]
    kind = "unrecorded" if goal.basis.unrecorded else requirement.goal or "built"
    lines = [
        words.texts(
            f"check.goal.{kind}",
            mark=words.mark(goal.verdict),
            name=words.goal(goal),
            value=f"{goal.value:f}" if goal.value is not None else "",
            target=f"{goal.threshold:f}" if goal.threshold is not None else "",
            started=len(goal.basis.started),
            clause=goal.clause,
        )
    ]
    if requirement.goal == "built" and goal.gap is not None and goal.gap < 0 and not goal.basis.unrecorded:
        key = "close" if goal.basis.close else "short"
        lines.append(words.texts(f"check.goal.{key}", gap=f"{-goal.gap:f}"))
    if goal.basis.uncovered:
        lines.append(
            words.texts(
                "check.goal.uncovered",
                names=words.listed(words.authority(code) for code in goal.basis.uncovered),
            )
        )
    if goal.basis.zones:
        lines.append(
            words.texts("check.goal.zones", names=words.listed(words.authority(code) for code in goal.basis.zones))
        )
    return lines


def basis_text(verdict: Verdict, words: Words) -> str:
    """Say in one plain sentence what a verdict rests on."""
    if verdict.community is None:
        return words.texts.plain("ask.semicolon").join(plain_text(line) for line in goal_lines(verdict, words))
    if verdict.basis.lack is not None and not verdict.parts:
        return _why(verdict, words)
    parts = [
        words.texts.plain(
            "check.basis.figure",
            metric=words.metric(figure.metric),
            year=figure.year,
            value=words.figure(figure.metric, figure.value),
        )
        for figure in verdict.basis.figures
        if figure.value is not None
    ]
    lacking = _part_lacks(verdict, words)
    return words.texts.plain("ask.comma").join([*parts, *lacking])


def _card_head(card: Card, words: Words) -> Markup:
    counts = Counter(verdict.verdict for verdict in card.verdicts)
    shown = [words.texts.plain(f"check.count.{kind}", count=counts[kind]) for kind in _ORDER if counts[kind]]
    return words.texts(
        "check.card.head",
        counts=words.listed(shown),
        community=words.community(card.community),
        year=card.year,
    )


def _is_single(answer: Answer) -> bool:
    return all(len(card.verdicts) == 1 for card in answer.cards)


def _card_line(card: Card, with_year: bool, words: Words) -> Markup:
    counts = Counter(verdict.verdict for verdict in card.verdicts)
    if counts["not_applicable"] == len(card.verdicts):
        return words.texts("check.all.before", community=words.community(card.community), year=card.year)
    failed = [words.programme.requirement[item.requirement].name(words.lang) for item in card.with_verdict("not_met")]
    shown = [words.texts.plain(f"check.brief.{kind}", count=counts[kind]) for kind in _ORDER[:3] if counts[kind]]
    if len(card.verdicts) == 1:
        verdict = card.verdicts[0]
        shown, failed = [_value(verdict, words), words.mark(verdict.verdict)], []
    return words.texts(
        "check.all.line_year" if with_year else "check.all.line",
        community=words.community(card.community),
        year=card.year,
        counts=" ".join(shown),
        failed=words.texts.plain("check.all.failed", names=words.listed(failed, _FAILED)) if failed else "",
    )


def _sorted(card: Card) -> list[Verdict]:
    return sorted(card.verdicts, key=lambda verdict: _ORDER.index(verdict.verdict))


def _value(verdict: Verdict, words: Words) -> str:
    if verdict.measurement is not None:
        return words.value(verdict.measurement)
    met = sum(part.verdict in ("met", "advisory") for part in verdict.parts)
    return words.texts.plain("check.parts", met=met, count=len(verdict.parts))


def _remedy(verdict: Verdict, words: Words) -> Markup | None:
    """Say what would fix a failed requirement, or what is missing for an open one."""
    if verdict.parts and verdict.verdict in ("not_met", "undetermined"):
        return words.texts("check.fix.parts", parts=words.listed(_part_lacks(verdict, words), len(verdict.parts)))
    if verdict.verdict == "undetermined":
        return words.texts("check.fix.open", why=_why(verdict, words))
    remedy = remedy_of(words.programme, verdict) if verdict.verdict == "not_met" else None
    if remedy is None:
        return None
    return words.texts(
        f"check.fix.{remedy.kind}",
        metric=words.metric(remedy.metric),
        amount=words.quantity(remedy.amount, words.programme.metric[remedy.metric].unit),
        other=words.metric(remedy.other) if remedy.other else "",
    )


def _part_lacks(verdict: Verdict, words: Words) -> list[str]:
    return [_part(part, words) for part in verdict.parts if part.verdict in ("not_met", "undetermined")]


def _part(part: Part, words: Words) -> str:
    return words.texts.plain(
        "check.part", metric=words.metric(part.condition.metric), value=words.value(part.measurement)
    )


def _why(verdict: Verdict, words: Words) -> str:
    absent = [
        words.texts.plain("check.absent", metric=words.metric(metric), year=year)
        for metric, year in verdict.basis.absent
    ]
    if absent and verdict.basis.lack == "unreported":
        return words.texts.plain("check.why.unreported", names=words.listed(absent),
                                 lack=words.unreported([verdict.community]))
    return words.texts.plain(
        f"check.why.{verdict.basis.lack}", year=verdict.year, base_year=verdict.basis.base_year or "",
        start=words.programme.community[verdict.community].start if verdict.community else "",
    )
