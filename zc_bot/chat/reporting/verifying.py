"""Whoever is admitted types or forwards a receipt's code and hears whether it is ours and how its figures stand."""

from __future__ import annotations

import re

from markupsafe import Markup

from zc_bot.chat.replies import Reply, Response
from zc_bot.chat.turn import Turn
from zc_bot.parsing.pending import compile_later
from zc_bot.policy.roles import Act, require
from zc_bot.storage import receipts
from zc_bot.storage.receipts import Proved
from zc_bot.texts.catalog import join
from zc_bot.texts.dialogue.review import read_serial, serial_text, word_figure, word_moment
from zc_bot.texts.numbers import format_metric

CODE = compile_later(
    r"(?<![A-Za-z0-9])(?P<serial>[A-Z]{0,6}[0-9]{6})-(?P<code>[A-Z2-7]{8})(?![A-Za-z0-9])", re.IGNORECASE
)
_LINE = compile_later(r"^[·•]\s*(?P<name>[^：:]+)[：:]\s*(?P<value>.+?)\s*$", re.MULTILINE)
_RECEIPT = compile_later(r"(?:已提交，编号|submitted, number)[ ]*[A-Z]{0,6}[0-9]{6}", re.IGNORECASE)
"""How a receipt begins."""
SHOWN = 30


def seal(turn: Turn, serial: int) -> Markup | None:
    """Give the line with a receipt's code; None where no key is kept."""
    code = receipts.code_of(turn.session, serial)
    return turn.texts("chat.receipt.code", code=f"{serial_text(serial)}-{code}") if code else None


def verified(turn: Turn) -> Response | None:
    """Answer a text that holds a receipt's code; None for any other. Raises `NotAllowed`."""
    match = CODE.search(turn.incoming.text)
    serial = read_serial(match["serial"]) if match is not None else None
    if match is None or serial is None:
        return _without_code(turn)
    require(turn.who, Act.SEE_REPORTER)
    texts = turn.texts
    found = receipts.prove(turn.session, turn.who, turn.programme, serial, match["code"].upper())
    if found is None:
        return Response((Reply(texts("chat.proof.not_ours", code=match[0])),))
    head = texts("chat.proof.head", serial=match["serial"].upper(), name=found[0].was.reporter_name,
                 at=word_moment(found[0].was.reported_at, texts, turn.rules.zone))
    lines = [head, *(_line(one, turn) for one in found[:SHOWN])]
    return Response((Reply(join([*lines, *_differences(turn, found)])),))


def _without_code(turn: Turn) -> Response | None:
    """Say of a receipt that bears no code that nothing is proved by it; nothing in it is taken as a report."""
    text = turn.incoming.text
    if _RECEIPT.search(text) is None or _LINE.search(text) is None:
        return None
    return Response((Reply(turn.texts("chat.proof.no_code")),))


def _line(one: Proved, turn: Turn) -> Markup:
    texts = turn.texts
    if one.stands == "unseen":
        metric = turn.programme.metric[one.was.metric].short(texts.lang)
        return texts("chat.proof.unseen", metric=metric)
    now = one.now or one.was
    return texts(
        f"chat.proof.{one.stands}", figure=word_figure(one.was, texts, turn.programme),
        now=word_figure(now, texts, turn.programme), serial=serial_text(now.submission),
        at=word_moment(now.recorded_at, texts, turn.rules.zone), status=texts.plain(f"report.status.{now.status}"),
    )


def _differences(turn: Turn, found: tuple[Proved, ...]) -> list[Markup]:
    """Name the figures of a forwarded text that are not those recorded under its code."""
    texts = turn.texts
    recorded = {
        metric.short(texts.lang): format_metric(one.was.value, one.was.marker, metric, texts.lang)
        for one in found
        if one.stands != "unseen"
        for metric in (turn.programme.metric[one.was.metric],)
    }
    hidden = {turn.programme.metric[one.was.metric].short(texts.lang) for one in found if one.stands == "unseen"}
    lines = []
    for match in _LINE.finditer(turn.incoming.text):
        name, value = match["name"].strip(), match["value"]
        if name in hidden:
            continue
        if name not in recorded:
            lines.append(texts("chat.proof.foreign", name=name, value=value))
        elif value != recorded[name]:
            lines.append(texts("chat.proof.differs", name=name, value=value, recorded=recorded[name]))
    return lines
