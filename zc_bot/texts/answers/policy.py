"""The policy in words: who reported what, what is asked for, who is there, the outline, the deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from markupsafe import Markup

from zc_bot.evaluation.figures import Figure
from zc_bot.evaluation.result import Answer, Collection, Version
from zc_bot.parsing.meaning import OPENING, RENAMED
from zc_bot.parsing.whole_text import BINDING
from zc_bot.policy.records import Requirement
from zc_bot.texts.answers.figures import ground, word_figures
from zc_bot.texts.answers.history import word_original, word_revised
from zc_bot.texts.answers.message import Message
from zc_bot.texts.answers.stages import word_stages
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import join
from zc_bot.texts.dialogue.review import word_reason
from zc_bot.texts.milestones import word_milestone
from zc_bot.texts.numbers import format_metric
from zc_bot.texts.reminders import word_coming, word_deadline, word_time_left

_TOLD = {"original": word_original, "revised": word_revised}
"""What may be asked of a figure's history alone."""
_TYPED = 60
"""So much of what somebody typed is quoted."""


def word_provenance(answer: Answer, words: Words) -> Message:
    """Word `provenance`: who reported and reviewed each figure, then its history, the newest first."""
    if not answer.items:
        return word_figures(answer, words)
    if not answer.metrics:
        return _of_a_year(answer, words)
    if answer.versions and (told := _TOLD.get(answer.meaning.topic)) is not None:
        return told(answer, words)
    lines: list[Markup] = []
    for item in answer.items:
        found = item.measurement
        lines.append(
            words.texts(
                "ask.origin.head",
                community=words.community(found.community),
                year=found.year,
                metric=words.metric(found.metric),
                value=words.value(found),
            )
        )
        lines += ground(found, words)
        for figure in found.figures:
            name = words.texts("ask.origin.of", metric=words.metric(figure.metric), year=figure.year)
            lines.append(words.texts("ask.origin.line", what=name, who=words.reported(figure)))
    history = [_version(version, words) for version in reversed(answer.versions)]
    return Message(lines, [words.texts("ask.origin.history"), *history] if history else [])


def word_requirement(answer: Answer, words: Words) -> Message:
    """Word `requirement`: the threshold first, in our own few words, with the clause."""
    wanted = [words.programme.requirement[code] for code in answer.requirements]
    if not wanted:
        return Message(
            [words.texts("ask.requirement.none", metric=words.listed(words.metric(c) for c in answer.metrics))]
        )
    if len(wanted) == 1:
        return Message(_one_requirement(wanted[0], words, answer.meaning.topic == BINDING))
    lines = [
        words.texts(
            "ask.requirement.line",
            name=item.name(words.lang),
            text=item.text(words.lang),
            clause=item.cite.clause,
        )
        for item in wanted
    ]
    return Message([words.texts("ask.requirement.head", count=len(wanted), source=_source(words))], lines)


def word_directory(answer: Answer, words: Words) -> Message:
    """Word `directory`: the communities with authority and start, one in full."""
    codes = answer.communities
    if answer.meaning.topic == RENAMED:
        return _renamed(codes, words)
    if answer.meaning.on_record:
        return _on_record(codes, answer, words)
    if len(codes) == 1:
        recorded = [*_begun(codes[0], answer, words), _provincial(codes[0], answer, words)]
        return Message([*_one_community(codes[0], words), *recorded])
    lines = [
        words.texts(
            "ask.directory.line",
            community=words.community(code),
            authority=_authority_of(code, words),
            start=_start(code, words),
        )
        for code in codes
    ]
    scope = words.authority(answer.meaning.authority) if answer.meaning.authority else words.community(None)
    return Message([words.texts("ask.directory.head", count=len(codes), scope=scope)], lines)


def _renamed(codes: tuple[str, ...], words: Words) -> Message:
    """Say what became of the authorities of communities: renamed, merged into another, or as the notice has it."""
    programme = words.programme
    offices = dict.fromkeys(programme.community[code].authority for code in codes)
    heads = []
    for office in offices:
        authority = programme.authority[office]
        was = authority.name(words.lang)
        own = words.listed(words.community(code) for code in codes if programme.community[code].authority == office)
        if not authority.renames:
            heads.append(words.texts("ask.renamed.never", authority=was, communities=own))
        for rename in authority.renames:
            day = words.texts.plain(
                "ask.stage.day", year=rename.since.year, month=rename.since.month, day=rename.since.day
            )
            key = "ask.renamed.merged" if rename.merged_into else "ask.renamed.to"
            heads.append(words.texts(key, authority=was, day=day, name=rename.name(words.lang), communities=own))
    return Message(heads)


def _on_record(codes: tuple[str, ...], answer: Answer, words: Words) -> Message:
    """Say which communities the province has on record, or of which nobody recorded that."""
    if len(codes) == 1:
        head = words.texts("ask.directory.head_one", community=words.community(codes[0]))
        return Message([head, _provincial(codes[0], answer, words)])
    found = {code: one for code in codes if (one := answer.milestones.on_record(code)) is not None}
    if answer.meaning.verdict == "not_met":
        names = [words.community(code) for code in codes if code not in found]
        head = words.texts("ask.directory.no_records", count=len(names), of=len(codes))
        return Message([head], [words.texts("ask.directory.plain_line", community=name) for name in names])
    lines = []
    for code, one in found.items():
        ground = word_milestone(one, words.texts)
        lines.append(words.texts("ask.directory.record_line", community=words.community(code), ground=ground))
    return Message([words.texts("ask.directory.records", count=len(found), of=len(codes))], lines)


def word_programme(answer: Answer, words: Words) -> Message:
    """Word `programme`: the facts asked about with their clause, the goals, or the outline."""
    if answer.facts:
        facts = {fact.id: fact for fact in words.programme.facts}
        lines = [
            words.texts("ask.fact", title=fact.title(words.lang), text=fact.text(words.lang), clause=fact.cite.clause)
            for fact in (facts[code] for code in answer.facts)
        ]
        if any(code == "joint-conference" for code in answer.facts) and words.programme.members:
            members = [words.programme.member_called(name, words.lang) for name in words.programme.members]
            lines.append(words.texts("ask.members", names=words.listed(members, len(members))))
        return Message([], lines)
    if answer.goals:
        return word_stages(answer, words)
    return Message(_outline(words))


def word_deadline_answer(answer: Answer, words: Words) -> Message:
    """Word `deadline`: the day first, then how long is left and since when it can be reported."""
    collection = answer.collection
    if collection is None or answer.now is None:
        return Message([words.texts("ask.deadline.none", year=answer.years[0] if answer.years else "")])
    now, due = answer.now.astimezone(words.zone), collection.deadline.astimezone(words.zone)
    opens = collection.opens.astimezone(words.zone)
    head = words.texts("ask.deadline.head", deadline=word_deadline(due, now.date(), words.lang), year=collection.year)
    if answer.meaning.topic == OPENING:
        opened = word_deadline(opens, now.date(), words.lang)
        head = join([words.texts("ask.deadline.opening", opens=opened, year=collection.year), head])
    unsure = [words.texts("oversee.deadline.provisional", year=due.year)] if collection.provisional else []
    if collection.ended:
        return Message([head, words.texts("ask.deadline.ended"), *_coming(collection, now, words)])
    if now < opens and answer.meaning.topic != OPENING:
        opened = word_deadline(opens, now.date(), words.lang)
        return Message([head, words.texts("ask.deadline.opens", opens=opened), *unsure])
    left = word_time_left(due, now, words.lang)
    lines = [head, words.texts("ask.deadline.left", left=left[:1].upper() + left[1:])]
    return Message([*lines, *unsure, *_coming(collection, now, words)])


def _coming(collection: Collection, now: datetime, words: Words) -> list[Markup]:
    """Word the next deadline, where the one asked about is past."""
    if (coming := collection.coming) is None:
        return []
    due = coming.deadline.astimezone(words.zone)
    return [word_coming(coming.year, due, coming.provisional, now, words.texts)]


def _of_a_year(answer: Answer, words: Words) -> Message:
    """Say who reported a community's figures of a year, the figures gathered by person."""
    lines: list[Markup] = []
    for (community, year), group in groupby(
        answer.items, key=lambda item: (item.measurement.community, item.measurement.year)
    ):
        by_person: dict[str, list[Figure]] = {}
        for item in group:
            if (last := item.measurement.last_report) is not None:
                by_person.setdefault(last.reported_by, []).append(last)
        lines.append(words.texts("ask.origin.year", community=words.community(community), year=year))
        lines += [_reported_by(name, reported, words) for name, reported in by_person.items()]
    return Message([], lines)


def _reported_by(name: str, reported: Sequence[Figure], words: Words) -> Markup:
    """Say what somebody reported of a year, when the last of it came, and how much of it was reviewed."""
    approved = sum(one.status == "approved" for one in reported)
    key = "all" if approved == len(reported) else "some" if approved else "none"
    return words.texts(
        "ask.origin.person",
        name=name,
        count=len(reported),
        metrics=words.listed([words.metric(one.metric) for one in reported], len(reported)),
        time=words.moment(max(one.reported_at for one in reported)),
        state=words.texts.plain(f"ask.origin.reviewed.{key}", approved=approved, waiting=len(reported) - approved),
        by=_reviewers(reported, words),
    )


def _reviewers(reported: Sequence[Figure], words: Words) -> str:
    """Name who reviewed some of what was reported; nothing where nobody did."""
    names = [one.reviewed_by for one in reported if one.reviewed_by]
    return words.texts.plain("ask.origin.reviewers", names=words.listed(dict.fromkeys(names), 3)) if names else ""


def _version(version: Version, words: Words) -> Markup:
    value = format_metric(version.value, version.marker, words.programme.metric[version.metric], words.lang)
    typed = version.typed.strip()
    reason = word_reason(version.reason, words.texts)[:_TYPED]
    return words.texts(
        f"ask.origin.version.{version.deed}",
        time=words.moment(version.recorded_at),
        name=version.actor_name,
        metric=words.metric(version.metric),
        value=value,
        typed=words.texts.plain("ask.origin.typed", typed=typed[:_TYPED]) if typed and typed not in value else "",
        reason=words.texts.plain("ask.origin.reason", reason=reason) if reason else "",
    )


def _one_requirement(requirement: Requirement, words: Words, binds: bool = False) -> list[Markup]:
    single = requirement.conditions[0] if len(requirement.conditions) == 1 else None
    if single is not None:
        head = words.texts("ask.requirement.single", need=words.need(single), name=requirement.name(words.lang))
    else:
        head = words.texts("ask.requirement.many", name=requirement.name(words.lang))
    text = words.texts(
        "ask.requirement.text",
        text=requirement.text(words.lang),
        clause=requirement.cite.clause,
        source=_source(words),
    )
    if requirement.advisory:
        return [head, text, words.texts("ask.requirement.advisory")]
    return [head, text, words.texts("ask.requirement.binding")] if binds else [head, text]


def _one_community(code: str, words: Words) -> list[Markup]:
    found = words.programme.community[code]
    lines = [
        words.texts(
            "ask.directory.one",
            community=words.community(code),
            authority=_authority_of(code, words),
            start=_start(code, words),
        )
    ]
    if carriers := found.carriers_in(words.lang):
        lines.append(words.texts("ask.directory.carriers", names=words.listed(carriers)))
    if focus := found.focus_in(words.lang):
        lines.append(words.texts("ask.directory.focus", names=words.listed(focus)))
    if found.notes:
        lines.append(words.texts("ask.directory.notes", notes=found.notes))
    readings = [words.programme.assumption[item].text(words.lang) for item in found.assumptions]
    return [*lines, *(words.texts("ask.assumption", text=text) for text in readings)]


def _begun(code: str, answer: Answer, words: Words) -> Iterator[Markup]:
    """Say since when a community is recorded to have started, where it is."""
    found = next((one for one in answer.milestones.all_of(code) if one.kind == "started"), None)
    if found is not None:
        yield words.texts("ask.directory.begun", ground=word_milestone(found, words.texts))


def _provincial(code: str, answer: Answer, words: Words) -> Markup:
    """Say since when the province has a community on record, as the city recorded it."""
    found = answer.milestones.on_record(code)
    if found is None:
        return words.texts("ask.directory.not_provincial")
    return words.texts("ask.directory.provincial", ground=word_milestone(found, words.texts))


def _outline(words: Words) -> list[Markup]:
    programme = words.programme
    goals = [item for item in programme.requirements if item.scope == "programme"]
    lines = [words.texts("ask.outline.head", name=programme.name(words.lang), source=_source(words))]
    lines.append(
        words.texts(
            "ask.outline.years",
            first=programme.first_year,
            last=programme.last_year,
            count=len(programme.communities),
        )
    )
    lines += [
        words.texts("ask.requirement.line", name=g.name(words.lang), text=g.text(words.lang), clause=g.cite.clause)
        for g in goals
    ]
    titles = words.listed((fact.title(words.lang) for fact in programme.facts), len(programme.facts))
    return [*lines, words.texts("ask.outline.facts", titles=titles)]


def _source(words: Words) -> str:
    first = words.programme.sources[0]
    return first.number or first.title(words.lang)


def _authority_of(code: str, words: Words) -> str:
    return words.authority(words.programme.community[code].authority)


def _start(code: str, words: Words) -> int:
    return words.programme.community[code].start
