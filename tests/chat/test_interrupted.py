"""What is awaited and left for a command, a button or another order: it is said, and a button goes on with it."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_reminding import MORNING
from tests.chat.test_review import looks_at, reports
from zc_bot.chat import actions as do
from zc_bot.chat.asking.interrupted import INTERRUPTED
from zc_bot.chat.codec import Action, encode
from zc_bot.chat.features import FEATURES
from zc_bot.storage import dialogues

AWAITED: tuple[tuple[int, Action, str], ...] = (
    (11, do.AwaitRefusal("tongchuang", "employees", 2019), "原因没有告诉别人"),
    (11, do.AwaitUntil(2019), "提醒没有推迟"),
    (11, do.AwaitShowing("what"), "刚才的还没写内容"),
    (13, do.AwaitReason(1), "没有退回"),
    (13, do.AwaitReasonFor((1, 2)), "没有退回"),
    (13, do.AwaitRemark(1), "意见没有发给填报人"),
    (13, do.AwaitShowingReason(1), "没有退回"),
    (13, do.AwaitProof(1), "证明材料先不等了"),
    (14, do.AwaitDeadline(2019), "2019年的截止时间没有改"),
    (14, do.AwaitDaysOff(2020), "2020年的放假安排没有存"),
    (14, do.AwaitEnd(2019), "2019年度没有结束"),
    (14, do.AwaitMessage(), "通知没有发出"),
    (14, do.AwaitSend("请大家快报"), "通知没有发出"),
    (14, do.AwaitErase(11), "没有抹去任何人的信息"),
)


def awaited_by(chat: Chat) -> dialogues.Press | None:
    return chat.store.read(lambda session: dialogues.load_prompt(session, chat.person, chat.now))


def awaits(chats: Chats, person: int, prompt: Action) -> Chat:
    chat = chats.of(person)
    chat.store.write(lambda session: dialogues.save_prompt(session, person, *encode(prompt), chat.now))
    return chat


def test_every_prompt_says_what_became_of_it_when_it_was_left() -> None:
    assert set(INTERRUPTED) == set(FEATURES.by_prompt) == {type(prompt) for _, prompt, _ in AWAITED}
    for _, prompt, _ in AWAITED:
        again = INTERRUPTED[type(prompt)].again(prompt)
        assert isinstance(again, do.RunCommand) or type(again) in FEATURES.by_button


@pytest.mark.parametrize(("person", "prompt", "said"), AWAITED)
def test_a_command_says_what_it_left(chats: Chats, person: int, prompt: Action, said: str) -> None:
    chat = awaits(chats, person, prompt)
    answered = chat.says("/help")
    assert said in answered.split("\n")[0]
    assert awaited_by(chat) is None
    assert said not in chat.says("/help"), "it is said once"


@pytest.mark.parametrize(("person", "prompt", "said"), AWAITED)
def test_a_button_says_what_it_left(chats: Chats, person: int, prompt: Action, said: str) -> None:
    chat = chats.of(person)
    chat.says("/language")
    awaits(chats, person, prompt)
    assert said in chat.taps("中文")
    assert awaited_by(chat) is None


@pytest.mark.parametrize(
    ("begins", "then"),
    [
        ("/broadcast 请大家快报", "请大家快报\n——赵磊"), ("/broadcast", "请打字写"),
        ("/deadline 2019 结束", "打字发送“结束”"),
        ("延期", "2019年数据延到哪一天"), ("放假安排", "粘贴"),
    ],
)
def test_it_is_gone_on_with_by_a_tap(chats: Chats, begins: str, then: str) -> None:
    chats.now = MORNING
    boss = chats.of(14)
    boss.says(begins)
    waits = awaited_by(boss)
    boss.says("/briefing 9999")
    assert then in boss.taps("接着刚才的")
    assert awaited_by(boss) == waits


def test_another_order_in_words_says_what_it_left(chats: Chats) -> None:
    chats.now = MORNING
    boss = chats.of(14)
    boss.says("/broadcast 请大家快报")
    answered = boss.says("延期")
    assert answered.startswith("通知没有发出")
    assert "2019年数据延到哪一天" in answered


def test_a_reason_that_was_left_is_asked_for_again(chats: Chats) -> None:
    reporter, reviewer = chats.of(11), chats.of(13)
    reports(reporter)
    looks_at(reviewer, "高新产值")
    reviewer.taps("退回")
    looks_at(reviewer, "总产值")
    assert awaited_by(reviewer) is None
    looks_at(reviewer, "高新产值")
    reviewer.taps("退回")
    reviewer.says("/health 9")
    assert "写明原因" in reviewer.taps("接着刚才的")
    reviewer.says("口径不对，请剔除园区外企业")
    assert "已退回" in reviewer.taps("确认退回")


@pytest.mark.parametrize(
    ("person", "begins", "answers"),
    [(14, "延期", "不改了"), (14, "/broadcast 请大家快报", "不发"), (14, "/deadline 2019 结束", "不改了")],
)
def test_what_answers_it_says_nothing_more(chats: Chats, person: int, begins: str, answers: str) -> None:
    chats.now = MORNING
    chat = chats.of(person)
    chat.says(begins)
    chat.taps(answers)
    assert "先做别的了" not in "".join(reply.text for reply in chat.last)


def test_a_second_tap_of_the_same_button_leaves_it_awaited(chats: Chats) -> None:
    """Telegram's clients send a tap twice; the second is of a used button."""
    boss = chats.of(14)
    boss.says("/broadcast 请大家快报")
    some = next(data for label, data in boss.buttons.items() if "审核" in label)
    boss.taps_data(some)
    waits = awaited_by(boss)
    assert waits is not None
    boss.taps_data(some)
    assert boss.toast == "已经处理过了"
    assert awaited_by(boss) == waits


def test_what_is_done_in_a_group_leaves_what_is_awaited_in_private(chats: Chats) -> None:
    boss = chats.of(14)
    boss.says_in(-5, "/status")
    boss.taps_in(-5, "启用")
    boss.says_in(-5, "谁没报")
    group = dict(boss.buttons)
    boss.says("/broadcast 请大家快报")
    waits = awaited_by(boss)
    boss.buttons = group
    said = boss.taps_in(-5, next(iter(group)))
    assert "通知没有发出" not in said
    assert awaited_by(boss) == waits


def test_of_what_is_put_together_for_the_page_it_is_said_whether_it_is_kept(chats: Chats) -> None:
    chat = chats.of(11)
    chat.says("/progress")
    chat.taps("经验做法")
    chat.taps("通创社区")
    assert chat.says("/status").startswith("刚才的还没写内容，没有保存")
    chat.says("/progress")
    chat.taps("经验做法")
    chat.taps("通创社区")
    chat.says("一网通办")
    assert chat.says("/status").startswith("刚才的内容还没交：填好的都留着")
    chat.says("/language")
    assert "一网通办" in chat.says("/progress")
