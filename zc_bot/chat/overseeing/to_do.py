"""What waits for somebody, asked in words: 有什么要我做的, 我现在该办什么, 我的待办.

Their own places' figures, what was returned to them, what a colleague asks, what waits for their review and the
decisions that they are to see to; nothing of others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from markupsafe import Markup

from zc_bot.chat.actions import ListReports, OpenReport, ShowQueue
from zc_bot.chat.cycles import open_cycles
from zc_bot.chat.overseeing.responsible import responsible
from zc_bot.chat.reminding import covering
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.reporting import submitted
from zc_bot.chat.turn import Turn
from zc_bot.parsing.language import written
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.roles import OPERATOR, Act
from zc_bot.storage import awaiting, ledger, people, review, stand_ins
from zc_bot.storage.gaps import missing_in
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import join
from zc_bot.texts.overseeing.ledger import word_line
from zc_bot.texts.reminders import word_deadline, word_moment

SHOWN = 8
_ROW = tuple[Button, ...]


def asked_for(turn: Turn, text: str) -> Response | None:
    """Say what waits for whoever asks; None for a text that does not ask for it."""
    if not turn.incoming.private or not is_asked(text):
        return None
    lines: list[Markup] = []
    rows: list[_ROW] = []
    for found in (_to_report(turn), _returned(turn), _covers(turn), _to_review(turn), _decisions(turn)):
        for line, row in found:
            lines.append(line)
            rows += [row] if row else []
    head = turn.texts("oversee.to_do.head") if lines else turn.texts("oversee.to_do.none")
    return Response((Reply(join([head, *lines]), tuple(rows)),))


def is_asked(text: str) -> bool:
    """Tell whether all of a text asks what there is to do."""
    return _ASKED.fullmatch(text.strip(" 。.!！~?？")) is not None


def patterns() -> list[str]:
    """Give the pattern of a text that asks what waits for oneself."""
    return [_ASKED.pattern]


def _to_report(turn: Turn) -> Iterator[tuple[Markup, _ROW]]:
    """Say what one's own places lack of each open year, the newest first, but for what a colleague took over."""
    if not turn.own or not turn.who.may(Act.SEE_WAITING):
        return
    texts = turn.texts
    everybody = people.admitted(turn.session, OPERATOR)
    covered = covering.covered(turn.session, turn.rules, everybody).get(turn.who.id, ())
    for cycle in reversed(open_cycles(turn.session, turn.rules, turn.now)):
        owed = missing_in(turn.session, turn.programme, cycle.year, turn.own)
        missing = {place: metrics for place, metrics in owed.items() if (cycle.year, place) not in covered}
        if not missing:
            continue
        count = sum(map(len, missing.values()))
        when = word_deadline(cycle.deadline, turn.today, texts.lang)
        names = _places(turn, list(missing))
        key = "gap" if turn.now < cycle.deadline else "gap_late"
        button = Button(texts.plain("oversee.to_do.report", year=cycle.year), OpenReport("", cycle.year))
        row = (button,) if turn.who.reports_own else ()
        yield texts(f"oversee.to_do.{key}", year=cycle.year, count=count, names=names, deadline=when), row
    if turn.who.reports_own and (begun := submitted.begun(turn)) is not None:
        yield begun, ()


def _returned(turn: Turn) -> Iterator[tuple[Markup, _ROW]]:
    if not turn.who.reports_own:
        return
    counts = Counter((place, year) for place, _, year in review.returned_to(turn.session, turn.who, turn.programme))
    for (place, year), count in counts.items():
        row = (Button(turn.texts.plain("oversee.to_do.look"), ListReports()),)
        yield turn.texts("oversee.to_do.returned", place=_places(turn, [place]), year=year, count=count), row


def _covers(turn: Turn) -> Iterator[tuple[Markup, _ROW]]:
    """Say what a colleague asks one to report, and what one has taken over."""
    names = people.names(turn.session, turn.who) if turn.who.reports_own else {}
    for one in stand_ins.open_ones(turn.session):
        if one.colleague == turn.who.id and turn.who.reports_own and not one.is_cut and one.until > turn.now:
            until = word_moment(one.until.astimezone(turn.rules.zone), turn.today, turn.texts.lang)
            name = names.get(one.asker, "")
            yield turn.texts(f"oversee.cover.theirs_{one.state}", name=name, year=one.year, until=until), ()


def _to_review(turn: Turn) -> Iterator[tuple[Markup, _ROW]]:
    if not turn.who.reviews:
        return
    look = (Button(turn.texts.plain("review.button.look"), ShowQueue(anew=True)),)
    figures = sum(place.figures for place in review.in_review(turn.session, turn.who, turn.programme))
    if figures:
        yield turn.texts("oversee.to_do.figures", count=figures), look
    for kind, count in Counter(one.kind for one in awaiting.besides_figures(turn.session, turn.who)).items():
        yield turn.texts(f"oversee.to_do.{kind}", count=count), ()


def _decisions(turn: Turn) -> Iterator[tuple[Markup, _ROW]]:
    """Say which open decisions one is to see to, those that are overdue first."""
    words = Words(turn.programme, turn.texts, turn.today)
    found = [
        one for one in ledger.load(turn.session, turn.who).open_decisions()
        if any(who.id == turn.who.id for who in responsible(turn.session, one.noted))
    ]
    yield from ((word_line(one, words, turn.today), ()) for one in found[:SHOWN])
    if len(found) > SHOWN:
        yield turn.texts("oversee.to_do.more", count=len(found) - SHOWN), ()


def _places(turn: Turn, codes: list[str]) -> str:
    names = (turn.programme.community[code].name(turn.texts.lang) for code in codes)
    return turn.texts.plain("remind.comma").join(names)


_NOW, _DO = "(?:<now>|[, ])*", "(?:<do>)"
_ASKED = compile_later(
    lambda: written(
        rf"{_NOW}(?:<there_is>)(?:<what>)(?:<thing>)?(?:<owed>)*(?:<me>){_NOW}(?:<owed>)*(?:{_DO})?的?(?:<thing>)?(?:<softly>)*"
        rf"|{_NOW}(?:<me>){_NOW}(?:<owed>)+{_DO}(?:<what>)(?:<thing>)?(?:<softly>)*"
        rf"|{_NOW}(?:<me>){_NOW}(?:<there_is>)(?:<what>)(?:<thing>)?(?:没|要|得|该|需要|等着)?{_DO}?的?(?:<softly>)*"
        rf"|{_NOW}(?:<me>)的?(?:<to_do>)(?:<softly>)*|<whole>",
        "to_do",
    ),
    re.IGNORECASE,
)
"""All of a text: what there is to be done by oneself, what one is to do, what of it is left."""
