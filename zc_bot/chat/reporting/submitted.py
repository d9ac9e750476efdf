"""What one has reported: where it stands, taken back while nobody has reviewed it."""

from __future__ import annotations

from collections.abc import Sequence

from zc_bot.chat.replies import Action, Button, Reply, Response
from zc_bot.chat.reviewing.notifying import correct
from zc_bot.chat.turn import Turn
from zc_bot.storage import attachments, review, submissions
from zc_bot.texts.dialogue.review import render_mine, serial_text

PREFIX = "mine:"
RECENT, SHOWN = 12, 20


def mine(turn: Turn) -> Response:
    """List what the person reported last and where it stands, with buttons to correct or take back."""
    reports = submissions.mine(turn.session, turn.who, turn.programme, RECENT)
    rows = []
    for report in reports:
        back = [one for one in report.versions if one.status == "returned"]
        rows += [(correct(turn.texts, turn, one),) for one in back]
    files = attachments.of_person(turn.session, turn.who, turn.programme, [report.serial for report in reports])
    for serial in dict.fromkeys(serial for serial, _ in files):
        label = turn.texts.plain("attachment.button_of", serial=serial_text(serial))
        rows.append((Button(label, Action("attachment:mine", (str(serial),))),))
    for report in reports:
        if any(one.status == "submitted" for one in report.versions):
            label = turn.texts.plain("review.mine.withdraw", serial=serial_text(report.serial))
            rows.append((_button(label, "withdraw", str(report.serial)),))
    text = render_mine(reports, turn.texts, turn.programme, turn.rules.zone)
    return Response((Reply(text, tuple(rows[:SHOWN])),))


def tapped(turn: Turn, name: str, args: Sequence[str]) -> Response:
    """List one's reports, or take one back after asking."""
    match name, *args:
        case "withdraw", serial:
            return _ask_withdraw(turn, int(serial))
        case "take", serial:
            return _withdraw(turn, int(serial))
        case _:
            return mine(turn)


def _ask_withdraw(turn: Turn, serial: int) -> Response:
    rows = (
        (_button(turn.texts.plain("review.button.take"), "take", str(serial)),),
        (_button(turn.texts.plain("review.button.leave"), "list"),),
    )
    return Response((Reply(turn.texts("review.withdraw.ask", serial=serial_text(serial)), rows, single_use=True),))


def _withdraw(turn: Turn, serial: int) -> Response:
    done = review.withdraw(turn.session, turn.who, turn.programme, serial, turn.now)
    if not done:
        return Response((Reply(turn.texts("review.withdraw.none", serial=serial_text(serial))),))
    return Response((Reply(turn.texts("review.withdraw.done", serial=serial_text(serial), count=len(done))),))


def _button(label: str, name: str, *args: str) -> Button:
    return Button(label, Action(f"{PREFIX}{name}", args))
