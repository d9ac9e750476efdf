"""`briefing`: the meeting paper as a file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zc_bot.cli.common import acting, opened, read_datetime
from zc_bot.clock import Clock
from zc_bot.errors import Refusal, WrongUsage
from zc_bot.opening import make_rules
from zc_bot.policy.languages import LANGS, language_of

if TYPE_CHECKING:
    from zc_bot.chat.overseeing.view import View


def add_to(app: typer.Typer) -> None:
    app.command()(briefing)


def briefing(
    file: Annotated[Path, typer.Argument(help="Where the PDF goes.")],
    year: Annotated[int | None, typer.Option(help="The year judged; the last full one without it.")] = None,
    as_of: Annotated[str | None, typer.Option(help="From what was recorded until this moment.")] = None,
    as_user: Annotated[int | None, typer.Option("--as", help="Print for this person.")] = None,
    lang: Annotated[str, typer.Option(help="zh or en")] = "zh",
) -> None:
    """Print the meeting paper: two pages, from approved figures."""
    from dataclasses import replace

    from zc_bot.chat.overseeing.view import View
    from zc_bot.parsing.meaning import Meaning
    from zc_bot.texts.files.paper import print_paper

    if lang not in LANGS:
        raise WrongUsage(f"--lang {lang}: expected {' or '.join(LANGS)}")
    with opened() as (settings, store):
        until = None if as_of is None else read_datetime(as_of, settings.timezone, "--as-of")
        rules, who = make_rules(settings), acting(store, as_user)
        who = replace(who, lang=language_of(lang))
        meaning = Meaning("briefing", years=() if year is None else (year,))
        now = Clock().now()
        paper = store.write(lambda s: _read_out(View(s, rules, who, meaning, until or now, until), now))
    try:
        file.write_bytes(print_paper(paper))
    except OSError as error:
        raise Refusal(f"{file}: cannot be written ({error.strerror})") from None
    print(paper["summary"])


def _read_out(view: View, now: datetime) -> dict[str, Any]:
    """Gather the paper, and note in the audit that it was read out."""
    from zc_bot.chat.overseeing.briefing import paper_of
    from zc_bot.storage import audit

    paper = paper_of(view)
    audit.note(view.session, view.who, "briefing.print", paper["name"], now)
    return paper
