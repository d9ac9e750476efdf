"""Review: the queue, a community's figures with all differences, approving, sending back.

/review → queue → a community's figures ─┬─ approve all
                                         └─ one figure ─┬─ approve it
                                                        └─ send back → why? (typed)
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from zc_bot.chat.actions import (
    Approve,
    ApproveSurely,
    AskReason,
    AskRemark,
    AskToReopen,
    AwaitReason,
    FilesOfPlace,
    ListFigures,
    PickToReturn,
    ReviewFigure,
    ReviewPlace,
    SendBack,
    ShowQueue,
)
from zc_bot.chat.codec import encode
from zc_bot.chat.facts import approved_figures, facts_for, known_figures
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.reviewing import besides, notifying, reopening
from zc_bot.chat.reviewing.besides import Besides
from zc_bot.chat.turn import Turn
from zc_bot.chat.wanted import Wanted, wanted_of
from zc_bot.policy.hidden import visible_line
from zc_bot.storage import attachments, dialogues, figures, review
from zc_bot.storage.observations import Version
from zc_bot.submission.card import card
from zc_bot.submission.draft import Draft, Entry
from zc_bot.submission.events import ShowCard
from zc_bot.submission.exceptions import parts_of, sort_out
from zc_bot.submission.facts import Known
from zc_bot.submission.reasons import LONGEST_REASON, SHORTEST_REASON
from zc_bot.texts.catalog import join
from zc_bot.texts.dialogue.review import (
    queue_label,
    render_pile,
    render_queue,
    word_figure,
    word_moment,
    word_reason,
)
from zc_bot.texts.numbers import format_metric, shorten

SHOWN, VERSIONS = 20, 10
NAMED, MOST_CHANGES = 6, 25


def queue(turn: Turn) -> Response:
    """Show what waits for review, a button for each community and year."""
    wanted = wanted_of(turn, turn.incoming.argument if turn.incoming.command == "review" else "")
    if isinstance(wanted, Response):
        return wanted
    everything = review.in_review(turn.session, turn.who, turn.programme)
    places = tuple(one for one in everything if wanted.holds(one.community, one.year))
    others = besides.besides(turn, wanted)
    if everything and not places and not others:
        return Response((Reply(turn.texts("review.queue.none_of_it")),))
    return show_of(turn, places, others)


def queue_of(turn: Turn, communities: Sequence[str], years: Sequence[int]) -> Response:
    """Show what waits of some communities and years, or of all where none are named."""
    everything = review.in_review(turn.session, turn.who, turn.programme)
    places = tuple(
        one for one in everything
        if (not communities or one.community in communities) and (not years or one.year in years)
    )
    others = besides.besides(turn, Wanted(tuple(communities), tuple(years)))
    if everything and not places and not others:
        return Response((Reply(turn.texts("review.queue.none_of_it")),))
    return show_of(turn, places, others)


def show_of(turn: Turn, places: Sequence[review.InReview], others: Besides | None = None) -> Response:
    """Show communities and years that wait, a button each; others: what waits besides figures, by default all."""
    others = besides.besides(turn, Wanted()) if others is None else others
    shown, now = places[:SHOWN], turn.now.astimezone(turn.rules.zone)
    rows: tuple[tuple[Button, ...], ...] = tuple(
        (Button(queue_label(place, turn.texts, turn.programme, now), ReviewPlace(place.community, place.year)),)
        for place in shown
    )
    text = render_queue(places, turn.texts)
    if len(places) > len(shown):
        text = join([text, turn.texts("review.queue.more", count=len(places) - len(shown))])
    text, rows = join([text, *besides.word_besides(others, turn)]), (*rows, *besides.buttons(others, turn))
    if own := review.own(turn.session, turn.who):
        text = join([text, turn.texts("review.place.own", count=own)])
    return Response((Reply(text, rows),))


def show_queue(turn: Turn, _: ShowQueue) -> Response:
    """Show the queue again at a button."""
    return queue(turn)


def ask_reason(turn: Turn, action: AskReason) -> Response:
    """Ask why a figure is sent back, unless it was decided about meanwhile."""
    one = review.version(turn.session, turn.who, action.version)
    if one is None:
        return Response((Reply(turn.texts("review.gone")),))
    dialogues.save_prompt(turn.session, turn.who.id, *encode(AwaitReason(action.version)), turn.now)
    return Response((Reply(turn.texts("review.why", figure=word_figure(one, turn.texts, turn.programme))),))


def give_reason(turn: Turn, action: AwaitReason) -> Response:
    """Show the reason just typed with the figure it sends back; a button makes it count."""
    reason = visible_line(turn.incoming.text)
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        expected = f"{SHORTEST_REASON}–{LONGEST_REASON}"
        return Response((Reply(turn.texts("report.refused.reason_length", expected=expected)),))
    one = review.version(turn.session, turn.who, action.version)
    if one is None:
        dialogues.drop_prompt(turn.session, turn.who.id)
        return Response((Reply(turn.texts("review.gone")),))
    text = turn.texts(
        "review.reason", figure=word_figure(one, turn.texts, turn.programme), name=one.reporter_name, reason=reason
    )
    rows = (
        (Button(turn.texts.plain("review.button.send_back"), SendBack(action.version, reason)),),
        (Button(turn.texts.plain("review.button.keep"), ReviewPlace(one.community, one.year)),),
    )
    return Response((Reply(text, rows, single_use=True),))


def send_back(turn: Turn, action: SendBack) -> Response:
    """Send a figure back with its reason, and push it to who reported it."""
    version, reason = action.version, action.reason
    one = review.send_back(turn.session, turn.who, version, reason, turn.now)
    if one is None:
        return Response((Reply(turn.texts("review.gone")),))
    notices = notifying.returned(turn, one, reason)
    done = [turn.texts("review.returned", figure=word_figure(one, turn.texts, turn.programme), reason=reason)]
    done.append(turn.texts("review.reporter_told" if notices else "review.reporter_left", name=one.reporter_name))
    rest = look_at(turn, ReviewPlace(one.community, one.year))
    return Response((Reply(join(done), receipt=True), *rest.replies), notices=notices)


def look_at(turn: Turn, action: ReviewPlace) -> Response:
    """Show a community's figures that wait, with all differences; one's own are left to others."""
    community, year = action.community, action.year
    everything = review.waiting(turn.session, turn.who, turn.programme, community, year)
    waiting = [one for one in everything if one.reporter != turn.who.id]
    if not waiting:
        key = "review.only_own" if everything else "review.nothing"
        name = turn.programme.community[community].name(turn.texts.lang)
        back = (Button(turn.texts.plain("review.button.queue"), ShowQueue()),)
        rows = (*reopening.offered(turn, community, year), back)
        return Response((Reply(turn.texts(key, community=name, year=year), rows),))
    texts, own = turn.texts, len(everything) - len(waiting)
    text = render_pile(_card(turn, community, year, waiting), waiting, own, texts, turn.programme, turn.rules.zone)
    ids = tuple(one.id for one in waiting)
    files = attachments.of_place(turn.session, turn.who, turn.programme, community, year)
    label = texts.plain("attachment.button", count=len(files))
    look = ((Button(label, FilesOfPlace(community, year)),),) if files else ()
    rows = (
        (Button(texts.plain("review.button.approve", count=len(waiting)), Approve(community, year, ids)),),
        (
            Button(texts.plain("review.button.list"), ListFigures(community, year)),
            Button(texts.plain("review.button.pick"), PickToReturn(community, year)),
        ),
        *look,
        *reopening.offered(turn, community, year),
        (Button(texts.plain("review.button.queue"), ShowQueue()),),
    )
    return Response((Reply(text, rows),))


def _card(turn: Turn, community: str, year: int, waiting: Sequence[Version]) -> ShowCard:
    """Make the card of what waits, against last year's figures and those it would replace."""
    known = known_figures(turn, (community,), (year, year - 1))
    ids = {str(one.id) for one in waiting}
    known = {key: one for key, one in known.items() if one.version not in ids}
    before = review.replaced(turn.session, turn.who, [one.id for one in waiting])
    known |= {
        (community, one.metric, year): Known(before[one.id].value, before[one.id].marker, "submitted", "")
        for one in waiting
        if one.id in before
    }
    known |= approved_figures(turn, community, year)
    entries = tuple(
        Entry(one.metric, one.typed, one.value, one.marker, reason=word_reason(one.reason, turn.texts))
        for one in waiting
    )
    return card(Draft(community=community, year=year, entries=entries), facts_for(turn, known))


def approve(turn: Turn, action: Approve) -> Response:
    """Approve what was shown, after asking once where something of it is exceptional.

    A card that others have overtaken shows what changed instead.
    """
    community, year, ids = action.community, action.year, action.versions
    waiting = _of_others(turn, community, year)
    if len(ids) > 1 and {one.id for one in waiting} != set(ids):
        return _overtaken(turn, action, waiting)
    shown = [one for one in waiting if one.id in ids]
    found = sort_out(_card(turn, community, year, shown), turn.programme) if len(ids) > 1 else None
    if found is None or found.is_clear:
        return approve_surely(turn, ApproveSurely(community, year, ids))
    texts = turn.texts
    named = [
        *(turn.programme.metric[line.entry.metric].short(texts.lang) for line in found.exceptions),
        *(turn.programme.derivation[share.code].short(texts.lang) for share in found.shares),
    ]
    names = texts.plain("remind.comma").join(named[:NAMED])
    odd = {line.entry.metric for line in found.exceptions}
    odd.update(code for share in found.shares for code in parts_of(share, turn.programme))
    plain = tuple(one.id for one in shown if one.metric not in odd)
    rows = [(Button(texts.plain("review.button.all_the_same", count=len(ids)), ApproveSurely(community, year, ids)),)]
    if plain:
        label = texts.plain("review.button.only_plain", count=len(plain))
        rows.append((Button(label, ApproveSurely(community, year, plain)),))
    rows.append((Button(texts.plain("review.button.back"), ReviewPlace(community, year)),))
    return Response((Reply(texts("review.sure", count=found.count, names=names), tuple(rows)),))


def _of_others(turn: Turn, community: str, year: int) -> list[Version]:
    everything = review.waiting(turn.session, turn.who, turn.programme, community, year)
    return [one for one in everything if one.reporter != turn.who.id]


def _overtaken(turn: Turn, action: Approve, waiting: Sequence[Version]) -> Response:
    """Say what changed since a card was shown, by whom, and show what waits now; nothing is approved."""
    texts, decided = turn.texts, review.decided(turn.session, turn.who, action.versions)
    done = len(decided) == len(action.versions) and all(one.status == "approved" for one in decided)
    lines = [texts("review.already" if done else "review.overtaken")]
    for one in decided:
        lines.append(
            texts("review.decided", figure=word_figure(one, texts, turn.programme), name=one.actor_name,
                  status=texts.plain(f"review.status.{one.deed}"),
                  at=word_moment(one.recorded_at, texts, turn.rules.zone))
        )
    told = {*action.versions, *(one.id for one in decided)}
    fresh = [one for one in waiting if one.id not in told]
    lines += [texts("review.fresh", figure=word_figure(one, texts, turn.programme)) for one in fresh]
    rest = look_at(turn, ReviewPlace(action.community, action.year))
    return Response((Reply(join(lines[:MOST_CHANGES])), *rest.replies))


def approve_surely(turn: Turn, action: ApproveSurely) -> Response:
    """Approve what was shown; what changed meanwhile is passed over and said."""
    community, year, ids = action.community, action.year, action.versions
    done = review.approve(turn.session, turn.who, ids, turn.now)
    name = turn.programme.community[community].name(turn.texts.lang)
    if not done:
        return Response((Reply(turn.texts("review.gone")), *look_at(turn, ReviewPlace(community, year)).replies))
    texts = turn.texts
    lines = [texts("review.approved", community=name, year=year, count=len(done))]
    if len(done) < len(ids):
        lines.append(texts("review.passed_over", count=len(ids) - len(done)))
    left = review.in_review(turn.session, turn.who, turn.programme)
    lines.append(render_queue(left, texts))
    made = review.approved_by(turn.session, turn.who, [one.id for one in done])
    undo = Button(texts.plain("review.button.reopen"), AskToReopen(community, year, made))
    rows = ((Button(texts.plain("review.button.next"), ShowQueue(anew=True)), undo),) if left else ((undo,),)
    return Response((Reply(join(lines), rows, receipt=True),), notices=notifying.approved(turn, done))


def list_figures(turn: Turn, action: ListFigures) -> Response:
    """Offer the figures that wait one by one, two abreast."""
    community, year = action.community, action.year
    waiting = review.waiting(turn.session, turn.who, turn.programme, community, year)
    buttons = [
        Button(turn.programme.metric[one.metric].short(turn.texts.lang), ReviewFigure(community, year, one.metric))
        for one in waiting
        if one.reporter != turn.who.id
    ]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    rows.append((Button(turn.texts.plain("review.button.back"), ReviewPlace(community, year)),))
    name = turn.programme.community[community].name(turn.texts.lang)
    return Response((Reply(turn.texts("review.which", community=name, year=year), tuple(rows)),))


def look_at_figure(turn: Turn, action: ReviewFigure) -> Response:
    """Show one figure with its history, to be approved or sent back."""
    community, year, metric = action.community, action.year, action.metric
    waiting = review.waiting(turn.session, turn.who, turn.programme, community, year)
    one = next((one for one in waiting if one.metric == metric and one.reporter != turn.who.id), None)
    if one is None:
        return look_at(turn, ReviewPlace(community, year))
    texts, names = turn.texts, turn.programme.community
    versions = figures.versions(turn.session, turn.who, turn.programme, community, metric, year)
    lines = [
        texts(
            "review.one.head", metric=turn.programme.metric[metric].name(texts.lang), year=year,
            community=names[community].name(texts.lang),
        ),
        *(_history_line(turn, version) for version in reversed(versions[-VERSIONS:])),
    ]
    rows = (
        (
            Button(texts.plain("review.button.approve_one"), Approve(community, year, (one.id,))),
            Button(texts.plain("review.button.return"), AskReason(one.id)),
            Button(texts.plain("review.button.remark"), AskRemark(one.id)),
        ),
        (Button(texts.plain("review.button.back"), ReviewPlace(community, year)),),
    )
    return Response((Reply(join(lines), rows),))


def _history_line(turn: Turn, version: Version) -> Markup:
    texts, metric = turn.texts, turn.programme.metric[version.metric]
    return texts(
        "review.one.line_reason" if version.reason else "review.one.line",
        value=format_metric(version.value, version.marker, metric, texts.lang),
        typed=version.typed,
        status=texts.plain(f"review.status.{version.deed}"),
        name=version.actor_name,
        at=word_moment(version.recorded_at, texts, turn.rules.zone),
        reason=shorten(word_reason(version.reason, texts), 200),
    )
