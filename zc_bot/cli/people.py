"""`people add`, `people list`, `people remove`, `people erase`, `people import`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from zc_bot.chat.admin import forgetting, making
from zc_bot.chat.admin.admission import telling_admins
from zc_bot.chat.admin.moving import telling_moved
from zc_bot.chat.admin.people import you_were_removed
from zc_bot.chat.letters import letter_of
from zc_bot.cli import roster
from zc_bot.cli.common import opened, read_table
from zc_bot.clock import Clock
from zc_bot.errors import Refusal, WrongUsage
from zc_bot.keys import phone_key
from zc_bot.opening import read_programme
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, ROLES
from zc_bot.storage import admission, erasing, outbox, people
from zc_bot.storage.admission import Listed
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.remaining import Remaining, names_of, remaining
from zc_bot.storage.session import Session
from zc_bot.texts.own_words import own_words

app = typer.Typer(help="Who is admitted.", no_args_is_help=True)


@app.command()
def add(
    person: Annotated[int, typer.Option("--id", help="Telegram's user id.")],
    name: Annotated[str, typer.Option(help="As shown beside figures.")],
    role: Annotated[str, typer.Option(help=f"One of {', '.join(ROLES)}.")],
    authority: Annotated[
        list[str] | None, typer.Option(help="Name or code, for a member the department; may be repeated.")
    ] = None,
) -> None:
    """Admit somebody, or give them another role; the admins are told of another admin.

    Where there are two admins, one of them has to agree to a third in the chat first.
    """
    require_role(role)
    with opened() as (settings, store):
        programme = read_programme(settings)
        codes = roster.authorities(programme, authority or [])
        candidate = Candidate(person, name, role, codes)
        now = Clock().now()

        def unit(session: Session) -> tuple[str, ...]:
            people.check(session, programme, [candidate])
            if admins := making.who_agrees(session, candidate):
                making.ask(session, programme, candidate, admins, now)
            else:
                with keeping_to_two(session, programme, now):
                    people.admit(session, OPERATOR, programme, [candidate], now)
            return tuple(admin.name for admin in admins)

        asked = store.write(unit)
    if asked:
        names = ", ".join(asked)
        print(f"{person} {name}: {names} asked in the chat; {role} once one of them agrees, within 72 hours")
    else:
        print(f"{person} {name}: {role}")


@app.command("list")
def list_() -> None:
    """List everyone who is admitted."""
    with opened() as (settings, store):
        programme = read_programme(settings)
        for one in store.read(lambda s: people.admitted(s, OPERATOR)):
            print(f"{one.id}\t{one.name}\t{one.role}\t{roster.names_of(programme, one.authorities)}")


@app.command()
def remove(person: Annotated[int, typer.Option("--id", help="Telegram's user id.")]) -> None:
    """End somebody's access, and tell them, and of an admin's the other admins; their figures stay."""
    with opened() as (settings, store):
        now, programme = Clock().now(), read_programme(settings)

        def unit(session: Session) -> None:
            one = people.find(session, person)
            with telling_admins(session, programme, now):
                if one is None or not people.remove(session, OPERATOR, person, now):
                    raise Refusal(f"{person}: nobody with this id is admitted")
            outbox.post(session, [letter_of(session, you_were_removed(one, OPERATOR), now)], now)

        store.write(unit)
    print(f"{person}: removed")


@app.command()
def erase(person: Annotated[int, typer.Option("--id", help="Telegram's user id.")]) -> None:
    """Forget somebody: their name, phone, drafts, reminders and messages go; what they did stays under their number.

    So do reasons and notes of figures, records, progress and stories.

    Where there is an admin, one of them has to agree in the chat first. Others' words that may still hold the name
    are listed: they are nobody's to change unasked.
    """
    with opened() as (settings, store):
        now, public = Clock().now(), own_words(read_programme(settings))

        def unit(session: Session) -> tuple[Sequence[str], Sequence[Remaining]]:
            if not erasing.is_known(session, person):
                raise Refusal(f"{person}: nobody with this id is known, or they were erased before")
            names = names_of(session, person)
            admins = forgetting.who_agrees(session, OPERATOR, person)
            if admins:
                outbox.post(session, forgetting.letters_asking(session, OPERATOR, person, admins, now), now)
            else:
                erasing.erase(session, OPERATOR, person, now, public)
            return [admin.name for admin in admins], remaining(session, OPERATOR, person, names, public)

        asked, left = store.write(unit)
    if asked:
        print(f"{person}: {', '.join(asked)} asked in the chat; erased once one of them agrees, within 72 hours")
    else:
        print(f"{person}: erased; copies of before still hold them, until they are replaced")
    for one in left:
        of = (one.place, one.number or "", one.community, one.metric, one.year or "")
        print(f"the name may still stand in: {' '.join(str(part) for part in of if part)}")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX: id (or phone), name, role, authority")],
    again: Annotated[bool, typer.Option(help="Let people in again who were removed, and give roles back.")] = False,
) -> None:
    """Admit everyone on a roster, all or none.

    Whoever was removed since, or has another role by hand, stays so, unless it is said --again.
    """
    with opened() as (settings, store):
        programme = read_programme(settings)
        rows, now = read_table(file), Clock().now()
        phones = roster.has_phones(rows)
        key = store.write(lambda session: phone_key(session, settings.keys)) if phones else ""
        people_of: list[Candidate] | list[Listed] = (
            roster.listed(rows, programme, key) if phones else roster.candidates(rows, programme)
        )

        def unit(session: Session) -> tuple[int, list[str]]:
            left = [] if again else admission.left_out(session, people_of)
            put = admission.put_on_roster if phones else admission.admit_listed
            with keeping_to_two(session, programme, now):
                return put(session, OPERATOR, programme, people_of, now, again), left  # type: ignore[arg-type]

        count, left = store.write(unit)
    for line in left:
        print(f"{line}: left as it is; --again takes the roster's word", file=sys.stderr)
    told = ": whoever is new shares their own contact" if phones else ""
    print(f"{count} of {len(people_of)} people are new or changed{told}")


@contextmanager
def keeping_to_two(session: Session, programme: Programme, now: datetime) -> Iterator[None]:
    """Refuse what makes or invites one more admin where there are two, without their word; tell all of one more.

    Whoever has another role or district by it is told too.
    """
    before, ways = people.admins(session), admission.ways_in_for_admins(session, now)
    with telling_admins(session, programme, now), telling_moved(session, programme, now):
        yield
        after = people.admins(session)
        new = {one.id for one in after} - {one.id for one in before}
        how = "add each further one with `people add`, which asks the admins in the chat"
        if len(before) >= people.ENOUGH and (new or admission.ways_in_for_admins(session, now) - ways):
            raise Refusal(f"{', '.join(one.name for one in before)} are admins already: {how}")
        if before and new and len(after) > people.ENOUGH:
            raise Refusal(f"this would make {len(after)} admins: leave it at {people.ENOUGH}, and {how}")


def require_role(role: str) -> None:
    if role not in ROLES:
        raise WrongUsage(f"--role {role}: expected {', '.join(ROLES)}")
