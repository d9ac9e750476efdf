"""The Mini App: whom Telegram vouches for, once and within the hour; what they may see; the dialogue's own draft."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode

import aiohttp
import pytest
import sqlalchemy

from zc_bot.chat.conversation import Conversation
from zc_bot.chat.incoming import Incoming
from zc_bot.chat.showing.draft import Draft, pack
from zc_bot.chat.turn import Rules, Site
from zc_bot.chat.work import perform
from zc_bot.clock import Clock, SandboxClock
from zc_bot.evaluation.showing import Told
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import audit, dialogues, figures, groups, inbox, observations, outbox, people, showing
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Session, Store
from zc_bot.submission.draft import from_json
from zc_bot.web.door import Mounted
from zc_bot.web.initdata import person_of, sign
from zc_bot.web.miniapp import CLIENTS, MiniApp, add_miniapp
from zc_bot.web.server import serving, web_application

LOCKED = (
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database ="
    " (SELECT oid FROM pg_database WHERE datname = current_database())"
)
TOKEN = "12345:a-token-of-the-tests-only-0123456789"
REPORTER, VIEWER, OTHER, REVIEWER, LEAD = 11, 12, 15, 13, 16
PEOPLE = (
    Candidate(REPORTER, "王芳", "reporter", ("chongchuan",)), Candidate(VIEWER, "李敏", "viewer"),
    Candidate(OTHER, "张伟", "reporter", ("haian",)), Candidate(REVIEWER, "刘洋", "reviewer"),
    Candidate(16, "陈静", "lead", ("chongchuan",)),
)


@dataclass
class App:
    """The Mini App as a browser speaks to it."""

    address: str
    http: aiohttp.ClientSession
    store: Store
    rules: Rules
    year: int
    clock: SandboxClock
    wakes: list[None]
    """As often as it was told that letters wait."""

    def signed(self, person: int, age: float = 0.0, token: str = TOKEN) -> str:
        return sign(token, person, "某人", Clock().now().timestamp() - age, f"q{person}{age}")

    async def session(self, data: str) -> str | None:
        async with self.http.post(f"{self.address}/app/session", json={"data": data}) as got:
            return (await got.json())["token"] if got.status == 200 else None

    async def opened(self, person: int) -> str:
        token = await self.session(self.signed(person))
        assert token is not None
        return token

    async def do(self, token: str, act: str, **asked: Any) -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {token}"}
        async with self.http.post(f"{self.address}/app/do/{act}", json=asked, headers=headers) as got:
            return got.status, (await got.json()).get("html", "") if got.status in {200, 403} else ""

    async def fills(self, token: str, metric: str, text: str, **more: Any) -> str:
        status, html = await self.do(token, "fill", community="tongchuang", year=self.year, metric=metric, text=text,
                                     **more)
        assert status == 200
        return html


@pytest.fixture
async def app(store: Store, rules: Rules) -> AsyncIterator[App]:
    now = Clock().now()
    store.write(lambda s: people.admit(s, OPERATOR, rules.programme, PEOPLE, now))
    rules = replace(rules, site=Site("https://zc.example", False, "https://zc.example/app/"))
    served, clock, wakes = web_application(), SandboxClock(), list[None]()
    add_miniapp(served, Mounted(MiniApp(store, rules, clock, TOKEN, wake=lambda: wakes.append(None))))
    store.start()
    year = now.astimezone(rules.zone).year - 1
    async with serving(served, "127.0.0.1", 0) as address, aiohttp.ClientSession() as http:
        yield App(address, http, store, rules, year, clock, wakes)
    await store.stop()


def inputs(html: str) -> dict[str, str]:
    return dict(re.findall(r'data-metric="(\w+)" value="([^"]*)"', html))


def test_only_what_telegram_signed_within_the_hour_counts() -> None:
    now = 1_700_000_000.0
    good = sign(TOKEN, REPORTER, "王芳 & <b>", now, "q1")
    assert person_of(good, TOKEN, now + 3599) == REPORTER
    assert person_of(good, TOKEN, now + 3601) is None
    assert person_of(good, TOKEN, now - 301) is None
    assert person_of(good, TOKEN[:-1] + "x", now) is None
    fields = dict(parse_qsl(good))
    for name in fields:
        changed = {**fields, name: fields[name][:-1] + ("1" if fields[name][-1] != "1" else "2")}
        assert person_of(urlencode(changed), TOKEN, now) is None, name
        assert person_of(urlencode({key: value for key, value in fields.items() if key != name}), TOKEN, now) is None
    for odd in ("", "hash=", "a", good + "&user=%7B%22id%22%3A1%7D", good + "\ud800", "hash=%ff&" + good, "x" * 9999,
                "auth_date=1&" + good):
        assert person_of(odd, TOKEN, now) is None


async def test_signed_data_is_exchanged_once_and_for_admitted_people_only(app: App) -> None:
    data = app.signed(REPORTER)
    assert await app.session(data) is not None
    assert await app.session(data) is None, "once"
    fields = data.split("&")
    for again in ("&".join(fields[::-1]), "&".join(fields[1:] + fields[:1]), data.replace("%3A", "%3a")):
        assert again != data
        assert await app.session(again) is None, "in whatever order and encoding"
    async with app.http.post(f"{app.address}/app/session", json={"data": data}) as got:
        assert got.status == 403, "and is refused, not failed upon"
    assert await app.session(app.signed(999)) is None, "a stranger"
    assert await app.session(app.signed(REPORTER, age=4000)) is None, "an hour old"
    assert await app.session(app.signed(REPORTER, token=TOKEN + "x")) is None


async def test_a_session_ends_after_eight_hours(app: App) -> None:
    token, opened_at = await app.opened(REPORTER), Clock().now()
    for hours, status in ((7.9, 200), (8.1, 403)):
        app.clock.put(opened_at + timedelta(hours=hours))
        assert (await app.do(token, "home"))[0] == status
        assert (await app.do(token, "fill", community="tongchuang", year=app.year, metric="employees", text="5"))[0] \
            == status
    app.clock.put(opened_at)
    assert await app.session(app.signed(REPORTER, age=1.0)) is not None, "whoever opens it anew goes on"


async def test_a_session_ends_with_any_change_of_role(app: App) -> None:
    token = await app.opened(REPORTER)
    assert (await app.do(token, "home"))[0] == 200
    another = "y" if token.endswith("x") else "x"
    assert (await app.do(token[:-1] + another, "home"))[0] == 403
    moved = Candidate(REPORTER, "王芳", "reporter", ("haian",))
    app.store.write(lambda s: people.admit(s, OPERATOR, app.rules.programme, [moved], Clock().now()))
    assert (await app.do(token, "home"))[0] == 403
    again = await app.session(app.signed(REPORTER, age=1.0))
    assert again is not None
    assert "通创" not in (await app.do(again, "home"))[1]


async def test_what_is_typed_is_in_the_dialogues_own_draft_and_back(app: App) -> None:
    token = await app.opened(REPORTER)
    html = await app.fills(token, "total_output", "71.2亿")
    assert inputs(html)["total_output"] == "71.2亿"
    stored = app.store.read(lambda s: dialogues.load_draft(s, REPORTER))
    assert stored is not None
    draft = from_json(stored.state)
    assert [(one.metric, str(one.value)) for one in draft.entries] == [("total_output", "712000")]
    conversation = Conversation(app.rules)
    typed = Incoming(1, "text", REPORTER, REPORTER, text="高新产值45.6亿")
    said = await app.store.submit(lambda s: conversation.respond(s, typed, Clock().now()))
    assert "45.6亿" in said.replies[0].text
    _, html = await app.do(token, "form", community="tongchuang", year=app.year)
    assert inputs(html)["hitech_output"] == "45.6亿"
    assert inputs(await app.fills(token, "hitech_output", ""))["hitech_output"] == ""


async def test_the_same_checks_refuse_and_ask_for_a_reason(app: App) -> None:
    before = [observations.Entry("tongchuang", "employees", app.year - 1, Decimal(5000))]
    app.store.write(lambda s: figures.record(s, OPERATOR, app.rules.programme, before, operation="o", way="import",
                                             now=Clock().now(), approve=True))
    token = await app.opened(REPORTER)
    html = await app.fills(token, "wifi_coverage", "130")
    assert 'aria-invalid="true"' in html
    assert "100" in re.findall(r'role="alert">([^<]+)', html)[0]
    html = await app.fills(token, "employees", "50")
    assert 'data-reason="employees"' in html
    assert inputs(html)["employees"] == "50"
    html = await app.fills(token, "total_output", "71.2亿")
    assert inputs(html)["employees"] == "50", "what waits for its reason stays"
    html = await app.fills(token, "employees", "50", reason="园区整体搬迁到苏通")
    assert 'data-reason="employees"' not in html
    stored = app.store.read(lambda s: dialogues.load_draft(s, REPORTER))
    assert stored is not None
    entry = from_json(stored.state).entry("employees")
    assert entry is not None
    assert entry.reason == "园区整体搬迁到苏通"


async def test_what_is_still_wanted_is_said_where_nothing_can_be_handed_in_yet(app: App) -> None:
    before = [observations.Entry("tongchuang", "makerspaces", app.year - 1, Decimal(8))]
    app.store.write(lambda s: figures.record(s, OPERATOR, app.rules.programme, before, operation="o", way="import",
                                             now=Clock().now(), approve=True))
    token, place = await app.opened(REPORTER), {"community": "tongchuang", "year": app.year}
    _, html = await app.do(token, "review", **place)
    assert "请先填一项" in html
    html = await app.fills(token, "makerspaces", "31")
    assert 'data-reason="makerspaces"' in html
    assert "这0项" not in html
    _, html = await app.do(token, "review", **place)
    assert re.findall(r'role="alert">([^<]+)', html) == ["这几项还没定：众创空间。请补说明或改数。"]
    await app.fills(token, "makerspaces", "31", reason="新建成")
    assert "请核对" in (await app.do(token, "review", **place))[1]


async def test_what_is_refused_stays_to_be_mended_and_says_what_the_draft_still_holds(app: App) -> None:
    token = await app.opened(REPORTER)
    html = await app.fills(token, "employees", "约5000")
    assert (inputs(html)["employees"], "约数" in html) == ("约5000", True)
    assert "草稿里还是" not in html
    await app.fills(token, "startup_services", "是")
    html = await app.fills(token, "startup_services", "可能")
    assert inputs(html)["startup_services"] == "可能"
    assert "草稿里还是“是”" in html
    assert "已存" not in html.partition('id="f-startup_services"')[2].partition("</li>")[0]
    _, html = await app.do(token, "form", community="tongchuang", year=app.year)
    assert inputs(html)["startup_services"] == "是", "what is handed in is what the draft holds"


async def test_each_figure_is_told_only_what_is_its_own(app: App) -> None:
    token = await app.opened(REPORTER)
    html = await app.fills(token, "wifi_coverage", "0.98")
    assert re.findall(r'data-sense="([^"]+)" data-of="wifi_coverage"', html) == ["0.98%", "98%"]
    assert 'data-reason="wifi_coverage"' not in html, "a reason does not say which is meant"
    html = await app.fills(token, "total_output", "5k")
    assert "0.98" not in "".join(re.findall(r'role="alert">([^<]+)', html))
    assert 'data-of="total_output"' in html
    html = await app.fills(token, "employees", "5300")
    assert "alert" not in html
    html = await app.fills(token, "total_output", "")
    assert 'data-of="wifi_coverage"' in html, "what waits is asked next"
    html = await app.fills(token, "wifi_coverage", "98%")
    assert 'data-of="wifi_coverage"' not in html
    assert inputs(html)["wifi_coverage"] == "98%"


async def test_standing_figures_are_taken_over_together_and_nothing_else_is_touched(app: App) -> None:
    before = [
        observations.Entry("tongchuang", "planned_area", app.year - 1, Decimal("3.1")),
        observations.Entry("tongchuang", "statistics_system", app.year - 1, Decimal(1)),
        observations.Entry("tongchuang", "makerspaces", app.year - 1, Decimal(8)),
        observations.Entry("tongchuang", "employees", app.year - 1, Decimal(5000)),
    ]
    app.store.write(lambda s: figures.record(s, OPERATOR, app.rules.programme, before, operation="o", way="import",
                                             now=Clock().now(), approve=True))
    token = await app.opened(REPORTER)
    await app.fills(token, "makerspaces", "9", reason="新设一家")
    await app.fills(token, "wifi_coverage", "0.98")
    place = {"community": "tongchuang", "year": app.year}
    _, html = await app.do(token, "form", **place)
    assert "固定项目同去年（2项）" in html
    _, html = await app.do(token, "same", **place)
    held = {name: value for name, value in inputs(html).items() if value}
    assert held.keys() == {"planned_area", "statistics_system", "makerspaces", "wifi_coverage"}
    assert (held["planned_area"], held["statistics_system"], held["makerspaces"]) == ("3.1平方公里", "是", "9")
    assert "2项同去年" in html
    assert 'data-of="wifi_coverage"' in html, "what waits for an answer still does"
    assert "data-act=\"same\"" not in html


async def test_what_is_complete_is_folded_away_below_what_is_not(app: App) -> None:
    codes = [one.code for one in app.rules.programme.metrics]
    entries = [
        observations.Entry("tongchuang", code, app.year - 1, None, marker="confidential") for code in codes
    ]
    app.store.write(lambda s: figures.record(s, OPERATOR, app.rules.programme, entries, operation="o", way="import",
                                             now=Clock().now(), approve=True))
    _, html = await app.do(await app.opened(REPORTER), "home")
    open_ones, _, folded = html.partition("<details>")
    assert f"通创社区 {app.year} · 还差22项" in open_ones
    assert "已报齐" not in open_ones
    assert f"通创社区 {app.year - 1} · 已报齐" in folded


async def test_it_is_handed_in_once_with_the_same_receipt_which_comes_to_the_chat(app: App) -> None:
    token = await app.opened(REPORTER)
    html = await app.fills(token, "total_output", "71.2亿")
    _, html = await app.do(token, "review", community="tongchuang", year=app.year)
    assert "总产值" in html
    assert "712,000" in html or "71.2亿" in html
    stored = app.store.read(lambda s: dialogues.load_draft(s, REPORTER))
    assert stored is not None
    place = {"community": "tongchuang", "year": app.year}
    _, html = await app.do(token, "submit", version=stored.version - 1, **place)
    assert "请再核对" in html
    assert app.wakes == [], "nobody was written to"
    both = await asyncio.gather(*(app.do(token, "submit", version=stored.version, **place) for _ in range(2)))
    assert sum("已提交，编号 000001" in html for _, html in both) == 1
    assert len(app.wakes) == 1, "and what is written goes out at once"
    letters = app.store.write(lambda s: outbox.claim(s, Clock().now(), 100))
    mine = [one.payload["text"] for one in letters if one.person == REPORTER]
    assert len(mine) == 1
    assert "已提交，编号 000001" in mine[0]
    assert any("待审核" in one.payload["text"] for one in letters if one.person == REVIEWER)
    found = app.store.read(lambda s: figures.last_version(s))
    assert found == 1


async def test_what_is_handed_in_is_what_was_shown_whatever_was_begun_meanwhile(app: App) -> None:
    """The chat gave the report up and began another of as many steps."""
    token = await app.opened(REPORTER)
    await app.fills(token, "total_output", "71.2亿")
    place = {"community": "tongchuang", "year": app.year}
    await app.do(token, "review", **place)
    shown = app.store.read(lambda s: dialogues.load_draft(s, REPORTER))
    assert shown is not None
    app.store.write(lambda s: dialogues.drop_draft(s, REPORTER))
    await app.fills(token, "employees", "5300")
    _, html = await app.do(token, "submit", version=shown.version, **place)
    assert "请再核对" in html
    assert app.store.read(lambda s: figures.last_version(s)) == 0


@pytest.mark.parametrize("way", ["app", "chat"])
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.postgres
async def test_what_one_does_in_the_app_and_in_the_chat_comes_one_after_the_other(app: App, way: str) -> None:
    token = await app.opened(REPORTER)
    await app.fills(token, "total_output", "71.2亿")
    typed = inbox.Arrival(1, "{}", REPORTER, REPORTER)
    app.store.write(lambda s: inbox.put_away(s, [typed], Clock().now()))
    incoming = Incoming(1, "text", REPORTER, REPORTER, text="高新产值45.6亿")
    conversation, holding, done = Conversation(app.rules), asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def meanwhile(session: Session) -> None:
        dialogues.take_turn(session, REPORTER)
        loop.call_soon_threadsafe(holding.set)
        asyncio.run_coroutine_threadsafe(asyncio.wait_for(waited(), 30), loop).result()
        dialogues.drop_draft(session, REPORTER)

    async def waited() -> None:
        while not app.store.read(lambda s: s.connection.scalar(sqlalchemy.text(LOCKED))):
            await asyncio.sleep(0)
        done.set()

    held = asyncio.create_task(asyncio.to_thread(app.store.write, meanwhile))
    await holding.wait()
    if way == "app":
        await app.fills(token, "employees", "5300人")
    else:
        await app.store.submit(lambda s: perform(s, conversation, incoming, Clock().now()))
    await held
    stored = app.store.read(lambda s: dialogues.load_draft(s, REPORTER))
    assert done.is_set()
    assert stored is not None
    assert "71.2亿" not in stored.state, "what was done first counts"


@pytest.mark.parametrize("act", ["form", "fill", "same", "review", "submit"])
async def test_nobody_fills_in_what_is_not_theirs(app: App, act: str) -> None:
    asked = {"community": "tongchuang", "year": app.year, "metric": "employees", "text": "5", "version": 1}
    for person in (OTHER, VIEWER):
        token = await app.opened(person)
        assert (await app.do(token, act, **asked))[0] == 404
        tried = app.store.read(lambda s: audit.read(s, OPERATOR, limit=1))[0]
        assert (tried.actor, tried.action, tried.subject) == (person, "denied", "report")
    token = await app.opened(REPORTER)
    for wrong in ({"year": 1999}, {"community": "nirgends"}, {"year": "x"}, {"community": 5}, {"community": None}):
        assert (await app.do(token, act, **{**asked, **wrong}))[0] == 404, wrong
    assert (await app.do(token, "fill", **{**asked, "metric": "hitech_share"}))[0] == 404
    assert (await app.do(token, "fill", **{**asked, "text": "5" * 201}))[0] == 404
    assert (await app.do("", act, **asked))[0] == 403
    assert app.store.read(figures.last_version) == 0


async def test_what_was_typed_is_text_and_nothing_else(app: App) -> None:
    token = await app.opened(REPORTER)
    for text in ('"><script>alert(1)</script>', "' onfocus=alert(2) x='", "{{7*7}}", "5300人<b>"):
        html = await app.fills(token, "employees", text)
        assert "<script" not in html
        assert "onfocus=alert(2) x=" not in html.replace("&#39; onfocus=alert(2) x=&#39;", "")
        assert "<b>" not in html
    before = [observations.Entry("tongchuang", "employees", app.year - 1, Decimal(5000))]
    app.store.write(lambda s: figures.record(s, OPERATOR, app.rules.programme, before, operation="o", way="import",
                                             now=Clock().now(), approve=True))
    hostile = '"><img src=x onerror=alert(3)>'
    await app.fills(token, "employees", "50", reason=hostile)
    _, card = await app.do(token, "review", community="tongchuang", year=app.year)
    named = Candidate(16, f"李{hostile}", "viewer")
    app.store.write(lambda s: people.admit(s, OPERATOR, app.rules.programme, [named], Clock().now()))
    _, greeting = await app.do(await app.opened(16), "home")
    for html in (card, greeting):
        assert "&lt;img src=x onerror=alert(3)&gt;" in html
        assert "<img" not in html


async def test_what_waits_for_ones_review_is_said_before_what_could_be_filled_in(app: App) -> None:
    waiting = [observations.Entry("tongchuang", "employees", app.year, Decimal(5000))]
    who = app.store.read(lambda s: people.find(s, REPORTER))
    assert who is not None
    app.store.write(lambda s: figures.record(s, who, app.rules.programme, waiting, operation="o", way="dialogue",
                                             now=Clock().now()))
    _, html = await app.do(await app.opened(REVIEWER), "home")
    assert 0 < html.index("等您审核：数据1项") < html.index("要填的数据")


async def test_each_sees_what_is_theirs(app: App) -> None:
    now = Clock().now()
    who = app.store.read(lambda s: people.find(s, REPORTER))
    assert who is not None
    told = Told("progress", "tongchuang", "主体结构已经封顶")
    app.store.write(lambda s: showing.tell(s, who, app.rules.programme, told, now))
    token = await app.opened(REPORTER)
    _, html = await app.do(token, "home")
    assert f"通创社区 {app.year} · 还差22项" in html
    assert "1条待审核" in html
    assert "没报完" not in html
    app.store.write(lambda s: showing.save_draft(s, REPORTER, pack(Draft("person", given={"name": "李小明"})), now))
    assert "没报完的进度或故事：突出人物 李小明" in (await app.do(token, "home"))[1]
    assert re.search(r'href="../a/[\w-]+/"', html)
    _, html = await app.do(await app.opened(REVIEWER), "home")
    assert "进度和故事1条" in html
    assert "您报的进度和故事" not in html, "another told it"
    _, html = await app.do(await app.opened(LEAD), "home")
    assert f"通创社区 {app.year} · 还差22项" in html, "who answers for it sees the gap"
    assert "data-view=\"form\"" not in html, "and fills nothing in"
    assert "您报的进度和故事" not in html
    _, html = await app.do(await app.opened(VIEWER), "home")
    assert "还差" not in html
    assert "待审核" not in html


async def test_only_telegrams_clients_may_frame_it_and_no_script_of_others_runs(app: App) -> None:
    async with app.http.get(f"{app.address}/app/") as got:
        policy = got.headers["Content-Security-Policy"]
        assert f"frame-ancestors {CLIENTS}" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "telegram.org/js" not in await got.text()
    for path in ("../x", "app.js/../../x", "nirgends"):
        async with app.http.get(f"{app.address}/app/{path}") as got:
            assert got.status in {404, 405}


async def test_the_button_is_there_in_private_chats_only(app: App) -> None:
    conversation = Conversation(app.rules)

    def said(text: str, **where: Any) -> Any:
        chat = where.pop("chat", REPORTER)
        return app.store.write(
            lambda s: conversation.respond(s, Incoming(1, "text", chat, REPORTER, text=text, **where), Clock().now())
        )

    for text in ("/start", "/report", "/status"):
        label = "一屏填报" if text == "/report" else "打开网页"
        assert said(text).replies[0].web_app == (label, app.rules.site.app)
    assert said("/help").replies[0].web_app is None
    app.store.write(lambda s: groups.allow(s, OPERATOR, -5, Clock().now()))
    assert said("/status", chat=-5, private=False).replies[0].web_app is None


async def test_each_hand_in_of_a_session_is_a_report_of_its_own(app: App) -> None:
    """Drafts count their versions from one again: what was handed in before is no receipt for what comes now."""
    token = await app.opened(REPORTER)
    for community, metric, text in (
        ("tongchuang", "total_output", "71.2亿"),
        ("tongchuang", "employees", "5300"),
        ("guanyinshan", "employees", "4300"),
    ):
        await app.do(token, "fill", community=community, year=app.year, metric=metric, text=text)
        open_draft = app.store.read(lambda s: dialogues.load_draft(s, REPORTER))
        assert open_draft is not None
        await app.do(token, "review", community=community, year=app.year)
        _, said = await app.do(token, "submit", community=community, year=app.year, version=open_draft.version)
        assert "已提交" in said
        assert app.store.read(lambda s: dialogues.load_draft(s, REPORTER)) is None
    assert app.store.read(figures.last_version) == 3


@pytest.mark.parametrize("approve", [True, False], ids=["approved", "waiting"])
async def test_what_is_as_it_was_reported_wants_no_reason_and_is_not_reported_again(app: App, approve: bool) -> None:
    def field(html: str) -> str:
        return html.partition('id="f-employees"')[2].partition("</li>")[0]

    known = [observations.Entry("tongchuang", "employees", app.year, Decimal(5000))]
    app.store.write(lambda s: figures.record(s, OPERATOR, app.rules.programme, known, operation="o", way="import",
                                             now=Clock().now(), approve=approve))
    token = await app.opened(REPORTER)
    for typed in ("5000", "0.5万人"):
        html = await app.fills(token, "employees", typed)
        assert inputs(html)["employees"] == typed
        assert "和已报的一样" in field(html)
        for word in ("data-reason", "aria-invalid", "已存", "role"):
            assert word not in field(html), typed
    assert "已存" in await app.fills(token, "wifi_coverage", "90")
    await app.fills(token, "employees", "5100", reason="新入驻两家企业")
    await app.fills(token, "employees", "5000")
    _, html = await app.do(token, "review", community="tongchuang", year=app.year)
    card = html.partition('class="lines"')[2].partition("</p>")[0]
    assert "90%" in card
    assert "从业人员" not in card, "it is as it was"
