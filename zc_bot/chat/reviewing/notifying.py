"""Telling the other side of a review: the reviewers of what was reported, the reporter of what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from zc_bot.chat.actions import OpenReport, ReviewPlace
from zc_bot.chat.reminding import covering
from zc_bot.chat.replies import Button, Notice
from zc_bot.chat.turn import Turn
from zc_bot.storage import people, posted, review
from zc_bot.storage.gaps import missing_in
from zc_bot.storage.observations import Receipt, Version
from zc_bot.texts.catalog import LANGS, Texts, join, texts_for
from zc_bot.texts.dialogue.review import serial_text, word_figure


def submitted(turn: Turn, community: str, year: int, receipt: Receipt) -> tuple[Notice, ...]:
    """Tell the reviewers of a report: once a day until they have decided something about it."""
    if not receipt.recorded:
        return ()
    reviewers = people.reviewers(turn.session, besides=turn.who.id)
    if not reviewers:
        return ()
    since = review.decisions(turn.session, community, year)
    keys = {f"submitted:{one.id}:{community}:{year}:{since}:{turn.today}": one for one in reviewers}
    told = posted.known(turn.session, list(keys))
    return tuple(
        Notice(
            one.id,
            (texts := texts_for(one.lang))(
                "review.told", name=turn.who.name, community=turn.programme.community[community].name(one.lang),
                year=year, count=len(receipt.recorded), serial=serial_text(receipt.serial),
                reasons=_reasons(receipt, texts),
            ),
            ((Button(texts.plain("review.button.look"), ReviewPlace(community, year, anew=True)),),),
            key,
        )
        for key, one in keys.items()
        if key not in told
    )


def siblings(turn: Turn, community: str, year: int, receipt: Receipt, left: int) -> tuple[Notice, ...]:
    """Tell the others who report for the same community what was handed in, once a day, and how many are left."""
    if not receipt.recorded or not turn.who.reports_own:
        return ()
    said = {
        lang: texts_for(lang)(
            "review.sibling" if left else "review.sibling_complete", name=turn.who.name, year=year, left=left,
            community=turn.programme.community[community].name(lang), count=len(receipt.recorded),
        )
        for lang in LANGS
    }
    key = f"sibling:{turn.who.id}:{community}:{year}:{turn.today}"
    return tuple(
        Notice(one.id, said[one.lang], (), f"{key}:{one.id}")
        for one in covering.colleagues(turn.session, turn.who)
        if community in one.own(turn.programme)
    )


def withdrawn(turn: Turn, done: Sequence[Version], serial: int) -> tuple[Notice, ...]:
    """Tell the reviewers, and the others who report for the same community, what was taken back."""
    reviewers = people.reviewers(turn.session, besides=turn.who.id)
    others = covering.colleagues(turn.session, turn.who) if turn.who.reports_own else []
    notices = []
    for community, year in dict.fromkeys((one.community, one.year) for one in done):
        theirs = [one for one in done if (one.community, one.year) == (community, year)]
        left = len(missing_in(turn.session, turn.programme, year, (community,)).get(community, ()))
        fellows = {one.id for one in others if community in one.own(turn.programme)}
        for told in {one.id: one for one in (*reviewers, *others) if one in reviewers or one.id in fellows}.values():
            texts, comma = texts_for(told.lang), texts_for(told.lang).plain("remind.comma")
            lines = [texts(
                "review.withdrawn", name=turn.who.name, year=year, count=len(theirs), serial=serial_text(serial),
                community=turn.programme.community[community].name(told.lang),
                figures=comma.join(turn.programme.metric[one.metric].short(told.lang) for one in theirs),
            )]
            lines += [texts("review.withdrawn_left", left=left)] if told.id in fellows and left else []
            key = f"withdrawn:{serial}:{community}:{year}:{turn.now.isoformat()}:{told.id}"
            notices.append(Notice(told.id, join(lines), (), key))
    return tuple(notices)


def _reasons(receipt: Receipt, texts: Texts) -> str:
    """Say how many of the figures come with a reason; nothing where none does."""
    count = sum(bool(entry.reason) for entry in receipt.recorded)
    return texts.plain("review.reasons", count=count) if count else ""


def approved(turn: Turn, done: Sequence[Version]) -> tuple[Notice, ...]:
    """Tell each reporter, in one message, what of theirs was approved."""
    notices = []
    for person in dict.fromkeys(one.reporter for one in done):
        told = people.find(turn.session, person)
        if told is None:
            continue
        texts, theirs = texts_for(told.lang), [one for one in done if one.reporter == person]
        name = turn.programme.community[theirs[0].community].name(told.lang)
        key = "review.notice.approved_one" if len(theirs) == 1 else "review.notice.approved"
        text = texts(
            key, community=name, year=theirs[0].year, count=len(theirs), by=turn.who.name,
            figure=word_figure(theirs[0], texts, turn.programme),
        )
        notices.append(Notice(person, text))
    return tuple(notices)


def reopened(turn: Turn, done: Sequence[Version]) -> tuple[Notice, ...]:
    """Tell each reporter, in one message, of which figures an approval was taken back."""
    notices = []
    for person in dict.fromkeys(one.reporter for one in done):
        told = people.find(turn.session, person)
        if told is None or person == turn.who.id:
            continue
        texts, theirs = texts_for(told.lang), [one for one in done if one.reporter == person]
        text = texts(
            "review.notice.reopened", community=turn.programme.community[theirs[0].community].name(told.lang),
            year=theirs[0].year, count=len(theirs), by=turn.who.name,
            figures=texts.plain("remind.comma").join(word_figure(one, texts, turn.programme) for one in theirs),
        )
        notices.append(Notice(person, text))
    return tuple(notices)


def returned(turn: Turn, one: Version, reason: str) -> tuple[Notice, ...]:
    """Push a figure that was sent back to who reported it, with a button that opens its question."""
    told = people.find(turn.session, one.reporter)
    if told is None:
        return ()
    texts = texts_for(told.lang)
    text = texts(
        "review.notice.returned", community=turn.programme.community[one.community].name(told.lang), year=one.year,
        figure=word_figure(one, texts, turn.programme), reason=reason, by=turn.who.name,
    )
    return (Notice(one.reporter, text, ((correct(texts, turn, one),),)),)


def returned_together(turn: Turn, versions: Sequence[Version], reason: str) -> tuple[Notice, ...]:
    """Push figures that were sent back with one reason to who reported them, a message each person."""
    notices = []
    for person in dict.fromkeys(one.reporter for one in versions):
        told = people.find(turn.session, person)
        if told is None:
            continue
        texts, theirs = texts_for(told.lang), [one for one in versions if one.reporter == person]
        text = texts(
            "review.notice.returned", community=turn.programme.community[theirs[0].community].name(told.lang),
            year=theirs[0].year, reason=reason, by=turn.who.name,
            figure=texts.plain("remind.comma").join(word_figure(one, texts, turn.programme) for one in theirs),
        )
        notices.append(Notice(person, text, tuple((correct(texts, turn, one),) for one in theirs)))
    return tuple(notices)


def correct(texts: Texts, turn: Turn, one: Version) -> Button:
    """Make the button that opens the question of a figure that was sent back."""
    label = texts.plain("review.button.correct", metric=turn.programme.metric[one.metric].short(texts.lang))
    return Button(label, OpenReport(one.community, one.year, one.metric))
