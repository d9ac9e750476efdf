"""How the bot is, for the admin: what waits, what is of unknown fate, the clock, the backup, the disk."""

from __future__ import annotations

from datetime import timedelta

from markupsafe import Markup

from zc_bot.chat.actions import ListTroubled, ListUnanswered, SendAgain
from zc_bot.chat.admin import restored
from zc_bot.chat.admin.alerting import again_button
from zc_bot.chat.admin.troubling import word
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.turn import Turn, Vitals
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import audit, inbox, meta, outbox, reachable, unanswered, undelivered
from zc_bot.storage.housekeeping import KEEP_UNCERTAIN
from zc_bot.texts.catalog import join
from zc_bot.texts.dialogue.review import word_moment
from zc_bot.texts.numbers import shorten
from zc_bot.texts.people import word_silent
from zc_bot.troubles import Trouble

SHOWN = 10
LATELY = timedelta(days=7)
"""What went wrong before that is history."""
HOURS_SHOWN = 48


def command(turn: Turn) -> Response:
    """Say how the bot is, what is wrong first."""
    texts, session = turn.texts, turn.session
    counts = outbox.counts(session, turn.now - LATELY)
    troubled = counts.get("uncertain", 0) + counts.get("dead", 0)
    waiting = counts.get("pending", 0) + counts.get("retry", 0) + counts.get("claimed", 0)
    kept, failed = inbox.counts(session, turn.now - LATELY)
    vitals = turn.rules.vitals() if turn.rules.vitals is not None else None
    sound = vitals is None or _is_sound(vitals)
    lines = [texts("health.good" if sound and not troubled and not failed else "health.look")]
    lines += [texts("health.wrong", what=word(one, texts)) for one in _troubles(vitals)]
    lines += _process(turn, vitals)
    lines.append(texts("health.inbox", waiting=kept, failed=failed))
    lines.append(texts("health.outbox", waiting=waiting))
    lines.append(texts("health.troubled", uncertain=counts.get("uncertain", 0), dead=counts.get("dead", 0)))
    silent = word_silent(reachable.reach(session, OPERATOR), texts)
    lines.append(texts("health.unreachable", kinds=silent) if silent else texts("health.all_reached"))
    lines.append(_backup(turn))
    number, head = audit.head(session)
    lines.append(texts("health.audit", number=number, head=head))
    rows: tuple[tuple[Button, ...], ...] = ()
    if puzzling := unanswered.count(session, turn.now - LATELY):
        lines.append(texts("health.unanswered", count=puzzling))
        rows = ((Button(texts.plain("health.button_unanswered"), ListUnanswered()),),)
    if troubled:
        rows += ((Button(texts.plain("health.button"), ListTroubled()),),)
    if (since := restored.waits_since(session)) is not None:
        lines.insert(1, texts("health.restored", at=word_moment(since, texts, turn.rules.zone)))
        rows += restored.buttons(texts, since)
    return Response((Reply(join(lines), rows),))


def again(turn: Turn, action: SendAgain) -> Response:
    """Send messages of unknown fate once more, those that have not been since the button was made."""
    sent = 0
    for one in action.letters:
        letter, _, attempt = one.partition(":")
        if undelivered.send_again(turn.session, turn.who, int(letter), int(attempt), turn.now):
            audit.note(turn.session, turn.who, "letter.again", letter, turn.now)
            sent += 1
    key = "health.again" if sent else "health.again_gone"
    return Response(toast=turn.texts.plain(key, count=sent), events=frozenset({"tick"}))


def troubled(turn: Turn, _: ListTroubled) -> Response:
    """List the messages that did not arrive."""
    texts, names = turn.texts, {one.who.id: one.who.name for one in reachable.reach(turn.session, turn.who)}
    lines = [
        texts(
            f"health.letter.{one.state}",
            name=names.get(one.person, one.person),
            kind=texts.plain(f"health.kind.{one.kind}"),
            at=word_moment(one.made_at, texts, turn.rules.zone),
            error=shorten(one.error or ""),
        )
        for one in undelivered.troubled(turn.session, turn.who, turn.now - LATELY, SHOWN)
    ]
    doubtful = undelivered.doubtful(
        turn.session, turn.who, turn.now - KEEP_UNCERTAIN, untold=False, states=("uncertain", "dead")
    )
    rows = ((again_button(texts, doubtful),),) if doubtful else ()
    return Response((Reply(join([texts("health.letters"), *lines]), rows),))


def unanswered_texts(turn: Turn, _: ListUnanswered) -> Response:
    """List what was not understood lately, the newest first; nobody is told who typed it."""
    texts = turn.texts
    found = unanswered.listed(turn.session, turn.who, SHOWN)
    lines = [texts("health.unanswered_text", text=shorten(one.text)) for one in found]
    return Response((Reply(join([texts("health.unanswered_head"), *lines])),))


def _is_sound(vitals: Vitals) -> bool:
    return vitals.poll_seconds is not None and vitals.clock_trusted and not vitals.troubles


def _troubles(vitals: Vitals | None) -> tuple[Trouble, ...]:
    return vitals.troubles if vitals is not None else ()


def _process(turn: Turn, vitals: Vitals | None) -> list[Markup]:
    if vitals is None:
        return []
    texts = turn.texts
    poll = (
        texts("health.no_poll")
        if vitals.poll_seconds is None
        else texts("health.poll", seconds=round(vitals.poll_seconds))
    )
    clock = texts("health.clock" if vitals.clock_trusted else "health.clock_off")
    return [poll, clock, texts("health.disk", gigabytes=f"{vitals.disk_free / 1e9:.1f}")]


def _backup(turn: Turn) -> Markup:
    kept = meta.moment(turn.session, meta.BACKED_UP)
    if kept is None:
        return turn.texts("health.no_backup")
    hours = int((turn.now - kept).total_seconds() // 3600)
    if hours < 0:
        return turn.texts("health.backup_ahead")
    if hours < 1:
        return turn.texts("health.backup_now")
    if hours < HOURS_SHOWN:
        return turn.texts("health.backup_hours", hours=hours)
    return turn.texts("health.backup", days=hours // 24)
