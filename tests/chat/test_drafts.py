"""What was typed into a report is never lost, turned, confirmed by courtesy or taken for something else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.chat.conftest import Chat, Chats
from tests.submission.world import PROGRAMME
from zc_bot.parsing.conversion import Reading, read_figure
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import dialogues, figures, overrides
from zc_bot.storage.observations import Entry
from zc_bot.submission.draft import Draft, from_json, to_json

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LAST_YEAR = {
    "employees": 5200, "makerspaces": 5, "incubators": 3, "accelerators": 3, "new_startups": 120,
    "total_output": 650000,
}


@pytest.fixture
def chat(chats: Chats) -> Chat:
    """张伟 reports for 海安, whose community has figures of 2018; 2017 is over."""
    programme = chats.conversation.rules.programme
    before = [Entry("xincailiao", code, 2018, figures.Decimal(value)) for code, value in LAST_YEAR.items()]

    def unit(session: object) -> None:
        figures.record(
            session, OPERATOR, programme, before, operation="before", way="import", now=chats.now, approve=True  # type: ignore[arg-type]
        )
        overrides.end(session, Principal(14, "赵磊", "admin"), 2017, chats.now)  # type: ignore[arg-type]

    chats.store.write(unit)
    return chats.of(15)


def draft(chat: Chat) -> Draft:
    stored = chat.store.read(lambda s: dialogues.load_draft(s, chat.person))
    assert stored is not None
    return from_json(stored.state)


def card(chat: Chat) -> dict[str, str]:
    return {one.metric: f"{one.value}" for one in draft(chat).entries}


def plays(chat: Chat, *texts: str) -> str:
    said = ""
    for text in texts:
        said = chat.taps(text[1:-1]) if text.startswith("[") else chat.says(text)
    return said


class TestTheNewestValueWins:
    @pytest.mark.parametrize(
        ("texts", "metric", "value"),
        [
            (("新材料 2019 众创空间 1.2亿", "孵化器 3", "众创空间 10", "新引进一批"), "makerspaces", "10"),
            (("新材料 从业人员1.2万人", "改从业人员9900人", "新厂投产"), "employees", "9900"),
            (("新材料 2019 从业人员9000 众创空间40", "众创空间 41", "新厂投产", "新引进一批"), "makerspaces", "41"),
            (("新材料 2019 从业人员9000 加速器30 孵化器33", "孵化器 4", "新厂投产", "新引进一批"), "incubators", "4"),
            (("新材料 2019 从业人员9000", "5300"), "employees", "5300"),
            (("新材料 2019 从业人员9000", "就是5300"), "employees", "5300"),
            (("新材料 2019 从业人员5300", "从业人员 5400"), "employees", "5400"),
            (("新材料2019 初创同去年", "新材料2019 初创达129家"), "new_startups", "129"),
            (("新材料 2019 从业人员5300", "从业人员达到5400人"), "employees", "5400"),
        ],
    )
    def test_wherever_the_older_one_waits(self, chat: Chat, texts: tuple[str, ...], metric: str, value: str) -> None:
        plays(chat, *texts)
        while draft(chat).step == "reason":
            chat.says("新引进一批")
        assert card(chat)[metric] == value

    @pytest.mark.parametrize("text", ["初创达129家的社区", "2019年从业人员超过9000的社区", "初创达129家的有哪些"])
    def test_what_chooses_communities_is_a_question_and_changes_nothing(self, chat: Chat, text: str) -> None:
        plays(chat, "新材料 2019 从业人员5300 初创同去年")
        before = card(chat)
        chat.says(text)
        assert card(chat) == before

    def test_two_values_in_one_line_are_neither_of_them_taken(self, chat: Chat) -> None:
        said = plays(chat, "新材料 2019 从业人员5300 从业人员5400")
        assert "5300、5400" in said
        assert card(chat) == {}


NO_REASONS = (
    "没问题", "没有问题", "确认", "好的", "行", "可以", "嗯嗯", "OK", "是的", "对", "没错", "就这样",
    "数据准确", "确认无误",
    "谢谢", "收到", "明天下午三点", "下周一", "明早9点", "2020-01-15", "去年", "无", "没有原因", "原因",
    "为什么要原因？", "什么原因",
    "下一个", "提交", "完成", "，", "5人", "约5000", "说明一下", "thanks", "ok fine",
)
REASONS = (
    "企业扩张", "已核实，属实", "去年填错了", "新厂投产", "新增两家规上企业，员工增加300人", "口径变了",
    "搬迁", "引进大项目",
    "因政策调整，统计范围扩大", "补贴取消", "a new plant opened", "从业人员含劳务派遣",
)


class TestTheReasonStep:
    @pytest.mark.parametrize("text", NO_REASONS)
    def test_takes_only_reasons(self, chat: Chat, text: str) -> None:
        plays(chat, "新材料 2019 从业人员9000", text)
        assert "employees" not in card(chat)
        assert chat.buttons, "it goes on asking"

    @pytest.mark.parametrize("text", ["截止什么时候", "我还差哪些没报", "我报到哪了", "还差几项没报", "何时截止"])
    def test_takes_no_question_for_a_reason(self, chat: Chat, text: str) -> None:
        plays(chat, "新材料 2019 从业人员9000", text)
        assert "employees" not in card(chat)
        assert draft(chat).pending is not None

    @pytest.mark.parametrize("text", ["全市情况", "看板", "各区情况", "导出2024年数据", "会议简报", "联系人"])
    def test_asks_of_what_is_shown_when_it_is_said(self, chat: Chat, text: str) -> None:
        assert "是原因，还是提问" in plays(chat, "新材料 2019 从业人员9000", text)
        assert "employees" not in card(chat)
        assert draft(chat).pending is not None

    @pytest.mark.parametrize(
        "text", ["新楼入驻", "港闸并入崇川", "从业人员改按社保口径", "补贴退坡", "去年漏报", "未达标企业退出"]
    )
    def test_takes_what_happened_for_a_reason_though_it_names_what_can_be_asked(self, chat: Chat, text: str) -> None:
        plays(chat, "新材料 2019 从业人员9000", text)
        assert [one.reason for one in draft(chat).entries] == [text]

    @pytest.mark.parametrize("text", ["是新来的，总共5300人", "原来是外包，5300人"])
    def test_asks_about_an_amount_within_what_may_be_a_reason(self, chat: Chat, text: str) -> None:
        """The figure stayed as it was mistyped, with its correction for a reason."""
        assert "要改这个数" in plays(chat, "新材料 2019 从业人员9000", text)
        assert "employees" not in card(chat)

    def test_asks_of_what_may_be_either(self, chat: Chat) -> None:
        assert "是原因，还是提问" in plays(chat, "新材料 2019 从业人员9000", "搬迁到哪都有影响")
        chat.taps("是原因")
        assert [one.reason for one in draft(chat).entries] == ["搬迁到哪都有影响"]

    def test_takes_no_figures_for_a_reason(self, chat: Chat) -> None:
        said = plays(chat, "新材料 2019 从业人员9000", "创业服务有，商务商贸有，其他都没有")
        assert "没有记" in said
        assert draft(chat).pending is not None

    def test_says_which_figure_within_a_reason_was_not_noted(self, chat: Chat) -> None:
        said = plays(chat, "新材料 2019 从业人员9000", "新厂投产招工多，高新产值38亿")
        assert "要报请单独发一条" in said
        assert card(chat).keys() == {"employees"}

    @pytest.mark.parametrize("text", REASONS)
    def test_takes_a_reason(self, chat: Chat, text: str) -> None:
        plays(chat, "新材料 2019 从业人员9000", text)
        assert [(one.metric, one.reason) for one in draft(chat).entries] == [("employees", " ".join(text.split()))]

    @pytest.mark.parametrize(
        "text",
        [
            "撤回刚才那个", "我报错了，撤回刚才那个", "取消这一项", "这一项不报了", "删掉", "先不填这个", "跳过",
            "以后再说", "不要了",
        ],
    )
    def test_puts_the_figure_away_where_it_is_taken_back(self, chat: Chat, text: str) -> None:
        plays(chat, "新材料 2019 从业人员9000 总产值66亿", text)
        assert card(chat) == {"total_output": "660000"}
        assert draft(chat).pending is None

    @pytest.mark.parametrize("text", ["5300", "是5300", "就是5300", "5300人", "改成5300", "从业人员5300"])
    def test_takes_a_figure_as_the_figure(self, chat: Chat, text: str) -> None:
        plays(chat, "新材料 2019 从业人员9000", text)
        assert card(chat) == {"employees": "5300"}

    def test_never_hangs_on_what_waits_behind_it(self, chat: Chat) -> None:
        plays(chat, "新材料 2019 众创空间16 孵化器3个左右", "企业扩张")
        assert card(chat) == {"makerspaces": "16"}
        assert plays(chat, "3")
        assert card(chat) == {"makerspaces": "16", "incubators": "3"}

    def test_is_left_by_a_draft_that_an_older_version_let_hang(self, chat: Chat) -> None:
        chat.says("/report 新材料 2019")
        hanging = Draft(version=9, step="reason", community="xincailiao", year=2019, metric="employees")
        chat.store.write(lambda s: dialogues.save_draft(s, 15, 9, to_json(hanging), chat.now))
        assert "新材料众创社区 · 2019年" in chat.says("/report")
        assert chat.buttons


class TestReport:
    def test_says_what_it_goes_on_with(self, chat: Chat) -> None:
        plays(chat, "新材料 2019 从业人员5300")
        assert "接着填：新材料众创社区 · 2019年，已记1项，还没提交。" in chat.says("/report")
        assert card(chat) == {"employees": "5300"}

    def test_answers_at_every_step(self, chat: Chat) -> None:
        for text in ("新材料 2019 从业人员9000", "[重新填]", "[返回菜单]", "[选一项填]", "规划面积"):
            plays(chat, text)
            assert chat.says("/report")
            assert chat.buttons

    def test_with_more_words_adds_to_the_open_one(self, chat: Chat) -> None:
        plays(chat, "新材料 2019 初创130", "/report 新材料 2019 高新产值", "45.6亿")
        assert card(chat) == {"new_startups": "130", "hitech_output": "456000"}

    def test_about_another_year_asks_before_it_gives_anything_up(self, chat: Chat) -> None:
        plays(chat, "新材料 2019 初创130")
        said = chat.says("/report 新材料 2018 初创131")
        assert "新材料众创社区 · 2019年，已记1项（新增初创企业）" in said
        assert card(chat) == {"new_startups": "130"}
        chat.taps("接着填这份")
        assert card(chat) == {"new_startups": "130"}
        chat.says("/report 新材料 2018 初创131")
        chat.taps("放弃")
        assert draft(chat).year == 2018

    def test_asks_where_a_new_year_has_opened_meanwhile(self, chat: Chat) -> None:
        plays(chat, "新材料 2019 初创130")
        chat.now = datetime(2021, 1, 8, 2, 0, tzinfo=UTC)
        said = chat.says("/report")
        assert "还有一份没提交：新材料众创社区 · 2019年" in said
        assert card(chat) == {"new_startups": "130"}
        chat.taps("接着填这份")
        assert "接着填" in chat.says("/report"), "asked once"

    def test_does_not_offer_to_go_on_where_the_year_has_ended(self, chat: Chat) -> None:
        plays(chat, "新材料 2018 初创131", "初创企业更正")
        chat.store.write(lambda s: overrides.end(s, Principal(14, "赵磊", "admin"), 2018, chat.now))
        said = chat.says("/report")
        assert "2018年现在不开放填报" in said
        assert [label for label in chat.buttons if "接着填" in label] == []

    def test_a_reminders_button_gives_nothing_up_unasked(self, chat: Chat) -> None:
        plays(chat, "新材料 2019 从业人员9000")
        chat.says("/cancel")
        chat.taps("接着填")
        assert draft(chat).pending is not None

    def test_a_line_about_elsewhere_replaces_a_report_that_holds_nothing(self, chats: Chats) -> None:
        chat = chats.of(11)
        plays(chat, "/report 通创 2019", "观音山 2019 从业人员 300")
        assert draft(chat).community == "guanyinshan"
        assert card(chat) == {"employees": "300"}


BESIDE = (
    "目标总产值70亿", "预计总产值70亿", "上半年总产值62亿", "前三季度总产值62亿", "减少孵化器3个",
    "没有达到总产值70亿", "未达总产值70亿",
    "在建载体面积26万平", "国家级孵化器3个", "省级以上孵化器3个", "累计初创企业150家", "全市总产值70亿",
    "女性从业人员5300人",
    "6月从业人员5300", "12月份初创企业130家", "规上企业从业人员5300人", "力争总产值70亿", "没有从业人员5300",
    "新增孵化器3个",
    "总产值目标70亿", "总产值70亿（预计）", "总产值70亿，是目标数", "除园梦谷外从业人员5300人",
    "以上为预计：总产值70亿",
    "非高新企业从业人员5300", "海安市全部从业人员5300", "总产值计划70亿", "不含园区外总产值70亿",
    "target total output 70亿",
)


class TestAWordBesideAMetric:
    @pytest.mark.parametrize("text", BESIDE)
    def test_that_nothing_used_stops_that_figure_and_is_named(self, chat: Chat, text: str) -> None:
        plays(chat, "/report 新材料 2019", "众创空间 5")
        said = plays(chat, text)
        assert card(chat) == {"makerspaces": "5"}, said
        assert "“" in said

    @pytest.mark.parametrize("text", BESIDE)
    def test_in_a_line_of_its_own_records_nothing_either(self, chat: Chat, text: str) -> None:
        plays(chat, f"新材料 2019年{text}")
        stored = chat.store.read(lambda s: dialogues.load_draft(s, 15))
        assert stored is None or from_json(stored.state).entries == ()

    @pytest.mark.parametrize(
        "text",
        [
            "总产值达到70亿", "总产值为70亿元。", "总产值：70亿", "我们总产值70亿", "总产值共70亿吧",
            "总产值 70亿，谢谢",
            "实际总产值70亿", "总产值70亿，同比增长7.7%", "总产值70亿（比去年增长7.7%）", "總產值70億",
            "总产值（亿元） 70", "总产值改成70亿",
            "1、总产值70亿", "请记一下总产值70亿", "total output is 70亿",
        ],
    )
    def test_that_changes_nothing_is_no_hindrance(self, chat: Chat, text: str) -> None:
        said = plays(chat, "/report 新材料 2019", text)
        assert card(chat) == {"total_output": "700000"}, said

    def test_stops_only_the_figure_it_stands_beside(self, chat: Chat) -> None:
        said = plays(chat, "/report 新材料 2019", "从业人员5300，目标总产值70亿，孵化器3个")
        assert card(chat) == {"employees": "5300", "incubators": "3"}
        assert "目标" in said

    def test_the_history_keeps_the_whole_phrase(self, chat: Chat) -> None:
        plays(chat, "新材料 2019 总产值达到70亿，从业人员5300", "[确认]")
        programme = chat.conversation.rules.programme
        versions = chat.store.read(
            lambda s: figures.versions(s, OPERATOR, programme, "xincailiao", "total_output", 2019)
        )
        assert [one.typed for one in versions] == ["总产值达到70亿"]


class TestWhichNumberIsWhose:
    @pytest.mark.parametrize(
        ("text", "figures"),
        [
            (
                "有4个孵化器，5个众创空间，3个加速器，从业人员5300人",
                "incubators 4 makerspaces 5 accelerators 3 employees 5300",
            ),
            (
                "5个众创空间4个孵化器 3个加速器 从业人员5300",
                "makerspaces 5 incubators 4 accelerators 3 employees 5300",
            ),
            ("全年完成45.6亿元高新产值，71.2亿元总产值，从业人员5300人", "hitech 456000 total 712000 employees 5300"),
            ("从业人员5300人，4个孵化器，5个众创空间", "employees 5300 incubators 4 makerspaces 5"),
            ("众创空间6个孵化器4个加速器3个共13个", "makerspaces 6 incubators 4 accelerators 3"),
            ("孵化器\n4\n加速器\n3", "incubators 4 accelerators 3"),
            ("孵化器 加速器 4 3", "incubators 4 accelerators 3"),
            ("1.高新产值\n2.总产值 71.2亿", "total 712000"),
            (
                "从业人员 5300 人，无线覆盖率 96 %，规划面积 3.2 平方公里，孵化器 4 个",
                "employees 5300 wifi 96 area 3.2 incubators 4",
            ),
            ("总产值71.2亿，其中高新产值45.6亿", "total 712000 hitech 456000"),
            ("有创业服务，没有商务商贸", "startup 1 commerce 0"),
            ("管理机构有 统计体系没有", "management 1 statistics 0"),
            ("高新产值(亿元) 45.6 总产值(亿元) 71.2", "hitech 456000 total 712000"),
            ("总产值 71.2（亿元），众创空间 6（个）", "total 712000 makerspaces 6"),
        ],
    )
    def test_is_told_by_where_it_stands(self, chat: Chat, text: str, figures: str) -> None:
        chat.says("/report 新材料 2019")
        said = chat.says(text)
        words = figures.split()
        wanted = dict(zip(words[::2], words[1::2], strict=True))
        assert settled(chat) == {CODES.get(name, name): value for name, value in wanted.items()}, said

    @pytest.mark.parametrize(
        ("text", "not_taken"),
        [
            ("孵化器3个加速器5个众创空间", "incubators accelerators makerspaces"),
            ("孵化器和众创空间共9个", "incubators makerspaces"),
            ("孵化器、众创空间共9个", "incubators makerspaces"),
            ("从业人员 530 120", "employees"),
        ],
    )
    def test_is_not_guessed(self, chat: Chat, text: str, not_taken: str) -> None:
        chat.says("/report 新材料 2019")
        said = chat.says(text)
        assert not set(settled(chat)) & set(not_taken.split()), said
        assert "“" in said


class TestAHeading:
    @pytest.mark.parametrize(
        "text",
        [
            "年目标：总产值70亿，高新产值45亿", "年计划：总产值70亿，高新产值45亿",
            "以下为预计数：总产值70亿，高新产值45亿",
            "快报：总产值70亿，高新产值45亿", "力争总产值70亿，高新产值45亿", "总产值70亿 高新产值45亿 都是预计",
            "总产值70亿，高新产值45亿，以上均为预计数", "预计年底：总产值70亿，高新产值45亿",
        ],
    )
    def test_stops_all_that_it_is_about(self, chat: Chat, text: str) -> None:
        said = chat.says(f"新材料2019{text}")
        stored = chat.store.read(lambda s: dialogues.load_draft(s, 15))
        assert stored is None or settled(chat) == {}, said

    @pytest.mark.parametrize(
        "text",
        ["从业人员应达到5300", "应完成高新产值45.6亿", "本应从业人员5300", "从业人员其中5300", "其中从业人员5300"],
    )
    def test_no_word_that_changes_a_figure_is_a_filler(self, chat: Chat, text: str) -> None:
        chat.says("/report 新材料 2019")
        said = chat.says(text)
        assert settled(chat) == {}, said


class TestNothingIsDropped:
    @pytest.mark.parametrize(
        ("texts", "left"),
        [
            (("从业人员5300 总产值66 孵化器3", "[重新填]", "完成"), "employees incubators"),
            (("孵化器 从业人员5300 总产值71.2亿", "[返回菜单]", "完成"), "employees total_output"),
            (("从业人员9000 总产值71.2亿", "[重新填]", "[返回菜单]", "完成"), "total_output"),
        ],
    )
    def test_by_going_elsewhere(self, chat: Chat, texts: tuple[str, ...], left: str) -> None:
        chat.says("/report 新材料 2019")
        plays(chat, *texts)
        assert set(left.split()) <= set(card(chat))

    def test_a_cancel_typed_behind_the_command_can_be_taken_back(self, chat: Chat) -> None:
        plays(chat, "新材料 2019 从业人员5300", "/report 取消", "[接着填]")
        assert card(chat) == {"employees": "5300"}

    def test_of_two_places_in_one_line_neither_is_lost(self, chats: Chats) -> None:
        chat = chats.of(11)
        assert "请核对：通创社区" in chat.says("通创2019 从业人员5300，观音山2019从业人员4000")
        assert card(chat) == {"employees": "5300"}
        assert "请核对：观音山众创社区" in chat.says("确认")
        assert card(chat) == {"employees": "4000"}

    def test_another_place_waits_until_the_open_report_is_given_up(self, chats: Chats) -> None:
        chat = chats.of(11)
        chat.says("通创2019 从业人员5300")
        assert "这份完了接着填：观音山众创社区 · 2019年" in chat.says("观音山从业人员4000")
        chat.says("取消")
        assert card(chat) == {"employees": "4000"}

    def test_what_names_two_years_without_saying_which_is_whose_is_said_so(self, chats: Chats) -> None:
        assert "一次只能填一年" in chats.of(11).says("通创2019、2018从业人员分别为5300、5200")

    def test_a_draft_that_can_not_be_read_stops_nothing(self, chat: Chat) -> None:
        chat.store.write(lambda s: dialogues.save_draft(s, 15, 3, '{"version":3,"step":"card","novel":1}', chat.now))
        assert "填报哪一年" in chat.says("/report")


class TestMoreReasons:
    @pytest.mark.parametrize(
        "text",
        [
            "换成5300", "其实是5300", "实际只有5300", "打多了，5300", "抱歉看错了，5300", "错了，是5300",
            "不是9000，是5300",
        ],
    )
    def test_a_figure_with_words_around_it_is_the_figure(self, chat: Chat, text: str) -> None:
        plays(chat, "新材料 2019 从业人员9000", text)
        assert card(chat) == {"employees": "5300"}

    @pytest.mark.parametrize(
        "text",
        [
            "多打了一个0", "单位错了", "小数点错了", "手误", "看错行了", "没写错", "按实际填报",
            "就填9000人吧，别问了", "looks good to me",
            "帮助", "help", "下一题", "提醒我明天报", "为啥", "查一下去年的", "帮我查一下新材料的从业人员",
        ],
    )
    def test_what_explains_nothing_is_no_reason(self, chat: Chat, text: str) -> None:
        plays(chat, "新材料 2019 从业人员9000", text)
        assert "employees" not in card(chat)

    @pytest.mark.parametrize(
        "text", ["不想报这项", "这项先空着", "忽略这个", "下次再补", "再等等", "明天再报", "我再核实一下"]
    )
    def test_what_puts_off_puts_the_figure_away(self, chat: Chat, text: str) -> None:
        plays(chat, "新材料 2019 从业人员9000", text)
        assert (card(chat), draft(chat).later) == ({}, ("employees",))

    @pytest.mark.parametrize(
        "text",
        [
            "有一家资质到期，取消了", "一家众创空间到期，撤销了", "1家关停，删掉了", "去年多报一个，填错了",
            "不是减少，是合并",
            "应该是去年重复统计", "更正去年口径", "no longer operating", "因为多少有些企业搬走",
            "去年不知道怎么算的，多报1个",
            "原先不清楚哪些算，今年按文件只算备案的", "关了1家", "去年数据不准确",
        ],
    )
    def test_a_true_reason_is_kept(self, chat: Chat, text: str) -> None:
        plays(chat, "新材料 2019 众创空间4", text)
        assert [one.reason for one in draft(chat).entries] == [text]


CODES = {
    "hitech": "hitech_output", "total": "total_output", "wifi": "wifi_coverage", "area": "planned_area",
    "startup": "startup_services", "commerce": "commerce_services", "management": "management_body",
    "statistics": "statistics_system",
}


def settled(chat: Chat) -> dict[str, str]:
    """Give the figures of the draft whose value is settled, those that wait for a reason or their turn among them."""
    found = card(chat)
    now = draft(chat)
    if now.pending is not None:
        found[now.pending.metric] = f"{now.pending.value}"
    for one in now.queue:
        if one.metric and one.text and not one.fault:
            read = read_figure(one.text, PROGRAMME.metric[one.metric])
            if isinstance(read, Reading):
                found[one.metric] = f"{read.value}"
    return found


class TestALineThatCouldBeAQuestion:
    """With a report open it is asked which one it is; nothing of it is lost in silence."""

    @pytest.fixture
    def open_report(self, chat: Chat) -> Chat:
        chat.says("新材料2019 总产值71亿")
        return chat

    @pytest.mark.parametrize(
        "text", ["新材料2019 初创超129家", "初创超129家", "从业人员5300以上", "2019年初创超过129家"]
    )
    def test_it_is_asked_whether_to_note_or_to_answer(self, open_report: Chat, text: str) -> None:
        assert open_report.says(text) == f"“{text}”：要记进填报，还是当作提问？"
        assert list(open_report.buttons) == ["记下", "提问"]
        assert card(open_report) == {"total_output": "710000"}

    def test_noted_it_is_read_as_a_figure(self, open_report: Chat) -> None:
        open_report.says("初创超129家")
        assert "“超129家”是约数" in open_report.taps("记下")

    @pytest.mark.parametrize("choose", ["[提问]", "提问"])
    def test_answered_it_is_answered_and_the_report_stays(self, open_report: Chat, choose: str) -> None:
        open_report.says("初创超129家")
        assert "新增初创企业超过129家" in plays(open_report, choose)
        assert card(open_report) == {"total_output": "710000"}

    @pytest.mark.parametrize("choose", ["[记下]", "记下"])
    def test_a_clear_figure_put_as_a_question_is_noted_by_a_tap(self, open_report: Chat, choose: str) -> None:
        open_report.says("初创129家吗")
        assert "new_startups" not in card(open_report)
        plays(open_report, choose)
        assert card(open_report)["new_startups"] == "129"

    @pytest.mark.parametrize("text", ["谁初创超过129家", "初创超过129家的有几家", "初创超过129家的社区"])
    def test_what_plainly_asks_is_answered_at_once(self, open_report: Chat, text: str) -> None:
        assert "新增初创企业超过129家" in open_report.says(text)

    def test_the_two_words_mean_nothing_where_nothing_was_offered(self, open_report: Chat) -> None:
        assert "没看懂这一句" in open_report.says("记下")

    def test_without_a_report_open_yes_and_no_of_ones_own_place_are_asked_about_too(self, chat: Chat) -> None:
        assert "要记进填报，还是当作提问？" in chat.says("新材料 管理机构有 统计体系没有")
        chat.says("记下")
        assert card(chat) == {"management_body": "1", "statistics_system": "0"}
