"""Progress with photos, and stories: put together in a few taps, reviewed, shown, taken back."""

from __future__ import annotations

import io
import os
import re
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest
import segno

from tests.chat.conftest import Chat, Chats
from zc_bot.chat.conversation import Conversation
from zc_bot.chat.incoming import Incoming, Pictured
from zc_bot.chat.showing.contact import contact_in
from zc_bot.chat.showing.draft import read_field
from zc_bot.chat.turn import Site
from zc_bot.errors import NotAllowed
from zc_bot.evaluation.showing import Showing, Told, approved
from zc_bot.policy.roles import ONLOOKER, OPERATOR
from zc_bot.storage import attachments, audit, dialogues, erasing, housekeeping, people, showing, site
from zc_bot.storage.backup import keeping
from zc_bot.storage.backup.soundness import attachments_of
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.showing import Stored
from zc_bot.submission.reasons import LONGEST_REASON

REPORTER, VIEWER, REVIEWER, ADMIN, OTHER, LEAD = 11, 12, 13, 14, 15, 16
NUMBERS = count(1)


def picture(**fields: object) -> dict[str, object]:
    number = next(NUMBERS)
    stored = Stored(f"{number:064x}", 1000 + number, f"{number + 10**6:064x}", 100, 1600, 1200)
    return {"pictured": Pictured(stored), **fields}


def photo(chat: Chat, caption: str = "", album: str = "") -> str:
    return chat.sends("photo", text=caption, **picture(album=album))


def tells(chat: Chat, what: str = "主体结构已经封顶") -> str:
    """Hand in a line of progress of 通创 with two photos."""
    chat.says("/progress 通创")
    photo(chat, "正面", "a1")
    photo(chat, "背面", "a1")
    chat.says("科技园二期")
    chat.taps("封顶")
    chat.taps("昨天")
    chat.says(what)
    chat.taps("没有点名")
    return chat.taps("提交审核")


def shown(chats: Chats) -> tuple[Showing, ...]:
    return approved(chats.store.read(lambda s: showing.load(s, ONLOOKER)))


def test_progress_is_told_in_a_few_taps_and_shown_once_approved(chats: Chats) -> None:
    reporter, reviewer = chats.of(REPORTER), chats.of(REVIEWER)
    assert "已提交，待市里审核" in tells(reporter)
    assert shown(chats) == ()
    (told,) = reviewer.receives()
    assert "待审核，王芳报" in told
    assert "照片：2张（正面、背面）" in told
    seen = reviewer.taps("去审核")
    assert seen.startswith("照片 1/2　正面\n照片 2/2　背面")
    assert [one.document.shown for one in reviewer.last if one.document is not None] == [True, True]
    assert "刘洋　取附件：第1条展示内容" in chats.of(ADMIN).says("/audit 刘洋")
    assert "开始展示" in reviewer.taps("通过并展示")
    (one,) = shown(chats)
    assert (one.told.place, one.told.milestone, one.told.day) == ("科技园二期", "封顶", date(2020, 1, 13))
    assert [shot.caption for shot in one.told.photos] == ["正面", "背面"]
    assert any("已通过，开始展示" in text for text in reporter.receives())
    for asked in ("最近有什么新进展", "这周有什么新动态", "通创这周有什么变化"):
        assert "新展示1条形象进度和故事：通创 形象进度 封顶" in chats.of(VIEWER).says(asked)
    assert "新展示" not in chats.of(VIEWER).says("海安这周有什么变化")
    assert "新展示" not in chats.of(VIEWER).says("上个月有什么变化")


@pytest.mark.parametrize(
    "said",
    ["报进度", "拍一张", "report progress", "我要报形象进度", "传几张现场照片", "请帮我上报一下建设进度",
     "I want to upload some photos"],
)
def test_it_begins_with_words_too(chats: Chats, said: str) -> None:
    assert "哪个社区" in chats.of(REPORTER).says(said)
    assert "哪个社区" not in chats.of(VIEWER).says(said)


@pytest.mark.parametrize("said", ["报通创的形象进度", "通创传照片", "upload photos of Tongchuang"])
def test_it_begins_with_the_community_that_is_named(chats: Chats, said: str) -> None:
    assert "请发照片" in chats.of(REPORTER).says(said)


@pytest.mark.parametrize(
    "said", ["/progress 通创", "/progress 通创 封顶", "报通创的形象进度", "upload photos of Tongchuang"],
)
def test_anothers_community_is_refused_by_name_and_never_replaced_by_ones_own(chats: Chats, said: str) -> None:
    chat = chats.of(OTHER)
    answer = chat.says(said)
    assert "通创社区不归您报" in answer
    assert "新材料" in answer.partition("不归您报")[2]
    assert chats.store.read(lambda s: showing.load_draft(s, OTHER, chats.now)) is None
    assert "请发照片" in chat.taps("报进度"), "their own one"


def test_a_name_that_begins_like_another_is_its_own(chats: Chats) -> None:
    assert chats.of(OTHER).says("/progress 通州湾 封顶").startswith("通州湾众创社区不归您报"), "not 通州 too"


def test_a_photo_of_anothers_community_begins_nothing(chats: Chats) -> None:
    assert "通创社区不归您报" in photo(chats.of(OTHER), "报进度 通创")
    assert chats.store.read(lambda s: showing.load_draft(s, OTHER, chats.now)) is None


def test_a_word_that_names_no_community_is_asked_about_though_only_one_is_ones_own(chats: Chats) -> None:
    assert "没看懂是哪个社区" in chats.of(OTHER).says("/progress 某某园")


@pytest.mark.parametrize("said", ["别报形象进度", "通创形象进度怎么样", "谁报的进度", "没报进度的有谁"])
def test_what_is_denied_or_asked_begins_nothing(chats: Chats, said: str) -> None:
    chats.of(REPORTER).says(said)
    assert chats.store.read(lambda s: showing.load_draft(s, REPORTER, chats.now)) is None


def test_an_album_is_answered_once_and_all_of_it_is_taken(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    chat.says("/progress 通创")
    assert "收到照片（通创社区）" in photo(chat, "正面", "a1")
    assert photo(chat, "", "a1") == ""
    assert photo(chat, "背面", "a1") == ""
    assert "共4张" in photo(chat, "侧面")
    for label in ("不填", "不填", "今天"):
        chat.taps(label)
    chat.says("主体结构已经封顶")
    assert "照片：4张（正面、背面、侧面）" in chat.taps("没有点名")


def test_a_photo_with_the_words_under_it_begins_by_itself(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    sent = Incoming(1, "photo", REPORTER, REPORTER, text="报进度")
    assert chats.store.read(lambda s: chats.conversation.use_of_file(s, sent, chats.now)) == "photo"
    assert "哪个社区" in photo(chat, "报进度")
    assert "拍的是哪里" in chat.taps("观音山")


@pytest.mark.parametrize(
    ("caption", "kept"),
    [("报进度 主体结构封顶", "主体结构封顶"), ("报进度：通创科技园主体封顶", "通创科技园主体封顶"),
     ("/progress 通创 封顶", "通创 封顶"),
     ("拍一张主体结构封顶的照片", "拍一张主体结构封顶的照片"), ("报进度 通创", ""), ("报通创的形象进度", ""),
     ("/progress 通创", "")],
)
def test_what_a_caption_says_beside_the_words_that_begin_is_kept(chats: Chats, caption: str, kept: str) -> None:
    chat = chats.of(REPORTER)
    sent = Incoming(1, "photo", REPORTER, REPORTER, text=caption)
    assert chats.store.read(lambda s: chats.conversation.use_of_file(s, sent, chats.now)) == "photo"
    said = photo(chat, caption)
    if "哪个社区" in said:
        chat.taps("通创")
    for label in ("不填", "不填", "今天"):
        chat.taps(label)
    chat.says("内部装修开始了")
    assert ("照片：1张（" + kept + "）" if kept else "照片：1张\n") in chat.taps("没有点名")


def test_a_photo_of_another_of_ones_communities_does_not_join_what_is_open(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    chat.says("/progress 通创")
    assert "另一个社区" in photo(chat, "报进度 观音山 封顶")
    assert "共1张" in photo(chat, "与观音山合作签约"), "which names it only"


def test_a_caption_serves_as_the_sentence_only_where_it_is_one(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    chat.says("/progress 通创")
    photo(chat, "好")
    for label in ("不填", "不填", "今天"):
        chat.taps(label)
    assert "太短" in chat.taps("用照片说明")
    assert "都同意公开吗" in chat.says("主体结构已经封顶")


def test_what_is_open_is_shown_first_and_never_given_up_unasked(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    chat.says("/progress")
    chat.taps("突出企业")
    chat.taps("通创社区")
    chat.says("某某科技")
    photo(chat)
    for said in ("/progress", "/progress 观音山", "报进度", "报一个突出人物"):
        answer = chat.says(said)
        assert "没报完的一条：通创 突出企业 某某科技，照片1张" in answer, said
        assert "突出在哪里" in answer, said
    assert "先放着，没有提交：通创 突出企业" in chat.says("取消")
    assert "没报完的一条" in chat.says("/progress")
    assert "先放着" in chat.says("/cancel")
    chat.says("/progress")
    assert "已放弃" in chat.says("放弃")
    assert "哪个社区" in chat.says("突出人物")
    assert chat.says("/progress").startswith("报形象进度和故事"), "nothing was told yet"


@pytest.mark.parametrize("said", ["/cancel", "取消"])
def test_what_holds_its_place_alone_is_given_up_and_said_to_be(chats: Chats, said: str) -> None:
    chat = chats.of(REPORTER)
    chat.says("/progress 观音山")
    answer = chat.says(said)
    assert answer.startswith("已放弃，没有提交")
    assert "接着报" not in answer
    assert chats.store.read(lambda s: showing.load_draft(s, REPORTER, chats.now)) is None


def test_a_photo_of_a_report_still_goes_with_the_report(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    chat.says("通创 2019 高新产值 45.6亿")
    chat.taps("确认")

    def use(**fields: object) -> str | None:
        sent = Incoming(1, "photo", REPORTER, REPORTER, **fields)  # type: ignore[arg-type]
        return chats.store.read(lambda s: chats.conversation.use_of_file(s, sent, chats.now))

    assert use() == "attachment"
    chat.says("/progress 通创")
    assert use() == "photo"
    assert use(text="000001") == "attachment", "its caption names the report"
    chats.now = chat.now = chats.now.replace(hour=chats.now.hour + 1)
    assert use() == "attachment", "what was begun an hour ago"


def test_a_picture_of_a_kind_that_is_not_shown_is_named_where_a_photo_was_wanted(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    chat.says("/progress 通创")
    assert "不是能用的照片" in chat.sends("document", file_name="工地.gif")


def test_a_photo_that_was_fetched_for_what_was_left_meanwhile_begins_anew(chats: Chats) -> None:
    assert "收到照片" in photo(chats.of(REPORTER))


@pytest.mark.parametrize(
    ("error", "says"),
    [("no_photo", "不是能用的照片"), ("too_large", "照片太大"), ("not_fetched", "没有取到"), ("too_small", "看不清")],
)
def test_a_file_that_is_no_photo_is_named_and_the_rest_stays(chats: Chats, error: str, says: str) -> None:
    chat = chats.of(REPORTER)
    chat.says("/progress 通创")
    photo(chat, "正面", "a1")
    assert says in chat.sends("photo", pictured=Pictured(error=error), album="a1")  # type: ignore[arg-type]
    chat.says("科技园二期")
    for label in ("不填", "今天"):
        chat.taps(label)
    chat.says("主体结构已经封顶")
    assert "照片：1张" in chat.taps("没有点名")


def test_pictures_of_other_kinds_are_told_before_they_are_fetched(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    chat.says("/progress 通创")
    sent = Incoming(1, "document", REPORTER, REPORTER, file_name="a.HEIC")
    assert chats.store.read(lambda s: chats.conversation.use_of_file(s, sent, chats.now)) is None
    assert "HEIC格式的文件看不了" in chat.sends("document", file_name="a.HEIC")
    assert "请发 JPG" in chat.sends("document", file_name="a.GIF")


@pytest.mark.parametrize(
    ("said", "value", "fault"),
    [
        ("今天", "2020-01-14", None), ("前天", "2020-01-12", None), ("1月3日", "2020-01-03", None),
        ("11月20日", "2019-11-20", None), ("2019.8.1", "2019-08-01", None), ("２０１９－８－１", "2019-08-01", None),
        ("Nov 20", "2019-11-20", None), ("20 November 2019", "2019-11-20", None), ("11月20号", "2019-11-20", None),
        ("2020-02-01", "", "future"), ("2月30日", "", "day"), ("上个月", "", "day"), ("13月1日", "", "day"),
    ],
)
def test_a_day_is_one_that_is_past(said: str, value: str, fault: str | None) -> None:
    assert read_field("day", said, date(2020, 1, 14)) == (value, fault)


def test_what_does_not_fit_is_said_and_asked_again(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    chat.says("/progress 通创")
    assert "这里要照片" in chat.says("科技园二期")
    chat.taps("没有照片")
    assert "最多60个字" in chat.says("很" * 61)
    assert "拍的是哪里" not in chat.says("跳过")
    chat.says("封顶")
    assert "没看懂日期" in chat.says("不久以前")
    chat.taps("今天")
    assert "太短" in chat.says("好")
    chat.says("主体结构已经封顶")
    assert "请核对" in chat.taps("没有点名")


def test_a_question_beside_it_is_answered_and_the_draft_waits(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    chat.says("/progress 通创")
    chat.taps("没有照片")
    assert "截止" in chat.says("什么时候截止？")
    assert "高新产值" in chat.says("通创 2019 高新产值 45.6亿"), "figures are reported, and shown nowhere"
    chat.says("取消")
    chat.says("/progress")
    assert "到了哪个节点" in chat.says("科技园二期")
    for said in ("不填", "今天"):
        chat.taps(said)
    assert "截止" in chat.says("什么时候截止？")
    assert "zc.example" in linked(chats).of(REPORTER).says("把链接发我")
    assert "都同意公开吗" in chat.says("主体结构已经封顶")


def test_a_field_is_changed_on_the_preview_and_what_was_previewed_is_handed_in(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    chat.says("/progress 通创")
    for label in ("没有照片", "不填", "不填", "今天"):
        chat.taps(label)
    chat.says("主体结构已经封顶")
    chat.taps("没有点名")
    submit = next(data for label, data in chat.buttons.items() if "提交审核" in label)
    chat.taps("改说明")
    chat.says("内部装修开始了")
    assert "内部装修开始了" in chat.taps("没有点名")
    assert "内容刚改过" in chat.taps_data(submit)
    chat.taps("提交审核")
    chat.taps_data(submit)
    (one,) = chats.store.read(lambda s: showing.load(s, OPERATOR))
    assert one.told.what == "内部装修开始了"


def test_a_person_is_named_only_where_they_agreed(chats: Chats) -> None:
    chat = chats.of(LEAD)
    chat.says("/progress")
    chat.taps("突出人物")
    chat.taps("通创社区")
    chat.says("李小明，某某科技创始人")
    chat.says("带队做出国内首台样机")
    assert "都同意公开吗" in chat.taps("没有照片")
    assert "没有点名" not in chat.buttons
    assert "没有本人同意" in chat.says("还没有问过")
    assert "本人已同意公开" in chat.taps("本人已同意")
    assert "已提交" in chat.taps("提交审核")


@pytest.mark.parametrize(
    "said",
    ["本人已同意", "同意了", "他们都已经同意公开了", "都征得本人同意", "they all agreed", "with their consent"],
)
def test_consent_is_typed_in_ones_own_words(said: str) -> None:
    assert read_field("agreed", said, date(2020, 1, 14)) == ("yes", None)


@pytest.mark.parametrize("said", ["没有点名", "没有点到任何人", "里面没有人名", "nobody is named", "No names"])
def test_that_nobody_is_named_is_typed_in_ones_own_words(said: str) -> None:
    assert read_field("agreed", said, date(2020, 1, 14)) == ("", None)


@pytest.mark.parametrize(
    "said", ["不同意", "还没同意", "同意了吗", "他没有同意", "是的", "没有", "they did not agree"]
)
def test_what_is_no_consent_is_taken_for_none(said: str) -> None:
    assert read_field("agreed", said, date(2020, 1, 14)) == ("", "agreed")


def test_progress_asks_for_the_consent_of_whom_it_names_too(chats: Chats) -> None:
    chat, reviewer = chats.of(REPORTER), chats.of(REVIEWER)
    chat.says("/progress 通创")
    for said in ("没有照片", "不填", "不填", "今天"):
        chat.says(said)
    assert "都同意公开吗" in chat.says("李小明带队完成主体结构")
    assert "没有本人同意" in chat.says("没有同意")
    assert "本人已同意公开" in chat.says("本人已同意")
    assert "一句话说明" in chat.says("改说明")
    chat.says("主体结构已经封顶")
    chat.says("没有点名")
    assert "已提交" in chat.says("提交审核")
    assert "没有点名" in reviewer.receives()[0]


def tells_practice(chat: Chat) -> None:
    """Put a practice together that names nobody, as far as the preview."""
    chat.says("/progress")
    chat.taps("经验做法")
    chat.taps("通创社区")
    chat.says("怎么一窗办")
    chat.says("一窗受理，当天办结")
    chat.taps("没有照片")
    assert "没有点名" in chat.taps("没有点名")


def test_a_yes_given_under_another_name_is_none_for_this_one(chats: Chats) -> None:
    """A button of before the change says nothing of whoever is named now."""
    lead = chats.of(LEAD)
    tells_practice(lead)
    lead.taps("改名称")
    lead.says("李小明的一窗办理")
    old = lead.buttons["没有点名"]
    lead.taps("没有点名")
    lead.taps("改名称")
    lead.says("赵大伟的一窗办理")
    said = lead.taps_data(old)
    assert "内容刚改过" in said
    assert "都同意公开吗" in said
    assert "提交审核" not in lead.buttons
    assert "请核对" in lead.taps("没有点名")


def test_who_is_named_is_asked_again_whenever_what_names_them_changes(chats: Chats) -> None:
    lead, reviewer = chats.of(LEAD), chats.of(REVIEWER)
    tells_practice(lead)
    changes = [("改名称", "一窗办理"), ("改说明", "李小明牵头，一窗受理"), ("改社区", "通创"), ("重发照片", "没有")]
    for button, value in changes:
        lead.taps(button)
        assert "都同意公开吗" in lead.says(value), button
        assert "提交审核" not in lead.buttons, button
        assert "请核对" in lead.taps("没有点名")
    assert "都同意公开吗" in photo(lead, "李小明"), "one more photo"
    lead.taps("没有点名")
    lead.taps("提交审核")
    (notice,) = reviewer.receives()
    assert "没有点名" in notice
    reviewer.taps("去审核")
    reviewer.taps("退回")
    reviewer.says("点到了姓名，请问过本人")
    lead.receives()
    assert "都同意公开吗" in lead.taps("修改再报"), "what was answered of the one that was sent back holds no more"
    lead.taps("本人已同意")
    lead.taps("提交审核")
    (notice,) = reviewer.receives()
    assert "本人已同意公开" in notice
    assert "没有点名" not in notice


def test_nobody_is_offered_to_decide_about_their_own(chats: Chats) -> None:
    reviewer = chats.of(REVIEWER)
    tells(reviewer)
    reviewer.says("/progress")
    reviewer.taps("我们报过的")
    reviewer.taps("通创")
    assert "撤下" in reviewer.buttons
    assert "通过并展示" not in reviewer.buttons


def test_no_telephone_or_identity_number_is_taken_for_the_page(chats: Chats) -> None:
    chat = chats.of(LEAD)
    tells_practice(chat)
    for button in ("改说明", "改名称"):
        chat.taps(button)
        assert "像电话、证件号" in chat.says("一窗受理，找小李138.1234.5678"), button
        chat.says("一窗受理，当天办结")
        chat.taps("没有点名")
    assert "像电话、证件号" in photo(chat, "小李 138 1234 5678")
    assert "已提交" in chat.taps("提交审核")


def test_a_contact_is_known_however_it_is_written_and_amounts_years_and_dates_are_none() -> None:
    lines = (Path(__file__).parents[1] / "corpus" / "contacts.txt").read_text("utf-8").splitlines()
    wrong = [one for one in lines if not one.startswith("#") and bool(contact_in(one[2:])) is not one.startswith("-")]
    assert wrong == []


@pytest.mark.parametrize(
    "part",
    ["1-", "1、", "1和", "1.", "2019-", "12345678人", "1_", "a.", "a@", "编号2019-1", "a#", "a", "微信", "微信a",
     "住址", "新村1幢"],
)
def test_however_long_a_text_is_its_contacts_are_looked_for_at_once(part: str) -> None:
    began = time.process_time()
    contact_in(part * 10_000)
    assert time.process_time() - began < 2, "twice as long a text takes twice as long"


def test_the_button_of_a_receipt_takes_back_what_was_approved_since(chats: Chats) -> None:
    reporter, reviewer = chats.of(REPORTER), chats.of(REVIEWER)
    tells(reporter)
    take_back = next(data for label, data in reporter.buttons.items() if "撤下" in label)
    reviewer.says("/review")
    reviewer.taps("审核进度和故事（1条）")
    reviewer.taps("通创")
    reviewer.taps("通过")
    assert "撤下这条？" in reporter.taps_data(take_back)
    assert "已撤下" in reporter.taps("确定撤下")
    assert not chats.store.read(lambda s: approved(showing.load(s, OPERATOR)))


def test_it_is_sent_back_with_a_reason_and_mended(chats: Chats) -> None:
    reporter, reviewer = chats.of(REPORTER), chats.of(REVIEWER)
    tells(reporter)
    for said in ("看看待审核的故事", "有什么要审的形象进度", "stories to review"):
        assert "1条待审核" in reviewer.says(said), said
    assert "1条待审核" not in reviewer.says("现在审核进度如何"), "which is of figures"
    assert "1条待审核" not in chats.of(VIEWER).says("看看待审核的故事")
    reviewer.says("/review")
    reviewer.taps("审核进度和故事（1条）")
    reviewer.taps("通创")
    reviewer.taps("退回")
    for length in (1, LONGEST_REASON + 1):
        assert "已退回" not in reviewer.says("不" * length)
    assert "已退回" in reviewer.says("说明里缺时间，请补上")
    assert reviewer.last[0].receipt
    notice = reporter.receives()[-1]
    assert "说明里缺时间" in notice
    assert "都同意公开吗" in reporter.taps("修改再报")
    reporter.taps("没有点名")
    reporter.taps("改说明")
    reporter.says("1月13日主体结构封顶")
    reporter.taps("没有点名")
    assert "已提交" in reporter.taps("提交审核")
    (one,) = chats.store.read(lambda s: showing.load(s, OPERATOR))
    assert (one.state, one.told.what, len(one.told.photos)) == ("submitted", "1月13日主体结构封顶", 2)


def test_it_is_taken_back_at_any_time(chats: Chats) -> None:
    reporter, reviewer = chats.of(REPORTER), chats.of(REVIEWER)
    tells(reporter)
    reviewer.receives()
    reviewer.taps("去审核")
    reviewer.taps("通过并展示")
    assert len(shown(chats)) == 1
    lead = chats.of(LEAD)
    lead.says("/progress")
    lead.taps("我们报过的")
    lead.taps("已展示")
    lead.taps("撤下")
    reporter.receives()
    assert "已撤下" in lead.taps("确定撤下")
    assert shown(chats) == ()
    assert "已从页面撤下：通创 形象进度 封顶（陈静）" in reporter.receives(), "whoever told it hears of it"


def test_it_is_taken_down_in_words(chats: Chats) -> None:
    lead = chats.of(REPORTER)
    tells(lead)
    for said in ("把封顶那条撤下来", "take it down", "封顶那条从页面上撤掉吧", "take the 封顶 one down",
                 "撤下封顶那条"):
        answer = lead.says(said)
        assert "通创 形象进度 封顶" in answer, said
        assert "撤下这条" in answer, said
    assert "已撤下" in lead.taps("确定撤下")
    tells(lead, "内部装修开始了")
    tells(lead, "室外管网开始铺设")
    assert lead.says("撤下通创的进度").startswith("2条")
    assert "撤下这条" in lead.says("撤下装修那条")
    for said in ("别把装修那条撤下来", "谁把装修撤下来了", "撤掉从业人员"):
        assert "撤下这条" not in lead.says(said), said
    assert lead.says("take the topped-out entry down").startswith("2条"), "which of them is not told"
    assert "撤下这条" not in chats.of(VIEWER).says("撤下封顶那条")


@pytest.mark.parametrize(
    ("said", "asks"),
    [("报一个突出人物", "哪个社区"), ("我想报经验做法", "哪个社区"), ("报通创的突出企业", "企业名称"),
     ("report a practice", "哪个社区"), ("推荐一家优秀企业", "哪个社区"), ("report a start-up", "哪个社区")],
)
def test_a_story_begins_with_words_too(chats: Chats, said: str, asks: str) -> None:
    assert asks in chats.of(REPORTER).says(said)


def test_the_oldest_of_many_can_be_taken_back_and_reviewed_too(chats: Chats) -> None:
    reporter, reviewer = chats.of(REPORTER), chats.of(REVIEWER)
    who = chats.store.read(lambda s: people.find(s, REPORTER))
    assert who is not None
    for number in range(1, 13):
        told = Told("progress", "tongchuang", "主体结构已经封顶", place=f"{number:02}号楼")
        chats.store.write(partial(showing.tell, who=who, programme=chats.conversation.rules.programme, told=told,
                                  now=chats.now))
    reporter.says("/progress")
    assert reporter.taps("我们报过的").startswith("12条")
    reporter.taps("下一页")
    reporter.taps("01号楼")
    reporter.taps("撤下")
    assert "已撤下" in reporter.taps("确定撤下")
    reviewer.says("/progress")
    assert reviewer.taps("审核进度和故事").startswith("11条待审核")
    assert "上一页" not in "".join(reviewer.buttons)
    reviewer.taps("下一页")
    assert ["12号楼" in label for label in reviewer.buttons] == [True, False]


def test_nobody_reviews_what_they_told_nor_takes_down_what_is_of_others(chats: Chats) -> None:
    programme, now = chats.conversation.rules.programme, chats.now
    told = Told("progress", "tongchuang", "主体结构已经封顶")
    who = {one.id: one for one in chats.store.read(lambda s: people.admitted(s, OPERATOR))}
    entry = chats.store.write(lambda s: showing.tell(s, who[REVIEWER], programme, told, now))
    assert entry is not None
    with pytest.raises(NotAllowed):
        chats.store.write(lambda s: showing.decide(s, who[REVIEWER], programme, entry, True, now))
    for person in (OTHER, VIEWER):
        assert chats.store.read(lambda s, person=person: showing.load(s, who[person])) == ()
        with pytest.raises(NotAllowed):
            chats.store.write(lambda s, person=person: showing.withdraw(s, who[person], programme, entry, now))
        with pytest.raises(NotAllowed):
            chats.store.write(lambda s, person=person: showing.tell(s, who[person], programme, told, now))
    with pytest.raises(NotAllowed):
        chats.store.write(lambda s: showing.decide(s, who[REPORTER], programme, entry, True, now))


def test_two_who_decide_at_once_decide_once(chats: Chats) -> None:
    tells(chats.of(REPORTER))
    reviewer, admin = chats.of(REVIEWER), chats.of(ADMIN)
    for chat in (reviewer, admin):
        chat.says("/review")
        chat.taps("审核进度和故事")
        chat.taps("通创")
    assert "开始展示" in reviewer.taps("通过并展示")
    assert "没有再动" in admin.taps("退回")


def test_it_is_asked_for_in_words_and_only_what_is_approved_is_told(chats: Chats) -> None:
    viewer = chats.of(VIEWER)
    tells(chats.of(REPORTER))
    assert "还没有展示的" in viewer.says("通创形象进度")
    reviewer = chats.of(REVIEWER)
    reviewer.receives()
    reviewer.taps("去审核")
    reviewer.taps("通过并展示")
    said = viewer.says("通创形象进度")
    assert said.startswith("1条　通创社区形象进度，照片2张")
    assert "主体结构已经封顶（崇川区报，已审核）" in said
    assert "王芳" not in said
    assert "还没有展示的" in viewer.says("海安形象进度")


def test_a_kind_is_asked_for_alone(chats: Chats) -> None:
    tells(chats.of(REPORTER))
    reviewer, viewer = chats.of(REVIEWER), chats.of(VIEWER)
    reviewer.receives()
    reviewer.taps("去审核")
    reviewer.taps("通过并展示")
    for said, answered in (
        ("看看故事和照片", "1条　南通市形象进度，"), ("通创有什么典型案例", "1条　通创社区形象进度和故事，"),
        ("突出企业有哪些", "南通市还没有展示的突出企业"), ("通创优秀人物", "通创社区还没有展示的突出人物"),
        ("有什么值得推广的做法", "南通市还没有展示的经验做法"), ("通创工地照片", "1条　通创社区形象进度，"),
        ("通创的优秀企业和优秀人物", "1条　通创社区形象进度和故事，"),
    ):
        assert viewer.says(said).startswith(answered), said


def test_of_progress_of_old_it_is_not_said_that_nobody_is_named(chats: Chats) -> None:
    reporter = chats.of(REPORTER)
    tells(reporter)
    reviewer = chats.of(REVIEWER)
    reviewer.receives()
    assert "没有点名" in reviewer.taps("去审核")
    reviewer.taps("通过并展示")
    reporter.says("/progress")
    reporter.taps("我们报过的")
    said = reporter.taps("已展示")
    assert "主体结构已经封顶" in said
    assert "没有点名" not in said


def test_a_change_of_role_ends_what_was_begun(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    chat.says("/progress 通创")
    programme = chats.conversation.rules.programme
    moved = Candidate(REPORTER, "王芳", "reporter", ("haian",))
    chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [moved], chats.now))
    assert chats.store.read(lambda s: showing.load_draft(s, REPORTER, chats.now)) is None
    assert chats.store.read(lambda s: dialogues.load_prompt(s, REPORTER, chats.now)) is None


def test_photos_are_in_the_copies_and_those_of_no_entry_go(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    tells(chat)
    chat.says("/progress 通创")
    photo(chat)
    assert len(chats.store.read(attachments_of)) == 6
    chat.taps("不填")
    chats.store.write(lambda s: showing.drop_draft(s, REPORTER))
    chats.store.write(lambda s: housekeeping.tidy(s, chats.now.replace(year=2021)))
    assert len(chats.store.read(attachments_of)) == 4


def test_the_files_of_what_was_taken_back_go_after_a_week_and_stay_in_the_copies(
    chats: Chats, tmp_path: Path
) -> None:
    def kept(where: Path) -> set[str]:
        return set(os.listdir(where))

    def tidies(at: datetime) -> None:
        chats.store.write(lambda s: housekeeping.tidy(s, at))
        used, since = chats.store.read(housekeeping.files_in_use)
        attachments.drop_unused(files, used, at, since)

    files, copies, chat = tmp_path / "files", tmp_path / "copies", chats.of(REPORTER)
    large, small = (attachments.keep(files, content, "") for content in (b"large", b"small"))
    chat.says("/progress 通创")
    chat.sends("photo", pictured=Pictured(Stored(large.sha256, 5, small.sha256, 5, 1600, 1200)))
    for label in ("不填", "不填", "今天"):
        chat.taps(label)
    chat.says("主体结构已经封顶")
    chat.taps("没有点名")
    chat.taps("提交审核")
    now = datetime.now(UTC)
    keeping.keep_copy(chats.store.engine, copies, files, now)
    (entry,) = chats.store.read(lambda s: showing.load(s, OPERATOR))
    later = now + timedelta(days=30)
    tidies(later)
    assert kept(files) == {large.sha256, small.sha256}, "it may still be shown"
    chats.store.write(lambda s: showing.withdraw(s, OPERATOR, chats.conversation.rules.programme, entry.id, later))
    tidies(later + timedelta(days=1))
    assert kept(files) == {large.sha256, small.sha256}, "it was just taken back"
    tidies(later + timedelta(days=8))
    assert kept(files) == set()
    assert kept(copies / keeping.FILES) == {large.sha256, small.sha256}


def test_of_who_is_forgotten_no_name_stays(chats: Chats) -> None:
    tells(chats.of(REPORTER))
    chats.store.write(lambda s: erasing.erase(s, OPERATOR, REPORTER, chats.now))
    (one,) = chats.store.read(lambda s: showing.load(s, OPERATOR))
    assert one.author_name == str(REPORTER)


def test_the_page_is_made_anew_without_who_was_forgotten(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    tells(chat, "李敏带队完成主体结构")
    before = chats.store.read(site.state)
    chats.store.write(lambda s: erasing.erase(s, OPERATOR, VIEWER, chats.now))
    (one,) = chats.store.read(lambda s: showing.load(s, OPERATOR))
    assert one.told.what == "（已隐去）带队完成主体结构", "neither the name nor a number is shown to everybody"
    assert chats.store.read(site.state) != before, "what is kept of the page is old now"


def test_in_english(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    chat.says("/language en")
    chat.says("/progress Tongchuang")
    for label in ("No photo", "Leave out", "Leave out", "today"):
        chat.taps(label)
    chat.says("Topped out a month ahead of plan")
    assert "Please check" in chat.says("no one is named")
    assert "Handed in" in chat.says("hand in")


def linked(chats: Chats, public: bool = False) -> Chats:
    """The same people, of a bot whose page has an address."""
    rules = replace(chats.conversation.rules, site=Site("https://zc.example", public))
    return Chats(Conversation(rules), chats.store, chats.now)


def test_the_link_expires_until_the_page_is_for_everybody(chats: Chats) -> None:
    said = linked(chats).of(VIEWER).says("/link 通创")
    assert "https://zc.example/l/" in said
    assert "/c/tongchuang\n1月21日 10:00前有效" in said
    assert linked(chats, public=True).of(VIEWER).says("把链接发我").split("\n")[1] == "https://zc.example/"
    assert "没看懂是哪个社区：火星" in linked(chats).of(VIEWER).says("/link 火星")
    chat = linked(chats).of(VIEWER)
    assert "要哪个社区的页面" in chat.says("/link 跨江")
    assert "/c/kuajiang-ronghe\n" in chat.taps("跨江融合")
    assert "/c/kaiyuan\n" in chat.says("把如皋的链接发我"), "the only one of its authority"
    assert "还没有对外网址" in chats.of(VIEWER).says("/link")
    for said in ("把通创社区的页面链接转给我", "share tongchuang", "分享通创", "把通创的链接发我",
                 "通创的网页发我看看", "请把通创社区的二维码发给我", "通创展示页面在哪里？",
                 "send me the link of Tongchuang", "share Tongchuang's page please"):
        assert "/c/tongchuang\n" in linked(chats).of(VIEWER).says(said), said
    assert "/c/kaiyuan\n" in linked(chats).of(VIEWER).says("发个开源的网址给我")
    assert "/c/tongchuang\n" in linked(chats).of(VIEWER).says("通创的二维码")
    for said in ("网页地址", "网站地址是什么", "展示页面在哪",
                 "把网址给我", "where is the page", "能把链接发我吗", "展示页在哪看",
                 "share the page with me", "how do I open the website?"):
        assert "https://zc.example/l/" in linked(chats).of(VIEWER).says(said), said
    for said in ("别把通创的链接发我", "通创的链接是谁发的", "share of Tongchuang", "通创2019年总产值发我"):
        assert "zc.example" not in linked(chats).of(VIEWER).says(said), said
    chat = linked(chats, public=True).of(VIEWER)
    chat.says("/language en")
    assert "https://zc.example/en/c/tongchuang" in chat.says("/link Tongchuang")


@pytest.mark.parametrize("public", [True, False])
def test_the_link_comes_with_a_picture_of_its_code(chats: Chats, public: bool) -> None:
    chat = linked(chats, public).of(VIEWER)
    (address,) = re.findall(r"https://\S+", chat.says("/link 通创"))
    (document,) = (one.document for one in chat.last)
    assert document is not None
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="png", scale=8, border=4)
    assert (document.name, document.content) == ("page.png", drawn.getvalue())


def test_an_admin_closes_the_page_in_the_chat_and_nobody_else(chats: Chats) -> None:
    people_of = linked(chats)
    people_of.of(REVIEWER).says("/link")
    assert "关闭展示页面" not in people_of.of(REVIEWER).buttons
    admin, viewer = people_of.of(ADMIN), people_of.of(VIEWER)
    token = viewer.says("/link").partition("/l/")[2].partition("/")[0]
    assert chats.store.read(lambda s: site.is_good(s, token, chats.now))
    for said in ("关闭展示页面", "马上把页面关掉", "close the page"):
        assert "关闭展示页面？" in admin.says(said), said
        assert "关闭展示页面？" not in viewer.says(said), said
    assert "已关闭" in admin.taps("关闭展示页面")
    assert not chats.store.read(lambda s: site.is_good(s, token, chats.now))
    assert "已被管理员关闭" in viewer.says("/link")
    assert "只有拿到链接的人能看" in admin.taps("重新打开展示页面")
    acts = [one.action for one in chats.store.read(lambda s: audit.read(s, OPERATOR, limit=20))]
    assert [one for one in acts if one in {"page.open", "page.close"}] == ["page.open", "page.close"], "newest first"
    assert "https://zc.example/l/" in viewer.says("/link")
