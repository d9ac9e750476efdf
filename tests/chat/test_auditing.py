"""Who did what and how the bot is, for the admin: the audit by names, its head, the bot's health."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_hidden_characters import remarked
from tests.chat.test_people import another_admin, invited
from zc_bot.chat import ticking
from zc_bot.chat.admin import auditing
from zc_bot.evaluation.ledger import Noted
from zc_bot.evaluation.showing import Told
from zc_bot.policy.roles import OPERATOR, Act, Principal
from zc_bot.storage import admission, audit, chain, ledger, outbox, people, showing, site, stand_ins
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.outbox import Letter
from zc_bot.texts.catalog import LANGS, messages

CODE = Path(__file__).parents[2] / "zc_bot"
REFUSED = (
    (12, "通创 2019 高新产值 45.6亿", "report"), (16, "通创 2019 高新产值 45.6亿", "report"),
    (13, "/deadline 2019 2020-02-10", "move_deadline"), (12, "/deadline 2019 2020-02-10", "/deadline"),
    (11, "2019年延期两周", "move_deadline"), (13, "2019年取消延期", "move_deadline"),
    (12, "结束2019年的收集", "end_year"), (11, "重开2018年", "reopen_year"),
    (12, "催一下崇川区", "nudge"), (11, "催一下海安", "nudge"), (16, "催一下海安", "nudge"),
    (11, "/progress 新材料", "show"), (16, "/progress 新材料", "show"),
    (13, "邀请启东市填报人", "manage_people"), (11, "/record 补助 新材料 50万元 2019-05-20", "ledger"),
    (12, "通过通创", "review"), (11, "退回高新产值", "review"), (13, "导出审计记录", "/audit"),
    (12, "关于2020年部分节假日安排的通知 春节：1月24日至30日放假", "move_deadline"),
)
"""Who says what they may not, and what the audit calls it."""


HANDED_OVER = (
    "导出审计记录", "把操作日志导出来给我", "审计记录给我一份", "下载审计日志", "export the audit log",
    "hand over the audit record", "/audit 导出", "/audit export",
)
"""What has the audit handed over as a file."""


CALLED = frozenset({"audit.note", "audit.note_files", "NotAllowed", "turn.deny"})


def written(admin: Chat) -> list[tuple[object, ...]]:
    """Read the sheet that was handed over last."""
    file = next(one.document for one in admin.last if one.document is not None)
    return list(openpyxl.load_workbook(io.BytesIO(file.content)).worksheets[0].iter_rows(values_only=True))


def _given(name: str, place: int) -> Iterator[ast.expr]:
    """Find what the code gives one of these functions at a place, wherever it is called."""
    return (call.args[place] for called, call in _calls() if called == name)


@cache
def _calls() -> list[tuple[str, ast.Call]]:
    found = []
    texts = [path.read_text(encoding="utf-8") for path in CODE.rglob("*.py")]
    for text in (text for text in texts if any(name in text for name in CALLED)):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and (name := ast.unparse(node.func)) in CALLED:
                found.append((name, node))
    return found


class TestAuditAndHealth:
    def test_what_somebody_did_is_found_after_they_left(self, chats: Chats, admin: Chat) -> None:
        reporter = chats.of(11)
        reporter.says("通创 2019 高新产值 45.6亿")
        reporter.taps("确认")
        chats.store.write(lambda s: people.remove(s, OPERATOR, 11, chats.now))
        assert "报送：通创社区" in admin.says("/audit 王芳")

    def test_an_invitation_taken_back_is_named(self, admin: Chat) -> None:
        invited(admin, "viewer")
        admin.taps("作废这个邀请")
        assert "作废邀请：第1个邀请" in admin.says("/audit")

    def test_a_member_departments_invitation_names_it(self, chats: Chats, admin: Chat) -> None:
        programme = chats.conversation.rules.programme
        who = Principal(14, "赵磊", "admin")
        chats.store.write(lambda s: admission.invite(s, who, programme, "member", ["市财政局"], chats.now))
        assert "发出邀请：成员单位 市财政局" in admin.says("/audit")

    def test_what_was_done_by_whom(self, chats: Chats, admin: Chat) -> None:
        reporter = chats.of(11)
        reporter.says("通创 2019 高新产值 45.6亿")
        reporter.taps("确认")
        assert "王芳　报送：通创社区 2019年高新产值" in admin.says("/audit")
        assert "王芳" in admin.says("/audit 通创社区")
        assert "登记人员" not in admin.says("/audit 王芳")
        assert "没有相符" in admin.says("/audit 火星")

    def test_what_was_done_to_is_named_as_people_know_it(self, chats: Chats, admin: Chat) -> None:
        reviewer = chats.of(13)
        reviewer.says("/status")
        reviewer.taps("催崇川")
        for said, confirm in (("2020-02-10", "确认改期"), ("恢复", "确认改期"), ("结束", "")):
            admin.says(f"/deadline 2019 {said}")
            if confirm:
                admin.taps(confirm)
        admin.says("结束")
        invited(admin)
        reviewer.taps_data("f" * 16)
        chats.store.write(lambda s: people.remove(s, OPERATOR, 15, chats.now))
        shown = admin.says("/audit")
        assert "刘洋　催报：崇川区2019年度" in shown
        assert "赵磊　改截止时间：2019年度改为2020-02-10" in shown
        assert "赵磊　改截止时间：2019年度恢复原定" in shown
        assert "赵磊　结束收集：2019年度" in shown
        assert "赵磊　发出邀请：填报 崇川区" in shown
        assert "刘洋　被拒绝：没有的按钮" in shown
        assert "命令行　移除人员：张伟" in shown

    def test_it_is_handed_over_as_a_file_which_is_a_line_in_it(self, chats: Chats, admin: Chat) -> None:
        """导出审计记录: every line of it, in the words of the chat; 审计记录 alone is shown."""
        reporter = chats.of(11)
        reporter.says("通创 2019 高新产值 45.6亿")
        reporter.taps("确认")
        for said in HANDED_OVER:
            number, _ = chats.store.read(audit.head)
            assert f"操作记录{number}条（第1至{number}条）" in admin.says(said), said
            head, first, *others = written(admin)
            assert head == ("编号", "时间", "谁", "账号", "角色", "做了什么", "内容")
            assert (first[0], len(others)) == (number, number - 1), said
            line = chats.store.read(lambda s: audit.read(s, OPERATOR, limit=1))[0]
            assert (line.id, line.actor, line.action, line.subject) == (number + 1, 14, "read", "audit"), said
        assert first[2:] == ("赵磊", "14", "管理员", "导出", f"操作记录，{number - 1}项")
        assert ("王芳", "11", "填报", "报送", "通创社区 2019年高新产值") in [one[2:] for one in others]
        for said in ("审计记录", "给我看审计记录", "审计记录给我看看", "/audit"):
            assert "导出：操作记录" in admin.says(said), said
            assert admin.last[0].document is None, said

    def test_a_file_holds_whose_lines_were_asked_for(self, chats: Chats, admin: Chat) -> None:
        reporter = chats.of(11)
        reporter.says("通创 2019 高新产值 45.6亿")
        reporter.taps("确认")
        for said in ("/audit 王芳 导出", "/audit 导出 王芳"):
            admin.says(said)
            assert {one[2] for one in written(admin)[1:]} == {"王芳"}, said
        admin.says("/audit 王芳")
        admin.taps("导出")
        assert {one[2] for one in written(admin)[1:]} == {"王芳"}
        assert "没有相符" in admin.says("/audit 火星 导出")

    def test_what_one_file_does_not_hold_is_in_the_next(
        self, chats: Chats, admin: Chat, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(auditing, "MOST", 4)
        number, _ = chats.store.read(audit.head)
        admin.says("/audit 导出")
        found = [one[0] for one in written(admin)[1:]]
        while any(reply.rows for reply in admin.last):
            admin.taps("更早的")
            found += [one[0] for one in written(admin)[1:]]
        assert found == list(range(number, 0, -1))

    def test_every_act_and_all_that_is_denied_has_words(self) -> None:
        """No admin is shown what the code calls it."""
        acts = list(_given("audit.note", 2))
        named = {one.value for one in acts if isinstance(one, ast.Constant)}
        begun = {one.values[0].value for one in acts if isinstance(one, ast.JoinedStr)}  # type: ignore[attr-defined]
        named |= set(stand_ins.NOTED.values())
        denied = {one.value for one in _given("NotAllowed", 0) if isinstance(one, ast.Constant)}
        denied |= {act.name.lower() for act in Act}
        denied |= {one.value for one in _given("turn.deny", 0) if isinstance(one, ast.Constant)} - {"/deadline"}
        assert len(named) > 35
        assert begun == {"figures.", "ledger.", "people.", "showing.", "database."}
        for lang in LANGS:
            known = messages(lang)
            assert {one for one in named if f"audit.action.{one}" not in known} == set()
            assert {one for one in denied if f"audit.tried.{one}" not in known} == set()

    def test_whatever_way_somebody_is_refused_it_is_a_line(self, chats: Chats) -> None:
        """By a line of figures, an order in words, a command with words behind it, or a button."""
        for person, said, tried in REFUSED:
            chat, before = chats.of(person), chats.store.read(audit.head)[0]
            assert chat.says(said), said
            found = chats.store.read(lambda s: audit.read(s, OPERATOR, limit=1))[0]
            assert chats.store.read(audit.head)[0] == before + 1, said
            assert (found.actor, found.action, found.subject) == (person, "denied", tried), said

    def test_what_was_done_to_the_page_and_what_is_shown_is_said_in_words(self, chats: Chats, admin: Chat) -> None:
        who = Principal(14, "赵磊", "admin")
        told = Told("practice", "tongchuang", "三定一包", agreed=True)
        programme = chats.conversation.rules.programme
        noted = Noted("decision", "落实用地", "chongchuan")
        chats.store.write(lambda s: site.switch(s, who, False, chats.now))
        chats.store.write(lambda s: showing.tell(s, who, programme, told, chats.now))
        chats.store.write(lambda s: ledger.note(s, who, programme, noted, chats.now))
        shown = admin.says("/audit")
        assert "赵磊　关闭展示页：展示页" in shown
        assert "赵磊　报展示内容：通创社区" in shown
        assert "赵磊　登记：事项" in shown

    def test_what_admins_ask_and_agree_to_is_told_apart(self, chats: Chats, admin: Chat) -> None:
        other = another_admin(chats)
        admin.says("/people invite admin")
        other.receives()
        other.taps("好")
        admin.says("/people 王芳")
        admin.taps("王芳")
        admin.taps("抹去")
        admin.says("抹去")
        other.receives()
        other.taps("好")
        shown = admin.says("/audit")
        assert "赵磊　请求增加管理员：1人" in shown
        assert "刘洋　同意增加管理员：赵磊" in shown
        assert "刘洋　同意抹去个人信息：11" in shown

    def test_a_remark_names_its_figure(self, chats: Chats, admin: Chat) -> None:
        chats.of(11).says("通创 2019 高新产值 45.6亿")
        remarked(chats, "请附上统计局的表")
        assert "留言：通创社区 2019年从业人员" in admin.says("/audit 刘洋")

    def test_no_kind_of_subject_is_shown_as_the_code_has_it(self) -> None:
        """Whatever has a number of its own is worded, in both languages."""
        shown = re.compile(r"f?'([a-z]+) \{")
        kinds = {found[1] for one in _given("audit.note", 3) if (found := shown.match(ast.unparse(one)))}
        kinds |= {found[1] for one in _given("audit.note_files", 2) if (found := shown.match(ast.unparse(one)))}
        assert {"entry", "showing", "invitation", "figures", "line", "submission"} <= kinds
        for lang in LANGS:
            known = messages(lang)
            assert {one for one in kinds - {"submission"} if f"audit.numbered.{one}" not in known} == set()

    def test_what_leaves_as_a_file_is_noted(self, chats: Chats, admin: Chat) -> None:
        reporter = chats.of(11)
        reporter.says("通创 2019 高新产值 45.6亿")
        reporter.taps("确认提交")
        reporter.says("/export")
        reporter.says("/report 通创 2019")
        reporter.taps("表格")
        shown = admin.says("/audit 王芳")
        assert "王芳　导出" in shown
        assert "王芳　导出：填报表，" in shown

    def test_it_is_paged(self, admin: Chat) -> None:
        for _ in range(13):
            admin.says("/people invite viewer")
        assert admin.says("/audit").count("·") == 10
        assert admin.taps("更早").count("·") >= 4

    def test_a_denial_is_noted(self, chats: Chats, admin: Chat) -> None:
        chats.of(12).says("/review")
        assert "李敏　被拒绝：/review" in admin.says("/audit")
        assert chats.store.read(chain.verify) is None

    def test_the_head_is_given_out_once_a_working_day_when_it_has_grown(self, chats: Chats, admin: Chat) -> None:
        def heads(hours: int) -> list[tuple[int, str]]:
            admin.now = chats.now + timedelta(hours=hours)
            chats.store.write(lambda s: ticking.tick(s, chats.conversation.rules, admin.now))
            found = [re.search(r"校验码：([0-9]+):([0-9a-f]{64})", said) for said in admin.receives()]
            return [(int(one[1]), one[2]) for one in found if one]

        kept = heads(0)
        assert kept == [chats.store.read(audit.head)]
        admin.says("/people invite viewer")
        assert heads(1) == []
        assert heads(24) == [chats.store.read(audit.head)]
        assert heads(48) == []
        assert chats.store.read(lambda s: chain.verify(s, kept[0])) is None

    def test_a_viewer_of_an_authority_sees_no_more_than_other_viewers(self, chats: Chats) -> None:
        programme = chats.conversation.rules.programme
        one = Candidate(12, "李敏", "viewer", ("chongchuan",))
        chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [one], chats.now))
        reporter = chats.of(11)
        reporter.says("通创 2019 高新产值 45.6亿")
        reporter.taps("确认")
        assert "45.6亿" not in chats.of(12).says("通创2019年高新产值")
        assert "王芳" not in chats.of(12).says("通创2019年高新产值谁报的")

    def test_health_names_what_did_not_arrive(self, chats: Chats, admin: Chat) -> None:
        assert "运行正常" in admin.says("/health")
        chats.store.write(lambda s: outbox.post(s, [Letter(12, 12, "notice", {"text": "x"})], chats.now))
        claimed = chats.store.write(lambda s: outbox.claim(s, chats.now, 1))
        lost = outbox.Settlement(claimed[0].id, "uncertain", error="the connection broke")
        chats.store.write(lambda s: outbox.settle(s, [lost], chats.now))
        assert "不知是否送达：1条" in admin.says("/health")
        assert "李敏，消息" in admin.taps("没送到")


@pytest.mark.parametrize("asked", [
    "谁导出过数据", "谁导出了2024年的数据", "谁下载过简报", "哪些人打印过", "有人导出过高新产值吗",
    "who exported the figures", "who downloaded the briefing", "has anyone printed the briefing",
])
def test_who_took_files_along_is_told_from_the_audit_and_makes_no_file(chats: Chats, asked: str) -> None:
    """The question was answered by a workbook, or a briefing."""
    viewer = chats.of(12)
    viewer.says("/briefing")
    said = chats.of(14).says(asked)
    assert said.split("\n")[0].startswith("最近带走的文件")
    assert "李敏" in said
    told = viewer.says(asked)
    assert "操作记录" in told
    assert "李敏" not in told
    assert not any(one.document or one.chart for one in viewer.last)


def test_who_may_export_is_no_question_about_who_did(chats: Chats) -> None:
    assert "最近带走的文件" not in chats.of(14).says("谁可以导出数据")
