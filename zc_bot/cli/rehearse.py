"""`chat`: a rehearsal, talking to the bot in the terminal; nothing is kept or sent."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from zc_bot.cli.common import acting, lines_of_input, opened, print_json, read_datetime
from zc_bot.clock import Clock
from zc_bot.errors import Refusal, WrongUsage
from zc_bot.opening import make_rules
from zc_bot.policy.languages import LANGS

if TYPE_CHECKING:
    from zc_bot.rehearsal.outcome import Outcome
    from zc_bot.rehearsal.rehearsal import Rehearsal

Begin = Callable[[], "Rehearsal"]
ReadMoment = Callable[[str], datetime]


def add_to(app: typer.Typer) -> None:
    app.command()(chat)


def chat(
    source: Annotated[str | None, typer.Argument(metavar="[-]", help="- reads standard input.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object for every message.")] = False,
    as_user: Annotated[int | None, typer.Option("--as", help="Talk as this person.")] = None,
    at: Annotated[str | None, typer.Option(help="Begin at this moment, e.g. 2020-01-15T10:20.")] = None,
    lang: Annotated[str | None, typer.Option(help="zh or en")] = None,
) -> None:
    """Talk to the bot in the terminal, on a throwaway copy of the database; nothing is kept or sent.

    Type as on the phone. [label] taps the latest button whose label contains it, @PATH caption sends a file
    (@A @B an album), ~text edits the last message, ^text forwards somebody else's, >N forwards the bot's N-th last,
    "…" is a JSON string, !as ID and !at DATETIME change who and when; an empty line begins anew.
    """
    from zc_bot.cli.terminal import talk
    from zc_bot.rehearsal.rehearsal import Rehearsal, copies_of

    if lang not in {None, *LANGS}:
        raise WrongUsage(f"--lang {lang}: expected {' or '.join(LANGS)}")
    if source not in {None, "-"}:
        raise WrongUsage(f"{source}: expected nothing, or - for standard input")
    with opened() as (settings, store), copies_of(store) as copies:
        moment = None if at is None else read_datetime(at, settings.timezone)
        person, rules = acting(store, as_user).id, make_rules(settings)

        def begin() -> Rehearsal:
            return Rehearsal(copies, rules, Clock().now, person, moment, lang)

        def read_moment(text: str) -> datetime:
            return read_datetime(text, settings.timezone, "!at")

        if source is None and not as_json and sys.stdin.isatty():
            talk(begin, read_moment, settings.timezone)
        else:
            _play_input(begin, read_moment, as_json)


def _play_input(begin: Begin, read_moment: ReadMoment, as_json: bool) -> None:
    """Play standard input line by line; what can't be done is told, and the rest is played."""
    from zc_bot.rehearsal.playing import play

    rehearsal, faults = begin(), 0
    for line in lines_of_input():
        if not line.strip():
            rehearsal.close()
            rehearsal = begin()
            continue
        try:
            outcome = play(rehearsal, line, read_moment)
        except (Refusal, WrongUsage) as error:
            print(error, file=sys.stderr)
            faults += 1
            continue
        if outcome is not None:
            _print(outcome, as_json)
    rehearsal.close()
    if faults:
        raise Refusal(f"{faults} of the lines could not be played")


def _print(outcome: Outcome, as_json: bool) -> None:
    if as_json:
        print_json(outcome.json())
    else:
        said = outcome.said or "\n".join(one["why"] for one in outcome.refused)
        buttons = (" ".join(f"[{label}]" for label in row) for row in outcome.rows)
        print(*outcome.received, said, *buttons, sep="\n", end="\n\n")
