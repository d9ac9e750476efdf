"""Answers that are no figure in words: why, a card of all figures, what a metric means, a person, what changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from markupsafe import Markup

from zc_bot.evaluation.measurements import inputs_of
from zc_bot.evaluation.result import Answer, Contact, Item, Version
from zc_bot.policy.records import Derived
from zc_bot.policy.roles import Act
from zc_bot.texts.answers.figures import absent_lines, need_line
from zc_bot.texts.answers.history import word_changed_figures, word_reporters
from zc_bot.texts.answers.message import Message
from zc_bot.texts.answers.showing import word_brief
from zc_bot.texts.answers.totals import word_aggregate
from zc_bot.texts.answers.words import Words
from zc_bot.texts.dialogue.review import word_reason
from zc_bot.texts.people import role_name, who_may

_BY_TOPIC = {"who": word_reporters, "revised": word_changed_figures}
_REASONS, _MOVERS, _PLACES, _TOLD = 3, 3, 8, 3
_QUOTED = 80


def word_metrics(words: Words) -> Message:
    """Name every metric that is reported, and those worked out of them."""
    programme = words.programme
    head = words.texts("kind.metrics.head", count=len(programme.metrics), derived=len(programme.derived))
    reported = words.listed([words.metric(one.code) for one in programme.metrics], len(programme.metrics))
    derived = words.listed([words.metric(one.code) for one in programme.derived], len(programme.derived))
    return Message([head], [
        words.texts("kind.metrics.reported", names=reported), words.texts("kind.metrics.derived", names=derived),
    ])


def word_why(answer: Answer, words: Words) -> Message:
    """Word `why`: how it moved, what lies behind it, and what was said when it was reported."""
    if answer.totals:
        return _why_of_all(answer, words)
    own = [item for item in answer.items if item.measurement.metric in answer.metrics]
    behind = [item for item in answer.items if item not in own]
    head = [line for item in own for line in (_moved(item, words), *_reported(item, words))]
    head += [line for item in answer.absent for line in absent_lines(item, words)]
    lines = [_part(item, words) for item in behind]
    return Message(head, lines, _reasons(answer, words) if own else [])


def word_card(answer: Answer, words: Words) -> Message:
    """Word `card`: how many figures there are, then the numbers, then what there is and is not."""
    if not answer.years:
        whose = answer.communities[0]
        lack = words.unreported([whose])
        return Message([words.texts("kind.card.none", community=words.community(whose), lack=lack)])
    reported = [item for item in answer.items if item.measurement.metric in words.programme.metric]
    head = words.texts(
        "kind.card.head", community=words.community(answer.communities[0]), year=answer.years[0],
        count=len(reported), of=answer.expected,
    )
    lines = card_figures(answer.items, words)
    missing = [
        words.metric(item.measurement.metric)
        for item in answer.absent
        if item.measurement.metric in words.programme.metric
    ]
    if missing:
        lines.append(words.texts("kind.card.missing", names=words.listed(missing, 6)))
    return Message([head], lines)


def card_figures(items: Sequence[Item], words: Words) -> list[Markup]:
    """Word every figure of a community: the numbers, each with its change and verdict, what there is, what is not."""
    numbers = [item for item in items if not _is_yesno(item, words)]
    lines = [
        words.texts("kind.card.item", metric=words.metric(item.measurement.metric),
                    value=words.value(item.measurement), change=_since_before(item, words),
                    mark=words.after(item.mark), pending=words.pending(item.measurement))
        for item in numbers
    ]
    for key, wanted in (("has", True), ("has_not", False)):
        names = [words.metric(item.measurement.metric) for item in items if _says(item, wanted, words)]
        if names:
            lines.append(words.texts(f"kind.card.{key}", names=words.listed(names, len(names))))
    return lines


def _since_before(item: Item, words: Words) -> str:
    """Write how a figure moved since the year before, where it did."""
    moved = item.change
    if moved is None or moved.number is None or moved.number.key == 0:
        return ""
    return words.texts.plain("kind.card.change", change=words.signed(moved))


def word_definition(answer: Answer, words: Words) -> Message:
    """Word `definition`: what each metric means, its formula, and what the policy asks of it."""
    lines: list[Markup] = []
    thing, said = answer.meaning.topic, (words.programme.measure[code].means for code in answer.metrics)
    if thing and not any(one and (thing in one.zh or thing in one.en.lower()) for one in said):
        lines.append(words.texts("kind.definition.not_said", thing=thing))
    for code in answer.metrics:
        found = words.programme.measure[code]
        means = found.means(words.lang) if found.means else found.name(words.lang)
        lines.append(words.texts("kind.definition.head", metric=words.metric(code), means=means))
        if isinstance(found, Derived):
            lines.append(_formula(found, words))
        elif found.unit and found.kind != "yesno":
            lines.append(words.texts("kind.definition.unit", unit=words.unit_of(code)))
        if (need := need_line(code, words)) is not None:
            lines.append(need)
    return Message(lines)


def word_person(answer: Answer, words: Words) -> Message:
    """Word `person`: who it is, whom they report for and how far they are; the name can be tapped."""
    if not answer.contacts:
        return Message([_nobody(answer, words)])
    lines = [_contact(one, answer, words) for one in answer.contacts[:_PLACES]]
    if _NUMBER.search(answer.meaning.question) is not None:
        lines.append(words.texts("kind.person.no_number"))
    return Message(lines)


_NUMBER = re.compile("电话|手机|号码|微信|邮箱|(?<![a-z])(?:phone|mobile|cell|e-?mail|wechat|number)", re.IGNORECASE)
"""What nobody's is held of."""


def word_changes(answer: Answer, words: Words) -> Message:
    """Word `changes`: how many figures were handed in, approved and returned, then where."""
    first, last = answer.meaning.days or (date.min, date.min)
    days = first.isoformat() if first == last else words.texts.plain("kind.changes.days", first=first, last=last)
    if (wording := _BY_TOPIC.get(answer.meaning.topic)) is not None:
        return wording(answer, days, words)
    told = _told(answer, words)
    if not answer.versions:
        return Message([words.texts("kind.changes.none", days=days), *told])
    head = words.texts("kind.changes.head", days=days, what=_counted(answer.versions, words))
    groups = sorted(answer.versions, key=lambda one: (one.community, one.year))
    by_place = [list(group) for _, group in groupby(groups, key=lambda one: (one.community, one.year))]
    by_place.sort(key=len, reverse=True)
    lines = [_changed(group, words) for group in by_place[:_PLACES]]
    left = [words.community(group[0].community) for group in by_place[_PLACES:]]
    more = [words.texts("kind.changes.more", names=words.listed(dict.fromkeys(left), 6))] if left else []
    return Message([head], lines, [*more, *told])


def _told(answer: Answer, words: Words) -> list[Markup]:
    """Say which progress and stories were newly approved."""
    if not answer.told:
        return []
    names = words.listed([word_brief(one.told, words) for one in answer.told], _TOLD)
    return [words.texts("kind.changes.told", count=len(answer.told), names=names)]


def word_export(answer: Answer, words: Words) -> Message:
    """Word `export`: what the file holds; the chat hands it over."""
    return Message([words.texts("kind.export")])


def _why_of_all(answer: Answer, words: Words) -> Message:
    total = word_aggregate(answer, words)
    movers = [_mover(item, words) for item in answer.items[:_MOVERS]]
    head = [words.texts("kind.why.movers")] if movers else []
    return Message([*total.head, *total.body, *head], movers, total.tail)


def _mover(item: Item, words: Words) -> Markup:
    found = item.measurement
    assert item.change is not None
    assert item.before is not None
    change, before = words.signed(item.change), words.value(item.before)
    name = words.community(found.community)
    return words.texts("kind.why.mover", community=name, change=change, before=before, value=words.value(found))


def _moved(item: Item, words: Words) -> Markup:
    """Say from what to what a figure moved; without a year before, what it is."""
    found, before = item.measurement, item.before
    if item.change is None or item.change.number is None or before is None:
        return words.texts(
            "kind.why.alone", community=words.community(found.community), year=found.year,
            metric=words.metric(found.metric), value=words.value(found), pending=words.pending(found),
        )
    return words.texts(
        "kind.why.head", community=words.community(found.community), year=found.year,
        metric=words.metric(found.metric), change=words.signed(item.change), earlier=before.year,
        before=words.value(before), value=words.value(found), pending=words.pending(found),
    )


def _part(item: Item, words: Words) -> Markup:
    found = item.measurement
    if item.before is None or item.change is None or item.change.number is None:
        return words.texts("kind.why.part_alone", metric=words.metric(found.metric), value=words.value(found))
    return words.texts(
        "kind.why.part", metric=words.metric(found.metric), before=words.value(item.before), value=words.value(found),
        change=words.signed(item.change),
    )


def _reported(item: Item, words: Words) -> list[Markup]:
    last = item.measurement.last_report
    return [] if last is None else [words.reported(last)]


def _reasons(answer: Answer, words: Words) -> list[Markup]:
    """Quote what was said when the figures were reported or returned; an import says nothing."""
    said = [one for one in answer.versions if one.reason != "import" and word_reason(one.reason, words.texts)]
    if not said:
        # Who sees only what was approved does not see what was said when it was reported.
        reported = any(one.status == "submitted" for one in answer.versions)
        return [words.texts("kind.why.no_reason" if reported else "kind.why.no_reason_seen")]
    return [
        words.texts("kind.why.reason", metric=words.metric(one.metric), name=one.actor_name,
                    time=words.moment(one.recorded_at), reason=word_reason(one.reason, words.texts)[:_QUOTED])
        for one in said[-_REASONS:]
    ]


def _is_yesno(item: Item, words: Words) -> bool:
    metric = words.programme.metric.get(item.measurement.metric)
    return metric is not None and metric.kind == "yesno"


def _says(item: Item, wanted: bool, words: Words) -> bool:
    number = item.measurement.number
    return _is_yesno(item, words) and number is not None and bool(number.key) is wanted


def _formula(found: Derived, words: Words) -> Markup:
    names = [words.metric(code) for code in inputs_of(words.programme, (found.code,))]
    if found.formula == "share":
        return words.texts("kind.definition.share", part=names[0], whole=names[1])
    return words.texts("kind.definition.growth", metric=names[0])


def _nobody(answer: Answer, words: Words) -> Markup:
    role = answer.meaning.role or "reporter"
    places, adding = answer.meaning.communities or answer.meaning.implied, who_may(Act.MANAGE_PEOPLE, words.texts)
    if role != "reporter" or not places:
        return words.texts("kind.person.nobody", role=role_name(role, words.texts), roles=adding)
    authorities = dict.fromkeys(words.authority(words.programme.community[code].authority) for code in places)
    return words.texts("kind.person.unattended", authorities=words.listed(authorities), roles=adding)


def _contact(one: Contact, answer: Answer, words: Words) -> Markup:
    """Name a person so that a tap opens a chat with them."""
    name = Markup('<a href="tg://user?id={}">{}</a>').format(one.id, one.name)
    authorities = words.listed(words.authority(code) for code in one.authorities)
    whose = words.texts.plain("kind.person.of", authorities=authorities) if authorities else ""
    far = ""
    if one.due:
        far = words.texts.plain("kind.person.far", year=answer.years[0], count=one.reported, due=one.due)
    return words.texts("kind.person.line", name=name, role=role_name(one.role, words.texts), whose=whose, far=far)


def _counted(versions: Iterable[Version], words: Words) -> str:
    counts = Counter(one.deed for one in versions)
    return words.listed(
        words.texts.plain(f"kind.changes.{status}", count=count) for status, count in counts.items() if count
    )


def _changed(group: list[Version], words: Words) -> Markup:
    names = dict.fromkeys(one.actor_name for one in group)
    return words.texts(
        "kind.changes.line", community=words.community(group[0].community), year=group[0].year,
        what=_counted(group, words), names=words.listed(names, 3),
    )
