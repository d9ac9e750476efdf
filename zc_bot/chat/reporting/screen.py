"""The form of the Mini App: the same draft row, checks and receipt as the dialogue, on one screen."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from markupsafe import Markup

from zc_bot.chat.facts import facts_for
from zc_bot.chat.replies import Response
from zc_bot.chat.reporting import report
from zc_bot.chat.turn import Turn
from zc_bot.errors import NotAllowed
from zc_bot.policy.roles import Act
from zc_bot.storage import dialogues
from zc_bot.submission import events as ev
from zc_bot.submission import flow
from zc_bot.submission.card import card
from zc_bot.submission.draft import Draft, to_json
from zc_bot.submission.facts import Facts
from zc_bot.submission.replies import Tap
from zc_bot.submission.screen import Field, fields, put, standing_of
from zc_bot.submission.screen import take_over as take_over_standing
from zc_bot.texts.catalog import join
from zc_bot.texts.dialogue.report import render, render_all
from zc_bot.values import dataclass

NOTHING = Markup()
SILENT = (ev.Menu, ev.AskMetric, ev.AskValue, ev.AskStanding, ev.Noted, ev.ShowCard)
"""What the dialogue says next, and the screen shows by itself."""


@dataclass(frozen=True)
class Screen:
    """A community's year on one screen. version: of the draft; 0 for none. said: about what was typed last.

    refused: what was typed and not taken, beside what the draft still holds of it. unchanged: what was typed and is
    recorded already. other: the draft is of another place, which comes first. standing: how many open figures may be
    taken over from last year together.
    """

    community: str
    year: int
    fields: tuple[Field, ...]
    version: int
    said: Markup = NOTHING
    refused: str = ""
    unchanged: str = ""
    other: bool = False
    card: Markup = NOTHING
    standing: int = 0


def screen(turn: Turn, community: str, year: int) -> Screen:
    """Show a community's year, with what the open draft holds; raises `NotAllowed`."""
    facts = _facts(turn, community, year)
    draft = report.open_draft(turn)
    if draft is not None and draft.holds_figures and (draft.community, draft.year) != (community, year):
        return Screen(draft.community or "", draft.year or 0, (), draft.version, other=True)
    return _screen(draft if _is_of(draft, community, year) else None, community, year, facts)


def fill(turn: Turn, community: str, year: int, metric: str, text: str, reason: str) -> Screen:
    """Take one figure into the draft, and keep it as it is typed. Raises `NotAllowed`."""
    facts = _facts(turn, community, year)
    if metric not in turn.programme.metric:
        raise NotAllowed("report")
    draft = report.open_draft(turn)
    if draft is not None and draft.holds_figures and not _is_of(draft, community, year):
        return screen(turn, community, year)
    if draft is None or not _is_of(draft, community, year):
        draft, _ = flow.start(facts, community, year)
    after, said = put(draft, metric, text, reason, facts)
    dialogues.save_draft(turn.session, turn.who.id, after.version, to_json(after), turn.now)
    told = [one for one in said if not isinstance(one, SILENT) and _metric_of(one) in ("", metric)]
    codes = {one.code for one in told if isinstance(one, ev.Refused)}
    if codes == {"recorded"}:
        return replace(_screen(after, community, year, facts), unchanged=text.strip())
    text_of = render_all(told, turn.texts, turn.programme)[0] if told else NOTHING
    return replace(_screen(after, community, year, facts), said=text_of, refused=text.strip() if codes else "")


def take_over(turn: Turn, community: str, year: int) -> Screen:
    """Take the standing figures that are open over from last year, into the draft. Raises `NotAllowed`."""
    facts, draft = _facts(turn, community, year), report.open_draft(turn)
    if draft is not None and draft.holds_figures and not _is_of(draft, community, year):
        return screen(turn, community, year)
    if draft is None or not _is_of(draft, community, year):
        draft, _ = flow.start(facts, community, year)
    after, said = take_over_standing(draft, facts)
    dialogues.save_draft(turn.session, turn.who.id, after.version, to_json(after), turn.now)
    told = [one for one in said if isinstance(one, ev.TookOver)]
    text = render_all(told, turn.texts, turn.programme)[0] if told else NOTHING
    return replace(_screen(after, community, year, facts), said=text)


def review(turn: Turn, community: str, year: int) -> Screen:
    """Show the card of what would be handed in, as the dialogue does. Raises `NotAllowed`."""
    facts, found = _facts(turn, community, year), screen(turn, community, year)
    if found.other:
        return found
    open_ones = [one.metric for one in found.fields if one.typed and not one.taken]
    if open_ones:
        names = [turn.programme.metric[code].short(turn.texts.lang) for code in open_ones]
        left = turn.texts("app.form.unsettled", names=turn.texts.plain("remind.comma").join(names))
        return replace(found, said=left)
    draft = report.open_draft(turn)
    if draft is None or not _is_of(draft, community, year) or not draft.entries:
        return replace(found, said=turn.texts("app.form.nothing"))
    return replace(found, card=render(card(draft, facts), turn.texts, turn.programme)[0])


def submit(turn: Turn, community: str, year: int, version: int) -> tuple[Screen, Response]:
    """Hand in what was reviewed; a draft that changed since is shown again. Raises `NotAllowed`."""
    facts, draft = _facts(turn, community, year), report.open_draft(turn)
    if draft is None or draft.version != version or not _is_of(draft, community, year) or not draft.entries:
        return replace(review(turn, community, year), said=turn.texts("app.form.changed")), Response()
    turn = replace(turn, incoming=replace(turn.incoming, data=_operation_of(turn)))
    ready = draft if draft.step == "card" else flow.step(draft, Tap("finish"), facts)[0]
    response = report.show(turn, facts, *flow.step(ready, Tap("confirm"), facts), before=ready)
    said = join([reply.text for reply in response.replies])
    return replace(screen(turn, community, year), said=said), response


def _operation_of(turn: Turn) -> str:
    """Name the act of handing in what is open: the same draft twice is one report, the next one is another."""
    kept = dialogues.load_draft(turn.session, turn.who.id)
    assert kept is not None
    whole = f"{turn.who.id} {kept.touched_at.isoformat()} {kept.version} {kept.state}"
    return f"app-{hashlib.sha256(whole.encode()).hexdigest()[:32]}"


def _metric_of(event: ev.Event) -> str:
    """Return the figure that an event is about, '' for none: others on the screen wait for themselves."""
    if isinstance(event, ev.AskReason):
        return event.entry.metric
    return str(getattr(event, "metric", ""))


def _facts(turn: Turn, community: str, year: int) -> Facts:
    facts = facts_for(turn)
    if not turn.who.may(Act.REPORT) or community not in facts.communities or year not in facts.years:
        raise NotAllowed("report")
    return facts


def _is_of(draft: Draft | None, community: str, year: int) -> bool:
    return draft is not None and (draft.community, draft.year) == (community, year)


def _screen(draft: Draft | None, community: str, year: int, facts: Facts) -> Screen:
    version = draft.version if draft is not None else 0
    standing = len(standing_of(draft, community, year, facts))
    return Screen(community, year, fields(draft, community, year, facts), version, standing=standing)
