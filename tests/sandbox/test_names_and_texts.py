"""Whatever people are called and type, every message that it leads to is one that Telegram takes and can be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from zc_bot.policy.hidden import hidden_characters, names_nothing, visible
from zc_bot.policy.roles import OPERATOR
from zc_bot.sandbox.limits import UNSEEN
from zc_bot.sandbox.people import Where
from zc_bot.storage import admission, people
from zc_bot.storage.session import Session

from .at_work import LI, LIU, MEETING, WANG, ZHAO, City
from .pictures import png

HAIAN = "haian"
BLANK = "\u3164\u1160\u2800"
ODD = "&<>\"'`*_[]()~#|\\{}%\n\r\t \u202e\u200b\u3164\u1160\u2800\u00ad\ufeff\ufffd\0😀👨‍👩‍👧🇨🇳é"
PLAIN = "通创观音山高新占比去年2024年9.5亿元%，。？"
PIECES = st.sampled_from([*ODD, *PLAIN, "<b>", "</b>", "&lt;", "&#0;", "/report", "@zc_sandbox_bot", "通创社区"])
TEXTS = st.lists(PIECES, min_size=1, max_size=60).map("".join).filter(lambda text: text.strip() != "")
TITLES = st.lists(PIECES, min_size=1, max_size=40).map(lambda parts: "".join(parts)[:128])
FIRST = st.lists(PIECES, min_size=1, max_size=30).map(lambda parts: "".join(parts)[:64]).filter(
    lambda name: name.strip(UNSEEN) != ""
)
NAMES = st.tuples(FIRST, st.one_of(st.none(), FIRST))
"""A person's first and last name, of 64 characters each; a group's title may have 128."""
SOME = settings(
    max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MANY = settings(SOME, max_examples=200, derandomize=False)
"""Others at every run, for `make test-long`."""
LONG_NAME = "名" * 63 + "\u202e" + "字" * 64
LONG_NAMES = LONG_NAME[:64], LONG_NAME[64:]

QUESTION, ANSWER = "通创社区2024年高新占比", "69.20%"
BOT = st.sampled_from(["@zc_sandbox_bot", "@ZC_Sandbox_Bot"])
LIKE_A_NAME = st.one_of(
    st.tuples(st.sampled_from(["a", "9", "_", "通", "通创社区", "é", "info", "https://x.cn/", "https://x.cn/?to="]),
              BOT, st.sampled_from(["", " ", ".cn ", "，"])).map("".join),
    st.tuples(BOT, st.sampled_from(["s ", "_2 ", "通创", "é "])).map("".join),
    st.sampled_from(["zc_sandbox_bot ", "＠zc_sandbox_bot ", "@zc_sandbox_bоt ", "@zc_sandbox ", "@ zc_sandbox_bot ",
                     "@zc_​sandbox_bot ", "t.me/zc_sandbox_bot ", "/home/@zc_sandbox_bot "]),
)
"""What somebody could take for the bot's name, and Telegram does not."""
BESIDE = st.sampled_from([" ", "\n", "，", "：", "（", "😀", "👨‍👩‍👧 ", "🇨🇳", "! ", "“"])
"""What may stand right before a mention, or right after it."""

Names = tuple[str, str | None]


def full(names: Names) -> str:
    """A person's whole name, as it stands on a phone."""
    return f"{names[0]} {names[1] or ''}".strip()


def call(city: City, person: int, names: Names) -> None:
    """Give somebody on Telegram other names."""
    user = city.telegram.directory.user(person)
    user.name, user.last_name = names


MARKUP = re.compile("</?[a-z]+>|&(?:lt|gt|amp|quot|#[0-9]+);")


async def told(city: City, chat: int, since: int, *typed: str) -> list[str]:
    """Return what the bot has said in a chat past an id, once every letter was taken.

    Nothing in it is hidden, and no markup is to be read but what was typed.
    """
    await city.delivered()
    assert await city.failed() == 0
    assert city.refused() == []
    said = [
        str(each.get("text") or each.get("caption") or "")
        for each in city.telegram.messages(chat)
        if each["message_id"] > since and each["from"]["is_bot"]
    ]
    for one in said:
        assert hidden_characters(one.replace("\n", "")) == ()
        assert all(any(found in text for text in typed) for found in MARKUP.findall(one))
    return said


def labels(city: City, chat: int, since: int) -> list[str]:
    """Return what stands on the buttons of a chat past an id, in which nothing is hidden."""
    rows = [
        row for each in city.telegram.messages(chat) if each["message_id"] > since
        for row in each.get("reply_markup", {}).get("inline_keyboard", ())
    ]
    found = [str(button["text"]) for row in rows for button in row]
    assert [one for one in found if hidden_characters(one)] == []
    return found


@SOME
@given(text=TEXTS)
@example(text="😀" * 2048)
@example(text="😀" * 4096)
@example(text="\u202e1.54 亿是值产 通创")
@example(text="&" * 4096)
@example(text="<" * 4096)
@example(text="通创 2024 高新产值 " + "9" * 400)
@example(text="\u3164")
@example(text="一\n" * 200)
async def test_any_text_is_answered_in_private_and_at_a_mention(city: City, text: str) -> None:
    await text_is_answered(city, text)


@pytest.mark.long
@MANY
@given(text=TEXTS, names=NAMES, title=TITLES)
async def test_any_of_many_texts_is_answered_whatever_people_and_groups_are_called(
    city: City, text: str, names: Names, title: str
) -> None:
    call(city, LI, names)
    city.telegram.directory.groups[MEETING].title = title
    await text_is_answered(city, text)


async def text_is_answered(city: City, text: str) -> None:
    await city.allow(MEETING)
    city.clock.leap(61)
    before = {chat: city.telegram.last_id(chat) for chat in (LI, WANG, MEETING)}
    for person in (LI, WANG):
        city.telegram.say(person, text)
    city.telegram.say(LI, f"@zc_sandbox_bot {text}"[:4096], chat_id=MEETING)
    for chat, since in before.items():
        assert [one for one in await told(city, chat, since, text) if one.strip()] != []


def say_in_group(city: City, text: str) -> None:
    """Say something in the group, and send a picture with it written under."""
    city.telegram.say(LI, text, chat_id=MEETING)
    city.telegram.upload(LI, "图.png", png(9, 9), "image/png", text, MEETING, as_photo=True)


async def heard_in_group(city: City) -> None:
    """Let the bot answer in the group, and hear all that is said there."""
    await city.allow(MEETING)
    city.telegram.place_bot(ZHAO, MEETING, "administrator")
    city.clock.leap(61)


@SOME
@given(like=LIKE_A_NAME, first=st.booleans())
@example(like="a@zc_sandbox_bot ", first=True)
@example(like="写信到 info@zc_sandbox_bot.cn 问", first=True)
@example(like="https://x.cn/@zc_sandbox_bot ", first=True)
async def test_what_only_looks_like_the_bots_name_is_no_mention(city: City, like: str, first: bool) -> None:
    await heard_in_group(city)
    before = city.telegram.last_id(MEETING)
    say_in_group(city, f"{like}{QUESTION}" if first else f"通创{like}社区2024年高新占比")
    assert await told(city, MEETING, before) == []


@SOME
@given(name=BOT, before=BESIDE, after=BESIDE, at=st.sampled_from([0, 4, 9, len(QUESTION)]))
async def test_a_mention_is_one_wherever_it_stands(city: City, name: str, before: str, after: str, at: int) -> None:
    await heard_in_group(city)
    since = city.telegram.last_id(MEETING)
    say_in_group(city, f"{QUESTION[:at]}{before}{name}{after}{QUESTION[at:]}")
    text, caption = await told(city, MEETING, since)
    assert ANSWER in text
    assert ANSWER in caption


async def test_a_mention_by_its_shown_name_is_one(city: City) -> None:
    await city.allow(MEETING)
    name = {"type": "text_mention", "offset": 2, "length": 2, "user": city.telegram.bot.as_json()}
    city.telegram.arrive(LI, {"text": f"😀助手{QUESTION}", "entities": [name]}, Where(MEETING))
    said = await told(city, MEETING, 0)
    assert any(ANSWER in one for one in said), said


@SOME
@given(text=TEXTS)
@example(text="😀" * 256)
@example(text="通创2024年高新占比")
async def test_any_inline_query_is_answered(city: City, text: str) -> None:
    asked = city.telegram.inline(LI, text[:256])
    await city.until(lambda: city.telegram.inline_results(asked) is not None or city.refused())
    assert city.refused() == []
    for result in city.telegram.inline_results(asked) or ():
        shown = f"{result['title']}\n{result.get('description', '')}"
        assert hidden_characters(shown.replace("\n", "")) == ()
        assert all(found in text for found in MARKUP.findall(shown))


@SOME
@given(names=NAMES)
@example(names=LONG_NAMES)
@example(names=("\u3164", None))
@example(names=(BLANK, "\u202e"))
@example(names=("<b>&amp;", "</b>"))
@example(names=("王\n芳", "\u3164"))
async def test_whatever_a_newcomer_is_called_the_admin_is_told_a_name_that_can_be_seen(
    city: City, names: Names
) -> None:
    await newcomer_is_named(city, names)


@pytest.mark.long
@MANY
@given(names=NAMES)
async def test_whatever_many_newcomers_are_called_all_are_told_a_name_that_can_be_seen(
    city: City, names: Names
) -> None:
    await newcomer_is_named(city, names)


async def newcomer_is_named(city: City, names: Names) -> None:
    def invite(session: Session) -> str:
        admin = people.find(session, ZHAO)
        assert admin is not None
        return admission.invite(session, admin, city.programme, "reporter", (HAIAN,), city.clock.now()).token

    city.clock.leap(61)
    number = 700_000 + len(city.telegram.directory.users)
    city.telegram.add_user(number, names[0], last_name=names[1])
    name = full(names)
    token = await city.store.submit(invite)
    before = city.telegram.last_id(ZHAO)
    city.telegram.say(number, f"/start {token}")
    # On a busy machine the clock leaps past ticks, of which an admin is told too.
    (only,) = [one for one in await told(city, ZHAO, before, name) if "已加入" in one]
    shown, _, _ = only.partition("已加入")
    called = str(number) if names_nothing(name) else visible(name)[:20]
    assert called in shown
    before, asked = city.telegram.last_id(ZHAO), city.telegram.last_id(LI)
    city.telegram.say(ZHAO, "/people")
    city.telegram.say(LI, "谁负责填报海安")
    assert called in "".join(await told(city, LI, asked, name))
    assert called in "".join([*await told(city, ZHAO, before, name), *labels(city, ZHAO, before)])
    await city.store.submit(lambda session: people.remove(session, OPERATOR, number, city.clock.now()))


@SOME
@given(name=TITLES)
@example(name=LONG_NAME)
@example(name="\u3164")
@example(name="<b>&amp;</b>")
async def test_whatever_a_group_is_called_its_words_are_forwarded_under_a_name_that_can_be_seen(
    city: City, name: str
) -> None:
    city.clock.leap(61)
    city.telegram.directory.groups[MEETING].title = name
    city.telegram.say(ZHAO, "通创 2025 从业人员 128人", chat_id=MEETING, anonymous=True)
    said = city.telegram.messages(MEETING)[-1]
    before = city.telegram.last_id(WANG)
    city.telegram.forward(WANG, said)
    shown = "".join(await told(city, WANG, before, name))
    assert ("?" if names_nothing(name) else visible(name)[:20]) in shown


@SOME
@given(names=NAMES)
@example(names=LONG_NAMES)
@example(names=("\u3164", None))
@example(names=("<b>&amp;", "</b>"))
@example(names=("王\n芳", "\u202e"))
async def test_those_known_are_answered_whatever_they_call_themselves_later(city: City, names: Names) -> None:
    city.clock.leap(61)
    call(city, WANG, names)
    for text in ("/start", "/mine", QUESTION):
        before = city.telegram.last_id(WANG)
        city.telegram.say(WANG, text)
        said = await told(city, WANG, before, full(names))
        assert said != []
    assert any(ANSWER in one for one in said)
    # The roster's name stands wherever others read it.
    before = city.telegram.last_id(LI)
    city.telegram.say(LI, "谁负责填报通创社区")
    assert "王芳" in "".join(await told(city, LI, before))


@SOME
@given(names=NAMES)
@example(names=LONG_NAMES)
@example(names=("\u3164", BLANK))
async def test_words_are_forwarded_under_a_name_that_can_be_seen_whoever_said_them(city: City, names: Names) -> None:
    city.clock.leap(61)
    call(city, LIU, names)
    city.telegram.say(LIU, "通创 2025 从业人员 128人")
    said = city.telegram.messages(LIU)[-1]
    await city.delivered()
    before = city.telegram.last_id(WANG)
    city.telegram.forward(WANG, said)
    shown = "".join(await told(city, WANG, before, full(names)))
    assert ("?" if names_nothing(full(names)) else visible(full(names))[:20]) in shown
