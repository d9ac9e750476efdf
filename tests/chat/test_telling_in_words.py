"""Progress told, taken down and refused in one's own words; the page closed and opened by those who may."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chats
from tests.chat.test_album_photos import album
from tests.chat.test_showing import ADMIN, LEAD, REPORTER, REVIEWER, VIEWER, linked, photo, tells, tells_practice
from zc_bot.chat.incoming import Incoming
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import showing


@pytest.mark.parametrize(
    "said",
    ["我拍了张照片要报", "手里有几张现场照片想传上去", "刚拍了两张工地照片，想报一下", "准备报一报建设进度",
     "我们有新进展要报"],
)
def test_a_wish_to_tell_begins_whatever_stands_around_it(chats: Chats, said: str) -> None:
    assert "哪个社区" in chats.of(REPORTER).says(said)


@pytest.mark.parametrize(
    ("said", "told"),
    [("通创封顶了，报一下进度", "通创封顶了"), ("帮我报个进度，通创二期厂房昨天竣工", "通创二期厂房昨天竣工"),
     ("通创科技园主体完工。我要报进度", "通创科技园主体完工"), ("报进度：通创二期封顶", "通创二期封顶"),
     ("Tongchuang phase 2 topped out, report progress", "Tongchuang phase 2 topped out")],
)
def test_what_is_told_with_the_words_that_begin_is_the_sentence(chats: Chats, said: str, told: str) -> None:
    chat = chats.of(REPORTER)
    assert "请发照片" in chat.says(said), "the community is known"
    for label in ("没有照片", "不填", "不填", "今天"):
        chat.says(label)
    assert told in chat.taps("没有点名")


@pytest.mark.parametrize(
    "said",
    ["通创从业人员5300人，报一下进度", "进度报了吗，通创封顶了？", "谁报的进度，通创封顶了没有",
     "通创封顶了，别报进度"],
)
def test_a_figure_a_question_and_a_denial_tell_nothing(chats: Chats, said: str) -> None:
    chats.of(REPORTER).says(said)
    assert chats.store.read(lambda s: showing.load_draft(s, REPORTER, chats.now)) is None


def test_a_contact_beside_the_words_that_begin_is_refused_and_named(chats: Chats) -> None:
    chat = chats.of(REPORTER)
    said = chat.says("通创封顶了找小李13912345678，报一下进度")
    assert "13912345678" in said
    assert "请发照片" in said


@pytest.mark.parametrize(
    "said", ["撤下刚才的进度", "把刚才报的那条撤下来", "撤掉我刚发的照片", "撤回刚才的进度", "删掉刚才报的进度",
             "take down the latest entry"],
)
def test_what_was_told_last_is_taken_down_by_that(chats: Chats, said: str) -> None:
    chat = chats.of(REPORTER)
    tells(chat)
    tells(chat, "内部装修开始了")
    answer = chat.says(said)
    assert "撤下这条" in answer
    chat.taps("确定撤下")
    left = {one.told.what: one.state for one in chats.store.read(lambda s: showing.load(s, OPERATOR))}
    assert left["内部装修开始了"] == "withdrawn"
    assert left["主体结构已经封顶"] == "submitted"


def test_of_ones_own_the_last_is_meant_and_never_a_colleagues(chats: Chats) -> None:
    tells(chats.of(REPORTER))
    assert "撤下这条" not in chats.of(LEAD).says("撤下刚才的进度")


@pytest.mark.parametrize("caption", ["报进度", "报进度 通创封顶", "通创封顶了，报一下进度", "拍一张"])
def test_who_may_not_tell_is_told_who_may_when_they_send_a_photo_for_it(chats: Chats, caption: str) -> None:
    chat = chats.of(VIEWER)
    sent = Incoming(1, "photo", VIEWER, VIEWER, text=caption)
    assert chats.store.read(lambda s: chats.conversation.use_of_file(s, sent, chats.now)) is None
    said = chat.sends("photo", text=caption)
    assert said.startswith("没有做：这由填报")
    assert said.count("\n") == 0


def test_a_picture_that_nothing_is_done_with_is_told_beside_the_answer_to_its_caption(chats: Chats) -> None:
    for person in (VIEWER, REPORTER):
        said = chats.of(person).sends("photo", text="通创高新占比多少？")
        assert "只看了文字" in said, person
        assert "通创" in said, person


@pytest.mark.parametrize("captions", [("正面", "报进度 通创", ""), ("报进度 通创", "", "")])
def test_of_an_album_no_number_is_said_before_all_of_it_is_there(chats: Chats, captions: tuple[str, ...]) -> None:
    chat = chats.of(REPORTER)
    assert "张" not in "".join(album(chats, chat, *captions)).replace("这组收下几张", "")
    assert "共4张" in photo(chat, "侧面")


def test_a_story_told_since_is_not_the_progress_that_is_meant(chats: Chats) -> None:
    chat = chats.of(LEAD)
    tells(chat)
    tells_practice(chat)
    chat.taps("提交审核")
    assert "形象进度 封顶" in chat.says("撤下刚才的进度")
    assert "经验做法" in chat.says("撤下刚才的那条")


@pytest.mark.parametrize("said", ["撤回刚才的数", "删掉刚才的照片", "撤回那条", "撤销刚才的"])
def test_what_is_taken_back_is_of_an_entry_only_where_one_is_named(chats: Chats, said: str) -> None:
    chat = chats.of(REPORTER)
    tells(chat)
    assert "撤下这条" not in chat.says(said)


@pytest.mark.parametrize(
    "said", ["我报的进度审核了吗", "我们发的照片审了没有", "我报的进度到哪一步了", "哪些进度在等审核"],
)
def test_whoever_told_is_shown_what_became_of_it(chats: Chats, said: str) -> None:
    chat = chats.of(REPORTER)
    tells(chat)
    chat.says(said)
    assert any("待审核 通创 形象进度 封顶" in one for one in chat.buttons), chat.buttons


@pytest.mark.parametrize("said", ["有没有照片要审", "待审核的进度", "还有哪些进度没审"])
def test_what_waits_is_shown_to_who_reviews_it(chats: Chats, said: str) -> None:
    tells(chats.of(REPORTER))
    assert chats.of(REVIEWER).says(said).startswith("1条待审核")


@pytest.mark.parametrize("said", ["关闭展示页面", "页面先关一下", "停止对外展示", "重新打开展示页面", "close page"])
@pytest.mark.parametrize("person", [VIEWER, REPORTER, LEAD, REVIEWER])
def test_who_may_not_close_the_page_is_told_who_may(chats: Chats, said: str, person: int) -> None:
    answer = linked(chats).of(person).says(said)
    assert answer.startswith("没有做：这由管理员来做")


def test_an_admin_opens_the_page_again_in_words(chats: Chats) -> None:
    admin = linked(chats).of(ADMIN)
    assert "https://zc.example/l/" in admin.says("恢复展示页面"), "it is open"
    admin.says("关闭展示页面")
    admin.taps("关闭展示页面")
    assert "已被管理员关闭" in admin.says("恢复展示页面")
    assert "展示页面已打开" in admin.taps("重新打开展示页面")
