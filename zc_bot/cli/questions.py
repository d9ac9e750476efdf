"""`ask`: a question answered as the bot would, storing nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zc_bot.cli.common import acting, lines_of_input, opened, print_json, read_date, read_datetime
from zc_bot.clock import Clock
from zc_bot.errors import NotAllowed, Refusal, WrongUsage
from zc_bot.opening import make_rules
from zc_bot.policy.languages import LANGS, language_of

if TYPE_CHECKING:
    from zc_bot.chat.asking.consult import Consultation
    from zc_bot.chat.turn import Rules
    from zc_bot.parsing.meaning import Meaning
    from zc_bot.policy.roles import Principal
    from zc_bot.storage.store import Store


def add_to(app: typer.Typer) -> None:
    app.command()(ask)


def ask(
    question: Annotated[str, typer.Argument(help="The question, or - to read one a line.")],
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
    on: Annotated[str | None, typer.Option(help="Answer as if today were this date.")] = None,
    as_of: Annotated[str | None, typer.Option(help="From what was recorded until this moment.")] = None,
    as_user: Annotated[int | None, typer.Option("--as", help="Answer for this person.")] = None,
    lang: Annotated[str | None, typer.Option(help="zh or en")] = None,
) -> None:
    """Answer a question as the bot would; stores nothing."""
    from dataclasses import replace

    if lang not in {None, *LANGS}:
        raise WrongUsage(f"--lang {lang}: expected {' or '.join(LANGS)}")
    today = read_date(on)
    with opened() as (settings, store):
        until = None if as_of is None else read_datetime(as_of, settings.timezone, "--as-of")
        rules = make_rules(settings)
        who = acting(store, as_user)
        if lang is not None:
            who = replace(who, lang=language_of(lang))
        now = Clock().now()
        if today is not None:
            now = datetime.combine(today, time(12), settings.timezone)
        lines: Iterable[str | None] = [question]
        if question == "-":
            lines = (line if line.strip() else None for line in lines_of_input())
        for found in _answers(store, rules, who, lines, now, until, as_json):
            _show(found, as_json)


def _answers(
    store: Store, rules: Rules, who: Principal, lines: Iterable[str | None], now: datetime, until: datetime | None,
    whole: bool,
) -> Iterator[Consultation]:
    """Answer a line after the other in one conversation; None begins another."""
    from zc_bot.chat.asking.consult import consult
    from zc_bot.parsing.followup import remembered

    context: Meaning | None = None
    for line in lines:
        if line is None:
            context = None
            continue
        try:
            found = store.read(
                lambda s, q=line, c=context: consult(s, rules, who, q, c, now, until, whole=whole)  # type: ignore[misc]
            )
        except NotAllowed as error:
            raise Refusal(f"not for the role {who.role}: {error}") from None
        context = remembered(context, found.meaning)
        yield found


def _show(consultation: Any, as_json: bool) -> None:
    if as_json:
        print_json(consultation.json())
    else:
        print(consultation.plain())
