"""What is said otherwise than as a plain text: commands in words, captions, edits; each does what the text would."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.chat.conftest import UPDATES, Chats
from zc_bot.chat.incoming import Incoming
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import figures, groups, own_reminders, people
from zc_bot.storage.attachments import File
from zc_bot.storage.observations import Entry
from zc_bot.storage.store import Session
from zc_bot.texts.catalog import without_html

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
REPORTER, VIEWER, REVIEWER, ADMIN = 11, 12, 13, 14
GROUP = -100
PHOTO = File("图.jpg", "f" * 64, 9)
NOT_UNDERSTOOD = "我只回答众创社区的数据和政策"


@pytest.fixture(autouse=True)
def allowed(chats: Chats) -> None:
    chats.store.write(lambda session: groups.allow(session, OPERATOR, GROUP, chats.now))


WORDS = [
    ("审核队列", "/review"), ("看看审核队列", "/review"), ("有哪些待审核的？", "/review"),
    ("review queue", "/review"),
    ("我报过什么", "/mine"), ("我上报过什么", "/mine"), ("What have I reported?", "/mine"),
    ("邀请", "/people invite"), ("我要邀请新人", "/people invite"), ("invite someone", "/people invite"),
    ("審計記錄", "/audit"), ("机器人运行情况", "/health"), ("群发通知", "/broadcast"),
    ("切换到英文", "/language en"), ("请换成英文。", "/language en"), ("switch to Chinese", "/language zh"),
    ("切换语言", "/language"), ("说英文吧，谢谢", "/language en"),
    ("switch to English, please", "/language en"), ("邀请一位同事", "/people invite"),
]


@pytest.mark.parametrize("group", [0, GROUP], ids=["private", "group"])
def test_a_command_in_words_does_what_the_command_does_there(chats: Chats, group: int) -> None:
    admin = chats.of(ADMIN)
    for words, command in WORDS:
        said = [admin.says_in(group, text) if group else admin.says(text) for text in (words, command)]
        assert said[0] == said[1], words
        assert NOT_UNDERSTOOD not in said[0], words
        assert ("只在私聊里用" in said[0] or "in private only" in said[0]) == bool(
            group and not command.startswith("/language")
        ), words
        admin.says("/language zh")


def test_who_may_not_hears_nothing_of_such_a_command(chats: Chats) -> None:
    viewer = chats.of(VIEWER)
    for words in ("邀请", "我报过什么", "群发通知"):
        for said in (viewer.says(words), viewer.says_in(GROUP, words)):
            assert NOT_UNDERSTOOD in said or "您是问这个吗" in said, words


def test_a_word_of_a_command_inside_a_longer_text_is_none(chats: Chats) -> None:
    reviewer = chats.of(REVIEWER)
    for text in ("审核过的从业人员有多少", "邀请函发了吗", "通创审核了吗"):
        assert reviewer.says(text) != reviewer.says("/review")


SAID_IN_A_GROUP = {
    "改截止时间请私聊我再发一次；这里发 /deadline 只能看。", "/deadline 只在私聊里用，请私聊我再发一次。",
}


def test_a_later_deadline_in_a_group_is_what_the_command_says_of_it_there(chats: Chats) -> None:
    for text in ("把截止日期延到2020-03-10", "截止延期一周", "/deadline 2019 2020-03-10"):
        assert chats.of(ADMIN).says_in(GROUP, text) in SAID_IN_A_GROUP
        assert "2月3日（周一）18:00截止填报2019年度数据" in chats.of(VIEWER).says_in(GROUP, text)
    assert "2月3日" in chats.of(ADMIN).says_in(GROUP, "/deadline")


def test_a_caption_goes_the_way_a_text_goes(chats: Chats) -> None:
    for person in (REPORTER, VIEWER, REVIEWER, ADMIN):
        for text in ("/check 通创", "/help", "/nonsense", "通创2019年高新占比多少？", "审核队列", "谁没报"):
            chat = chats.of(person)
            for kind, file in (("photo", ""), ("document", "图.jpg"), ("other", "")):
                said = chat.sends(kind, text=text, file_name=file)
                if person == REPORTER and text == "审核队列" and kind != "other":
                    assert "还没有可附的填报" in said, "no command of theirs, and a remark on a file"
                    continue
                beside = "" if kind == "other" else "\n只看了文字，图片或文件没有收。"
                assert said == chat.says(text) + beside, (person, text, kind)


def test_a_value_under_a_picture_answers_the_question_for_it(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    chat.says("/report 通创 2019")
    asked = chat.says("从业人员")
    assert "从业人员" in asked
    said = chat.sends("photo", text="3200人", attached=PHOTO)
    assert "3200" in said.replace(",", "")
    assert "已收下1个附件" in said


def test_a_wish_under_a_picture_is_kept(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    said = chat.sends("photo", text="提醒我明天上午九点报数", attached=PHOTO)
    assert "1月15日" in said
    assert reminders(chats, REPORTER) == 1


def reminders(chats: Chats, person: int) -> int:
    def count(session: Session) -> int:
        who = people.find(session, person)
        assert who is not None
        return own_reminders.count(session, who)

    return chats.store.read(count)


def edits(chats: Chats, person: int, text: str, chat: int = 0) -> str:
    private = chat == 0
    incoming = Incoming(next(UPDATES), "edited", chat or person, person, private=private, text=text)
    response = chats.store.write(lambda session: chats.conversation.respond(session, incoming, chats.now))
    return "\n".join(without_html(reply.text) for reply in response.replies)


@pytest.mark.parametrize("group", [0, GROUP], ids=["private", "group"])
@pytest.mark.parametrize("person", [REPORTER, VIEWER, REVIEWER, ADMIN])
def test_an_edit_into_a_command_is_answered_or_told_to_be_sent_anew(chats: Chats, group: int, person: int) -> None:
    chat = chats.of(person)
    for command in ("deadline", "help", "check", "review", "audit", "nonsense"):
        typed = chat.says_in(GROUP, f"/{command}") if group else chat.says(f"/{command}")
        assert edits(chats, person, f"/{command}", group).split("\n")[0] in typed, command
    for command in ("link", "language", "language en", "remind", "remind 明天上午 报数"):
        name = command.split()[0]
        assert edits(chats, person, f"/{command}", group) == f"改过的消息不执行 /{name}。请重新发一条。"
    assert edits(chats, person, "切换到英文", group) == "改过的消息不执行 /language。请重新发一条。"
    assert reminders(chats, person) == 0


def test_an_edit_tells_a_viewer_nothing_of_figures(chats: Chats) -> None:
    for text in ("你好", "通创 2019 从业人员 3200人", "提醒我明天上午报数", "/report"):
        said = edits(chats, VIEWER, text)
        assert said
        assert "已提交" not in said, text


NOT_NOTED = "的数没有记进填报"


class TestFiguresOfACaption:
    """A figure under a picture is taken like one that is typed, or it is said that it was not."""

    @pytest.mark.parametrize("caption", ["从业人员5300人", "从业5300", "总产值71.2亿，从业5300人"])
    def test_a_caption_of_nothing_but_figures_goes_into_the_open_report(self, chats: Chats, caption: str) -> None:
        reporter = chats.of(REPORTER)
        reporter.says("通创 2019 高新产值 45.6亿")
        said = reporter.sends("photo", text=caption, file_name="photo.jpg", attached=PHOTO)
        assert "从业人员：5,300人" in said
        assert "已收下1个附件" in said

    @pytest.mark.parametrize("caption", ["从业人员5300人的花名册照片", "花名册照片，从业5300人"])
    def test_a_remark_with_a_figure_is_kept_and_its_figure_offered(self, chats: Chats, caption: str) -> None:
        reporter = chats.of(REPORTER)
        reporter.says("通创 2019 高新产值 45.6亿")
        said = reporter.sends("photo", text=caption, file_name="photo.jpg", attached=PHOTO)
        assert "已收下1个附件" in said
        assert NOT_NOTED in said
        assert "从业" in reporter.taps("记下")

    @pytest.mark.parametrize("caption", ["花名册照片", "第3页", "2019年的证明", ""])
    def test_a_remark_without_one_says_nothing_of_figures(self, chats: Chats, caption: str) -> None:
        reporter = chats.of(REPORTER)
        reporter.says("通创 2019 高新产值 45.6亿")
        assert NOT_NOTED not in reporter.sends("photo", text=caption, file_name="photo.jpg", attached=PHOTO)


@pytest.mark.parametrize("text", ["观音山84", "观音山呢84", "观音山也是125", "观音山是84"])
def test_a_number_that_an_answer_made_no_use_of_is_not_passed_over(chats: Chats, text: str) -> None:
    reporter = chats.of(REPORTER)
    reporter.says("通创 2019 初创125")
    assert NOT_NOTED in reporter.says(text)


@pytest.mark.parametrize("text", ["观音山2018年呢", "观音山呢", "观音山R5"])
def test_years_and_numbers_of_requirements_are_made_use_of(chats: Chats, text: str) -> None:
    reporter = chats.of(REPORTER)
    reporter.says("通创 2019 初创125")
    assert NOT_NOTED not in reporter.says(text)


@pytest.mark.parametrize("text", ["固定项目同去年", "固定项目都没变化", "其余跟去年一样"])
def test_fixed_figures_as_last_year_begin_a_report_of_ones_own(chats: Chats, text: str) -> None:
    """Who reports for several is asked which one; nothing is said of how it is done in its place."""
    programme, before = chats.conversation.rules.programme, [Entry("xincailiao", "incubators", 2018, Decimal(4))]
    chats.store.write(
        lambda s: figures.record(
            s, OPERATOR, programme, before, operation="before", way="import", now=chats.now, approve=True
        )
    )
    said = chats.of(15).says(text)
    assert "没写年份，记在2019年" in said
    assert "孵化器：4个，同去年" in said
    assert "填报哪个社区" in chats.of(REPORTER).says(text)


def test_what_is_filled_in_behind_a_name_is_no_question_in_english_either(chats: Chats) -> None:
    """It was answered with the communities that have full coverage."""
    said = chats.of(15).says("Wi-Fi: full coverage")
    assert "100" in said or "记下" in str(chats.of(15).buttons)
    assert "社区2018年" not in said


def test_a_wish_to_be_reminded_is_no_reason_wherever_its_time_stands(chats: Chats) -> None:
    reporter = chats.of(REPORTER)
    chats.store.write(
        lambda s: figures.record(
            s, OPERATOR, chats.conversation.rules.programme, [Entry("tongchuang", "employees", 2018, Decimal(5200))],
            operation="before", way="import", now=chats.now, approve=True,
        )
    )
    for text in ("明天上午10点提醒我", "提醒我明天上午10点报"):
        assert "说明原因" in reporter.says("通创 2019 从业人员9900")
        assert "已设提醒" in reporter.says(text)
    assert "原因：周五报到情况提醒我们后上调" in reporter.says("周五报到情况提醒我们后上调")


@pytest.mark.parametrize("text", ["确认", "确认提交", "confirm"])
def test_confirming_what_is_not_there_is_said_to_confirm_nothing(chats: Chats, text: str) -> None:
    reporter = chats.of(REPORTER)
    reporter.says("通创 2019 高新产值45.6亿")
    reporter.taps("确认")
    assert "没有等着提交的数" in reporter.says(text)


def test_what_was_handed_in_is_taken_back_beside_the_fixed_items_of_another_report(chats: Chats) -> None:
    """撤回 said nothing of it there: found by the clerk beside the bot."""
    reporter = chats.of(REPORTER)
    chats.store.write(
        lambda s: figures.record(
            s, OPERATOR, chats.conversation.rules.programme, [Entry("tongchuang", "incubators", 2018, Decimal(4))],
            operation="before", way="import", now=chats.now, approve=True,
        )
    )
    reporter.says("通创 2019 高新产值45.6亿")
    reporter.taps("确认")
    reporter.says("/report 通创 2019")
    reporter.taps("固定项目")
    assert "撤回编号000002？" in reporter.says("撤回")
    assert "已撤回1项" in reporter.taps("确认撤回")
