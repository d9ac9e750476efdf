"""The dialogue as a phone shows it: one message where it was tapped, no dead buttons, few messages and taps."""

from __future__ import annotations

from zc_bot.sandbox.directory import Json
from zc_bot.sandbox.state import find_button

from .at_work import LIU, WANG, City

MOST_MESSAGES, MOST_TAPS, OF_THE_YEAR = 8, 3, 6


async def taps(city: City, person: int, label: str) -> Json:
    """Tap the newest button with a label, and return the newest message of the bot afterwards."""
    messages = [each for each in city.telegram.messages(person) if each["from"]["is_bot"]]
    message = next(each for each in reversed(messages) if bears(each, label))
    city.telegram.press(person, message["message_id"], find_button(message, label))
    await city.delivered()
    return said(city, person)[-1]


async def says(city: City, person: int, text: str) -> Json:
    city.telegram.say(person, text)
    await city.delivered()
    return said(city, person)[-1]


def said(city: City, person: int, since: int = 0) -> list[Json]:
    """Return the messages of the bot in somebody's chat, as they stand now."""
    return [each for each in city.telegram.messages(person) if each["from"]["is_bot"] and each["message_id"] > since]


def bears(message: Json, label: str) -> bool:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return any(label in button["text"] for row in rows for button in row)


def alive(messages: list[Json]) -> list[int]:
    """Return which messages still have buttons."""
    return [at for at, each in enumerate(messages) if each.get("reply_markup", {}).get("inline_keyboard")]


async def report(city: City) -> int:
    """Report a year of a community figure by figure, the fixed items as last year's; returns the first message."""
    since = city.telegram.last_id(WANG)
    await says(city, WANG, "/report 观音山 2025")
    last = await taps(city, WANG, "逐项填写")
    assert "固定项目" in last["text"]
    last = await taps(city, WANG, "全部同去年")
    for _ in range(OF_THE_YEAR):
        last = await says(city, WANG, "同去年")
    assert "请核对" in last["text"]
    assert len(alive(said(city, WANG, since))) == 1, "only the step that is asked has buttons"
    await taps(city, WANG, "确认提交")
    return since


async def test_a_year_by_standing_items_takes_few_messages_and_leaves_no_dead_buttons(city: City) -> None:
    since = await report(city)
    messages = said(city, WANG, since)
    assert "编号" in messages[-1]["text"]
    assert len(messages) <= MOST_MESSAGES, [each["text"] for each in messages]
    assert alive(messages) in ([], [len(messages) - 1])
    assert city.refused() == []


async def test_a_year_without_exceptions_is_reviewed_by_few_taps(city: City) -> None:
    await report(city)
    taps_before = len([each for each in city.telegram.calls if each.method == "answerCallbackQuery"])
    for label in ("去审核", "全部通过", "仍全部通过"):
        if "已通过22项" not in said(city, LIU)[-1]["text"]:
            await taps(city, LIU, label)
    assert "已通过22项" in said(city, LIU)[-1]["text"]
    taken = len([each for each in city.telegram.calls if each.method == "answerCallbackQuery"]) - taps_before
    assert taken <= MOST_TAPS


async def test_what_is_looked_at_in_a_review_takes_the_place_of_what_was_tapped(city: City) -> None:
    await report(city)
    await taps(city, LIU, "去审核")
    since = city.telegram.last_id(LIU)
    await taps(city, LIU, "一项一项看")
    await taps(city, LIU, "从业人员")
    await taps(city, LIU, "返回")
    assert city.telegram.last_id(LIU) == since
    assert "22项待审核" in said(city, LIU)[-1]["text"]
    assert city.refused() == []


async def test_buttons_that_can_not_be_taken_away_stop_nothing(city: City) -> None:
    await says(city, WANG, "/report 观音山 2025")
    city.telegram.fail_next("editMessageReplyMarkup", "no_rights")
    last = await says(city, WANG, "从业人员同去年")
    assert "请核对" in last["text"]
    assert len(alive(said(city, WANG)[-2:])) == 2
    assert await city.failed() == 0


async def test_two_steps_in_one_answer_both_arrive(city: City) -> None:
    await says(city, WANG, "通创2025从业人员5300，观音山2025从业人员5400")
    await says(city, WANG, "取消")  # The figure whose reason is asked for; then the report.
    since = city.telegram.last_id(WANG)
    await says(city, WANG, "取消")
    assert len(said(city, WANG, since)) == 2
    assert "观音山" in said(city, WANG)[-1]["text"]
    assert await city.failed() == 0
