"""Questions about the bot, its work and its people, in whatever words; what says more is none of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zc_bot.parsing.language import senses_of, tables
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.question import understand

TODAY = date(2026, 11, 30)


def read(text: str, lexicon: Lexicon, own: tuple[str, ...] = ()) -> Meaning:
    return understand(text, lexicon, today=TODAY, own=own, lang="en" if text.isascii() else "zh")


@pytest.mark.parametrize(("text", "topic"), [
    ("照片往哪儿传", "photo"), ("拍的工地图要从哪里交", "photo"), ("佐证材料从哪里传啊", "attach"),
    ("盖章的扫描件怎么附上", "attach"), ("可不可以拿表格一次性导进来 一个个填太烦了", "sheet"),
    ("企业说数据要保密 那格我填啥", "marker"), ("how do I mark a figure as confidential", "marker"),
    ("同去年是啥意思，点了会咋样", "same"), ("报错了能撤回吗", "withdraw"), ("手滑填错了怎么拿回来", "withdraw"),
    ("How do I take back something I submitted by mistake", "withdraw"),
    ("审过的数填错了咋改", "correct"), ("how do I fix a number thats already approved", "correct"),
    ("刚接手不会用 从哪里开始填报", "report"), ("可以用语音报吗", "voice"), ("你到底是真人还是机器", "bot"),
    ("am I talking to a real person or a bot", "bot"), ("过了点还收不收", "late"), ("超期了还能补报吗", "late"),
    ("同去年那个按钮在哪", "same"), ("不适用跟保密有啥区别 填哪个", "marker"),
    ("退回一条数据要写理由吗", "return_reason"),
    ("今年的催报什么时候开始发", "stages"), ("when do the reminders start", "stages"),
    ("照片怎么传到成果展示里去", "photo"), ("how do I send in my numbers", "report"),
    ("界面换英文在哪弄", "language"), ("没有加速器，填0还是空着不填", "zero"), ("截止日期能不能延期", "extend"),
    ("刚刚手滑点了提交，能撤么", "withdraw"), ("退回的时候要不要写理由", "return_reason"),
    ("can the deadline be pushed back", "extend"), ("we have no accelerator, do i put 0 or leave it blank", "zero"),
    ("what happens if I miss the deadline", "late"), ("不报会怎样", "late"), ("到期没交会不会通报", "late"),
    ("删掉通创2025年的数据", "withdraw"), ("delete my figures", "withdraw"),
])
def test_how_something_is_done_here(text: str, topic: str, lexicon: Lexicon) -> None:
    assert (read(text, lexicon).intent, read(text, lexicon).topic) == ("help", topic)


@pytest.mark.parametrize(("text", "intent", "communities"), [
    ("十三个社区名字给我列列齐", "directory", ()), ("一共几个社区啊都叫什么名字报给我听听", "directory", ()),
    ("list all communities and who runs them", "directory", ()), ("这个行动方案管到哪一年为止", "programme", ()),
    ("江海那边填表的是哪位", "person", ("jianghai",)), ("崇川区报的数后来有没有动过", "changes",
                                                 ("tongchuang", "guanyinshan")),
    ("when were the kaiyuan figures last touched", "changes", ("kaiyuan",)),
    ("17年先搞的是哪五家", "directory", ()), ("Which communities began in 2018?", "directory", ()),
    ("省里备过案的有哪些子", "directory", ()), ("现在新材料建到什么阶段了", "programme", ("xincailiao",)),
    ("十个社区的目标完成了没", "programme", ()), ("县区是不是都覆盖到了", "programme", ()),
    ("年均增长跟同比有什么不一样", "definition", ()), ("年均增长是复合的还是平均的", "definition", ()),
    ("全复盖指的哪些", "requirement", ()), ("昨天有人报东西没", "changes", ()), ("你都会干点啥", "help", ()),
    ("崇川哪个人负责填报的", "person", ("tongchuang", "guanyinshan")),
    ("can you export everything for 2024 as csv", "export", ()), ("export everything for 2024", "export", ()),
    ("还有几件事没办完", "decision", ()), ("哪些事情还没落实", "decision", ()), ("who got nothing", "support", ()),
    ("谁一分钱没拿到", "support", ()), ("没拿到钱的社区", "support", ()), ("thanks for nothing", "unknown", ()),
    ("实施方案和扶持政策海安有了没", "milestone", ("xincailiao",)), ("扶持政策哪些区有了", "milestone", ()),
    ("哪些社区有扶持政策", "filter", ()),
])
def test_what_is_told_of_the_programme(
    text: str, intent: str, communities: tuple[str, ...], lexicon: Lexicon
) -> None:
    assert (read(text, lexicon).intent, read(text, lexicon).communities) == (intent, communities)


def test_the_days_that_are_named_are_kept(lexicon: Lexicon) -> None:
    found = read("上礼拜有人动过数伐", lexicon)
    assert (found.intent, found.days) == ("changes", (date(2026, 11, 23), date(2026, 11, 29)))


@pytest.mark.parametrize(("text", "reason"), [
    ("早啊小助手", "greeting"), ("morning! 🙂", "greeting"), ("晓得了 就这样", "thanks"),
    ("好勒没事了 拜拜", "thanks"),
    ("cheers, that's all", "thanks"), ("辛苦辛苦，不麻烦了", "thanks"),
])
def test_a_courtesy_is_met_as_one(text: str, reason: str, lexicon: Lexicon) -> None:
    assert (read(text, lexicon).intent, read(text, lexicon).reason) == ("unknown", reason)


@pytest.mark.parametrize("text", [
    "哪些社区还没有", "标不适用的嘞", "照片里是谁", "机器人小镇在哪", "怎么打车", "哪里能吃饭", "能不能不填总产值",
    "行动方案里有几条要求没过", "保密的数有几个", "撤回过的数有哪些", "社区的名字是谁取的",
    "早上好 通创去年总产值多少",
    "how do I get to the office", "is the picture of tongchuang real", "who is the mayor",
])
def test_what_says_more_is_none_of_them(text: str, lexicon: Lexicon) -> None:
    assert read(text, lexicon).rule != "known"


@pytest.mark.parametrize("text", ["我管的是哪几个社区来着", "which communities do i report for", "我们管哪几个社区"])
def test_whose_communities_they_are(text: str, lexicon: Lexicon) -> None:
    own = ("tongchuang", "guanyinshan")
    lang = "en" if text.isascii() else "zh"
    found = understand(text, lexicon, today=TODAY, own=own, lang=lang)
    assert (found.intent, found.communities) == ("directory", own)
    assert understand(text, lexicon, today=TODAY, lang=lang).communities == ()


@pytest.mark.parametrize(("text", "days"), [
    ("最近一个礼拜哪些数字改过", 7), ("这两天改过哪些数", 2), ("what changed in the past two weeks", 14),
    ("最近三个月有什么变化", 90), ("what was changed in the last few days", 3),
])
def test_the_days_that_changes_go_back_to(text: str, days: int, lexicon: Lexicon) -> None:
    found = read(text, lexicon)
    assert (found.intent, found.days) == ("changes", (TODAY - timedelta(days), TODAY))


def test_every_row_can_be_said() -> None:
    """A row whose senses nobody can say would be dead; what it asks is tried by the tests above."""
    known = set(senses_of("known")) | {"day"}
    for row in tables("known_rows"):
        assert {sense for group in row["needs"] for sense in group} | {*row["may"]} <= known
        assert sum(key in row for key in ("asks", "is", "topic", "own", "renamed")) == 1


def test_every_question_that_a_row_asks_is_understood(lexicon: Lexicon) -> None:
    for row in tables("known_rows"):
        asks = row.get("asks", "有哪些社区").format(c="通创社区", y="2025年", d="最近")
        assert read(asks, lexicon).intent not in {"unknown", "clarify"}, asks


def test_what_becomes_of_it_is_no_question_about_what_was_asked_before(lexicon: Lexicon) -> None:
    before = read("通创去年产值", lexicon)
    found = understand("不报会怎样", lexicon, today=TODAY, context=before)
    assert (found.intent, found.topic) == ("help", "late")
    stands = understand("情况怎么样", lexicon, today=TODAY, context=before)
    assert (stands.intent, stands.communities) == ("check", ("tongchuang",))


@pytest.mark.parametrize(("text", "place"), [
    ("港闸现在还有众创社区吗", "kuajiang-hezuo"), ("海门县改名了没", "shengwu"), ("苏通是不是就是苏锡通", "sutong"),
    ("was gangzha merged", "kuajiang-hezuo"), ("如皋后来改叫什么了", "kaiyuan"),
])
def test_what_became_of_an_authority(text: str, place: str, lexicon: Lexicon) -> None:
    found = read(text, lexicon)
    assert (found.intent, found.topic, found.communities) == ("directory", "renamed", (place,))


@pytest.mark.parametrize(("text", "topic"), [
    ("可以用excel报数吗", "sheet"), ("数能不能拿excel导进去", "sheet"), ("规划面积跟去年一样能自动带出来吗", "same"),
    ("孵化器没有咋填", "zero"), ("没有的指标能标不适用吗", "marker"), ("提醒可以晚几天发吗", "stages"),
])
def test_how_things_are_done_here_beside_a_figure(text: str, topic: str, lexicon: Lexicon) -> None:
    assert (read(text, lexicon).intent, read(text, lexicon).topic) == ("help", topic)


@pytest.mark.parametrize(("text", "requirements"), [
    ("3平方公里那条是硬杠杠吗", ("R1",)), ("高新占比60%是硬性指标不", ("R4",)),
    ("is the carrier area mandatory", ("R2",)),
])
def test_whether_a_requirement_binds(text: str, requirements: tuple[str, ...], lexicon: Lexicon) -> None:
    found = read(text, lexicon)
    assert (found.intent, found.topic, found.requirements) == ("requirement", "binding", requirements)


@pytest.mark.parametrize("text", ["20万平米和60%是不是硬性的", "70%和20万平米必须达到吗", "必须达到60%和20万平米吗"])
def test_of_two_requirements_neither_is_chosen(text: str, lexicon: Lexicon) -> None:
    assert read(text, lexicon).requirements == ()


@pytest.mark.parametrize(("text", "years"), [
    ("2025年建成几家", (2025,)), ("今年建成几家", (2026,)), ("今年到现在建成了几家", ()), ("建成多少家", ()),
    ("how many are built this year so far", ()),
])
def test_how_many_are_built_is_of_the_year_or_of_now(text: str, years: tuple[int, ...], lexicon: Lexicon) -> None:
    found = read(text, lexicon)
    assert (found.intent, found.years) == ("programme", years)


@pytest.mark.parametrize(("text", "limit", "ascending"), [
    ("用工最多的后三家", 3, True), ("2025年从业人员增幅最大的后三名", 3, True),
    ("2025年从业人员最多的社区的后三名", 3, True), ("用工最多的前三家", 3, False),
])
def test_the_last_of_an_order_are_never_its_first(text: str, limit: int, ascending: bool, lexicon: Lexicon) -> None:
    found = read(text, lexicon)
    assert (found.intent, found.limit, found.ascending) == ("rank", limit, ascending)


@pytest.mark.parametrize(("text", "metrics"), [
    ("如东还要新增多少家企业才够10%", ("new_startups",)), ("能达载体面积要多大才达标", ("carrier_floor_area",)),
    ("蓝谷战新占比还要多少才能达标", ("sei_share",)),
    ("how much high-tech output does Langu need to meet the requirement", ("hitech_output",)),
])
def test_how_much_is_needed_is_asked_of_whom_it_is(text: str, metrics: tuple[str, ...], lexicon: Lexicon) -> None:
    found = read(text, lexicon)
    assert (found.intent, found.metrics) == ("check", metrics)
    assert len(found.communities) == 1


@pytest.mark.parametrize("text", [
    "海安那个到底叫智能制造还是叫新材料呀", "海安那个咋一会叫新材料一会叫智能制造",
    "新材料跟海安智能制造是不是同一个",
])
def test_what_a_place_is_called_is_told_by_its_page(text: str, lexicon: Lexicon) -> None:
    """Its figures came, and not a word of its names."""
    found = understand(text, lexicon, today=date(2026, 11, 30))
    assert (found.intent, found.communities, found.topic) == ("directory", ("xincailiao",), "")
