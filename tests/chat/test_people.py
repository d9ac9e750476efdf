"""Who comes in, who is seen, who goes: invitations, contacts, the list, groups, the audit, the bot's health."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import text
from sqlmodel import select

from tests.chat.conftest import Chat, Chats
from zc_bot.chat import actions as do
from zc_bot.chat.admin import forgetting, making
from zc_bot.chat.codec import encode
from zc_bot.chat.incoming import Incoming
from zc_bot.errors import Refusal
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Act
from zc_bot.storage import admission, dialogues, erasing, figures, groups, outbox, people, reachable
from zc_bot.storage.admission import Listed, contact_hash, listed_hash, token_hash
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.outbox import Letter
from zc_bot.storage.session import Session
from zc_bot.storage.store import Store
from zc_bot.storage.tables import Invitation

NEWCOMER = 77


def invited(admin: Chat, said: str = "reporter 崇川区") -> str:
    """Have the admin invite somebody; returns the token of the link."""
    found = re.search(r"start=([\w-]+)", admin.says(f"/people invite {said}"))
    assert found is not None
    return found[1]


def follows(chats: Chats, token: str, person: int = NEWCOMER, name: str = "周涛") -> str:
    """Follow an invitation's link, its token hashed as the receiver does."""
    chat = chats.of(person)
    return chat.sends("text", text="/start", invitation=token_hash(token), name=name)


def another_admin(chats: Chats) -> Chat:
    """Make 刘洋 an admin beside 赵磊."""
    programme = chats.conversation.rules.programme
    one = Candidate(13, "刘洋", "admin")
    chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [one], chats.now))
    return chats.of(13)


class TestAdmins:
    def test_the_last_one_stays(self, chats: Chats) -> None:
        with pytest.raises(Refusal, match="last admin"):
            chats.store.write(lambda s: people.remove(s, OPERATOR, 14, chats.now))
        demoted = [Candidate(14, "赵磊", "viewer")]
        programme = chats.conversation.rules.programme
        with pytest.raises(Refusal, match="last admin"):
            chats.store.write(lambda s: people.admit(s, OPERATOR, programme, demoted, chats.now))
        who = chats.store.read(lambda s: people.find(s, 14))
        assert who is not None
        assert who.role == "admin"

    def test_who_is_called_as_another_is_may_stay_so_and_nobody_else_becomes_so(self, chats: Chats) -> None:
        programme = chats.conversation.rules.programme
        chats.store.write(lambda s: s.execute(text("UPDATE person SET name = '王芳' WHERE id = 12")))

        def admit(one: Candidate) -> None:
            chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [one], chats.now))

        admit(Candidate(12, "王芳", "reviewer"))
        with pytest.raises(Refusal, match="王芳 is another's name"):
            admit(Candidate(19, "王芳", "viewer"))

    def test_where_there_are_two_the_other_one_agrees_to_a_third(self, chats: Chats, admin: Chat) -> None:
        other = another_admin(chats)
        assert "已请刘洋同意" in admin.says("/people invite admin")
        assert admin.last[0].document is None
        assert "赵磊要增加一位管理员" in other.receives()[0]
        agree = next(data for label, data in other.buttons.items() if label == "好")
        assert "邀请链接已发给赵磊" in other.taps_data(agree)
        assert "已经处理过" in other.taps_data(agree)
        told = "".join(admin.receives())
        found = re.search(r"start=([\w-]+)", told)
        assert found is not None
        assert told.count("start=") == 1
        assert "欢迎" in follows(chats, found[1])
        assert any("周涛已加入" in text for text in other.receives()), "every admin is told of another one"
        assert any("周涛已加入" in text for text in admin.receives())

    def test_what_one_alone_gave_out_makes_no_third_once_there_are_two(self, chats: Chats, admin: Chat) -> None:
        programme = chats.conversation.rules.programme
        tokens = [invited(admin, "admin") for _ in range(3)]
        phone = listed_hash("13800000001", "key")
        listed = [Listed(phone, "钱进", "admin")]
        chats.store.write(lambda s: admission.put_on_roster(s, OPERATOR, programme, listed, chats.now))
        assert "欢迎" in follows(chats, tokens[0], 101, "甲一")
        assert any("3份未用的管理员邀请已失效" in text for text in admin.receives())
        assert any("3份未用的管理员邀请已失效" in text for text in chats.of(101).receives())
        for person, token in enumerate(tokens[1:], 102):
            assert "须两位都同意" in follows(chats, token, person, "乙二")
        assert "欢迎" not in chats.of(104).sends("contact", contact=phone)
        assert {one.id for one in chats.store.read(people.admins)} == {14, 101}
        assert chats.store.read(lambda s: admission.open_invitations(s, OPERATOR, chats.now)) == []

    def test_a_role_more_that_manages_people_is_invited_as_what_was_asked_for(
        self, chats: Chats, admin: Chat, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(Act.MANAGE_PEOPLE.scopes, "reviewer", "all")
        other = chats.of(13)
        assert "已请刘洋同意" in admin.says("/people invite reviewer")
        other.receives()
        other.taps("好")
        found = re.search(r"start=([\w-]+)", "".join(admin.receives()))
        assert found is not None
        assert "欢迎" in follows(chats, found[1])
        who = chats.store.read(lambda s: people.find(s, NEWCOMER))
        assert who is not None
        assert who.role == "reviewer"

    def test_the_other_one_may_refuse(self, chats: Chats, admin: Chat) -> None:
        other = another_admin(chats)
        admin.says("/people invite admin")
        other.receives()
        other.taps("不同意")
        assert "不同意" in "".join(admin.receives())
        assert chats.store.read(lambda s: admission.open_invitations(s, OPERATOR, chats.now)) == []

    def test_agreeing_comes_too_late_where_who_asked_is_no_admin_any_more(self, chats: Chats, admin: Chat) -> None:
        other = another_admin(chats)
        admin.says("/people invite admin")
        other.receives()
        chats.store.write(lambda s: people.remove(s, OPERATOR, 14, chats.now))
        assert "已经处理过，或已过期" in other.taps("好")
        assert chats.store.read(lambda s: admission.open_invitations(s, OPERATOR, chats.now)) == []

    def test_nor_where_they_are_something_else_now_or_asked_long_ago(self, chats: Chats, admin: Chat) -> None:
        other, programme = another_admin(chats), chats.conversation.rules.programme
        admin.says("/people invite admin")
        other.receives()
        late = dict(other.buttons)
        other.waits(hours=73)
        assert "已经处理过，或已过期" in other.taps_data(late["好"])
        admin.waits(hours=73)
        admin.says("/people invite admin")
        other.receives()
        chats.store.write(
            lambda s: people.admit(s, OPERATOR, programme, [Candidate(14, "赵磊", "reviewer")], chats.now)
        )
        assert "已经处理过，或已过期" in other.taps("好")
        assert chats.store.read(lambda s: admission.open_invitations(s, OPERATOR, chats.now)) == []

    @pytest.mark.parametrize("action", [do.AgreeToAdmin, do.RefuseAdmin])
    def test_nobody_answers_what_they_asked_themselves(self, chats: Chats, admin: Chat, action: type) -> None:
        """No such button is ever shown; a fault elsewhere must not make one work."""
        another_admin(chats)
        admin.says("/people invite admin")
        press = encode(action(14, chats.now.isoformat()))
        token = chats.store.write(lambda s: dialogues.make_keyboard(s, 14, 14, [press], False, chats.now))
        assert "已经处理过，或已过期" in admin.taps_data(f"{token}:0")
        assert chats.store.read(lambda s: admission.open_invitations(s, OPERATOR, chats.now)) == []

    def test_what_an_admin_allowed_ends_with_the_role(self, chats: Chats, admin: Chat) -> None:
        another_admin(chats)
        admin.says_in(-100, "通创2019年高新产值")
        admin.taps_in(-100, "启用")
        assert "只对" not in chats.of(12).says_in(-100, "帮助")
        chats.store.write(lambda s: people.remove(s, OPERATOR, 14, chats.now))
        assert chats.of(12).says_in(-100, "帮助") == ""


class TestForgetting:
    def card(self, admin: Chat) -> None:
        admin.says("/people 王芳")
        admin.taps("王芳")

    def test_an_admin_alone_types_the_word(self, chats: Chats, admin: Chat) -> None:
        self.card(admin)
        asked = admin.taps("抹去")
        assert "不能恢复" in asked
        assert "报过的数据（连同原因和说明）、登记的事项、报过的进度和操作记录留下" in asked
        assert "没有改动" in admin.says("算了")
        self.card(admin)
        admin.taps("抹去")
        assert "已抹去王芳" in admin.says("抹去")
        assert "只对已登记" in chats.of(11).says("你好")
        assert 11 not in {one.id for one in chats.store.read(lambda s: people.admitted(s, OPERATOR))}
        assert chats.store.read(lambda s: people.names(s, OPERATOR))[11] == "11"
        assert "抹去个人信息：11" in admin.says("/audit")

    def test_where_there_are_two_the_other_one_agrees_first(self, chats: Chats, admin: Chat) -> None:
        other = another_admin(chats)
        self.card(admin)
        admin.taps("抹去")
        assert "已请刘洋同意" in admin.says("抹去")
        assert chats.store.read(lambda s: people.find(s, 11)) is not None
        other.receives()
        assert "已抹去王芳" in other.taps("好")
        assert chats.store.read(lambda s: people.find(s, 11)) is None
        assert any("已抹去王芳" in text for text in admin.receives())
        assert "已经处理过" in other.taps("好")

    @pytest.mark.parametrize("name", ["3200", "方", "Li", "万"])
    def test_where_a_name_that_is_also_a_word_may_still_stand_is_listed(
        self, chats: Chats, admin: Chat, name: str
    ) -> None:
        """Nothing of others' words is changed unasked; the admin is told where to look, before and after."""
        reporter, programme = chats.of(11), chats.conversation.rules.programme
        reporter.says("通创 2019 从业人员 3200人")
        reporter.taps("确认提交")
        admin.says(f"/record 决定 崇川区：请 {name} 核对载体面积")
        admin.taps("登记")
        one = Candidate(NEWCOMER, name, "viewer")
        chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [one], chats.now))
        admin.says(f"/people {name}")
        admin.taps(name)
        place = "登记" if name != "3200" else "通创社区 2019年 从业人员（原文或说明）"
        assert place in admin.taps("抹去")
        done = admin.says("抹去")
        assert "文字里可能还有这个名字" in done
        assert place in done

    def test_where_a_name_is_plainly_a_persons_and_nowhere_typed_nothing_is_listed(
        self, chats: Chats, admin: Chat
    ) -> None:
        self.card(admin)
        assert "可能还有这个名字" not in admin.taps("抹去")
        assert "可能还有这个名字" not in admin.says("抹去")

    @pytest.mark.parametrize("name", ["3200", "card", "万元"])
    def test_who_was_called_as_a_figure_changes_nobody_elses(self, chats: Chats, admin: Chat, name: str) -> None:
        reporter, programme = chats.of(11), chats.conversation.rules.programme
        reporter.says("通创 2019 从业人员 3200人，总产值 712000万元")
        one = Candidate(NEWCOMER, name, "viewer")
        chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [one], chats.now))
        admin.says("/people 刘洋")
        card = dict(admin.taps("刘洋") and admin.buttons)
        chats.store.write(lambda s: erasing.erase(s, OPERATOR, NEWCOMER, chats.now, programme.public_names))
        reporter.taps("确认提交")
        kept = chats.store.read(lambda s: figures.versions(s, OPERATOR, programme, "tongchuang", "employees", 2019))
        assert [(one.value, one.typed) for one in kept] == [(Decimal(3200), "从业人员 3200人")]
        assert "移除刘洋？" in admin.taps_data(card["移除"])

    @pytest.mark.parametrize("left", [True, False], ids=["left", "is a viewer now"])
    def test_agreeing_counts_only_while_who_asked_is_an_admin(self, chats: Chats, admin: Chat, left: bool) -> None:
        other, programme = another_admin(chats), chats.conversation.rules.programme
        self.card(admin)
        admin.taps("抹去")
        admin.says("抹去")
        other.receives()
        viewer = [Candidate(14, "赵磊", "viewer")]
        chats.store.write(
            lambda s: people.remove(s, OPERATOR, 14, chats.now) if left
            else people.admit(s, OPERATOR, programme, viewer, chats.now)
        )
        assert "已经处理过，或已过期" in other.taps("好")
        assert chats.store.read(lambda s: people.find(s, 11)) is not None

    @pytest.mark.parametrize("gone", [False, True], ids=["admitted", "removed before"])
    def test_what_the_command_asks_for_is_done_once_an_admin_agrees(
        self, chats: Chats, admin: Chat, gone: bool
    ) -> None:
        def unit(session: Session) -> None:
            if gone:
                people.remove(session, OPERATOR, 11, chats.now)
            admins = forgetting.who_agrees(session, OPERATOR, 11)
            outbox.post(session, forgetting.letters_asking(session, OPERATOR, 11, admins, chats.now), chats.now)

        chats.store.write(unit)
        assert any("服务器管理员（命令行）要抹去王芳的个人信息" in text for text in admin.receives())
        assert "已抹去王芳" in admin.taps("好")
        assert chats.store.read(lambda s: people.names(s, OPERATOR))[11] == "11"
        assert "已经处理过" in admin.taps("好")

    def test_nobody_agrees_that_they_are_forgotten_themselves(self, chats: Chats, admin: Chat) -> None:
        another_admin(chats)
        admins = chats.store.read(lambda s: forgetting.who_agrees(s, OPERATOR, 13))
        assert [one.id for one in admins] == [14]

    def test_of_two_admins_neither_erases_the_other_without_their_word(self, chats: Chats, admin: Chat) -> None:
        other = another_admin(chats)
        admin.says("/people 刘洋")
        admin.taps("刘洋")
        admin.taps("抹去")
        assert "已请刘洋同意" in admin.says("抹去")
        assert chats.store.read(lambda s: people.find(s, 13)) is not None
        assert any("赵磊要抹去刘洋的个人信息" in text for text in other.receives())
        assert "已抹去刘洋" in other.taps("好")
        assert chats.store.read(lambda s: people.names(s, OPERATOR))[13] == "13"
        assert any("已抹去刘洋" in text for text in admin.receives())

    def test_where_a_third_can_decide_it_is_not_whom_it_is_about(self, chats: Chats, admin: Chat) -> None:
        another_admin(chats)
        programme = chats.conversation.rules.programme
        third = [Candidate(15, "钱进", "admin")]
        chats.store.write(lambda s: people.admit(s, OPERATOR, programme, third, chats.now))
        asker = chats.store.read(lambda s: people.find(s, 14))
        assert asker is not None
        assert [one.id for one in chats.store.read(lambda s: forgetting.who_agrees(s, asker, 13))] == [15]


class TestOneMoreAdminFromTheServer:
    """`people add --role admin`, or the settings, where there are two."""

    SUN = Candidate(NEWCOMER, "孙悦", "admin")

    def asked(self, chats: Chats, one: Candidate = SUN) -> None:
        def unit(session: Session) -> None:
            admins = making.who_agrees(session, one)
            assert [admin.id for admin in admins] == [13, 14]
            making.ask(session, chats.conversation.rules.programme, one, admins, chats.now)

        chats.store.write(unit)

    def started(self, chats: Chats, named: Sequence[int], now: datetime) -> None:
        chats.store.write(lambda s: making.admit_named(s, chats.conversation.rules.programme, named, now))

    def there(self, chats: Chats) -> list[int]:
        return [one.id for one in chats.store.read(people.admins)]

    def test_one_of_them_agrees_and_all_are_told(self, chats: Chats, admin: Chat) -> None:
        other = another_admin(chats)
        self.asked(chats)
        assert self.there(chats) == [13, 14]
        assert any("要让孙悦当管理员（编号77）" in text for text in admin.receives())
        assert "孙悦现在是管理员" in admin.taps("好")
        assert self.there(chats) == [13, 14, NEWCOMER]
        assert any("孙悦已加入" in text for text in other.receives())
        assert "已经处理过" in other.taps("好")
        assert "同意增加管理员：孙悦" in admin.says("/audit")

    def test_whose_authority_it_is_is_said_and_kept(self, chats: Chats, admin: Chat) -> None:
        another_admin(chats)
        self.asked(chats, Candidate(NEWCOMER, "孙悦", "admin", ("chongchuan", "haian")))
        assert any("要让孙悦当管理员（崇川区、海安市）（编号77）" in text for text in admin.receives())
        assert "孙悦现在是管理员（崇川区、海安市）" in admin.taps("好")
        made = chats.store.read(lambda s: people.find(s, NEWCOMER))
        assert made is not None
        assert made.authorities == ("chongchuan", "haian")

    def test_one_refuses_and_it_is_settled(self, chats: Chats, admin: Chat) -> None:
        other = another_admin(chats)
        self.asked(chats)
        admin.receives()
        other.receives()
        admin.taps("不同意")
        assert any("赵磊不同意让孙悦当管理员" in text for text in other.receives())
        assert "已经处理过" in other.taps("好")
        assert self.there(chats) == [13, 14]

    def test_whoever_was_something_else_is_told(self, chats: Chats, admin: Chat) -> None:
        another_admin(chats)
        self.asked(chats, Candidate(11, "王芳", "admin"))
        admin.receives()
        admin.taps("好")
        assert any("您的身份改为：管理员" in text for text in chats.of(11).receives())

    @pytest.mark.parametrize("end", [people.remove, erasing.erase])
    def test_nobody_comes_back_who_was_removed_or_erased_since(
        self, chats: Chats, admin: Chat, end: Callable[..., bool]
    ) -> None:
        another_admin(chats)
        self.asked(chats, Candidate(11, "W", "admin"))
        admin.receives()
        chats.store.write(lambda s: end(s, OPERATOR, 11, chats.now))
        assert "已经处理过" in admin.taps("好")
        assert self.there(chats) == [13, 14]

    def test_after_three_days_it_is_over(self, chats: Chats, admin: Chat) -> None:
        another_admin(chats)
        self.asked(chats)
        admin.receives()
        admin.now += timedelta(hours=73)
        assert "已经处理过，或已过期" in admin.taps("好")
        assert self.there(chats) == [13, 14]

    def test_nobody_is_asked_about_an_admin_or_somebody_else_or_where_there_is_one(
        self, chats: Chats, admin: Chat
    ) -> None:
        assert chats.store.read(lambda s: making.who_agrees(s, self.SUN)) == ()
        another_admin(chats)
        for one in (Candidate(13, "刘洋", "admin"), Candidate(NEWCOMER, "孙悦", "reviewer")):
            assert chats.store.read(lambda s, one=one: making.who_agrees(s, one)) == ()

    def test_whom_the_settings_name_is_asked_about_every_three_days(self, chats: Chats, admin: Chat) -> None:
        another_admin(chats)
        for hours, asked in ((0, 1), (1, 0), (72, 1)):
            admin.now += timedelta(hours=hours)
            self.started(chats, (14, NEWCOMER), admin.now)
            assert len([text for text in admin.receives() if "要让管理员77当管理员" in text]) == asked
        assert self.there(chats) == [13, 14]

    def test_those_whom_the_settings_name_first_are_asked_about_by_nobody(
        self, store: Store, programme: Programme, now: datetime
    ) -> None:
        store.write(lambda s: making.admit_named(s, programme, (14, 15, 16), now))
        assert [one.id for one in store.read(people.admins)] == [14, 15, 16]


class TestRemovingAnAdmin:
    def removes(self, admin: Chat) -> str:
        admin.says("/people 刘洋")
        admin.taps("刘洋")
        admin.taps("移除")
        return admin.taps("确认移除")

    def test_it_needs_the_word_of_another(self, chats: Chats, admin: Chat) -> None:
        other = another_admin(chats)
        assert "已请刘洋同意" in self.removes(admin)
        assert chats.store.read(lambda s: people.find(s, 13)) is not None
        assert any("赵磊要移除管理员刘洋" in text for text in other.receives())
        assert "已移除刘洋" in other.taps("好")
        assert chats.store.read(lambda s: people.find(s, 13)) is None
        assert any("已移除刘洋" in text for text in admin.receives())
        assert "请求移除管理员" in admin.says("/audit")

    def test_a_third_decides_once_and_whoever_goes_is_told(self, chats: Chats, admin: Chat) -> None:
        other = another_admin(chats)
        programme = chats.conversation.rules.programme
        third = [Candidate(15, "钱进", "admin")]
        chats.store.write(lambda s: people.admit(s, OPERATOR, programme, third, chats.now))
        assert "已请钱进同意" in self.removes(admin)
        assert not any("要移除" in text for text in other.receives())
        judge = chats.of(15)
        judge.receives()
        assert "已移除刘洋" in judge.taps("好")
        assert any("赵磊取消了您的使用权限" in text for text in other.receives())
        assert "已经处理过" in judge.taps("好")

    def test_it_is_over_once_whoever_asked_is_no_admin(self, chats: Chats, admin: Chat) -> None:
        other = another_admin(chats)
        self.removes(admin)
        other.receives()
        chats.store.write(lambda s: people.remove(s, OPERATOR, 14, chats.now))
        assert "已经处理过，或已过期" in other.taps("好")
        assert chats.store.read(lambda s: people.find(s, 13)) is not None

    def test_anybody_else_is_removed_at_once(self, chats: Chats, admin: Chat) -> None:
        another_admin(chats)
        admin.says("/people 王芳")
        admin.taps("王芳")
        admin.taps("移除")
        assert "已移除王芳" in admin.taps("确认移除")


class TestInvitations:
    def test_the_whole_way_in(self, chats: Chats, admin: Chat) -> None:
        token = invited(admin)
        picture = admin.last[0].document
        assert picture is not None
        assert picture.content.startswith(b"\x89PNG")
        assert "欢迎，周涛" in follows(chats, token)
        assert any("周涛已加入" in text for text in admin.receives())
        who = chats.store.read(lambda s: people.find(s, NEWCOMER))
        assert who is not None
        assert (who.role, who.authorities) == ("reporter", ("chongchuan",))
        assert "哪个社区" in chats.of(NEWCOMER).says("/report")

    def test_by_buttons_alone(self, admin: Chat) -> None:
        admin.says("/people")
        admin.taps("邀请新人")
        admin.taps("填报")
        assert "邀请已生成：填报（海安" in admin.taps("海安")

    def test_those_nobody_has_used_are_listed_and_taken_back(self, chats: Chats, admin: Chat) -> None:
        used, kept = invited(admin), invited(admin, "viewer")
        follows(chats, used)
        admin.says("/people")
        shown = admin.taps("待用的邀请")
        assert "1. 查看，1月17日（周五）10:00失效" in shown
        assert "崇川区" not in shown
        assert "邀请已作废" in admin.taps("作废 1")
        assert "欢迎" not in follows(chats, kept, person=78)
        admin.says("/people")
        assert "没有待用的邀请" in admin.taps("待用的邀请")

    def test_every_one_is_listed_however_many(self, chats: Chats, admin: Chat) -> None:
        for _ in range(20):
            invited(admin, "viewer")
        admin.says("/people")
        first = admin.taps("待用的邀请")
        assert "共20个" in first
        assert "12. 查看" in first
        further = admin.buttons["下一页"]
        assert "20. 查看" in admin.taps_data(further)
        assert "邀请已作废" in admin.taps("作废 20")
        chats.store.write(lambda s: s.execute(text("UPDATE invitation SET revoked = TRUE WHERE id > 5")))
        assert "（1/1页）" in admin.taps_data(further), "of a page that is there no more the last one is shown"

    @pytest.mark.parametrize(
        ("name", "called"),
        [
            ("刘洋", "刘洋（0077）"), ("劉洋", "劉洋（0077）"), ("刘 洋", "刘 洋（0077）"),
            ("刘　洋", "刘　洋（0077）"),
            ("刘\u200b洋", "刘洋（0077）"), ("刘·洋", "刘·洋（0077）"), ("刘\ufe00洋", "刘洋（0077）"),
            ("ＬＩＵ　ｙａｎｇ", "ＬＩＵ　ｙａｎｇ（0077）"), ("赵磊（0078）", "赵磊（0078）"),
            ("Lіu Yаng", "Lіu Yаng（0077）"), ("Liú Yang", "Liú Yang（0077）"),
            ("刘洋（审核人）", "刘洋（0077）"), ("審核人 劉洋", "劉洋（0077）"), ("管理员", "77"), ("审核", "77"),
            ("刘洋｜审核", "刘洋（0077）"), ("王芳 填报", "王芳（0077）"),
            ("市审核员刘洋", "刘洋（0077）"), ("刘洋科长", "刘洋（0077）"), ("刘洋同志", "刘洋（0077）"),
            ("刘洋先生", "刘洋（0077）"), ("刘洋女士", "刘洋（0077）"), ("刘洋1", "刘洋（0077）"),
            ("孙悦1", "孙悦1"), ("系统", "77"), ("机器人", "77"), ("系统机器人", "77"), ("System", "77"),
            ("Robot", "77"), ("分管领导", "77"), ("Viewer", "77"), ("成员单位", "77"), ("系勇", "系勇"),
            ("刘洋本人", "刘洋（0077）"), ("王科长", "王科长"), ("刘志同", "刘志同"),
            ("管理员（命令行）", "77"), ("管理員(命令行)", "77"), ("管理員 命令列", "77"),
 ("Operator of the server (command line)", "77"),
        ],
    )
    def test_nobody_comes_in_under_anothers_name(self, chats: Chats, admin: Chat, name: str, called: str) -> None:
        programme = chats.conversation.rules.programme
        other = [Candidate(18, "Liu Yang", "viewer")]
        chats.store.write(lambda s: people.admit(s, OPERATOR, programme, other, chats.now))
        follows(chats, invited(admin, "viewer"), name=name)
        who = chats.store.read(lambda s: people.find(s, NEWCOMER))
        assert who is not None
        assert who.name == called

    @pytest.mark.parametrize("name", ["\u2800", "\u1160", "\u200b\u202e", "…"])
    def test_a_name_that_shows_as_nothing_is_the_number(self, chats: Chats, admin: Chat, name: str) -> None:
        follows(chats, invited(admin, "viewer"), name=name)
        who = chats.store.read(lambda s: people.find(s, NEWCOMER))
        assert who is not None
        assert who.name == "77"

    def test_who_comes_in_by_it_has_opened_the_bot(self, chats: Chats, admin: Chat) -> None:
        follows(chats, invited(admin))
        assert "没打开过" not in admin.says("/people")
        assert "收不到" not in admin.says("/broadcast 请尽快")
        chats.store.write(lambda s: reachable.mark_unreachable(s, NEWCOMER, chats.now))
        chats.store.write(lambda s: people.remove(s, OPERATOR, NEWCOMER, chats.now))
        follows(chats, invited(admin))
        assert "收不到" not in admin.says("/people"), "whoever stopped the bot once, and is back"

    def test_it_works_once(self, chats: Chats, admin: Chat) -> None:
        token = invited(admin)
        follows(chats, token)
        assert "只对已登记" in follows(chats, token, person=78)
        assert chats.store.read(lambda s: people.find(s, 78)) is None

    def test_it_ends_after_three_days(self, chats: Chats, admin: Chat) -> None:
        token = invited(admin)
        chats.now += timedelta(hours=72)
        assert "只对已登记" in follows(chats, token)

    def test_it_can_be_taken_back(self, chats: Chats, admin: Chat) -> None:
        token = invited(admin)
        assert "已作废" in admin.taps("作废")
        assert "只对已登记" in follows(chats, token)

    def test_only_its_hash_is_kept(self, chats: Chats, admin: Chat) -> None:
        token = invited(admin)
        dumped = chats.store.read(lambda s: [tuple(row) for row in s.execute(select(Invitation))])
        assert token not in str(dumped)
        assert token_hash(token) in str(dumped)

    def test_somebody_admitted_keeps_their_role_and_the_invitation(self, chats: Chats, admin: Chat) -> None:
        token = invited(admin, "viewer")
        follows(chats, token, person=11)
        who = chats.store.read(lambda s: people.find(s, 11))
        assert who is not None
        assert who.role == "reporter"
        assert "欢迎" in follows(chats, token)

    def test_it_ends_with_the_admin_who_made_it(self, chats: Chats, admin: Chat) -> None:
        token = invited(admin, "admin")
        another_admin(chats)
        chats.store.write(lambda s: people.remove(s, OPERATOR, 14, chats.now))
        assert "只对已登记" in follows(chats, token, person=14)
        assert chats.store.read(lambda s: people.find(s, 14)) is None

    @pytest.mark.parametrize("said", ["主任", "reporter 上海市", "lead 火星"])
    def test_a_role_or_authority_that_is_not_there(self, admin: Chat, said: str) -> None:
        assert "没有“" in admin.says(f"/people invite {said}")

    def test_nobody_else_invites(self, chats: Chats) -> None:
        for person in (11, 12, 13, 16):
            assert "没有 /people" in chats.of(person).says("/people invite admin")


class TestContacts:
    def listed(self, chats: Chats, again: bool = False) -> str:
        hashed = listed_hash("+86 138-0000-1234", "key")
        one = Listed(hashed, "孙悦", "reporter", ("haian",))
        programme = chats.conversation.rules.programme
        chats.store.write(lambda s: admission.put_on_roster(s, OPERATOR, programme, [one], chats.now, again))
        return hashed

    def test_ones_own_contact_on_the_roster_comes_in(self, chats: Chats) -> None:
        hashed = self.listed(chats)
        newcomer = chats.of(NEWCOMER)
        newcomer.says("你好")
        assert newcomer.last[0].ask_contact == "用我的手机号登记"
        assert "欢迎，孙悦" in newcomer.sends("contact", contact=hashed)
        assert "只对已登记" in chats.of(78).sends("contact", contact=hashed), "used up"

    def test_somebody_removed_comes_back_only_where_they_are_listed_again_on_purpose(self, chats: Chats) -> None:
        hashed = self.listed(chats)
        chats.of(NEWCOMER).sends("contact", contact=hashed)
        chats.store.write(lambda s: people.remove(s, OPERATOR, NEWCOMER, chats.now))
        self.listed(chats)
        assert "欢迎" not in chats.of(NEWCOMER).sends("contact", contact=hashed)
        self.listed(chats, again=True)
        assert "欢迎，孙悦" in chats.of(NEWCOMER).sends("contact", contact=hashed)

    def test_somebody_removed_does_not_come_back_by_themselves(self, chats: Chats) -> None:
        hashed = self.listed(chats)
        chats.of(NEWCOMER).sends("contact", contact=hashed)
        chats.store.write(lambda s: people.remove(s, OPERATOR, NEWCOMER, chats.now))
        assert "欢迎" not in chats.of(NEWCOMER).sends("contact", contact=hashed)

    def test_an_old_row_does_not_let_somebody_removed_in_again(self, chats: Chats) -> None:
        hashed = self.listed(chats)
        programme = chats.conversation.rules.programme
        one = Candidate(NEWCOMER, "孙悦", "viewer")
        chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [one], chats.now))
        later = chats.now + timedelta(hours=1)
        chats.store.write(lambda s: people.remove(s, OPERATOR, NEWCOMER, later))
        assert "欢迎" not in chats.of(NEWCOMER).sends("contact", contact=hashed)

    def test_listed_again_with_another_role_they_have_it(self, chats: Chats) -> None:
        hashed = self.listed(chats)
        chats.of(NEWCOMER).sends("contact", contact=hashed)
        programme = chats.conversation.rules.programme
        again = [Listed(hashed, "孙悦", "viewer")]
        assert chats.store.write(lambda s: admission.put_on_roster(s, OPERATOR, programme, again, chats.now)) == 1
        who = chats.store.read(lambda s: people.find(s, NEWCOMER))
        assert who is not None
        assert (who.role, who.authorities) == ("viewer", ())
        assert chats.store.write(lambda s: admission.put_on_roster(s, OPERATOR, programme, again, chats.now)) == 0

    def test_listed_again_before_they_came_nobody_else_is_struck_off(self, chats: Chats) -> None:
        programme = chats.conversation.rules.programme
        hashed = [digit * 64 for digit in "159"]
        for role in ("viewer", "reviewer"):
            listed = [Listed(one, f"人{one[0]}", role if one[0] == "5" else "viewer") for one in hashed]
            put = partial(admission.put_on_roster, who=OPERATOR, programme=programme, listed=listed, now=chats.now)
            chats.store.write(put)
        for person, one in enumerate(hashed, NEWCOMER):
            assert f"欢迎，人{one[0]}" in chats.of(person).sends("contact", contact=one)

    def test_listed_again_as_before_nothing_is_new(self, chats: Chats) -> None:
        again = [Listed(self.listed(chats), "孙悦", "reporter", ("haian",))]
        programme = chats.conversation.rules.programme
        assert chats.store.write(lambda s: admission.put_on_roster(s, OPERATOR, programme, again, chats.now)) == 0

    def test_a_role_that_was_taken_is_not_given_back_by_the_same_row(self, chats: Chats) -> None:
        hashed = self.listed(chats)
        chats.of(NEWCOMER).sends("contact", contact=hashed)
        programme = chats.conversation.rules.programme
        demoted = [Candidate(NEWCOMER, "孙悦", "viewer")]
        chats.store.write(lambda s: people.admit(s, OPERATOR, programme, demoted, chats.now))
        self.listed(chats)
        who = chats.store.read(lambda s: people.find(s, NEWCOMER))
        assert who is not None
        assert who.role == "viewer"

    @pytest.mark.parametrize("end", [people.remove, erasing.erase])
    def test_a_row_put_anew_lets_in_who_was_removed_or_erased_only_where_it_is_said(
        self, chats: Chats, end: Callable[..., bool]
    ) -> None:
        hashed = self.listed(chats)
        chats.of(NEWCOMER).sends("contact", contact=hashed)
        chats.store.write(lambda s: end(s, OPERATOR, NEWCOMER, chats.now))
        programme, viewer = chats.conversation.rules.programme, [Listed(hashed, "孙悦", "viewer")]
        for again in (False, True):
            chats.now += timedelta(minutes=1)
            chats.store.write(partial(
                admission.put_on_roster, who=OPERATOR, programme=programme, listed=viewer, now=chats.now, again=again
            ))
            assert ("欢迎" in chats.of(NEWCOMER).sends("contact", contact=hashed)) is again

    def test_a_row_that_changed_gives_no_role_back_that_was_taken_by_hand(self, chats: Chats) -> None:
        hashed, programme = self.listed(chats), chats.conversation.rules.programme
        chats.of(NEWCOMER).sends("contact", contact=hashed)
        demoted, row = [Candidate(NEWCOMER, "孙悦", "viewer")], [Listed(hashed, "孙悦", "reviewer")]
        chats.store.write(lambda s: people.admit(s, OPERATOR, programme, demoted, chats.now))
        assert chats.store.read(lambda s: admission.left_out(s, row)) == [
            f"孙悦 ({NEWCOMER}) is viewer by hand or by an invitation"
        ]
        assert chats.store.write(lambda s: admission.put_on_roster(s, OPERATOR, programme, row, chats.now)) == 0
        assert chats.store.write(lambda s: admission.put_on_roster(s, OPERATOR, programme, row, chats.now, True)) == 1

    def test_a_row_lets_nobody_in_after_ninety_days(self, chats: Chats) -> None:
        hashed = self.listed(chats)
        chats.now += timedelta(days=91)
        newcomer = chats.of(NEWCOMER)
        newcomer.says("你好")
        assert newcomer.last[0].ask_contact == ""
        assert "欢迎" not in newcomer.sends("contact", contact=hashed)

    def test_a_phone_that_is_not_listed_does_not(self, chats: Chats) -> None:
        self.listed(chats)
        assert "只对已登记" in chats.of(NEWCOMER).sends("contact", contact=contact_hash("8613900000000", "key"))

    @pytest.mark.parametrize("typed", ["138 0000 1234", "+86 138-0000-1234", "008613800001234", "１３８０００01234"])
    @pytest.mark.parametrize("shared", ["+8613800001234", "8613800001234"])
    def test_the_country_code_makes_no_difference(self, typed: str, shared: str) -> None:
        assert listed_hash(typed, "k") == contact_hash(shared, "k") == listed_hash("13800001234", "k")
        assert listed_hash(typed, "k") != listed_hash(typed, "other")

    @pytest.mark.parametrize("abroad", ["+13801234567", "13801234567", "+1 380-123-4567"])
    def test_a_number_abroad_is_none_of_china(self, chats: Chats, abroad: str) -> None:
        programme = chats.conversation.rules.programme
        rows = [Listed(listed_hash("138 0123 4567", "k"), "周涛", "reviewer")]
        chats.store.write(lambda s: admission.put_on_roster(s, OPERATOR, programme, rows, chats.now))
        assert "欢迎" not in chats.of(NEWCOMER).sends("contact", contact=contact_hash(abroad, "k"))
        assert "欢迎" in chats.of(NEWCOMER).sends("contact", contact=contact_hash("8613801234567", "k"))

    def test_a_number_abroad_is_listed_with_its_code(self) -> None:
        for typed in ("+1 380 123 4567", "001 380 123 4567", "（＋1）3801234567"):
            assert listed_hash(typed, "k") == contact_hash("13801234567", "k") != listed_hash("13801234567", "k")
        assert listed_hash("852 1234 5678", "k") == contact_hash("+85212345678", "k")

    def test_hashes_of_before_are_good_still(self) -> None:
        kept = hmac.new(b"k", b"13800001234", hashlib.sha256).hexdigest()
        assert listed_hash("13800001234", "k") == kept == contact_hash("+8613800001234", "k")


class TestTheList:
    def test_everybody_by_name_role_and_authority(self, admin: Chat) -> None:
        assert "共6人" in admin.says("/people")
        assert "王芳 · 填报 · 崇川区" in admin.buttons
        shown = admin.taps("王芳")
        assert "负责：崇川区" in shown
        assert "最近使用：1月14日" in shown

    def test_who_never_opened_the_bot_or_stopped_it_is_shown_as_such(self, chats: Chats, admin: Chat) -> None:
        new = Candidate(18, "周涛", "reporter", ("haian",))
        programme = chats.conversation.rules.programme
        chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [new], chats.now))
        chats.store.write(lambda s: reachable.mark_unreachable(s, 15, chats.now))
        chats.store.write(lambda s: reachable.mark_unreachable(s, 16, chats.now, "missing"))
        assert "收不到消息：没打开过1人、停用1人、找不到1人" in admin.says("/people")
        assert "还没打开过机器人" in admin.taps("⚠ 周涛")
        admin.says("/people")
        assert "停用了机器人" in admin.taps("⚠ 张伟")
        admin.says("/people")
        assert "找不到这个人" in admin.taps("⚠ 陈静")
        assert "没打开过1人、停用1人、找不到1人" in admin.says("/health")
        chats.of(15).says("你好")
        assert "停用" not in admin.says("/people")

    def test_whoever_wrote_before_they_were_admitted_has_opened_it(self, chats: Chats, admin: Chat) -> None:
        chats.of(19).says("/start")
        programme = chats.conversation.rules.programme
        new = Candidate(19, "吴斌", "viewer")
        chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [new], chats.now))
        admin.says("/people")
        assert "吴斌 · 查看" in admin.buttons

    def test_who_wrote_is_seen(self, chats: Chats, admin: Chat) -> None:
        chats.of(11).says("你好")
        admin.says("/people 王芳")
        assert "最近使用：1月14日" in admin.taps("王芳")

    def test_who_is_removed_is_told_and_whom_their_authority_lacks_is_said(self, chats: Chats, admin: Chat) -> None:
        admin.says("/people")
        admin.taps("王芳")
        admin.taps("移除")
        assert "崇川区现在没有填报人" in admin.taps("确认移除")
        assert "您不能再用这个机器人了\n赵磊取消了您的使用权限" in chats.of(11).receives()[0]
        assert "邀请已生成：填报（崇川区）" in admin.taps("邀请崇川区填报人")

    def test_removing_ends_access_and_what_waits_but_not_the_figures(self, chats: Chats, admin: Chat) -> None:
        reporter = chats.of(11)
        reporter.says("通创 2019 高新产值 45.6亿")
        reporter.taps("确认")
        chats.store.write(lambda s: outbox.post(s, [Letter(11, 11, "notice", {"text": "x"})], chats.now))
        admin.says("/people")
        admin.taps("王芳")
        assert "移除王芳？" in admin.taps("移除")
        assert "已移除王芳" in admin.taps("确认移除")
        assert "只对已登记" in reporter.says("通创2019年高新产值")
        assert [text.splitlines()[0] for text in reporter.receives()] == ["您不能再用这个机器人了"]
        programme = chats.conversation.rules.programme
        kept = chats.store.read(
            lambda s: figures.versions(s, OPERATOR, programme, "tongchuang", "hitech_output", 2019)
        )
        assert kept[0].reporter_name == "王芳"

    def test_an_admin_does_not_remove_themselves(self, admin: Chat) -> None:
        admin.says("/people 赵磊")
        admin.taps("赵磊")
        assert "移除" not in "".join(admin.buttons)

    def test_more_than_eight_come_by_pages(self, chats: Chats, admin: Chat) -> None:
        programme = chats.conversation.rules.programme
        more = [Candidate(100 + number, f"查看{number}", "viewer") for number in range(11)]
        chats.store.write(lambda s: people.admit(s, OPERATOR, programme, more, chats.now))
        pages = {"1/3": {"下一页"}, "2/3": {"上一页", "下一页"}, "3/3": {"上一页"}}
        seen: list[str] = []
        for page, pagers in pages.items():
            said = admin.says("/people") if page == "1/3" else admin.taps("下一页")
            assert f"共17人（{page}页）" in said
            assert {"上一页", "下一页"} & admin.buttons.keys() == pagers
            seen += [label for label in admin.buttons if " · " in label]
        assert len(seen) == len(set(seen)) == 17
        assert "2/3" in admin.taps("上一页")

    def test_nobody_of_a_name_is_said(self, admin: Chat) -> None:
        assert "没有叫“月球”的人" in admin.says("/people 月球")
        assert "共1人" in admin.says("/people 王")

    def test_an_old_button_of_somebody_who_left_does_nothing(self, chats: Chats, admin: Chat) -> None:
        admin.says("/people 王芳")
        shown = dict(admin.buttons)
        admin.taps("王芳")
        card = dict(admin.buttons)
        admin.taps("移除")
        assert "没有改动" in admin.taps("不移除")
        assert chats.store.read(lambda s: people.find(s, 11)) is not None
        chats.store.write(lambda s: people.remove(s, OPERATOR, 11, chats.now))
        for buttons, label in ((shown, "王芳"), (card, "移除"), (card, "抹去"), (card, "仍在岗")):
            data = next(data for name, data in buttons.items() if label in name)
            assert "没有这个人，或已经移除" in admin.taps_data(data)

    def test_one_is_confirmed_alone(self, admin: Chat) -> None:
        admin.says("/people 王芳")
        admin.taps("王芳")
        admin.taps("确认仍在岗")
        assert "确认仍在岗" not in admin.buttons
        assert "5人2020年还没确认" in admin.says("/people")

    def test_everybody_is_confirmed_once_a_year(self, admin: Chat) -> None:
        assert "6人2020年还没确认" in admin.says("/people")
        assert "已确认6人" in admin.taps("全部确认")
        assert "还没确认" not in admin.says("/people")
        admin.waits(days=366)
        assert "还没确认" in admin.says("/people")


class TestGroups:
    def test_silent_until_an_admin_allows_it(self, chats: Chats, admin: Chat) -> None:
        asks = "通创2019年高新产值"
        assert chats.of(12).says_in(-100, asks) == ""
        assert "还没有启用" in admin.says_in(-100, asks)
        assert "已启用" in admin.taps_in(-100, "启用")
        assert "没有" in chats.of(12).says_in(-100, asks) or "未报" in chats.of(12).says_in(-100, asks)
        assert chats.of(NEWCOMER).says_in(-100, asks) == ""

    def test_only_approved_figures_are_shown_there(self, chats: Chats, admin: Chat) -> None:
        chats.store.write(lambda s: groups.allow(s, OPERATOR, -100, chats.now))
        reporter = chats.of(11)
        reporter.says("通创 2019 高新产值 45.6亿")
        reporter.taps("确认")
        assert "45.6亿" in reporter.says("通创2019年高新产值")
        assert "45.6亿" not in reporter.says_in(-100, "通创2019年高新产值")

    def test_offices_stand_there_in_place_of_people(self, chats: Chats, admin: Chat) -> None:
        chats.store.write(lambda s: groups.allow(s, OPERATOR, -100, chats.now))
        reporter, reviewer = chats.of(11), chats.of(13)
        reporter.says("通创 2019 总产值 71.2亿")
        reporter.taps("确认")
        reviewer.says("/review")
        reviewer.taps("通创")
        reviewer.taps("全部通过")
        assert "王芳" in reviewer.says("通创2019年总产值")
        for asked in ("通创2019年总产值", "通创2019年总产值谁报的", "/history 通创2019年总产值"):
            said = chats.of(12).says_in(-100, asked)
            assert "崇川区 2020-01-14" in said
            assert "（市里 2020-01-14" in said
            assert "王芳" not in said
            assert "刘洋" not in said

    def test_it_is_silenced_again(self, chats: Chats, admin: Chat) -> None:
        admin.says_in(-100, "通创2019年高新产值")
        admin.taps_in(-100, "启用")
        admin.taps_in(-100, "停用")
        assert chats.of(12).says_in(-100, "帮助") == ""

    def test_old_buttons_are_silent_with_the_group(self, chats: Chats, admin: Chat) -> None:
        chats.store.write(lambda s: groups.allow(s, OPERATOR, -100, chats.now))
        viewer = chats.of(12)
        viewer.says_in(-100, "跨江高新占比")
        chats.store.write(lambda s: groups.forbid(s, OPERATOR, -100, chats.now))
        assert viewer.taps_in(-100, "合作") == ""

    def test_an_allowed_group_that_moves_stays_allowed(self, chats: Chats) -> None:
        chats.store.write(lambda s: groups.allow(s, OPERATOR, -100, chats.now))
        moved = Incoming(10**9, "migrated", -100, 12, private=False, moved_to=-200)
        chats.store.write(lambda s: chats.conversation.respond(s, moved, chats.now))
        assert chats.store.read(lambda s: groups.allowed(s, -200))


def test_a_viewer_is_greeted_with_buttons(chats: Chats) -> None:
    viewer = chats.of(12)
    viewer.says("／start")
    assert "全市情况" in viewer.buttons
    assert "截止：2月3日" in viewer.taps("全市情况")
