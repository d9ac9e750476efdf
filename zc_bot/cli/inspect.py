"""`check`: verdicts on every requirement."""

from __future__ import annotations

from typing import Annotated

import typer

from zc_bot.app import read_programme
from zc_bot.cli.common import opened, print_json
from zc_bot.clock import Clock
from zc_bot.errors import Refusal
from zc_bot.policy.names import community_code
from zc_bot.policy.roles import OPERATOR


def add_to(app: typer.Typer) -> None:
    app.command()(check)


def check(
    community: Annotated[list[str] | None, typer.Argument(help="Names or codes; none: all of them.")] = None,
    year: Annotated[int | None, typer.Option(help="The year judged; the last calendar year without it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
) -> None:
    """Judge communities against the policy."""
    from zc_bot.chat.consult import judge_all
    from zc_bot.texts.answers import word_verdicts
    from zc_bot.texts.catalog import texts_for

    with opened() as (settings, store):
        programme = read_programme(settings)
        codes = []
        for name in community or ():
            code = community_code(programme, name)
            if code is None:
                raise Refusal(f"no community is called {name!r}; expected a name or a code")
            codes.append(code)
        asked = year if year is not None else Clock().now().astimezone(settings.timezone).year - 1
        verdicts = store.read(lambda s: judge_all(s, OPERATOR, programme, tuple(codes), asked))
    if as_json:
        from zc_bot.evaluation.exports import verdicts_json

        print_json(verdicts_json(verdicts, programme))
        return
    print(word_verdicts(verdicts, programme, texts_for("zh")))
