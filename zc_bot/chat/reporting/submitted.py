"""What one has reported: where it stands, taken back while nobody has reviewed it."""

from __future__ import annotations

from collections.abc import Sequence

from zc_bot.chat.replies import Action, Button, Reply, Response
from zc_bot.chat.reviewing.notifying import correct
from zc_bot.chat.turn import Desk
from zc_bot.storage import attachments, review, submissions
from zc_bot.texts.review import render_mine, serial_text

PREFIX = "mine:"
RECENT, SHOWN = 12, 20


def mine(desk: Desk) -> Response:
    """List what the person reported last and where it stands, with buttons to correct or take back."""
    reports = submissions.mine(desk.session, desk.who, desk.programme, RECENT)
    rows = []
    for report in reports:
        back = [one for one in report.versions if one.status == "returned"]
        rows += [(correct(desk.texts, desk, one),) for one in back]
    files = attachments.of_person(desk.session, desk.who, desk.programme, [report.serial for report in reports])
    for serial in dict.fromkeys(serial for serial, _ in files):
        label = desk.texts.plain("attachment.button_of", serial=serial_text(serial))
        rows.append((Button(label, Action("attachment:mine", (str(serial),))),))
    for report in reports:
        if any(one.status == "submitted" for one in report.versions):
            label = desk.texts.plain("review.mine.withdraw", serial=serial_text(report.serial))
            rows.append((_button(label, "withdraw", str(report.serial)),))
    text = render_mine(reports, desk.texts, desk.programme, desk.rules.zone)
    return Response((Reply(text, tuple(rows[:SHOWN])),))


def tapped(desk: Desk, name: str, args: Sequence[str]) -> Response:
    """List one's reports, or take one back after asking."""
    match name, *args:
        case "withdraw", serial:
            return _ask_withdraw(desk, int(serial))
        case "take", serial:
            return _withdraw(desk, int(serial))
        case _:
            return mine(desk)


def _ask_withdraw(desk: Desk, serial: int) -> Response:
    rows = (
        (_button(desk.texts.plain("review.button.take"), "take", str(serial)),),
        (_button(desk.texts.plain("review.button.leave"), "list"),),
    )
    return Response((Reply(desk.texts("review.withdraw.ask", serial=serial_text(serial)), rows, single_use=True),))


def _withdraw(desk: Desk, serial: int) -> Response:
    done = review.withdraw(desk.session, desk.who, desk.programme, serial, desk.now)
    if not done:
        return Response((Reply(desk.texts("review.withdraw.none", serial=serial_text(serial))),))
    return Response((Reply(desk.texts("review.withdraw.done", serial=serial_text(serial), count=len(done))),))


def _button(label: str, name: str, *args: str) -> Button:
    return Button(label, Action(f"{PREFIX}{name}", args))
