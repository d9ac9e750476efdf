"""Whatever people send, the whole bot answers it as what it is, or leaves it be."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

import pytest

from tests.photos.pictures import jpeg, scene
from zc_bot.sandbox.directory import Json
from zc_bot.sandbox.files import Upload
from zc_bot.sandbox.people import Where
from zc_bot.storage import attachments, dialogues, meta, people
from zc_bot.storage.session import Session

from .at_work import LI, LIU, MEETING, SOON, WANG, ZHAO, City
from .pictures import png

QUESTION = "通创社区2024年高新占比"
ANSWER = "69.20%"
REPORT = "通创 2025 从业人员 128人"


async def answers(city: City, person: int, send: Callable[[], object]) -> list[str]:
    """Let somebody send something, and return all that the bot says to it in private."""
    since = city.telegram.last_id(person)
    send()
    await city.delivered()
    return [
        each.get("text") or each.get("caption", "")
        for each in city.telegram.messages(person)
        if each["message_id"] > since and each["from"]["is_bot"]
    ]


async def has_draft(city: City, person: int) -> bool:
    def look(session: Session) -> bool:
        return dialogues.load_draft(session, person) is not None

    return await city.store.submit(look)


async def test_every_kind_of_message_is_answered_once_in_private_and_none_breaks_anything(city: City) -> None:
    telegram = city.telegram
    for send in (telegram.sticker, telegram.voice, lambda who: telegram.location(who, 31.98, 120.89)):
        (said,) = await answers(city, WANG, lambda send=send: send(WANG))
        assert "只认文字" in said
    (said,) = await answers(city, LI, lambda: telegram.upload(LI, "图.png", png(9, 9), "image/png", as_photo=True))
    assert "只认文字" in said
    assert ANSWER in (await city.asks(WANG, QUESTION))["text"]
    assert await city.failed() == 0
    assert city.refused() == []


async def test_an_edited_question_is_answered_anew_and_an_edited_figure_changes_nothing_that_was_handed_in(
    city: City,
) -> None:
    await city.asks(LI, "通创社区2023年高新占比")
    asked = next(each["message_id"] for each in city.telegram.messages(LI))
    (anew,) = await answers(city, LI, lambda: city.telegram.edit(LI, asked, QUESTION))
    assert ANSWER in anew
    before = await answers(city, WANG, lambda: city.telegram.say(WANG, "好"))
    assert before != []
    said = city.telegram.messages(WANG)[0]["message_id"]
    (told,) = await answers(city, WANG, lambda: city.telegram.edit(WANG, said, REPORT))
    assert "不会改已提交的数" in told
    assert not await has_draft(city, WANG)


async def test_an_edited_line_changes_the_open_draft(city: City) -> None:
    await city.asks(WANG, REPORT)
    typed = city.telegram.messages(WANG)[0]["message_id"]
    said = await answers(city, WANG, lambda: city.telegram.edit(WANG, typed, "通创 2025 从业人员 129人"))
    assert any("129" in one for one in said)


async def test_a_question_under_a_picture_is_answered(city: City) -> None:
    def photo(person: int, caption: str, chat: int | None = None) -> Callable[[], object]:
        return lambda: city.telegram.upload(
            person, "图.png", png(9, 9), "image/png", caption=caption, chat_id=chat, as_photo=True
        )

    assert ANSWER in (await answers(city, LI, photo(LI, QUESTION)))[0]
    assert ANSWER in (await answers(city, WANG, photo(WANG, f"{QUESTION}是多少？")))[0]
    await city.allow(MEETING)
    since = city.telegram.last_id(MEETING)
    photo(LI, f"@zc_sandbox_bot {QUESTION}", MEETING)()
    await city.telegram.wait_for(MEETING, ANSWER, SOON, after=since)


async def test_a_report_under_a_picture_is_taken_up_and_the_picture_goes_with_it(city: City) -> None:
    said = await answers(
        city, WANG,
        lambda: city.telegram.upload(WANG, "图.png", png(9, 9), "image/png", caption=REPORT, as_photo=True),
    )
    assert "128" in said[0]
    assert said[-1].startswith("已收下1个附件，提交通创社区 · 2025年这份时一起附上")
    assert await has_draft(city, WANG)


async def test_a_remark_under_a_picture_is_none(city: City) -> None:
    (said,) = await answers(
        city, WANG,
        lambda: city.telegram.upload(WANG, "图.png", png(9, 9), "image/png", caption="现场照片", as_photo=True),
    )
    assert "还没有可附的填报" in said


async def hands_in(city: City, line: str) -> str:
    """Have a reporter hand in a figure, with a reason; returns its serial."""
    for text in (line, "企业外迁"):
        await answers(city, WANG, lambda text=text: city.telegram.say(WANG, text))
    (receipt,) = await taps(city, WANG, "确认")
    return receipt.partition("编号 ")[2][:6]


@pytest.mark.parametrize("captions", [("{}",), ("", "", "{}")])
async def test_an_album_goes_where_its_caption_says_wherever_that_stands(city: City, captions: list[str]) -> None:
    older = await hands_in(city, REPORT)
    newer = await hands_in(city, "通创 2025 新增初创企业 3家")
    assert older != newer
    pictures = [Upload(f"{number}.png", "image/png", png(8 + number, 8)) for number in range(3)]
    words = [each.format(older) for each in captions]
    (told,) = await answers(city, WANG, lambda: city.telegram.album(WANG, pictures, words))
    assert told == f"已附到编号 {older}（通创社区 2025）：3个文件"

    def bound(session: Session) -> list[int]:
        who = people.find(session, WANG)
        assert who is not None
        files = attachments.of_person(session, who, city.programme, (int(older), int(newer)))
        return [serial for serial, _ in files]

    assert await city.store.submit(bound) == [int(older)] * 3


def said_by(city: City, person: int, text: str) -> Json:
    """Have somebody say something to the bot, and return the message."""
    city.telegram.say(person, text)
    return city.telegram.messages(person)[-1]


async def test_a_forwarded_report_bears_the_name_of_whose_words_it_is(city: City) -> None:
    words = said_by(city, LIU, REPORT)
    await city.delivered()
    for hidden in (False, True):
        said = await answers(city, WANG, lambda hidden=hidden: city.telegram.forward(WANG, words, hidden=hidden))
        assert said[0].startswith("这是转发的，原话是刘洋说的")
        assert "128" in said[0]
        await answers(city, WANG, lambda: city.telegram.say(WANG, "/cancel"))
    own = said_by(city, WANG, REPORT)
    await city.delivered()
    await answers(city, WANG, lambda: city.telegram.say(WANG, "/cancel"))
    assert "转发" not in (await answers(city, WANG, lambda: city.telegram.forward(WANG, own)))[0]


async def test_a_forwarded_yes_confirms_nothing(city: City) -> None:
    await city.asks(WANG, REPORT)
    for word in ("确认提交", "确认", "好"):
        words = said_by(city, LIU, word)
        await city.delivered()
        said = await answers(city, WANG, lambda words=words: city.telegram.forward(WANG, words))
        assert not any("编号" in one for one in said)
        assert await has_draft(city, WANG)


async def taps(city: City, person: int, label: str) -> list[str]:
    """Tap a button of somebody's newest message that has it."""
    card, data = next(
        (each, button["callback_data"])
        for each in reversed(city.telegram.messages(person))
        for row in each.get("reply_markup", {}).get("inline_keyboard", ())
        for button in row
        if label in button["text"]
    )
    return await answers(city, person, lambda: city.telegram.press(person, card["message_id"], data))


async def test_a_forwarded_text_is_no_reviewers_reason(city: City) -> None:
    await answers(city, LIU, lambda: city.telegram.say(LIU, "/review"))
    await taps(city, LIU, "观音山众创社区")
    await taps(city, LIU, "一项一项看")
    await taps(city, LIU, "规划面积")
    await taps(city, LIU, "退回")
    assert "写明原因" in city.telegram.messages(LIU)[-1]["text"]
    words = said_by(city, WANG, "口径不对")
    await city.delivered()
    said = await answers(city, LIU, lambda: city.telegram.forward(LIU, words))
    assert not any("原因" in one for one in said)
    (typed,) = await answers(city, LIU, lambda: city.telegram.say(LIU, "口径不对"))
    assert "原因：口径不对" in typed


async def test_a_forwarded_question_is_a_question(city: City) -> None:
    words = said_by(city, LIU, QUESTION)
    (said,) = await answers(city, LI, lambda: city.telegram.forward(LI, words))
    assert ANSWER in said


async def test_no_report_is_begun_from_what_another_bot_made(city: City) -> None:
    via = {"text": REPORT, "via_bot": {"id": 7, "is_bot": True, "first_name": "别的", "username": "another_bot"}}
    (said,) = await answers(city, WANG, lambda: city.telegram.arrive(WANG, via))
    assert "@another_bot" in said
    assert not await has_draft(city, WANG)
    asked = via | {"text": QUESTION}
    assert ANSWER in (await answers(city, WANG, lambda: city.telegram.arrive(WANG, asked)))[0]


@pytest.fixture
def soon_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zc_bot.app.NAME_SECONDS", 0.05)


@pytest.mark.usefixtures("soon_known")
async def test_a_bot_that_was_given_another_name_knows_it_and_invites_by_it(city: City) -> None:
    await city.allow(MEETING)
    city.telegram.bot.username = "zhongchuang_bot"

    async def known() -> str | None:
        return await city.store.submit(lambda session: meta.get(session, meta.USERNAME))

    async with asyncio.timeout(SOON):
        while await known() != "zhongchuang_bot":
            await asyncio.sleep(0.02)
    since = city.telegram.last_id(MEETING)
    city.telegram.say(LI, f"@zhongchuang_bot {QUESTION}", chat_id=MEETING)
    await city.telegram.wait_for(MEETING, ANSWER, SOON, after=since)
    invited = "\n".join(
        await answers(city, ZHAO, lambda: city.telegram.say(ZHAO, "/people invite viewer"))
    )
    link = re.search(r"https://t\.me/(\w+)\?start=([\w-]+)", invited)
    assert link is not None
    assert link[1] == "zhongchuang_bot"
    city.telegram.add_user(700_001, "新来的")
    assert "欢迎" in (await answers(city, 700_001, lambda: city.telegram.say(700_001, f"/start {link[2]}")))[0]
    assert "zc_sandbox_bot" not in invited


ALBUMS: dict[str, tuple[int, list[str], str]] = {
    "nothing to go with": (WANG, [], "还没有可附的填报"),
    "only text is understood": (LI, [], "这里只认文字"),
    "a question under the first": (LI, [QUESTION], ANSWER),
    "a question under the last": (LI, [""] * 4 + [QUESTION], ANSWER),
    "a reporter's question": (WANG, [f"{QUESTION}是多少？"], ANSWER),
    "a bare number": (WANG, ["999999"], "还没有可附的填报"),
    "no such report": (WANG, ["编号999999"], "999999"),
    "no such report, under the last": (WANG, [""] * 4 + ["编号999999"], "999999"),
    "no such report, under each": (WANG, ["编号999999"] * 5, "999999"),
    "a question under each": (LI, [QUESTION] * 5, ANSWER),
    "a command under each": (LI, [f"/ask {QUESTION}"] * 5, ANSWER),
    "a report under each": (WANG, [REPORT, "通创 2025 规划面积 3平方公里"], "规划面积"),
}


@pytest.mark.parametrize("as_files", [False, True], ids=["pictures", "files"])
async def test_an_album_is_answered_once_whatever_it_says(city: City, as_files: bool) -> None:
    for name, (person, captions, expected) in ALBUMS.items():
        city.clock.leap(61)
        mime = "image/heic" if as_files else "image/png"
        files = [Upload(f"{number}.png", mime, png(8 + number, 8)) for number in range(5)]
        said = await answers(city, person, lambda who=person, these=files, words=captions: city.telegram.album(
            who, these, words
        ))
        receipts = [one for one in said if one.startswith("已收下")]
        assert len(said) - len(receipts) == 1, (name, said)
        assert expected in said[0], name
        assert len(receipts) == (1 if "report under each" in name and REPORT in captions else 0), (name, said)
    assert await city.failed() == 0
    assert city.refused() == []


async def test_why_files_of_an_album_were_not_taken_is_said_once(city: City) -> None:
    serial = await hands_in(city, REPORT)
    no_pdf = [Upload(f"{number}.pdf", "application/pdf", b"no pdf") for number in range(2)]
    fine = [Upload(f"{number}.png", "image/heic", png(8 + number, 8)) for number in range(2)]
    files = [no_pdf[0], *fine, no_pdf[1]]
    told, fault = await answers(city, WANG, lambda: city.telegram.album(WANG, files))
    assert told == f"已附到编号 {serial}（通创社区 2025）：2个文件"
    assert "PDF" in fault


async def test_what_is_wrong_with_the_sheets_of_an_album_is_told_in_one_message(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zc_bot.tg.bot.TOGETHER", 0.05)
    monkeypatch.setattr("zc_bot.tg.bot.PATIENCE", 200)
    sheets = {
        "空的.csv": b"",
        "没数.csv": "社区,指标,本年数\n通创,从业人员,\n".encode(),
        "别的.csv": "项目,金额\n办公,3\n".encode(),
        "引号.csv": '社区,指标,本年数\n通创,"从业人员,5200\n'.encode(),
    }
    files = [Upload(name, "text/csv", content) for name, content in sheets.items()]
    said = await answers(city, WANG, lambda: city.telegram.album(WANG, files))
    assert len(said) == 1, said
    faults = ("文件是空的", "没有填数", "没找到这几列", "引号没有成对")
    for name, fault, told in zip(sheets, faults, said[0].split("\n\n"), strict=True):
        assert told.startswith(name)
        assert fault in told
    assert await city.failed() == 0


async def test_a_report_under_an_albums_last_picture_takes_the_place_of_that_nothing_was_done(city: City) -> None:
    files = [Upload(f"{number}.png", "image/png", png(8 + number, 8)) for number in range(4)]
    said = await answers(city, WANG, lambda: city.telegram.album(WANG, files, ["", "", REPORT]))
    assert len(said) == 2
    assert "128" in said[0]
    assert said[1].startswith("已收下4个附件"), "those before it too"
    assert await city.failed() == 0


async def test_an_album_to_be_shown_is_taken_whole_though_the_words_stand_under_its_last_picture(city: City) -> None:
    files = [Upload(f"{number}.jpg", "image/jpeg", jpeg(scene(600 + number, 400))) for number in range(3)]
    told = await answers(city, WANG, lambda: city.telegram.album(WANG, files, ["正面", "", "报进度 通创"]))
    assert [("这组收下几张" in one, "还没有可附的填报" in one) for one in told] == [(True, False)], told
    assert await city.failed() == 0


async def test_a_question_under_one_picture_leaves_the_others_of_its_album_their_one_receipt(city: City) -> None:
    serial = await hands_in(city, REPORT)
    files = [Upload(f"{number}.png", "image/png", png(8 + number, 8)) for number in range(4)]
    said = await answers(city, WANG, lambda: city.telegram.album(WANG, files, [f"{QUESTION}是多少？"]))
    assert sorted(one.startswith("已附到") for one in said) == [False, True], said
    assert f"已附到编号 {serial}（通创社区 2025）：3个文件" in said
    assert any(ANSWER in one for one in said)


async def test_a_caption_in_a_group_is_a_text_and_an_albums_are_answered_once(city: City) -> None:
    telegram = city.telegram
    mention = "@zc_sandbox_bot"

    async def sends(person: int, *captions: str) -> list[str]:
        city.clock.leap(61)
        since = telegram.last_id(MEETING)
        files = [Upload(f"{number}.png", "image/png", png(8 + number, 8)) for number, _ in enumerate(captions)]
        if len(files) > 1:
            telegram.album(person, files, list(captions), Where(MEETING))
        else:
            telegram.upload(
                person, "1.png", png(9, 9), "image/png", caption=captions[0], chat_id=MEETING, as_photo=True
            )
        await city.delivered()
        return [
            each["text"] for each in telegram.messages(MEETING)
            if each["message_id"] > since and each["from"]["is_bot"]
        ]

    await city.allow(MEETING)
    for person, caption, expected in (
        (LI, f"{mention} {QUESTION}", ANSWER),
        (LI, f"/ask{mention} {QUESTION}", ANSWER),
        (LIU, f"/review{mention}", "/review 只在私聊里用"),
        (LIU, f"{mention} 你好", "可以这样问"),
    ):
        (said,) = await sends(person, caption)
        assert expected in said, caption
    assert await sends(LI, QUESTION) == []
    (once,) = await sends(LI, *[f"{mention} {QUESTION}"] * 4)
    assert ANSWER in once
    several = await sends(LI, f"{mention} {QUESTION}", f"{mention} 通创社区2023年高新占比")
    assert [ANSWER in one for one in several].count(True) == 1
    assert await city.failed() == 0


async def test_an_anonymous_admin_is_told_once_of_an_album(city: City) -> None:
    await city.allow(MEETING)
    since = city.telegram.last_id(MEETING)
    files = [Upload(f"{number}.png", "image/png", png(8 + number, 8)) for number in range(3)]
    captions = [f"@zc_sandbox_bot {QUESTION}"] * 3
    city.telegram.album(ZHAO, files, captions, Where(MEETING, anonymous=True))
    await city.delivered()
    said = [each for each in city.telegram.messages(MEETING) if each["message_id"] > since and each["from"]["is_bot"]]
    assert len([one for one in said if one["from"]["id"] == city.telegram.bot.user_id]) == 1


async def test_an_edited_question_in_a_group_is_answered_anew_where_the_bot_is_meant(city: City) -> None:
    telegram = city.telegram

    async def edited(before: str, after: str, person: int = LI) -> list[str]:
        city.clock.leap(61)
        telegram.say(person, before, chat_id=MEETING)
        said = telegram.last_id(MEETING)
        await city.delivered()
        since = telegram.last_id(MEETING)
        telegram.edit(person, said, after, MEETING)
        await city.delivered()
        return [each["text"] for each in telegram.messages(MEETING) if each["message_id"] > since]

    asked = f"@zc_sandbox_bot {QUESTION}"
    assert await edited("@zc_sandbox_bot 通创社区2023年高新占比", asked) == [], "the group was not allowed"
    await city.allow(MEETING)
    for after in (asked, f"/ask@zc_sandbox_bot {QUESTION}", f"/ask {QUESTION}"):
        (anew,) = await edited("@zc_sandbox_bot 通创社区2023年高新占比", after)
        assert ANSWER in anew, after
    (forgotten,) = await edited(QUESTION, asked)
    assert ANSWER in forgotten, "the mention was forgotten at first"
    telegram.place_bot(ZHAO, MEETING, "administrator")
    for after in (QUESTION, f"a@zc_sandbox_bot {QUESTION}", "大家好"):
        assert await edited(f"大家看 {QUESTION}", after) == []
    for after in (f"@zc_sandbox_bot {REPORT}", f"/report@zc_sandbox_bot {REPORT}"):
        assert not any("请核对" in one for one in await edited("@zc_sandbox_bot 你好", after, WANG))
    assert not await has_draft(city, WANG)
    assert await city.failed() == 0


async def test_what_belongs_in_private_is_said_to_in_a_group_to_who_may_use_it(city: City) -> None:
    await city.allow(MEETING)
    for person, command in ((LIU, "review"), (ZHAO, "people"), (WANG, "report"), (WANG, "mine")):
        told = await city.asks(person, f"/{command}@zc_sandbox_bot", chat=MEETING)
        assert told["text"].startswith(f"/{command} 只在私聊里用"), told
    for person, command in ((LI, "review"), (WANG, "people"), (LI, "nonsense")):
        assert (await city.asks(person, f"/{command}", chat=MEETING))["text"].startswith(f"没有 /{command} 这个命令")
