"""Who is heard where: in groups, inline, as a stranger, put out of a chat; what is said in the open is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from markupsafe import escape

from tests.chat.conftest import UPDATES, Chat, Chats
from tests.chat.test_people import NEWCOMER, follows, invited
from zc_bot.chat.conversation import Conversation
from zc_bot.chat.incoming import Incoming, Kind
from zc_bot.chat.replies import Response
from zc_bot.chat.turn import Site
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import audit, groups, outbox, people, reachable
from zc_bot.storage.admission import token_hash
from zc_bot.storage.outbox import Letter

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
GROUP = -100


def update(chats: Chats, kind: Kind, person: int, chat: int = 0, **fields: object) -> Response:
    incoming = Incoming(next(UPDATES), kind, chat or person, person, private=not chat, **fields)  # type: ignore[arg-type]
    return chats.store.write(lambda s: chats.conversation.respond(s, incoming, chats.now))


def waiting(chats: Chats) -> list[tuple[int, str]]:
    """Return the letters that wait, each by its chat and what it says."""
    taken = chats.store.write(lambda s: outbox.claim(s, chats.now, 100))
    return [(one.chat, one.payload["text"]) for one in taken]


class TestAnInvitationShownToAll:
    def test_it_lets_nobody_in_and_who_made_it_is_told(self, chats: Chats, admin: Chat) -> None:
        token = invited(admin)
        shown = update(chats, "text", 12, GROUP, text="/start x", invitation=token_hash(token))
        assert shown.replies == (), "nothing is said where all can read it"
        assert sorted(notice.person for notice in shown.notices) == [12, 14]
        assert all("已作废" in notice.text for notice in shown.notices)
        assert "只对已登记" in follows(chats, token)
        assert update(chats, "text", 12, GROUP, text="/start x", invitation=token_hash(token)).notices == (), "once"

    def test_one_that_was_used_or_never_made_is_passed_over(self, chats: Chats, admin: Chat) -> None:
        token = invited(admin)
        assert "欢迎" in follows(chats, token)
        for one in (token, "never-made"):
            shown = update(chats, "text", 12, GROUP, text="/start x", invitation=token_hash(one))
            assert (shown.replies, shown.notices) == ((), ())
        assert chats.store.read(lambda s: people.find(s, NEWCOMER)) is not None

    def test_the_others_stay_good(self, chats: Chats, admin: Chat) -> None:
        kept, token = invited(admin, "viewer"), invited(admin)
        update(chats, "text", 12, GROUP, text="/start x", invitation=token_hash(token))
        assert "欢迎" in follows(chats, kept)

    def test_a_stranger_who_shows_it_is_told_nothing(self, chats: Chats, admin: Chat) -> None:
        token = invited(admin)
        shown = update(chats, "text", 999, GROUP, text="/start x", invitation=token_hash(token))
        assert [notice.person for notice in shown.notices] == [14]


class TestPutOut:
    def test_who_stops_the_bot_is_flagged_and_nobody_else(self, chats: Chats) -> None:
        update(chats, "put_out", 11)
        reached = chats.store.read(lambda s: reachable.reach(s, OPERATOR))
        assert {one.who.id for one in reached if one.silence == "blocked"} == {11}

    def test_a_group_that_puts_it_out_is_left_and_what_waited_for_it_is_taken_back(self, chats: Chats) -> None:
        chats.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, chats.now))
        chats.store.write(lambda s: outbox.post(s, [Letter(GROUP, 12, "reply", {"text": "x"})], chats.now))
        update(chats, "put_out", 12, GROUP)
        assert not chats.store.read(lambda s: groups.allowed(s, GROUP))
        assert waiting(chats) == []
        reached = chats.store.read(lambda s: reachable.reach(s, OPERATOR))
        assert all(not one.unreachable for one in reached), "whoever did it is not silent"
        assert chats.store.read(lambda s: audit.read(s, OPERATOR, limit=1))[0].action == "group.left"

    def test_a_group_that_lets_it_in_is_offered_to_an_admin_alone(self, chats: Chats) -> None:
        assert update(chats, "let_in", 12, GROUP).replies == ()
        (offer,) = update(chats, "let_in", 14, GROUP).replies
        assert "还没有启用" in offer.text
        chats.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, chats.now))
        assert update(chats, "let_in", 14, GROUP).replies == (), "it is allowed already"


class TestNobodyInParticular:
    def test_who_writes_as_the_group_is_told_to_write_as_themselves(self, chats: Chats) -> None:
        chats.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, chats.now))
        (said,) = update(chats, "anonymous", 0, GROUP, text="通创2019年总产值").replies
        assert "匿名" in said.text

    def test_who_writes_as_a_channel_is_told_the_same_where_the_bot_answers_at_all(self, chats: Chats) -> None:
        assert update(chats, "as_channel", 0, GROUP, text="通创2019年总产值").replies == ()
        chats.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, chats.now))
        (said,) = update(chats, "as_channel", 0, GROUP, text="通创2019年总产值").replies
        assert "匿名" in said.text

    def test_what_is_not_meant_for_the_bot_is_not_heard(self, chats: Chats) -> None:
        chats.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, chats.now))
        for kind in ("text", "anonymous"):
            answer = update(chats, kind, 11, GROUP, text="通创2019年总产值", addressed=False)  # type: ignore[arg-type]
            assert (answer.replies, answer.notices) == ((), ())

    def test_a_stranger_is_answered_in_private_once_a_day_and_nowhere_else(self, chats: Chats) -> None:
        assert update(chats, "text", 999, GROUP, text="你好").replies == ()
        assert update(chats, "inline", 998, text="总产值").inline == ()
        assert len(update(chats, "text", 998, text="你好").replies) == 1, "an inline query is no word"
        assert update(chats, "text", 998, text="你好").replies == ()
        chats.now += timedelta(days=1)
        assert len(update(chats, "text", 998, text="你好").replies) == 1
        assert update(chats, "edited", 997, text="你好").replies == ()

    def test_a_group_that_was_not_let_in_is_told_no_figure_by_an_edit_either(self, chats: Chats) -> None:
        asked: list[Kind] = ["text", "edited"]
        for kind in asked:
            assert update(chats, kind, 12, GROUP, text="通创2019年总产值").replies == ()
        chats.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, chats.now))
        for kind in asked:
            assert "总产值" in update(chats, kind, 12, GROUP, text="通创2019年总产值").replies[0].text

    def test_in_a_group_nothing_is_reported(self, chats: Chats) -> None:
        chats.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, chats.now))
        said = update(chats, "text", 11, GROUP, text="通创 2019 从业人员 3200人").replies
        assert not any("请核对" in one.text for one in said)
        assert update(chats, "contact", 11, GROUP).replies == ()


class TestForPrivate:
    def test_a_group_that_wants_the_pages_link_is_told_to_ask_in_private(self, chats: Chats) -> None:
        chats.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, chats.now))
        city = Conversation(replace(chats.conversation.rules, site=Site("https://zc.example")))
        for said in ("/link", "/link 通创", "把链接发我", "分享通创", "share tongchuang", "通创的二维码"):
            for person in (12, 14):
                incoming = Incoming(next(UPDATES), "text", GROUP, person, private=False, text=said)
                response = chats.store.write(lambda s, one=incoming: city.respond(s, one, chats.now))
                (reply,) = response.replies
                assert "/link 只在私聊里用" in reply.text or "/link works in private only" in reply.text, said
                assert (reply.rows, reply.document) == ((), None), said

    def test_what_is_called_off_in_a_group_is_told_to_be_called_off_in_private(self, chats: Chats) -> None:
        chats.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, chats.now))
        reporter = chats.of(11)
        reporter.says("通创 2019 从业人员 3200人")
        for said in ("取消", "取消填报", "不报了", "cancel"):
            (reply,) = update(chats, "text", 11, GROUP, text=said).replies
            assert "/cancel 只在私聊里用" in reply.text, said
        assert "请核对" in reporter.says("/report"), "the draft stands"


class TestTooMuch:
    def test_who_is_admitted_is_told_and_strangers_groups_and_inline_queries_are_not(self, chats: Chats) -> None:
        def told(person: int, kind: Kind = "text", chat: int = 0) -> int:
            incoming = Incoming(next(UPDATES), kind, chat or person, person, private=not chat)
            response = chats.store.write(lambda s: chats.conversation.hold_off(s, incoming))
            assert bool(response.toast) == bool(response.replies)
            return len(response.replies)

        assert (told(11), told(11, "tap"), told(999), told(11, "text", GROUP), told(11, "inline")) == (1, 1, 0, 0, 0)

    @pytest.mark.parametrize(
        ("kind", "addressed", "said"), [("text", True, 1), ("tap", True, 1), ("text", False, 0), ("inline", True, 0),
                                        ("edited", True, 0)],
    )
    def test_what_broke_is_apologised_for_where_an_answer_is_waited_for(
        self, chats: Chats, kind: Kind, addressed: bool, said: int
    ) -> None:
        response = chats.conversation.apologise(Incoming(1, kind, 11, 11, addressed=addressed))
        assert len(response.replies) == said
        assert bool(response.toast) == bool(said)


class TestPassedOn:
    def test_figures_that_are_forwarded_bear_their_authors_name_and_confirm_nothing(self, chats: Chats) -> None:
        reporter = chats.of(11)
        said = reporter.sends("text", text="通创 2019 从业人员 3200人", author="陈静")
        assert "陈静" in said
        assert "请核对" in said
        assert "陈静" not in reporter.sends("text", text="确认", author="陈静").replace("确认", "")
        assert "请核对" in reporter.says("/report")

    def test_figures_of_another_bot_are_not_taken(self, chats: Chats) -> None:
        reporter = chats.of(11)
        said = reporter.sends("text", text="通创 2019 从业人员 3200人", author="别的机器人", via=True)
        assert "别的机器人" in said
        assert "请核对" not in said

    def test_a_question_that_is_forwarded_is_a_question(self, chats: Chats) -> None:
        assert "60%" in chats.of(11).sends("text", text="高新占比要求多少", author="陈静")

    def test_what_is_forwarded_is_no_reason_for_sending_back(self, chats: Chats) -> None:
        reporter, reviewer = chats.of(11), chats.of(13)
        reporter.says("通创 2019 从业人员 3200人")
        reporter.taps("确认")
        assert "写明原因" in reviewer.says("退回从业人员")
        reviewer.sends("text", text="口径不对，请剔除园区外企业", author="陈静")
        assert not any("确认退回" in label for label in reviewer.buttons)
        assert "口径不对" in reviewer.says("口径不对")


def test_a_name_is_never_read_as_markup(chats: Chats) -> None:
    reporter = chats.of(11)
    reporter.sends("text", text="通创 2019 从业人员 3200人", author="<b>陈静</b>")
    assert str(escape("<b>陈静</b>")) in reporter.last[0].text
