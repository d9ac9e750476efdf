"""An act taken from a role in the table is taken from every door: text, command, button, edit, group, inline, page.

Each door is first seen open, so that none is held shut that leads nowhere; what comes through is known by what it
says, and so is a refusal.
"""

from __future__ import annotations

import io
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from datetime import timedelta
from decimal import Decimal
from typing import get_args

import openpyxl
import pytest

from tests.chat.conftest import UPDATES, Chat, Chats
from tests.chat.spoken import FOREIGN, LOOKING_ON, OWN, SPOKEN, WITHOUT_WORDS, Door
from tests.chat.test_buttons import is_denied, samples
from tests.chat.test_roles import ATTEMPTS, CODE, PERSON, filled
from tests.chat.undoing import chat_within, undone, within
from zc_bot.chat.actions import Ask
from zc_bot.chat.asking import weekly
from zc_bot.chat.asking.permitting import ACTS
from zc_bot.chat.codec import Action, encode
from zc_bot.chat.features import FEATURES
from zc_bot.chat.incoming import Incoming
from zc_bot.chat.reminding import personal
from zc_bot.chat.replies import Response
from zc_bot.chat.showing.snapshot import gather
from zc_bot.errors import NotAllowed
from zc_bot.parsing.meaning import Intent
from zc_bot.policy.roles import ON_PAGE, OPERATOR, ROLES, Act, Role
from zc_bot.storage import audit, dialogues, figures, groups, overrides, people, requests, site
from zc_bot.storage.observations import Entry
from zc_bot.storage.session import Session
from zc_bot.texts.catalog import LANGS, Lang, texts_for, without_html
from zc_bot.texts.people import role_name, who_may, word_refusal

__all__ = ["filled"]
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
GROUP = -100
Way = Callable[["Doors", int, str], str]


class Doors:
    """Whatever somebody tries, each in a transaction that is undone."""

    def __init__(self, chats: Chats, session: Session) -> None:
        self.chats, self.session = chats, session

    def chat(self, person: int) -> Chat:
        return chat_within(self.chats, self.session, person)

    def sends(self, kind: str, person: int, where: int, **fields: str) -> Response:
        incoming = Incoming(next(UPDATES), kind, where, person, private=where > 0, **fields)  # type: ignore[arg-type]
        return self.chats.conversation.respond(self.session, incoming, self.chats.now)

    def taps(self, person: int, action: Action) -> Response:
        token = dialogues.make_keyboard(self.session, person, person, [encode(action)], False, self.chats.now)
        return self.sends("tap", person, person, data=f"{token}:0")


def said(response: Response) -> str:
    lines = [*(reply.text for reply in response.replies), *(one.text for one in response.inline or ())]
    return "\n".join(map(without_html, lines))


TYPED: Mapping[str, Way] = {"typed": lambda doors, person, text: doors.chat(person).says(text)}
OTHERWISE: Mapping[str, Way] = {
    "tapped": lambda doors, person, text: said(doors.taps(person, Ask(text))),
    "edited": lambda doors, person, text: said(doors.sends("edited", person, person, text=text)),
    "under a picture": lambda doors, person, text: said(doors.sends("photo", person, person, text=text)),
}
AMONG_OTHERS: Mapping[str, Way] = {
    "in a group": lambda doors, person, text: said(doors.sends("text", person, GROUP, text=text)),
    "edited in a group": lambda doors, person, text: said(doors.sends("edited", person, GROUP, text=text)),
    "inline": lambda doors, person, text: said(doors.sends("inline", person, person, text=text)),
}


@pytest.fixture
def doors(filled: Chats) -> Iterator[Doors]:
    """All that is to be seen is there: a figure that meets what is required, a year that is over, a group."""
    programme = filled.conversation.rules.programme
    entries = [Entry(code, "carrier_floor_area", 2019, Decimal(250_000)) for code in (CODE[OWN],)]

    def unit(session: Session) -> None:
        figures.record(session, OPERATOR, programme, entries, operation="area", way="import",
                       now=filled.now, approve=True)
        overrides.end(session, OPERATOR, 2018, filled.now)
        groups.allow(session, OPERATOR, GROUP, filled.now)

    filled.store.write(unit)
    with within(filled) as session:
        yield Doors(filled, session)


@contextmanager
def taken(act: Act, role: Role) -> Iterator[None]:
    """Take an act from a role in the table, for a while."""
    scope = act.scopes[role]
    act.scopes[role] = "–"
    try:
        yield
    finally:
        act.scopes[role] = scope


def cells() -> Iterator[tuple[Act, Role]]:
    yield from ((act, role) for act, role in itertools.product(Act, ROLES) if role in act.roles)


def in_turn(act: Act) -> list[tuple[Act, Role]]:
    """Choose two of the roles that may do something, others for each act."""
    roles = [role for role in ROLES if role in act.roles]
    at = list(Act).index(act)
    return [(act, role) for role in {roles[at % len(roles)], roles[(at + 1) % len(roles)]}]


def test_every_act_has_a_door_of_words_or_none() -> None:
    assert set(SPOKEN) | WITHOUT_WORDS == set(Act)
    assert set(get_args(Intent)) == set(ACTS), "each kind of answer says what it is"


@ON_SQLITE
@pytest.mark.parametrize(
    ("spoken", "ways"), [(SPOKEN, TYPED), (LOOKING_ON, OTHERWISE), (LOOKING_ON, AMONG_OTHERS)],
    ids=["typed", "otherwise", "among others"],
)
def test_what_is_taken_from_a_role_is_told_by_no_words(
    doors: Doors, spoken: Mapping[Act, tuple[Door, ...]], ways: Mapping[str, Way]
) -> None:
    """Typed, by each role; in the other ways by two of them in turn."""
    opened = Counter[tuple[Act, str]]()
    some = list(cells()) if ways is TYPED else list(itertools.chain.from_iterable(map(in_turn, Act)))
    for act, role in some:
        person = PERSON[role]
        for (text, shows), (name, way) in itertools.product(spoken.get(act, ()), ways.items()):
            with undone(doors.session):
                is_open = shows in way(doors, person, text)
            with undone(doors.session), taken(act, role):
                lines = audit.head(doors.session)[0]
                told = way(doors, person, text)
                noted = audit.head(doors.session)[0] - lines
                assert shows not in told, (act, role, name, text, told)
                if told == without_html(word_refusal(act, role, texts_for("zh"))):
                    assert noted == 1, (act, role, name, text)
            opened[act, text] += is_open
            opened[act, name] += is_open
    assert [key for key, count in opened.items() if not count] == []


@ON_SQLITE
def test_nor_by_the_attempts_of_the_table(doors: Doors) -> None:
    """By command, form, sheet, group and at the command line, and all that each of them taps."""
    for act, role in cells():
        for place in (OWN, FOREIGN):
            # Where an admin may not, the operator who prepares an attempt may not either.
            with undone(doors.session), taken(act, role), suppress(NotAllowed):
                assert not ATTEMPTS[act.says](doors.chat(PERSON[role]), place), (act, role)


@ON_SQLITE
def test_nor_by_commands_buttons_and_what_was_asked_for(doors: Doors) -> None:
    for act, role in cells():
        person, chat = PERSON[role], doors.chat(PERSON[role])
        for row in (one for one in FEATURES if one.act is act):
            with undone(doors.session), taken(act, role):
                if row.command:
                    assert chat.says(f"/{row.command} {OWN}").startswith(f"没有 /{row.command} 这个命令。")
                    helped = chat.says("/help")
                    assert act is Act.GET_HELP or not re.search(rf"/{row.command}(?![a-z])", helped)
                for kind in row.buttons:
                    assert is_denied(doors.taps(person, next(samples(kind)))), kind
                for kind in row.prompts:
                    dialogues.save_prompt(doors.session, person, *encode(next(samples(kind))), chat.now)
                    assert chat.says("口径与统计年报不一致") == refused(act, role), kind
                    assert dialogues.load_prompt(doors.session, person, chat.now) is None


def refused(act: Act, role: Role) -> str:
    return without_html(word_refusal(act, role, texts_for("zh")))


@ON_SQLITE
def test_a_report_is_left_by_nobody_who_may_not(doors: Doors) -> None:
    """By word, by command, by button."""
    session = doors.session
    ways: tuple[Callable[[Chat], str], ...] = (
        lambda chat: chat.says("取消"), lambda chat: chat.says("/cancel"), lambda chat: chat.taps("取消"),
    )
    for role in ROLES:
        if role not in Act.LEAVE_REPORT.roles:
            continue
        for way in ways:
            with undone(session):
                chat = doors.chat(PERSON[role])
                chat.says(f"/report {OWN} 2019")
                kept = dialogues.load_draft(session, chat.person)
                with undone(session), taken(Act.LEAVE_REPORT, role):
                    way(chat)
                    assert dialogues.load_draft(session, chat.person) == kept
                way(chat)
                assert dialogues.load_draft(session, chat.person) is None


@ON_SQLITE
@pytest.mark.parametrize(("role", "shows"), [
    ("reporter", lambda chat: chat.says(f"{OWN} 2019 战新投资8亿，投资总额10亿，无线网络覆盖率90%")),
    ("reviewer", lambda chat: (chat.says("/review"), chat.taps(OWN))[1]),
])
def test_nor_by_a_mark_beside_a_figure_in_a_report_or_its_review(
    doors: Doors, role: Role, shows: Callable[[Chat], str]
) -> None:
    """Shares that are worked out of what is reported have one, too."""
    with undone(doors.session):
        whole = shows(doors.chat(PERSON[role]))
    with undone(doors.session), taken(Act.JUDGE, role):
        told = shows(doors.chat(PERSON[role]))
    assert "达标" in whole
    assert "达标" not in told
    assert "占比" in told


@ON_SQLITE
@pytest.mark.parametrize(("act", "sheet"), [(Act.JUDGE, "达标"), (Act.SEE_PROGRESS, "报送")])
def test_nor_by_a_sheet_of_a_file(doors: Doors, act: Act, sheet: str) -> None:
    for may in (True, False):
        with undone(doors.session), taken(act, "viewer") if not may else nullcontext():
            chat = doors.chat(PERSON["viewer"])
            chat.says("导出2019年的表格")
            document = chat.last[0].document
            assert document is not None
            names = openpyxl.load_workbook(io.BytesIO(document.content), read_only=True).sheetnames
            assert (sheet in names, "明细" in names) == (may, True)


@ON_SQLITE
@pytest.mark.parametrize("act", [Act.JUDGE, Act.RANK, Act.SEE_TREND, Act.SEE_MISSING])
def test_nothing_is_offered_next_that_would_be_refused(doors: Doors, act: Act) -> None:
    for text in (f"{OWN}2019年总产值", f"{OWN}2019年载体面积", "2019年从业人员排名", "2019年总产值合计"):
        with undone(doors.session), taken(act, "viewer"):
            chat = doors.chat(PERSON["viewer"])
            chat.says(text)
            for data in [*chat.buttons.values()]:
                with undone(doors.session):
                    assert (chat.taps_data(data) != "", chat.toast) == (True, ""), text


@ON_SQLITE
def test_nor_by_the_page_and_its_links(doors: Doors) -> None:
    """The page is everybody's: what viewers may not do is not shown there, and no link of who may not lets in."""
    session, now = doors.session, doors.chats.now
    for act, role in itertools.product((Act.LINK_PAGE, *ON_PAGE), ROLES):
        who = people.find(session, PERSON[role])
        assert who is not None
        with undone(session):
            token = site.make_link(session, who, now)
            assert site.is_good(session, token, now)
            with taken(act, role):
                assert not site.is_good(session, token, now)
                with pytest.raises(NotAllowed):
                    site.make_link(session, who, now)
    for act in ON_PAGE:
        with taken(act, "viewer"), pytest.raises(NotAllowed):
            gather(session, doors.chats.conversation.rules, now, demo=False)


@ON_SQLITE
def test_nor_by_what_comes_by_itself(doors: Doors) -> None:
    """The digest of each week, and a reminder that was set before."""
    session, rules, monday = doors.session, doors.chats.conversation.rules, doors.chats.now + timedelta(6)
    for role, person in PERSON.items():
        who = people.find(session, person)
        assert who is not None
        with undone(session):
            requests.subscribe(session, who, True, doors.chats.now)
            doors.chat(person).says("提醒我明天上午报数")
            for act in (Act.GET_DIGEST, Act.SEE_APPROVED, Act.JUDGE, Act.SEE_PROGRESS):
                with undone(session), taken(act, role):
                    assert weekly.tick(session, rules, monday) == 0, (act, role)
            with undone(session), taken(Act.REMIND_ONESELF, role):
                assert personal.tick(session, rules, monday) == 0
            assert (weekly.tick(session, rules, monday), personal.tick(session, rules, monday)) == (1, 1)


@ON_SQLITE
def test_what_onlookers_may_not_is_told_to_be_asked_in_private(doors: Doors) -> None:
    with taken(Act.RANK, "viewer"):
        for role, person in PERSON.items():
            told = AMONG_OTHERS["in a group"](doors, person, "2019年总产值排名")
            elsewhere = texts_for("zh").plain("kind.help.private")
            assert told == (refused(Act.RANK, "viewer") if role == "viewer" else elsewhere)


@pytest.mark.parametrize("lang", LANGS)
def test_a_refusal_names_the_roles_that_the_table_allows(lang: Lang) -> None:
    texts = texts_for(lang)
    assert who_may(Act.NUDGE, texts).split(texts.plain("remind.comma")) == [
        role_name(role, texts) for role in ("lead", "reviewer", "admin")
    ]
    with taken(Act.NUDGE, "lead"):
        assert role_name("lead", texts) not in who_may(Act.NUDGE, texts)
    with taken(Act.MANAGE_PEOPLE, "admin"):
        assert word_refusal(Act.MANAGE_PEOPLE, "admin", texts) == texts("chat.refused.nobody")


@ON_SQLITE
@pytest.mark.parametrize("role", ROLES)
def test_help_and_greeting_follow_from_the_table(doors: Doors, role: Role) -> None:
    """Each line of /help is that of a row, and goes with its act; so does what the greeting offers."""
    chat = doors.chat(PERSON[role])
    whole = set(chat.says("/help").splitlines())
    for row in FEATURES:
        if not (row.help or row.example or row.section) or role not in row.act.roles:
            continue
        with undone(doors.session), taken(row.act, role):
            left = set(chat.says("/help").splitlines())
            assert left != whole, row.act
            assert not [line for line in left - whole if not line.startswith(("审核：", "管理："))], row.act
    for act, says in ((Act.SEE_DEADLINE, "截止"), (Act.RANK, "排名"), (Act.RECORD, "/record")):
        with taken(act, role):
            assert says not in chat.says("/start")
