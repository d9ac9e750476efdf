"""What Telegram does to a bot in service, tried through the sandbox on the whole bot."""

from __future__ import annotations

import pytest

from zc_bot.policy.roles import OPERATOR
from zc_bot.sandbox.methods.settings import menu_for
from zc_bot.sandbox.people import Where
from zc_bot.sandbox.rates import A_MINUTE, MINUTE
from zc_bot.sandbox.state import Telegram, find_button
from zc_bot.storage import admission, people
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.session import Session
from zc_bot.tg.connect import reach

from .at_work import FORUM, LI, LIU, MEETING, WANG, ZHAO, City
from .pictures import png

STRANGER, CHANNEL = 999, -1_001_000_000_011
QUESTION = "通创社区2024年高新占比"
ANSWER = "69.20%"


async def test_whoever_asks_in_a_group_that_puts_the_bot_out_is_answered_in_private_all_the_same(city: City) -> None:
    await city.allow(MEETING)
    city.telegram.fail_next("sendMessage", "kicked", chat_id=MEETING)
    city.telegram.say(LI, f"@zc_sandbox_bot {QUESTION}", chat_id=MEETING)
    await city.until(lambda: city.refused())
    assert ANSWER in (await city.asks(LI, QUESTION))["text"]
    assert await city.unreachable() == set()
    assert not await city.is_allowed(MEETING)


@pytest.mark.parametrize("kind", ["chat_not_found", "blocked", "deactivated", "never_started"])
async def test_whoever_is_not_there_is_flagged_until_heard_of_again(city: City, kind: str) -> None:
    city.telegram.fail_next("sendMessage", kind, chat_id=LI)  # type: ignore[arg-type]
    city.telegram.say(LI, QUESTION)
    await city.until(lambda: city.refused())
    await city.flags(LI)
    assert ANSWER in (await city.asks(LI, QUESTION))["text"]
    await city.flags()


async def test_a_group_that_became_a_supergroup_keeps_its_bot(city: City) -> None:
    city.telegram.add_group(-77, "科技局", {LI, ZHAO})
    await city.allow(-77)
    city.telegram.upgrade(ZHAO, -77, -1_007_700)
    answer = await city.asks(LI, f"@zc_sandbox_bot {QUESTION}", chat=-1_007_700)
    assert ANSWER in answer["text"]


async def test_a_letter_to_a_group_that_moved_unheard_of_goes_where_it_went(city: City) -> None:
    await city.allow(MEETING)
    city.telegram.add_group(-1_007_800, "众创社区联席会议", {LI})
    city.telegram.fail_next("sendMessage", "migrated", chat_id=MEETING, moved_to=-1_007_800)
    city.telegram.say(LI, f"@zc_sandbox_bot {QUESTION}", chat_id=MEETING)
    moved = await city.telegram.wait_for(-1_007_800, ANSWER, 20)
    assert moved["chat"]["id"] == -1_007_800
    await city.delivered()
    assert ANSWER in (await city.asks(LI, f"@zc_sandbox_bot {QUESTION}", chat=-1_007_800))["text"], "still allowed"


async def test_one_chats_limit_keeps_nobody_else_waiting(city: City) -> None:
    await city.allow(MEETING)
    city.telegram.fail_next("sendMessage", "429", chat_id=MEETING, retry_after=30)
    city.telegram.say(LI, f"@zc_sandbox_bot {QUESTION}", chat_id=MEETING)
    await city.until(lambda: city.refused())
    assert ANSWER in (await city.asks(WANG, QUESTION))["text"]
    assert city.telegram.messages(MEETING)[-1]["from"]["id"] == LI
    city.clock.leap(31)
    await city.telegram.wait_for(MEETING, ANSWER, 20)


async def test_a_group_that_asks_too_much_is_answered_as_soon_as_it_may_be(city: City) -> None:
    await city.allow(MEETING)
    asked = A_MINUTE + 4
    for _ in range(asked):
        city.telegram.say(LI, f"@zc_sandbox_bot {QUESTION}", chat_id=MEETING)

    def answers() -> int:
        return sum(each["from"]["is_bot"] for each in city.telegram.messages(MEETING))

    await city.until(lambda: answers() == A_MINUTE and city.refused())
    assert ANSWER in (await city.asks(WANG, QUESTION))["text"]
    assert len(city.refused()) <= 2
    assert answers() == A_MINUTE
    city.clock.leap(MINUTE + 1)
    await city.delivered()
    told = [each["text"] for each in city.telegram.messages(MEETING) if each["from"]["is_bot"]]
    assert len(told) == answers() == asked
    assert all(ANSWER in each for each in told)


async def test_an_answer_that_is_no_html_to_telegram_is_told_without_its_looks(city: City) -> None:
    as_usual = await city.asks(LI, QUESTION)
    assert any(each["type"] == "bold" for each in as_usual["entities"])
    city.telegram.fail_next("sendMessage", "unreadable_html", chat_id=LI)
    plain = await city.asks(LI, QUESTION)
    assert plain["text"] == as_usual["text"]
    assert not any(each["type"] == "bold" for each in plain.get("entities", []))
    await city.delivered()
    assert city.telegram.messages(LI)[-1] == plain


async def test_a_tap_that_came_too_late_for_a_toast_still_does_its_work(city: City) -> None:
    await city.asks(ZHAO, "/start", chat=MEETING)
    offer = city.telegram.messages(MEETING)[-1]
    city.telegram.press(ZHAO, offer["message_id"], find_button(offer, "启用"), MEETING)
    city.telegram.expire_taps()
    await city.telegram.wait_for(MEETING, "本群已启用", 20)
    assert await city.is_allowed(MEETING)
    await city.until(lambda: city.refused())
    ((method, reason),) = city.refused()
    assert method == "answerCallbackQuery"
    assert "query is too old" in reason
    assert await city.failed() == 0
    assert await city.unreachable() == set()


async def test_nobody_but_an_admin_lets_the_bot_into_a_group(city: City) -> None:
    city.telegram.say(LI, "/start", chat_id=MEETING)
    offer = await city.asks(ZHAO, "/start", chat=MEETING)
    assert "本群还没有启用机器人" in offer["text"]
    city.telegram.press(LI, offer["message_id"], find_button(offer, "启用"), MEETING)
    await city.settled()
    assert not await city.is_allowed(MEETING)


async def test_an_admin_who_adds_the_bot_to_a_group_is_offered_to_let_it_answer(city: City) -> None:
    city.telegram.place_bot(ZHAO, MEETING, "left")
    city.telegram.place_bot(ZHAO, MEETING, "member")
    assert "本群还没有启用机器人" in (await city.telegram.wait_for(MEETING, "启用", 20))["text"]


async def test_nobody_elses_adding_the_bot_is_answered(city: City) -> None:
    city.telegram.place_bot(LI, MEETING, "left")
    city.telegram.place_bot(LI, MEETING, "member")
    await city.delivered()
    assert [one for one in city.telegram.messages(MEETING) if "text" in one] == []


async def test_what_goes_to_many_keeps_to_what_telegram_takes(city: City) -> None:
    crowd, now = range(700_001, 700_061), city.clock.now()
    candidates = [Candidate(one, f"{one}号", "viewer") for one in crowd]
    await city.store.submit(lambda s: people.admit(s, OPERATOR, city.programme, candidates, now))
    for one in crowd:
        city.telegram.add_user(one, f"{one}号")
    await city.asks(ZHAO, "/broadcast 明天停机维护一小时")
    city.telegram.say(ZHAO, "发出")
    await city.telegram.until(lambda: all(city.telegram.last_id(one) for one in crowd), 60)
    assert [one for one in city.refused() if one[0] == "sendMessage"] == []


async def test_what_goes_to_many_is_counted_as_telegram_counts_it(city: City) -> None:
    told = await city.asks(ZHAO, f"/broadcast {'😀' * 2000}")
    assert "太长了：4000个字" in told["text"]
    city.telegram.say(ZHAO, "发出")
    await city.delivered()
    assert [one for one in range(LI, ZHAO) if city.telegram.messages(one)] == []
    assert "发给" in (await city.asks(ZHAO, f"/broadcast {'😀' * 1700}"))["text"]
    city.telegram.say(ZHAO, "发出")
    await city.delivered()
    assert "😀" * 1700 in city.telegram.messages(LI)[-1]["text"]
    assert city.refused() == []


async def test_a_group_that_puts_the_bot_out_is_left_at_once(city: City) -> None:
    await city.allow(MEETING)
    city.telegram.kick(LI, MEETING)
    await city.settled()
    assert not await city.is_allowed(MEETING)
    assert await city.unreachable() == set()


async def test_a_group_that_mutes_the_bot_is_answered_again_once_it_may_speak(city: City) -> None:
    await city.allow(MEETING)
    me = city.telegram.bot.user_id
    city.telegram.restrict(ZHAO, MEETING, me, "text")
    city.telegram.say(LI, f"@zc_sandbox_bot {QUESTION}", chat_id=MEETING)
    await city.until(lambda: city.refused())
    assert await city.unreachable() == set()
    assert await city.is_allowed(MEETING)
    city.telegram.restrict(ZHAO, MEETING, me)
    assert ANSWER in (await city.asks(LI, f"@zc_sandbox_bot {QUESTION}", chat=MEETING))["text"]


async def test_a_group_that_puts_the_muted_bot_out_is_left_too(city: City) -> None:
    await city.allow(MEETING)
    city.telegram.restrict(ZHAO, MEETING, city.telegram.bot.user_id, "photos")
    city.telegram.place_bot(ZHAO, MEETING, "left")
    await city.settled()
    assert not await city.is_allowed(MEETING)


async def test_whoever_stops_the_bot_is_flagged_at_once_and_until_they_write_again(city: City) -> None:
    city.telegram.block(LI)
    await city.flags(LI)
    city.telegram.block(LI, blocked=False)
    assert ANSWER in (await city.asks(LI, QUESTION))["text"]
    await city.flags()


async def test_an_anonymous_admin_is_told_to_write_as_oneself_and_nothing_more(city: City) -> None:
    await city.allow(MEETING)
    told = await city.asks(ZHAO, f"@zc_sandbox_bot {QUESTION}", chat=MEETING, anonymous=True)
    assert "匿名" in told["text"]
    assert ANSWER not in told["text"]
    city.telegram.bot.private = False
    before = len(city.telegram.messages(MEETING))
    city.telegram.say(ZHAO, "大家好", chat_id=MEETING, anonymous=True)
    await city.delivered()
    assert len(city.telegram.messages(MEETING)) == before + 1


async def test_whoever_asks_as_a_channel_is_told_to_write_as_oneself(city: City) -> None:
    await city.allow(MEETING)
    city.telegram.add_channel(LI, CHANNEL, "双创快讯")
    told = await city.asks(LI, f"@zc_sandbox_bot {QUESTION}", chat=MEETING, channel=CHANNEL)
    assert "频道" in told["text"]
    assert ANSWER not in told["text"]
    before = len(city.telegram.messages(MEETING))
    city.telegram.bot.private = False
    city.telegram.say(LI, "今日要闻", chat_id=MEETING, channel=CHANNEL)
    await city.delivered()
    assert len(city.telegram.messages(MEETING)) == before + 1


async def test_an_anonymous_admin_who_asks_under_a_picture_is_told_the_same(city: City) -> None:
    await city.allow(MEETING)
    caption = f"@zc_sandbox_bot {QUESTION}"
    city.telegram.upload(ZHAO, "a.png", png(8, 8), "image/png", caption, MEETING, as_photo=True, anonymous=True)
    assert "匿名" in (await city.telegram.wait_for(MEETING, lambda message: True, 20, after=1))["text"]


async def test_an_invitation_typed_into_a_group_is_withdrawn_and_its_maker_told(city: City) -> None:
    def invite(session: Session) -> str:
        admin = people.find(session, ZHAO)
        assert admin is not None
        return admission.invite(session, admin, city.programme, "admin", (), city.clock.now()).token

    token = await city.store.submit(invite)
    city.telegram.add_user(700_001, "新来的")
    city.telegram.join(700_001, MEETING)
    city.telegram.say(700_001, f"/start@zc_sandbox_bot {token}", chat_id=MEETING)
    await city.telegram.wait_for(ZHAO, "邀请已作废", 20)
    assert city.telegram.messages(MEETING)[-1]["from"]["id"] == 700_001
    city.telegram.say(700_001, f"/start {token}")
    await city.delivered()
    assert await city.store.submit(lambda session: people.find(session, 700_001)) is None


async def test_a_bot_whose_inline_mode_is_off_is_told_where_to_switch_it_on(telegram: Telegram, address: str) -> None:
    assert await reach(telegram.token, address, None, 20) is None
    telegram.bot.inline = False
    assert "/setinline" in (await reach(telegram.token, address, None, 20) or "")


async def test_what_a_chat_tells_of_itself_and_a_moving_location_are_not_answered(city: City) -> None:
    telegram = city.telegram
    await city.asks(WANG, QUESTION)
    telegram.pin(WANG, telegram.last_id(WANG))
    telegram.set_timer(WANG, 60)
    telegram.set_background(WANG)
    telegram.location(WANG, 31.98, 120.89, live=900)
    place = telegram.last_id(WANG)
    for step in range(5):
        telegram.move(WANG, place, 31.98 + step / 100, 120.89)
    await city.delivered()
    answered = [each["text"] for each in telegram.messages(WANG) if each["from"]["is_bot"] and "text" in each]
    assert len([each for each in answered if "只认文字" in each]) == 1
    assert len(answered) == 2


async def test_an_inline_result_in_ones_own_chat_is_not_taken_as_typed(city: City) -> None:
    asked = city.telegram.inline(WANG, QUESTION)
    await city.until(lambda: city.telegram.inline_results(asked))
    query = city.telegram.updates.sent(asked)["inline_query"]["id"]
    city.telegram.choose(WANG, query, city.telegram.inline_results(asked)[0]["id"], Where(WANG))
    await city.delivered()
    (only,) = city.telegram.messages(WANG)
    assert only["via_bot"]["id"] == city.telegram.bot.user_id
    assert await city.failed() == 0


async def in_a_topic(city: City) -> int:
    """Let the bot into a forum of the group's people; returns a topic of it."""
    city.telegram.add_group(FORUM, "工作群", {LI, ZHAO}, forum=True, admins=(ZHAO,))
    await city.allow(FORUM)
    return city.telegram.open_topic(ZHAO, FORUM, "数据填报").thread_id


async def test_what_is_asked_in_a_topic_is_answered_in_it_with_its_picture(city: City) -> None:
    topic = await in_a_topic(city)
    city.telegram.say(LI, "@zc_sandbox_bot 通创高新占比走势", chat_id=FORUM, topic=topic)
    picture = await city.telegram.wait_for(FORUM, lambda message: "photo" in message, 20)
    answers = [each for each in city.telegram.messages(FORUM) if each["from"]["is_bot"]]
    assert picture in answers
    assert {each.get("message_thread_id") for each in answers} == {topic}


@pytest.mark.parametrize("kind", ["no_topic", "topic_closed"])
async def test_an_answer_whose_topic_is_gone_or_closed_is_told_outside_of_it(city: City, kind: str) -> None:
    topic = await in_a_topic(city)
    city.telegram.fail_next("sendMessage", kind, chat_id=FORUM)  # type: ignore[arg-type]
    answer = await city.asks(LI, f"@zc_sandbox_bot {QUESTION}", chat=FORUM, topic=topic)
    assert ANSWER in answer["text"]
    assert "message_thread_id" not in answer


async def test_an_answer_in_a_topic_that_its_admin_closed_meanwhile_is_told_outside_of_it(city: City) -> None:
    topic = await in_a_topic(city)
    city.telegram.close_topic(ZHAO, FORUM, topic)
    answer = await city.asks(ZHAO, f"@zc_sandbox_bot {QUESTION}", chat=FORUM, topic=topic)
    assert ANSWER in answer["text"]
    assert "message_thread_id" not in answer
    assert [(method, "TOPIC_CLOSED" in why) for method, why in city.refused()] == [("sendMessage", True)]
    city.telegram.close_topic(ZHAO, FORUM, topic, closed=False)
    again = await city.asks(LI, f"@zc_sandbox_bot {QUESTION}", chat=FORUM, topic=topic)
    assert again["message_thread_id"] == topic


async def test_a_tap_in_a_topic_is_answered_in_it(city: City) -> None:
    topic = await in_a_topic(city)
    answer = await city.asks(LI, f"@zc_sandbox_bot {QUESTION}", chat=FORUM, topic=topic)
    city.telegram.press(LI, answer["message_id"], find_button(answer, "看走势"), FORUM)
    told = await city.telegram.wait_for(FORUM, lambda message: True, 20, after=answer["message_id"])
    assert told["message_thread_id"] == topic


async def test_a_group_that_takes_no_media_is_told_so_in_place_of_the_picture(city: City) -> None:
    await city.allow(MEETING)
    city.telegram.forbid(MEETING, "photos", "documents")
    city.telegram.say(LI, "@zc_sandbox_bot 通创高新占比走势", chat_id=MEETING)
    await city.telegram.wait_for(MEETING, "图和文件发不到本群", 20)


async def test_a_group_that_takes_no_media_is_never_told_of_a_table_that_does_not_come(city: City) -> None:
    await city.allow(MEETING)
    city.telegram.forbid(MEETING, "photos", "documents")
    city.telegram.say(LI, "/export", chat_id=MEETING)
    await city.delivered()
    (told,) = [each["text"] for each in city.telegram.messages(MEETING) if each["from"]["is_bot"]]
    assert "私聊" in told
    assert "见下面" not in told


async def test_a_tap_under_an_inline_message_stops_turning(city: City) -> None:
    city.telegram.press_inline(LI, "x")
    await city.until(lambda: city.telegram.toasts_of(LI))
    await city.settled()
    assert await city.failed() == 0


async def test_a_menu_is_set_when_a_role_changes_and_with_the_first_update_of_any_kind(city: City) -> None:
    def commands(person: int) -> list[str]:
        return [each["command"] for each in menu_for(city.telegram, person, {"id": person, "type": "private"}, "zh")]

    city.telegram.sticker(LIU, "👍")
    await city.until(lambda: "review" in commands(LIU))
    raised = Candidate(LI, "李敏", "reviewer")
    await city.store.submit(lambda s: people.admit(s, OPERATOR, city.programme, [raised], city.clock.now()))
    await city.asks(LI, "/start")
    await city.until(lambda: "review" in commands(LI))
    await city.store.submit(lambda s: people.remove(s, OPERATOR, LI, city.clock.now()))
    assert LI in await city.store.submit(lambda s: people.menus_due(s, 20))


async def test_who_is_not_admitted_sees_only_how_to_begin(city: City) -> None:
    def commands(chat: int, kind: str) -> list[str]:
        return [each["command"] for each in menu_for(city.telegram, LI, {"id": chat, "type": kind}, "zh")]

    await city.until(lambda: commands(STRANGER, "private") == ["start"])
    await city.until(lambda: "status" in commands(MEETING, "supergroup"))
