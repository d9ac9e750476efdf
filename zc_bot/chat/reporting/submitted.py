"""What one has reported: where it stands, taken back while nobody has reviewed it."""

from __future__ import annotations

from zc_bot.chat.actions import AskToWithdraw, FilesOfReport, ListReports, Withdraw
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.reviewing.notifying import correct
from zc_bot.chat.turn import Turn
from zc_bot.storage import attachments, review, submissions
from zc_bot.texts.dialogue.review import render_mine, serial_text

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
        rows.append((Button(label, FilesOfReport(serial)),))
    for report in reports:
        if any(one.status == "submitted" for one in report.versions):
            label = turn.texts.plain("review.mine.withdraw", serial=serial_text(report.serial))
            rows.append((Button(label, AskToWithdraw(report.serial)),))
    text = render_mine(reports, turn.texts, turn.programme, turn.rules.zone)
    return Response((Reply(text, tuple(rows[:SHOWN])),))


def look(turn: Turn, _: ListReports) -> Response:
    """List them again at a button."""
    return mine(turn)


def ask_withdraw(turn: Turn, action: AskToWithdraw) -> Response:
    """Ask before a report is taken back."""
    serial = action.serial
    rows = (
        (Button(turn.texts.plain("review.button.take"), Withdraw(serial)),),
        (Button(turn.texts.plain("review.button.leave"), ListReports()),),
    )
    return Response((Reply(turn.texts("review.withdraw.ask", serial=serial_text(serial)), rows, single_use=True),))


def withdraw(turn: Turn, action: Withdraw) -> Response:
    """Take a report back as far as nobody has reviewed it."""
    serial = action.serial
    done = review.withdraw(turn.session, turn.who, turn.programme, serial, turn.now)
    if not done:
        return Response((Reply(turn.texts("review.withdraw.none", serial=serial_text(serial))),))
    return Response((Reply(turn.texts("review.withdraw.done", serial=serial_text(serial), count=len(done))),))
