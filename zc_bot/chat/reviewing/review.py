"""Review: the queue, a community's figures with all differences, approving, sending back.

/review → queue → a community's figures ─┬─ approve all
                                         └─ one figure ─┬─ approve it
                                                        └─ send back → why? (typed)
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from zc_bot.chat.replies import Action, Button, Reply, Response
from zc_bot.chat.reporting.facts import approved_figures, facts_for, known_figures
from zc_bot.chat.reviewing import notifying
from zc_bot.chat.turn import Desk
from zc_bot.storage import attachments, dialogues, figures, review
from zc_bot.storage.figures import Version
from zc_bot.submission.card import card
from zc_bot.submission.draft import Draft, Entry
from zc_bot.submission.events import ShowCard
from zc_bot.submission.facts import Known
from zc_bot.submission.reasons import LONGEST_REASON, SHORTEST_REASON
from zc_bot.texts.catalog import join
from zc_bot.texts.numbers import format_metric, shorten
from zc_bot.texts.review import (
    pile_label,
    render_pile,
    render_queue,
    word_figure,
    word_moment,
    word_reason,
)

PREFIX = "review:"
WHY = "review:why"
"""The prompt that waits for the reason of sending a figure back: (version,)."""
SHOWN, VERSIONS = 20, 10


def queue(desk: Desk) -> Response:
    """Show what waits for review, a button for each community and year."""
    piles = review.piles(desk.session, desk.who, desk.programme)
    shown = piles[:SHOWN]
    rows = tuple(
        (_button(pile_label(pile, desk.texts, desk.programme), "open", pile.community, str(pile.year)),)
        for pile in shown
    )
    text = render_queue(piles, desk.texts)
    if len(piles) > len(shown):
        text = join([text, desk.texts("review.queue.more", count=len(piles) - len(shown))])
    if own := review.own(desk.session, desk.who):
        text = join([text, desk.texts("review.pile.own", count=own)])
    return Response((Reply(text, rows),))


def tapped(desk: Desk, name: str, args: Sequence[str]) -> Response:
    """Do what a button of the review says; raises `NotAllowed` for who may not."""
    match name, *args:
        case "queue", *_:
            return queue(desk)
        case "open", community, year:
            return _open(desk, community, int(year))
        case "approve", community, year, ids:
            return _approve(desk, community, int(year), [int(one) for one in ids.split(",")])
        case "list", community, year:
            return _list(desk, community, int(year))
        case "one", community, year, metric:
            return _one(desk, community, int(year), metric)
        case "return", version:
            return _ask_why(desk, int(version))
        case "back", version, reason:
            return _send_back(desk, int(version), reason)
        case _:
            return Response(toast=desk.texts.plain("chat.say.stale"))


def _ask_why(desk: Desk, version: int) -> Response:
    """Ask why a figure is sent back, unless it was decided about meanwhile."""
    one = review.version(desk.session, desk.who, version)
    if one is None:
        return Response((Reply(desk.texts("review.gone")),))
    dialogues.save_prompt(desk.session, desk.who.id, WHY, (str(version),), desk.now)
    return Response((Reply(desk.texts("review.why", figure=word_figure(one, desk.texts, desk.programme))),))


def give_reason(desk: Desk, version: str) -> Response:
    """Show the reason just typed with the figure it sends back; a button makes it count."""
    reason = " ".join(desk.incoming.text.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        expected = f"{SHORTEST_REASON}–{LONGEST_REASON}"
        return Response((Reply(desk.texts("report.refused.reason_length", expected=expected)),))
    one = review.version(desk.session, desk.who, int(version))
    if one is None:
        dialogues.drop_prompt(desk.session, desk.who.id)
        return Response((Reply(desk.texts("review.gone")),))
    text = desk.texts(
        "review.reason", figure=word_figure(one, desk.texts, desk.programme), name=one.reporter_name, reason=reason
    )
    rows = (
        (_button(desk.texts.plain("review.button.send_back"), "back", version, reason),),
        (_button(desk.texts.plain("review.button.keep"), "open", one.community, str(one.year)),),
    )
    return Response((Reply(text, rows),))


def _send_back(desk: Desk, version: int, reason: str) -> Response:
    """Send a figure back with its reason, and push it to who reported it."""
    dialogues.drop_prompt(desk.session, desk.who.id)
    one = review.send_back(desk.session, desk.who, version, reason, desk.now)
    if one is None:
        return Response((Reply(desk.texts("review.gone")),))
    notices = notifying.returned(desk, one, reason)
    done = [desk.texts("review.returned", figure=word_figure(one, desk.texts, desk.programme), reason=reason)]
    done.append(desk.texts("review.reporter_told" if notices else "review.reporter_left", name=one.reporter_name))
    rest = _open(desk, one.community, one.year)
    return Response((Reply(join(done)), *rest.replies), notices=notices)


def _open(desk: Desk, community: str, year: int) -> Response:
    """Show a community's figures that wait, with all differences; one's own are left to others."""
    everything = review.waiting(desk.session, desk.who, desk.programme, community, year)
    waiting = [one for one in everything if one.reporter != desk.who.id]
    if not waiting:
        key = "review.only_own" if everything else "review.nothing"
        name = desk.programme.community[community].name(desk.texts.lang)
        queue_row = ((_button(desk.texts.plain("review.button.queue"), "queue"),),)
        return Response((Reply(desk.texts(key, community=name, year=year), queue_row),))
    texts, own = desk.texts, len(everything) - len(waiting)
    text = render_pile(_card(desk, community, year, waiting), waiting, own, texts, desk.programme, desk.rules.zone)
    ids = ",".join(str(one.id) for one in waiting)
    files = attachments.of_place(desk.session, desk.who, desk.programme, community, year)
    label = texts.plain("attachment.button", count=len(files))
    look = ((Button(label, Action("attachment:place", (community, str(year)))),),) if files else ()
    rows = (
        (_button(texts.plain("review.button.approve", count=len(waiting)), "approve", community, str(year), ids),),
        (_button(texts.plain("review.button.list"), "list", community, str(year)),),
        *look,
        (_button(texts.plain("review.button.queue"), "queue"),),
    )
    return Response((Reply(text, rows),))


def _card(desk: Desk, community: str, year: int, waiting: Sequence[Version]) -> ShowCard:
    """Make the card of what waits, against last year's figures and those it would replace."""
    known = known_figures(desk, (community,), (year, year - 1))
    ids = {str(one.id) for one in waiting}
    known = {key: one for key, one in known.items() if one.version not in ids}
    before = review.replaced(desk.session, [one.id for one in waiting])
    known |= {
        (community, one.metric, year): Known(before[one.id].value, before[one.id].marker, "submitted", "")
        for one in waiting
        if one.id in before
    }
    known |= approved_figures(desk, community, year)
    entries = tuple(
        Entry(one.metric, one.typed, one.value, one.marker, reason=word_reason(one.reason, desk.texts))
        for one in waiting
    )
    return card(Draft(community=community, year=year, entries=entries), facts_for(desk, known))


def _approve(desk: Desk, community: str, year: int, ids: Sequence[int]) -> Response:
    """Approve what was shown; what changed meanwhile is shown again."""
    done = review.approve(desk.session, desk.who, ids, desk.now)
    name = desk.programme.community[community].name(desk.texts.lang)
    if not done:
        return Response((Reply(desk.texts("review.gone")), *_open(desk, community, year).replies))
    texts = desk.texts
    lines = [texts("review.approved", community=name, year=year, count=len(done))]
    if len(done) < len(ids):
        lines.append(texts("review.passed_over", count=len(ids) - len(done)))
    left = review.piles(desk.session, desk.who, desk.programme)
    lines.append(render_queue(left, texts))
    rows = ((_button(texts.plain("review.button.next"), "queue"),),) if left else ()
    return Response((Reply(join(lines), rows, receipt=True),), notices=notifying.approved(desk, done))


def _list(desk: Desk, community: str, year: int) -> Response:
    """Offer the figures that wait one by one, two abreast."""
    waiting = review.waiting(desk.session, desk.who, desk.programme, community, year)
    buttons = [
        _button(desk.programme.metric[one.metric].short(desk.texts.lang), "one", community, str(year), one.metric)
        for one in waiting
        if one.reporter != desk.who.id
    ]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    rows.append((_button(desk.texts.plain("review.button.back"), "open", community, str(year)),))
    name = desk.programme.community[community].name(desk.texts.lang)
    return Response((Reply(desk.texts("review.which", community=name, year=year), tuple(rows)),))


def _one(desk: Desk, community: str, year: int, metric: str) -> Response:
    """Show one figure with its history, to be approved or sent back."""
    waiting = review.waiting(desk.session, desk.who, desk.programme, community, year)
    one = next((one for one in waiting if one.metric == metric and one.reporter != desk.who.id), None)
    if one is None:
        return _open(desk, community, year)
    texts, names = desk.texts, desk.programme.community
    versions = figures.versions(desk.session, desk.who, desk.programme, community, metric, year)
    lines = [
        texts(
            "review.one.head", metric=desk.programme.metric[metric].name(texts.lang), year=year,
            community=names[community].name(texts.lang),
        ),
        *(_history_line(desk, version) for version in reversed(versions[-VERSIONS:])),
    ]  # fmt: skip
    rows = (
        (
            _button(texts.plain("review.button.approve_one"), "approve", community, str(year), str(one.id)),
            _button(texts.plain("review.button.return"), "return", str(one.id)),
        ),
        (_button(texts.plain("review.button.back"), "open", community, str(year)),),
    )
    return Response((Reply(join(lines), rows),))


def _history_line(desk: Desk, version: Version) -> Markup:
    texts, metric = desk.texts, desk.programme.metric[version.metric]
    return texts(
        "review.one.line_reason" if version.reason else "review.one.line",
        value=format_metric(version.value, version.marker, metric, texts.lang),
        typed=version.typed,
        status=texts.plain(f"review.status.{version.status}"),
        name=version.actor_name,
        at=word_moment(version.recorded_at, texts, desk.rules.zone),
        reason=shorten(word_reason(version.reason, texts), 200),
    )


def _button(label: str, name: str, *args: str) -> Button:
    return Button(label, Action(f"{PREFIX}{name}", args))
