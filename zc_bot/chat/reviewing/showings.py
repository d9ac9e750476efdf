"""Reviewing what is to be shown: the queue, one entry with its photos, approving, sending back with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from zc_bot.chat.actions import (
    ApproveShowing,
    AskShowingReason,
    AwaitShowingReason,
    LookAtShowing,
    MendShowing,
    ShowShowings,
)
from zc_bot.chat.codec import encode
from zc_bot.chat.paging import page_of, pager
from zc_bot.chat.replies import Button, Notice, Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.evaluation.showing import Showing, Told
from zc_bot.policy.hidden import visible_line
from zc_bot.policy.roles import Act
from zc_bot.storage import dialogues, people, showing
from zc_bot.submission.reasons import LONGEST_REASON, SHORTEST_REASON
from zc_bot.texts.answers.showing import word_brief, word_told
from zc_bot.texts.answers.words import Words
from zc_bot.texts.catalog import texts_for

SHOWN = 10


def waiting(turn: Turn) -> Sequence[Showing]:
    """Return what waits for this person's review; never one's own."""
    if not turn.who.may(Act.REVIEW_SHOWING):
        return ()
    found = showing.load(turn.session, turn.who)
    return [one for one in found if one.state == "submitted" and one.author != turn.who.id]


def queue(turn: Turn, action: ShowShowings) -> Response:
    """Show what waits, a button each."""
    found, texts = waiting(turn), turn.texts
    if not found:
        return Response((Reply(texts("show.queue.none")),))
    words = Words(turn.programme, texts, turn.today)
    listed, number, pages = page_of(found, action.page, SHOWN)
    rows: tuple[tuple[Button, ...], ...] = tuple(
        (Button(word_brief(one.told, words), LookAtShowing(one.id)),) for one in listed
    )
    rows += pager(texts, number, pages, ShowShowings)
    return Response((Reply(texts("show.queue.head", count=len(found)), rows),))


def choices(turn: Turn, found: Showing) -> list[Button]:
    """Offer whoever reviews what can be decided about an entry."""
    if found.state != "submitted" or found.author == turn.who.id or not turn.who.may(Act.REVIEW_SHOWING):
        return []
    plain = turn.texts.plain
    return [
        Button(plain("show.button.approve"), ApproveShowing(found.id)),
        Button(plain("show.button.return"), AskShowingReason(found.id)),
    ]


def approve(turn: Turn, action: ApproveShowing) -> Response:
    """Approve an entry: from then on it is shown."""
    found = showing.decide(turn.session, turn.who, turn.programme, action.entry, True, turn.now)
    return _decided(turn, found, "approved")


def ask_reason(turn: Turn, action: AskShowingReason) -> Response:
    """Ask why an entry is sent back."""
    found = showing.find(turn.session, turn.who, action.entry)
    if found is None:
        return Response((Reply(turn.texts("show.changed_meanwhile")),))
    dialogues.save_prompt(turn.session, turn.who.id, *encode(AwaitShowingReason(action.entry)), turn.now)
    entry = word_brief(found.told, Words(turn.programme, turn.texts, turn.today))
    return Response((Reply(turn.texts("show.why", entry=entry)),))


def give_reason(turn: Turn, action: AwaitShowingReason) -> Response:
    """Send an entry back with the reason that was typed."""
    reason = visible_line(turn.incoming.text)
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        expected = f"{SHORTEST_REASON}–{LONGEST_REASON}"
        return Response((Reply(turn.texts("report.refused.reason_length", expected=expected)),))
    dialogues.drop_prompt(turn.session, turn.who.id)
    found = showing.decide(turn.session, turn.who, turn.programme, action.entry, False, turn.now, reason)
    return _decided(turn, found, "returned")


def _decided(turn: Turn, found: Showing | None, how: str) -> Response:
    """Say what was decided, and tell whoever handed it in."""
    if found is None:
        return Response((Reply(turn.texts("show.changed_meanwhile")),))
    entry = word_brief(found.told, Words(turn.programme, turn.texts, turn.today))
    said = Reply(turn.texts(f"show.done.{how}", entry=entry, reason=found.reason), receipt=True)
    rest = queue(turn, ShowShowings()).replies if waiting(turn) else ()
    return Response((said, *rest), notices=to_author(turn, found, how))


def to_author(turn: Turn, found: Showing, how: str) -> tuple[Notice, ...]:
    """Tell whoever handed an entry in what became of it: `approved`, `returned` or `withdrawn`."""
    author = people.find(turn.session, found.author)
    if author is None:
        return ()
    texts = texts_for(author.lang)
    entry = word_brief(found.told, Words(turn.programme, texts, turn.today))
    rows = ((Button(texts.plain("show.button.mend"), MendShowing(found.id)),),) if how == "returned" else ()
    text = texts(f"show.notice.{how}", entry=entry, reason=found.reason, by=turn.who.name)
    return (Notice(author.id, text, rows),)


def told(turn: Turn, entry: int, what: Told) -> tuple[Notice, ...]:
    """Tell the reviewers of an entry that was handed in."""
    return tuple(
        Notice(
            one.id,
            (texts := texts_for(one.lang))(
                "show.notice.told", by=turn.who.name, entry=word_told(what, Words(turn.programme, texts, turn.today))
            ),
            ((Button(texts.plain("review.button.look"), LookAtShowing(entry)),),),
            f"showing:{one.id}:{entry}",
        )
        for one in people.reviewers(turn.session, besides=turn.who.id)
    )
