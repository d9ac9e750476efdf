"""`check`: verdicts on every requirement. `unanswered`: what was not understood, as lines for the corpus."""

from __future__ import annotations

from typing import Annotated

import typer

from zc_bot.cli.common import opened, print_json
from zc_bot.clock import Clock
from zc_bot.errors import Refusal
from zc_bot.opening import make_rules
from zc_bot.policy.names import community_code
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR


def add_to(app: typer.Typer) -> None:
    app.command()(check)
    app.command()(unanswered)


def unanswered() -> None:
    """Print what was not understood in 90 days, a line each for the corpus: `text | ` and what it should mean."""
    from zc_bot.storage.unanswered import listed

    with opened() as (_, store):
        for one in store.read(lambda session: listed(session, OPERATOR)):
            print(f"{' '.join(one.text.split())} | ")


def check(
    community: Annotated[list[str] | None, typer.Argument(help="Names or codes; none: all of them.")] = None,
    year: Annotated[int | None, typer.Option(help="The year judged; the last calendar year without it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
) -> None:
    """Judge communities against the policy."""
    from zc_bot.chat.asking.consult import answer_meaning, judge_all
    from zc_bot.parsing.meaning import Meaning
    from zc_bot.texts.answers.json import check_json
    from zc_bot.texts.catalog import texts_for

    with opened() as (settings, store):
        rules = make_rules(settings)
        codes = tuple(_code(rules.programme, name) for name in community or ())
        now = Clock().now()
        asked = year if year is not None else now.astimezone(rules.zone).year - 1
        if as_json:
            verdicts = store.read(lambda s: judge_all(s, OPERATOR, rules.programme, codes, asked))
            print_json(check_json(verdicts, rules.programme, texts_for("zh")))
            return
        meaning = Meaning("check", communities=codes, years=(asked,))
        found = store.read(lambda s: answer_meaning(s, rules, OPERATOR, meaning, now))
    print(found.plain())


def _code(programme: Programme, name: str) -> str:
    code = community_code(programme, name)
    if code is None:
        raise Refusal(f"no community is called {name!r}; expected a name or a code")
    return code
