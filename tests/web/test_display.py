"""The page: only what was approved, for whoever may look, whatever people typed, no faster than answers bear."""

from __future__ import annotations

import asyncio
import io
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from itertools import count
from urllib.parse import urljoin

import aiohttp
import pytest
import segno

from tests.photos.pictures import jpeg
from zc_bot.chat.showing import snapshot
from zc_bot.chat.turn import Rules, Site
from zc_bot.clock import Clock
from zc_bot.evaluation.showing import KINDS, Shot, Told
from zc_bot.policy.roles import ON_PAGE, OPERATOR, Act, Principal
from zc_bot.storage import figures, milestones, people, showing, site
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.observations import Entry
from zc_bot.storage.store import Session, Store
from zc_bot.tg.files import keep_photo
from zc_bot.web.display import BURST, Display, add_display
from zc_bot.web.pace import Bucket
from zc_bot.web.server import serving, web_application
from zc_bot.web.source import Source

REVIEWER = Principal(13, "刘洋", "reviewer")
REPORTER = Candidate(11, "王芳芳", "reporter", ("chongchuan",))
HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(2)>', "{{7*7}}{% raw %}", "javascript:alert(3)",
    "</title></head><body onload=alert(4)>", "&lt;b&gt;&#x41;", "../../../etc/passwd\u202e",
)
NUMBERS = count(1)


@asynccontextmanager
async def served(
    store: Store, rules: Rules, url: str | None = None, public: bool = True, rate: float = 1e6
) -> AsyncIterator[tuple[str, aiohttp.ClientSession]]:
    """Serve the page of a store."""
    rules = replace(rules, site=Site(url, public))
    display = Display(url, public, Source(store, rules, Clock()), Bucket(rate, BURST, time.monotonic))
    app = web_application()
    add_display(app, display)
    async with serving(app, "127.0.0.1", 0) as address, aiohttp.ClientSession(auto_decompress=True) as session:
        yield address, session


async def read(session: aiohttp.ClientSession, address: str, **headers: str) -> tuple[int, str]:
    async with session.get(address, headers=headers) as got:
        return got.status, await got.text(errors="replace")


def approve(
    store: Store, rules: Rules, now: datetime, approved: bool = True, year: int = 2025, **values: int
) -> None:
    entries = [Entry("tongchuang", metric, year, Decimal(value)) for metric, value in values.items()]
    store.write(
        lambda s: figures.record(s, OPERATOR, rules.programme, entries, operation=f"o{next(NUMBERS)}", way="import",
                                 now=now, approve=approved)
    )


def tell(store: Store, rules: Rules, told: Told, now: datetime, approved: bool = True) -> int:
    """Tell something as a reporter would, and have it approved."""

    def unit(session: object) -> int:
        made = showing.tell(session, OPERATOR, rules.programme, told, now)  # type: ignore[arg-type]
        assert made is not None
        if approved:
            done = showing.decide(session, REVIEWER, rules.programme, made, True, now)  # type: ignore[arg-type]
            assert done is not None
            made = done.id
        return made

    return store.write(unit)


class Links(HTMLParser):
    """Every address that a page names, and every element and attribute in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]


async def crawl(session: aiohttp.ClientSession, start: str) -> dict[str, Links]:
    """Follow every link of the site from one page on; each must be there."""
    seen: dict[str, Links] = {}
    wanted, checked = [start], set()
    while wanted:
        address = wanted.pop()
        if address in seen or address in checked:
            continue
        async with session.get(address) as got:
            assert got.status == 200, address
            if "text/html" not in got.headers["Content-Type"]:
                checked.add(address)
                continue
            seen[address] = Links(await got.text())
        links = [link for link in seen[address].links if not link.startswith("#")]
        wanted += [urljoin(address, link.partition("#")[0]) for link in links]
    return seen


async def test_a_communitys_page_tells_every_stage_and_every_approved_figure(store: Store, rules: Rules) -> None:
    now = Clock().now()
    stages = (("started", date(2017, 6, 1)), ("building", date(2018, 6, 1)), ("built", date(2020, 6, 1)))

    def record(session: Session) -> None:
        for kind, day in (*stages, ("provincial", date(2021, 3, 1))):
            milestones.record(session, REVIEWER, rules.programme, "tongchuang", kind, day, now)  # type: ignore[arg-type]

    store.write(record)
    approve(store, rules, now, hitech_output=60_000, total_output=100_000)
    approve(store, rules, now, approved=False, employees=777)
    async with served(store, rules) as (address, session):
        _, page = await read(session, f"{address}/c/tongchuang")
    days = re.findall(r'<time datetime="([0-9-]+)">', page)
    assert days == ["2021-03-01", "2020-06-01", "2018-06-01", "2017-06-01"], "the newest first, none left out"

    def revoke(session: Session) -> None:
        milestones.record(session, REVIEWER, rules.programme, "tongchuang", "not_provincial", date(2022, 5, 1), now)

    store.write(revoke)
    async with served(store, rules) as (address, session):
        assert "不再列入省级备案" in (await read(session, f"{address}/c/tongchuang"))[1]
    assert "6亿元" in page
    assert "10亿元" in page
    assert "777" not in page, "what waits is on no page"


async def test_every_link_leads_somewhere_within_the_site_and_no_page_is_large(store: Store, rules: Rules) -> None:
    now = Clock().now()
    picture = (await keep_photo(jpeg(), store.files)).stored
    assert picture is not None
    number = store.write(lambda s: showing.keep_photo(s, 11, picture, now))
    tell(store, rules, Told("progress", "tongchuang", "主体结构已经封顶", photos=(Shot(number, "南立面"),)), now)
    approve(store, rules, now, hitech_output=60, total_output=100)
    async with served(store, rules) as (address, session):
        pages = await crawl(session, f"{address}/")
        assert len(pages) == 2 * (4 + len(rules.programme.communities))
        for where, page in pages.items():
            assert all(urljoin(where, link).startswith(address) for link in page.links), where
            assert not page.tags & {"script", "iframe", "object", "form", "style"}
            assert not any(name.startswith("on") or name == "style" for name in page.attributes)
        async with session.get(f"{address}/", headers={"Accept-Encoding": "identity"}) as got:
            style = re.search(r'href="(_/[0-9a-f]+\.css)"', text := await got.text())
            assert style is not None
            _, looks = await read(session, f"{address}/{style[1]}")
            assert len(text.encode()) + len(looks.encode()) < 60_000


async def test_only_what_was_approved_is_shown_and_nobody_is_named(store: Store, rules: Rules) -> None:
    now = Clock().now()
    store.write(lambda s: people.admit(s, OPERATOR, rules.programme, [REPORTER], now))
    who = store.read(lambda s: people.find(s, 11))
    assert who is not None
    approve(store, rules, now, hitech_output=6111, total_output=10000)
    approve(store, rules, now, approved=False, employees=54321)
    approve(store, rules, now, planned_area=4)

    def tells(session: object) -> None:
        for what, ok in (("已经封顶的那一栋", True), ("在等审核的那一栋", False)):
            made = showing.tell(session, who, rules.programme, Told("progress", "tongchuang", what, agreed=ok), now)  # type: ignore[arg-type]
            if ok and made is not None:
                showing.decide(session, REVIEWER, rules.programme, made, True, now)  # type: ignore[arg-type]

    store.write(tells)
    store.write(lambda s: people.remove(s, OPERATOR, 11, now))
    async with served(store, rules) as (address, session):
        text = "".join([(await read(session, one))[1] for one in await crawl(session, f"{address}/")])
    assert "61.11%" in text
    assert "已经封顶的那一栋" in text
    assert "市里已审核，点到姓名的本人已同意" in text
    assert "在等审核" not in text
    assert "54,321" not in text
    assert "4平方公里" in text
    for name in ("王芳芳", "刘洋", "命令行"):
        assert name not in text


async def test_entries_are_gathered_the_newest_day_first(store: Store, rules: Rules) -> None:
    now = Clock().now()
    for number in (3, 9, 6):
        told = Told("progress", "tongchuang", f"第{number}天的样子", day=date(2020, 1, number))
        tell(store, rules, told, now)
    found = store.read(lambda s: snapshot.gather(s, rules, now, demo=False))
    assert [one.told.day.day for one in found.entries if one.told.day is not None] == [9, 6, 3]


async def test_every_value_of_a_trend_says_who_reported_it_and_when(store: Store, rules: Rules) -> None:
    now = Clock().now()
    for year, output in ((2024, 61), (2025, 72)):
        approve(store, rules, now, year=year, hitech_output=output, total_output=100)
    async with served(store, rules) as (address, session):
        _, text = await read(session, f"{address}/c/tongchuang")
        _, english = await read(session, f"{address}/en/c/tongchuang")
    day = f"{now.astimezone(rules.zone):%Y-%m-%d}"
    cells = re.findall(r'<td class="number">([0-9.]+%)</td><td class="by">([^<]*)</td>', text)
    assert cells == [(value, f"崇川区 {day} 报，市里 {day} 审核") for value in ("61.00%", "72.00%")]
    assert "(clause 三（二）)" in english
    assert "Nantong University" in english, "what it has and does is told in English, too"
    assert "南通大学" not in english


@pytest.mark.parametrize("kind", KINDS)
async def test_whatever_was_typed_is_text_and_nothing_else(store: Store, rules: Rules, kind: str) -> None:
    now = Clock().now()
    picture = (await keep_photo(jpeg(), store.files)).stored
    assert picture is not None
    number = store.write(lambda s: showing.keep_photo(s, 11, picture, now))
    for text in HOSTILE:
        told = Told(kind, "tongchuang", text, text, text, text, now.date(), True, (Shot(number, text),))  # type: ignore[arg-type]
        tell(store, rules, told, now)
    async with served(store, rules) as (address, session):
        for where, page in (await crawl(session, f"{address}/")).items():
            assert "script" not in page.tags, where
            assert not any(name.startswith("on") for name in page.attributes)
            assert not any(link.lower().startswith(("javascript:", "data:", "//")) for link in page.links)
        _, text = await read(session, f"{address}/c/tongchuang")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "{{7*7}}" in text
    assert "49" not in re.findall(r"<p lang=[^>]*>([^<]*)</p>", text)


@pytest.mark.parametrize(
    "path",
    ["../../../etc/passwd", "photo/../../etc/passwd", "_/../page.css", "photo/" + "a" * 64 + ".jpg",
     "%2e%2e/%2e%2e/x", "c/..%2f..%2fetc", "qr.svg?p=../x", "c/nirgends", "_/page.css", "photo/%00.jpg",
     "en/../../x", "l/short/"],
)
async def test_no_path_leads_out_of_it(store: Store, rules: Rules, path: str) -> None:
    async with served(store, rules) as (address, _):
        port = int(address.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        said = (await reader.read()).decode(errors="replace")
        writer.close()
    assert said.startswith("HTTP/1.1 404")
    assert "root:" not in said


async def test_every_answer_carries_its_protection(store: Store, rules: Rules) -> None:
    async with served(store, rules) as (address, session):
        for path in ("", "en/about", "nirgends", "_/icon.svg"):
            async with session.get(f"{address}/{path}") as got:
                policy = got.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "unsafe" not in policy
                assert got.headers["X-Content-Type-Options"] == "nosniff"
                assert got.headers["Referrer-Policy"] == "no-referrer"


async def test_a_page_that_is_known_is_not_sent_again_until_it_changes(store: Store, rules: Rules) -> None:
    now = Clock().now()
    async with served(store, rules) as (address, session):
        async with session.get(f"{address}/stories") as got:
            tag = got.headers["ETag"]
            assert got.headers["Content-Encoding"] == "gzip"
        async with session.get(f"{address}/stories", headers={"If-None-Match": tag}) as got:
            assert got.status == 304
        tell(store, rules, Told("practice", "nengda", "一窗受理，当天办结", name="一窗办"), now)
        async with session.get(f"{address}/stories", headers={"If-None-Match": tag}) as got:
            assert got.status == 200
            assert "一窗办" in await got.text()


async def test_what_is_taken_back_is_gone_at_once_with_its_photos(store: Store, rules: Rules) -> None:
    now = Clock().now()
    picture = (await keep_photo(jpeg(), store.files)).stored
    assert picture is not None
    number = store.write(lambda s: showing.keep_photo(s, 11, picture, now))
    made = tell(store, rules, Told("progress", "tongchuang", "主体结构已经封顶", photos=(Shot(number),)), now)
    async with served(store, rules) as (address, session):
        assert (await read(session, f"{address}/photo/{picture.small}.jpg"))[0] == 200
        store.write(lambda s: showing.withdraw(s, OPERATOR, rules.programme, made, now))
        assert (await read(session, f"{address}/photo/{picture.small}.jpg"))[0] == 404
        assert "主体结构已经封顶" not in (await read(session, f"{address}/c/tongchuang"))[1]


async def test_a_photo_whose_file_is_not_on_this_machine_is_a_plain_frame(store: Store, rules: Rules) -> None:
    now = Clock().now()
    picture = (await keep_photo(jpeg(), store.files)).stored
    assert picture is not None
    number = store.write(lambda s: showing.keep_photo(s, 11, picture, now))
    tell(store, rules, Told("progress", "tongchuang", "主体结构已经封顶", photos=(Shot(number),)), now)
    for digest in (picture.small, picture.large):
        (store.files / digest).unlink()
    async with served(store, rules) as (address, session):
        for digest in (picture.small, picture.large):
            async with session.get(f"{address}/photo/{digest}.jpg") as got:
                assert (got.status, got.content_type) == (200, "image/svg+xml")
                assert got.headers["Cache-Control"] == "no-store", "the file may come"
                assert "<svg" in await got.text()
        assert (await read(session, f"{address}/photo/{'a' * 64}.jpg"))[0] == 404, "one that nothing shows"


async def test_without_an_address_it_is_for_this_machine_alone(store: Store, rules: Rules) -> None:
    async with served(store, rules, public=False) as (address, session):
        assert (await read(session, f"{address}/"))[0] == 200
        assert (await read(session, f"{address}/", **{"X-Forwarded-For": "203.0.113.7"}))[0] == 404
        assert (await read(session, f"{address}/", Host="evil.example"))[0] == 404, "a name that leads here"
    async with served(store, rules, url="https://zc.example", public=False) as (address, session):
        assert (await read(session, f"{address}/"))[0] == 404, "whoever comes through the proxy looks local too"


async def test_a_link_lets_in_until_it_expires_or_its_maker_leaves(store: Store, rules: Rules) -> None:
    now = Clock().now()
    store.write(lambda s: people.admit(s, OPERATOR, rules.programme, [REPORTER], now))
    who = store.read(lambda s: people.find(s, 11))
    assert who is not None
    fresh = store.write(lambda s: site.make_link(s, who, now))
    old = store.write(lambda s: site.make_link(s, who, now - timedelta(days=8)))
    async with served(store, rules, url="https://zc.example", public=False) as (address, session):
        async with session.get(f"{address}/l/{fresh}/c/tongchuang") as got:
            assert got.status == 200
            assert "noindex" in got.headers["X-Robots-Tag"]
        pages = await crawl(session, f"{address}/l/{fresh}/")
        assert len(pages) == 34, "every page, within the link"
        assert all(f"/l/{fresh}/" in one for one in pages)
        assert (await read(session, f"{address}/l/{old}/"))[0] == 404
        other = "y" if fresh.endswith("x") else "x"
        assert (await read(session, f"{address}/l/{fresh[:-1]}{other}/"))[0] == 404
        assert (await read(session, f"{address}/l/{fresh}"))[0] == 200, "without its slash"
        store.write(lambda s: people.remove(s, OPERATOR, 11, now))
        assert (await read(session, f"{address}/l/{fresh}/"))[0] == 404
        store.write(lambda s: people.admit(s, OPERATOR, rules.programme, [REPORTER], now))
        assert (await read(session, f"{address}/l/{fresh}/"))[0] == 404, "nor does it come back with its maker"


@pytest.mark.parametrize("act", ON_PAGE, ids=lambda act: act.name)
async def test_what_onlookers_may_not_see_is_on_no_page(
    store: Store, rules: Rules, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served(store, rules) as (address, session):
        assert (await read(session, address))[0] == 200
    monkeypatch.setitem(act.scopes, "viewer", "–")
    async with served(store, rules) as (address, session):
        for path in ("", "/c/tongchuang", "/en/", "/qr.svg?p="):
            assert (await read(session, f"{address}{path}"))[0] == 404


async def test_an_admin_closes_it_at_once_with_every_link(store: Store, rules: Rules) -> None:
    now = Clock().now()
    store.write(lambda s: people.admit(s, OPERATOR, rules.programme, [REPORTER], now))
    who = store.read(lambda s: people.find(s, 11))
    assert who is not None
    token = store.write(lambda s: site.make_link(s, who, now))
    async with served(store, rules, url="https://zc.example") as (address, session):
        assert (await read(session, f"{address}/"))[0] == 200
        store.write(lambda s: site.switch(s, OPERATOR, False, now))
        for path in ("", f"l/{token}/", "_/icon.svg", "qr.svg?p="):
            assert (await read(session, f"{address}/{path}"))[0] == 404, path
        store.write(lambda s: site.switch(s, OPERATOR, True, now))
        assert (await read(session, f"{address}/"))[0] == 200
        assert (await read(session, f"{address}/l/{token}/"))[0] == 404, "it ended with the closing"


async def test_the_code_is_of_the_page_where_everybody_reaches_it(store: Store, rules: Rules) -> None:
    async with served(store, rules, url="https://zc.example") as (address, session):
        _, svg = await read(session, f"{address}/qr.svg?p=c/tongchuang")
    drawn = io.BytesIO()
    segno.make("https://zc.example/c/tongchuang", error="m").save(drawn, kind="svg", scale=4, border=2)
    lines = re.compile(r' d="([^"]+)"')
    assert lines.findall(svg) == lines.findall(drawn.getvalue().decode()) != []


async def test_beyond_the_pace_pages_are_put_off(store: Store, rules: Rules) -> None:
    async with served(store, rules, rate=0.0) as (address, session):
        found = [await session.get(f"{address}/about") for _ in range(int(BURST) + 20)]
        assert [got.status for got in found].count(503) >= 15
        assert found[0].status == 200
        assert found[-1].headers["Retry-After"] == "1"


def test_a_bucket_fills_again_by_and_by() -> None:
    moment = [0.0]
    bucket = Bucket(10, 5, lambda: moment[0])
    assert [bucket.take() for _ in range(6)] == [True] * 5 + [False]
    moment[0] = 0.2
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    moment[0] = 100.0
    assert sum(bucket.take() for _ in range(20)) == 5
