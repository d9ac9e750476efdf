"""Every cell of the table in docs/ROLES.md, tried; and tens of thousands of attempts at what is not one's own."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel

from tests.chat.conftest import Chat, Chats
from tests.chat.spoken import FOREIGN, OWN, SPOKEN
from tests.chat.undoing import chat_within, undone, within
from zc_bot.chat.conversation import Conversation
from zc_bot.chat.features import FEATURES
from zc_bot.chat.incoming import Incoming, Sheet
from zc_bot.chat.replies import Response
from zc_bot.chat.turn import Site
from zc_bot.errors import NotAllowed
from zc_bot.evaluation.showing import Told
from zc_bot.policy.roles import OPERATOR, ROLES, Act
from zc_bot.storage import audit, chain, figures, groups, overrides, people, requests, showing, site
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.observations import Entry
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import without_html

COMMANDS = {command: feature.act.roles for command, feature in FEATURES.by_command.items()}
TABLE = Path(__file__).resolve().parents[2] / "docs" / "ROLES.md"
PERSON = {"viewer": 12, "reporter": 11, "lead": 16, "reviewer": 13, "admin": 14, "member": 17}
MEMBER = Candidate(17, "何静", "member", ("市财政局",))
AUTHORITY = {OWN: "崇川", FOREIGN: "海安"}
CODE = {OWN: "tongchuang", FOREIGN: "xincailiao"}


def cells() -> Iterator[tuple[str, str, str, str]]:
    """Read the table: (action, command, role, what it says)."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        parts = [part.strip() for part in line.strip("|").split("|")]
        if len(parts) == 2 + len(ROLES) and parts[0] not in {"action", "---"}:
            for role, says in zip(ROLES, parts[2:], strict=True):
                yield parts[0], parts[1].strip("`/"), role, says


@pytest.fixture
def filled(chats: Chats) -> Chats:
    """Both communities have an approved total and a submitted high-tech output, reported by an import."""
    programme = chats.conversation.rules.programme
    chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [MEMBER], chats.now))
    for person in (PERSON["reporter"], 15):
        chats.of(person).says("/help")
    for metric, value, approve in (("total_output", 712000, True), ("hitech_output", 456000, False)):
        entries = [Entry(code, metric, 2019, Decimal(value)) for code in CODE.values()]
        chats.store.write(
            lambda s, entries=entries, approve=approve: figures.record(
                s, OPERATOR, programme, entries, operation=f"{approve}", way="import", now=chats.now, approve=approve
            )
        )
    return chats


def reports(chat: Chat, place: str) -> bool:
    chat.says(f"{place} 2019 从业人员 3200人")
    return "已提交" in taps(chat, "确认提交")


def taps(chat: Chat, label: str) -> str:
    """Tap a button if it is there."""
    return chat.taps(label) if any(label in name for name in chat.buttons) else ""


def sheet(chat: Chat, place: str) -> bool:
    rows = (("社区", "指标", "年度", "本年数"), (place, "从业人员", "2019", "3200"))
    return "请核对" in chat.sends("document", file_name="a.xlsx", sheet=Sheet(rows))


def review(chat: Chat, place: str) -> bool:
    chat.says("/review")
    taps(chat, place)
    return "已通过1项" in taps(chat, "全部通过")


def nudge(chat: Chat, place: str) -> bool:
    chat.says("/status")
    taps(chat, f"催{AUTHORITY[place]}")
    who = chat.store.read(lambda s: people.find(s, chat.person))
    if who is not None and CODE[place] in who.own(chat.conversation.rules.programme):
        taps(chat, "催填报人")
    return "已催" in chat.toast


def reopen(chat: Chat, place: str) -> bool:
    chat.store.write(lambda s: overrides.end(s, OPERATOR, 2018, chat.now))
    chat.says("/deadline 2018 重开")
    return "已重新开放" in taps(chat, "确认重开")


def move(chat: Chat, place: str) -> bool:
    chat.says("/deadline 2019 2020-02-10")
    return "已改" in taps(chat, "确认改期")


def end(chat: Chat, place: str) -> bool:
    chat.says(f"/deadline {2019 if place == OWN else 2018} 结束")
    return "已结束收集" in chat.says("结束")


def import_approved(chat: Chat, place: str) -> bool:
    """The command line's import, for whom it runs."""
    programme = chat.conversation.rules.programme
    entries = [Entry(CODE[place], "new_startups", 2019, Decimal(7))]

    def unit(session: Session) -> bool:
        who = people.find(session, chat.person)
        assert who is not None
        figures.record(session, who, programme, entries, operation=place, way="import", now=chat.now, approve=True)
        return True

    try:
        return chat.store.write(unit)
    except NotAllowed:
        return False


def digest(chat: Chat, place: str) -> bool:
    chat.store.write(lambda s: requests.subscribe(s, OPERATOR, False, chat.now))
    chat.says("/status")
    said = taps(chat, "每周一发我")
    ended = chat.store.read(lambda s: chat.person in requests.subscribers(s))
    return "每周一早上" in said or ended


def notes(chat: Chat, place: str) -> bool:
    chat.says(f"/record 补助 {place} 200万元 2019-05-20")
    said = taps(chat, "确认登记")
    return "已登记" in said or "已提交" in said


def tell(chat: Chat, place: str) -> bool:
    """Hand in a line of progress of a place."""
    chat.says(f"/progress {place}")
    if place in " ".join(chat.buttons) or not chat.buttons:
        return False
    for label in ("没有照片", "不填", "不填", "今天"):
        taps(chat, label)
    if not any(one in " ".join(chat.buttons) for one in ("提交审核",)):
        chat.says("主体结构已经封顶")
        taps(chat, "没有点名")
    return place in chat.says("/progress") and "已提交" in taps(chat, "提交审核")


def review_told(chat: Chat, place: str) -> bool:
    chat.store.write(lambda s: showing.tell(
        s, OPERATOR, chat.conversation.rules.programme, Told("progress", CODE[place], "主体结构已经封顶"), chat.now))
    chat.buttons = {}
    chat.says("/review")
    taps(chat, "审核进度和故事")
    taps(chat, "形象进度")
    return "开始展示" in taps(chat, "通过并展示")


def switches(chat: Chat, place: str) -> bool:
    chat.store.write(lambda s: site.switch(s, OPERATOR, True, chat.now))
    linked = with_page(chat)
    linked.says("/link")
    return "已关闭" in taps(linked, "关闭展示页面")


def with_page(chat: Chat) -> Chat:
    """The same chat, of a bot whose page has an address."""
    rules = replace(chat.conversation.rules, site=Site("https://zc.example"))
    return replace(chat, conversation=Conversation(rules))


def allow(chat: Chat, place: str) -> bool:
    group = -1 if place == OWN else -2
    return "还没有启用" in chat.says_in(group, "帮助") and "已启用" in chat.taps_in(group, "启用")


Attempt = Callable[[Chat, str], bool]
ATTEMPTS: dict[str, Attempt] = {
    "see approved figures": lambda chat, place: "71.2亿" in chat.says(f"{place}2019年总产值"),
    "see figures that wait for review": lambda chat, place: "45.6亿" in chat.says(f"{place}2019年高新产值"),
    "see who reported a figure": lambda chat, place: "命令行" in chat.says(f"/history {place}2019年总产值"),
    "see who reported a figure that waits": lambda chat, place: "命令行" in chat.says(f"{place}2019年高新产值谁报的"),
    "judge against the policy": lambda chat, place: place in chat.says(f"/check {place}"),
    "rank": lambda chat, place: place in chat.says("/rank 2019年总产值"),
    "see a trend": lambda chat, place: place in chat.says(f"/trend {place}总产值"),
    "see what is missing": lambda chat, place: "缺" in chat.says("/missing"),
    "see the progress": lambda chat, place: place in chat.says(f"/status {place}"),
    "see the deadline": lambda chat, place: "2月3日" in chat.says("/deadline"),
    "take the figures along as a sheet": lambda chat, place: "见下面的文件" in chat.says("/export"),
    "get the digest of each week": digest,
    "get the meeting paper": lambda chat, place: "会上可以这样说" in chat.says("/briefing"),
    "set reminders of one's own": lambda chat, place: "已设提醒" in chat.says(f"/remind 明天上午 开会 {place}"),
    "choose a language": lambda chat, place: "选择语言" in chat.says("/language"),
    "get help": lambda chat, place: "直接打字提问" in chat.says("/help"),
    "report by dialogue or line": reports,
    "report by sheet": sheet,
    "list one's own reports": lambda chat, place: "还没有报过" in chat.says("/mine"),
    "leave a report": lambda chat, place: "没有正在填" in chat.says("/cancel"),
    "review": review,
    "nudge an authority": nudge,
    "reopen a year": reopen,
    "record a stage": lambda chat, place: "请核对" in chat.says(f"/stage {place} 建成 2019-06-30"),
    "note decisions, milestones, targets and support": notes,
    "tell progress and stories": tell,
    "review progress and stories": review_told,
    "get the page's link": lambda chat, place: "https://zc.example/l/" in with_page(chat).says(f"/link {place}"),
    "open and close the page": switches,
    "move a deadline": move,
    "end a year": end,
    "approve what is imported": import_approved,
    "write to everybody": lambda chat, place: "要发给" in chat.says("/broadcast 你好"),
    "invite and remove people": lambda chat, place: "共7人" in chat.says("/people"),
    "see who did what": lambda chat, place: "操作记录" in chat.says("/audit"),
    "see how the bot is": lambda chat, place: "运行" in chat.says("/health"),
    "allow a group": allow,
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_cell_of_the_table(filled: Chats) -> None:
    with within(filled) as session:
        for (action, _, role, says), place in itertools.product(cells(), (OWN, FOREIGN)):
            with undone(session):
                got_through = ATTEMPTS[action](chat_within(filled, session, PERSON[role]), place)
            assert got_through == is_allowed(says, place), f"{role}, {action}, {place}"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_cell_of_the_table_by_words(filled: Chats) -> None:
    """What leads to an act in words is answered to nobody who may not; to who may it is in `test_doors`."""
    with within(filled) as session:
        overrides.end(session, OPERATOR, 2018, filled.now)
        for act, role in itertools.product(SPOKEN, ROLES):
            for text, shows in () if is_allowed(act.scopes[role], OWN) else SPOKEN[act]:
                with undone(session):
                    told = chat_within(filled, session, PERSON[role]).says(text)
                assert shows not in told, f"{role}, {act.name}, {text}: {told}"


def is_allowed(says: str, place: str) -> bool:
    return says in {"all", "others", "self"} or (says == "own" and place == OWN)


def test_the_table_is_the_acts_in_words() -> None:
    written = [(action, role, says) for action, _, role, says in cells()]
    assert written == [(act.says, role, scope) for act in Act for role, scope in act.scopes.items()]


def test_the_table_names_every_action_and_every_command() -> None:
    table = list(cells())
    assert {action for action, *_ in table} == set(ATTEMPTS)
    allowed = {(command, role) for _, command, role, says in table if command and says != "–"}
    wanted = {(command, role) for command, roles in COMMANDS.items() for role in roles if command != "start"}
    assert allowed == wanted


def test_a_command_of_another_role_looks_like_none_and_is_audited(filled: Chats) -> None:
    for command, roles in COMMANDS.items():
        for role in set(ROLES) - roles:
            answer = filled.of(PERSON[role]).says(f"/{command} 通创社区")
            assert answer == filled.of(PERSON[role]).says(f"/没有这个命令{command}").replace("没有这个命令", "", 1)
            last = filled.store.read(lambda s: audit.read(s, OPERATOR, limit=1))[0]
            assert (last.action, last.subject, last.actor) == ("denied", f"/{command}", PERSON[role])


SCRIPTS: dict[int, tuple[str, ...]] = {
    11: ("/start", "/progress", "/progress 通创社区", "/link", "/report",
         "通创 2019 从业人员 3200人", "/mine", "通创社区2019年总产值", "/remind 明天上午 开会"),
    13: ("/review", "/status", "/deadline", "新材料 2019 从业人员 100人", "2019年总产值排名", "/deadline 2018 重开"),
    14: ("/link", "/people", "/audit", "/people invite viewer", "/broadcast 你好",
         "/deadline 2019 2020-02-10", "/language"),
    15: ("/report", "新材料 2019 总产值 1亿", "新材料2019年高新产值", "/remind 后天 开会"),
    16: ("通创社区2019年高新产值", "/deadline"),
    12: ("/start", "2019年总产值排名", "/language"),
    17: ("/start", "/record 补助 通创 200万元 2019-05-20", "/deadline"),
}
STATEMENTS = (
    "/review", "/people", "/audit", "/health", "/broadcast 你好", "/mine", "/people invite admin",
    "/deadline 2019 2020-02-10", "/report 新材料 2019 从业人员 5人", "新材料 2019 从业人员 5人",
    "新材料2019年高新产值", "/start 0123456789abcdef0123456789abcdef",
)
OUTSIDERS = (12, 16, 15, 999)
LEAVES_TRACES = {"audit", "audit_text", "context", "unanswered", "stranger", "person", "keyboard", "outbox"}
"""Of attempts: who was denied what, what one asked before, who wrote when; of the last three only a part is read."""


def state(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Read everything that a denied attempt must leave alone."""
    tables = SQLModel.metadata.tables
    names = tables.keys() - LEAVES_TRACES
    kept = {name: [tuple(row) for row in session.execute(tables[name].select())] for name in sorted(names)}
    kept["person"] = [(row.id, row.role, row.active) for row in session.execute(tables["person"].select())]
    kept["used"] = [(row.token, row.used_at) for row in session.execute(tables["keyboard"].select())]
    kept["outbox"] = [(row.id, row.state) for row in session.execute(tables["outbox"].select())]
    return kept


class Intruders:
    """Attempts at what is not one's own, counted; each looks at its own answer."""

    def __init__(self, chats: Chats, session: Session) -> None:
        self.chats, self.session = chats, session
        self.attempts = self.denied = 0
        self._chance, self._numbers = random.Random(93), count(10**6)

    def taps(self, buttons: Sequence[tuple[int, int, str]]) -> None:
        """Tap a button of somebody else's, as it is or forged, in one's own chat, theirs or a group."""
        chance = self._chance
        owner, chat, data = chance.choice(buttons)
        person = chance.choice([one for one in (*PERSON.values(), 15, 999) if one != owner])
        where = chance.choice([person, chat, -100])
        forged = chance.choice([data, data, _forged(data, chance)])
        tapped = self._attempt("tap", where, person, data=forged)
        assert tapped.notices == ()
        assert all("只对已登记" in reply.text for reply in tapped.replies if person == 999)
        assert tapped.replies == () or person == 999
        self.denied += person != 999

    def says(self, person: int, text: str) -> None:
        """Say something in private, in a group and inline: nothing of another district comes back."""
        for kind, where in (("text", person), ("text", -100), ("inline", person)):
            for reply in self._attempt(kind, where, person, text=text).replies:
                plain = without_html(reply.text)
                assert person == 15 or "45.6亿" not in plain
                assert "王芳" not in plain
                assert "请核对" not in plain or person == 15

    def _attempt(self, kind: str, where: int, person: int, **fields: str) -> Response:
        self.attempts += 1
        incoming = Incoming(next(self._numbers), kind, where, person, private=where > 0, **fields)  # type: ignore[arg-type]
        return self.chats.conversation.respond(self.session, incoming, self.chats.now)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.slow
@pytest.mark.parametrize("probes", [2_000, pytest.param(20_000, marks=pytest.mark.long)])
def test_thousands_of_attempts_at_what_is_not_ones_own(filled: Chats, probes: int) -> None:
    """Other people's buttons, forged and stale tokens, commands, groups, inline queries, sheets, deep links."""
    buttons = list(_buttons_of_everybody(filled))
    filled.store.write(lambda s: groups.allow(s, OPERATOR, -100, filled.now))
    before = filled.store.read(state)

    def unit(session: Session) -> None:
        intruders, lines = Intruders(filled, session), audit.head(session)[0]
        while intruders.attempts < probes:
            intruders.taps(buttons)
        assert audit.head(session)[0] - lines == intruders.denied, "each denial of an admitted person is audited"
        for person, text in itertools.product(OUTSIDERS, STATEMENTS):
            intruders.says(person, text)

    filled.store.write(unit)
    after = filled.store.read(state)
    for name, rows in before.items():
        if name != "draft":
            assert after[name] == rows, name
    drafts = {row[0] for row in before["draft"]} | {15}
    assert {row[0] for row in after["draft"]} <= drafts, "only of those who report"
    assert filled.store.read(chain.verify) is None


def _buttons_of_everybody(chats: Chats) -> Iterator[tuple[int, int, str]]:
    """Have everybody do what they may, and gather their buttons: (person, chat, data)."""
    for person, script in SCRIPTS.items():
        chat = chats.of(person)
        for text in script:
            chat.buttons = {}
            chat.says(text)
            yield from ((person, person, data) for data in chat.buttons.values())


def _forged(data: str, chance: random.Random) -> str:
    token, _, index = data.partition(":")
    return chance.choice(
        [f"{token[:-1]}A:{index}", f"{token}:999", f"{token}:-1", token, "", f"{token.lower()}:{index}x",
         f"{token}:{index}:0", "x" * 64, "' OR 1=1 --", f"{token}:٣"]
    )
