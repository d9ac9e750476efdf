"""What one has reported: where it stands, taken back while nobody has reviewed it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from zc_bot.chat.actions import AskToWithdraw, FilesOfReport, GoOnReporting, ListReports, Withdraw
from zc_bot.chat.facts import known_figures
from zc_bot.chat.replies import Button, Reply, Response
from zc_bot.chat.reporting.report import open_draft
from zc_bot.chat.reviewing import notifying
from zc_bot.chat.turn import Turn
from zc_bot.chat.wanted import wanted_of
from zc_bot.policy.roles import Act, require
from zc_bot.reminders.facts import DraftHeld
from zc_bot.storage import attachments, people, review, submissions
from zc_bot.storage.observations import Version
from zc_bot.submission.facts import STANDS, Known
from zc_bot.texts.catalog import join
from zc_bot.texts.dialogue.review import render_mine, serial_text
from zc_bot.texts.numbers import format_metric
from zc_bot.texts.reminders import word_draft

RECENT, SHOWN, EVERYTHING, NAMED = 12, 20, 2000, 3


def mine(turn: Turn) -> Response:
    """List what the person reported last and where it stands, with buttons to correct or take back.

    Raises `NotAllowed`.
    """
    require(turn.who, Act.LIST_REPORTS)
    wanted = wanted_of(turn, turn.incoming.argument if turn.incoming.command else "")
    if isinstance(wanted, Response):
        return wanted
    limit = RECENT if wanted.is_open else EVERYTHING
    found = submissions.mine(turn.session, turn.who, turn.programme, limit)
    reports = tuple(one for one in found if wanted.holds(one.community, one.year))[:RECENT]
    held = begun(turn)
    if found and not reports and held is None:
        return Response((Reply(turn.texts("review.mine.none_of_it")),))
    rows = [] if held is None else [(Button(turn.texts.plain("report.button.go_on"), GoOnReporting()),)]
    for report in reports:
        back = [one for one in report.versions if one.status == "returned"]
        rows += [(notifying.correct(turn.texts, turn, one),) for one in back]
    files = attachments.of_person(turn.session, turn.who, turn.programme, [report.serial for report in reports])
    for serial in dict.fromkeys(serial for serial, _ in files):
        label = turn.texts.plain("attachment.button_of", serial=serial_text(serial))
        rows.append((Button(label, FilesOfReport(serial)),))
    for report in reports:
        if any(one.status == "submitted" for one in report.versions):
            label = turn.texts.plain("review.mine.withdraw", serial=serial_text(report.serial))
            rows.append((Button(label, AskToWithdraw(report.serial)),))
    text = render_mine(reports, turn.texts, turn.programme, turn.now.astimezone(turn.rules.zone))
    if held is not None:
        text = held if not reports else join([held, text])
    if any(one.status == "submitted" for report in reports for one in report.versions):
        text = join([text, *_reviewers(turn)])
    return Response((Reply(text, tuple(rows[:SHOWN])),))


def begun(turn: Turn) -> Markup | None:
    """Say what an open report holds that was not handed in; None where it holds nothing."""
    draft = open_draft(turn)
    if draft is None or not draft.holds_figures or not draft.held or draft.community is None or draft.year is None:
        return None
    return word_draft(DraftHeld(draft.community, draft.year, draft.held), turn.programme, turn.texts)


def _reviewers(turn: Turn) -> tuple[Markup, ...]:
    """Say who reviews what waits."""
    found = people.reviewers(turn.session, besides=turn.who.id)
    names = [one.name for one in found[:NAMED]] + (["…"] if len(found) > NAMED else [])
    return (turn.texts("review.mine.reviewers", names=turn.texts.plain("remind.comma").join(names)),) if found else ()


def look(turn: Turn, _: ListReports) -> Response:
    """List them again at a button."""
    return mine(turn)


def ask_withdraw(turn: Turn, action: AskToWithdraw) -> Response:
    """Ask before a report is taken back."""
    return ask_to_withdraw(turn, action.serial, action.metrics)


def ask_to_withdraw(turn: Turn, serial: int, metrics: tuple[str, ...] = ()) -> Response:
    """Ask before a report, or only some of its metrics, is taken back; says so where nothing of it can be."""
    texts, number = turn.texts, serial_text(serial)
    waiting = review.withdrawable(turn.session, turn.who, turn.programme, serial, metrics)
    if not waiting:
        return _nothing_to_withdraw(turn, serial)
    rows = (
        (Button(texts.plain("review.button.take"), Withdraw(serial, metrics)),),
        (Button(texts.plain("review.button.leave"), ListReports()),),
    )
    text = texts("review.withdraw.ask", serial=number, figures=_named(turn, waiting))
    return Response((Reply(text, rows, single_use=True),))


def _nothing_to_withdraw(turn: Turn, serial: int) -> Response:
    """Say why nothing of a report can be taken back."""
    before = submissions.is_withdrawn(turn.session, serial, by=turn.who.id)
    own = submissions.is_of(turn.session, serial, turn.who.id)
    key = "review.withdraw.before" if before else "review.withdraw.none" if own else "review.withdraw.unknown"
    return Response((Reply(turn.texts(key, serial=serial_text(serial))),))


def withdraw(turn: Turn, action: Withdraw) -> Response:
    """Take a report back as far as nobody has reviewed it, and say what stands now."""
    texts, number = turn.texts, serial_text(action.serial)
    done = review.withdraw(turn.session, turn.who, turn.programme, action.serial, turn.now, action.metrics)
    if not done:
        return _nothing_to_withdraw(turn, action.serial)
    places = dict.fromkeys((one.community, one.year) for one in done)
    standing = {
        key: one
        for community, year in places
        for key, one in known_figures(turn, (community,), (year,)).items()
        if one.status in STANDS
    }
    still = [one for one in done if (one.community, one.metric, one.year) in standing]
    empty = [one for one in done if one not in still]
    lines = [texts("review.withdraw.done", serial=number, count=len(done))]
    if still:
        figures = texts.plain("remind.comma").join(
            _figure(turn, one.metric, standing[one.community, one.metric, one.year]) for one in still
        )
        lines.append(texts("review.withdraw.stands", figures=figures))
    if empty:
        lines.append(texts("review.withdraw.empty", figures=_named(turn, empty)))
    return Response((Reply(join(lines)),), notices=notifying.withdrawn(turn, done, action.serial))


def _named(turn: Turn, versions: Sequence[Version]) -> str:
    """Name the metrics of some versions."""
    names = dict.fromkeys(turn.programme.metric[one.metric].short(turn.texts.lang) for one in versions)
    return turn.texts.plain("remind.comma").join(names)


def _figure(turn: Turn, code: str, known: Known) -> str:
    metric = turn.programme.metric[code]
    value = format_metric(known.value, known.marker, metric, turn.texts.lang)
    return f"{metric.short(turn.texts.lang)} {value}"
