"""Whatever a person sends, in whatever order: nothing raises, and no accepted figure is lost."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.submission.world import LAST_YEAR, PROGRAMME, facts, known
from zc_bot.submission import events as ev
from zc_bot.submission.draft import Draft, from_json, to_json
from zc_bot.submission.flow import start, step
from zc_bot.submission.replies import Reply, Tap, Typed
from zc_bot.texts.catalog import LANGS, texts_for
from zc_bot.texts.dialogue.report import Rows, render_all

WORDS = [
    "通创", "观音山", "2019", "去年", "高新产值", "总产值 71.2亿", "高新产值 45.6亿", "产值", "产值 3亿", "员工",
    "员工 5w", "4亿5", "45.6亿", "128", "128.5", "0", "没有", "不适用", "保密", "是", "否", "有", "同去年", "约300",
    "62%", "高新占比 62%", "100亩", "0.05", "不对 是128", "高新产值改成46亿", "上一步", "完成",
    "提交", "确认", "菜单",
    "跳过", "两家企业外迁", "去年是多少？", "", " ", "投资 2亿 面积 3", "逐项填", "选指标", "1E+3000000", "12\u200b8",
]
TYPED = st.one_of(st.sampled_from(WORDS), st.text(max_size=30))
ARGS = st.sampled_from(
    ["", "0", "1", "9", "٣", "2019", "tongchuang", "each", "later", "none", "yes", *PROGRAMME.measure]
)
TAPS = [
    "community", "year", "walk", "standing", "same", "list", "metric", "reading", "answer", "skip", "retype",
    "menu", "back", "finish", "confirm",
]


class Conversation(RuleBasedStateMachine):
    """A person who types and taps, mostly what is offered, sometimes anything."""

    def __init__(self) -> None:
        super().__init__()
        self.facts = facts(hitech_output=known("450000", "submitted"), total_output=known("700000"))
        self.begin()

    def begin(self) -> None:
        self.draft, events = start(self.facts)
        self.kept: dict[str, object] = {}
        self.show(events)

    def show(self, events: tuple[ev.Event, ...]) -> None:
        self.rows: Rows = []
        for lang in LANGS:
            html, self.rows = render_all(events, texts_for(lang), PROGRAMME)
            assert 0 < len(html) <= 4096

    def send(self, reply: Reply) -> None:
        before = self.draft
        self.draft, events = step(before, reply, self.facts)
        assert self.draft == before or self.draft.version == before.version + 1
        self.kept |= {event.entry.metric: event.entry for event in events if isinstance(event, ev.Noted)}
        self.show(events)
        self.check_outcome(events)

    def check_outcome(self, events: tuple[ev.Event, ...]) -> None:
        submitted = [event for event in events if isinstance(event, ev.Submit)]
        if submitted:
            assert {entry.metric for entry in submitted[0].entries} >= set(self.kept)
        if not self.draft.is_open:
            self.begin()

    @rule(text=TYPED)
    def type(self, text: str) -> None:
        self.send(Typed(text))

    @rule(number=st.integers(min_value=0, max_value=40))
    def tap_what_is_offered(self, number: int) -> None:
        taps = [tap for row in self.rows for _, tap in row if tap.name != "cancel"]
        if taps:
            self.send(taps[number % len(taps)])

    @rule(name=st.sampled_from(TAPS), arg=ARGS)
    def tap_anything(self, name: str, arg: str) -> None:
        self.send(Tap(name, arg))  # type: ignore[arg-type]

    @invariant()
    def every_accepted_figure_is_in_the_draft(self) -> None:
        assert all(self.draft.entry(metric) == entry for metric, entry in self.kept.items())

    @invariant()
    def the_draft_survives_being_stored(self) -> None:
        stored = from_json(to_json(self.draft))
        assert stored == self.draft
        assert isinstance(stored, Draft)


TestConversation = Conversation.TestCase
TestConversation.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def test_last_years_figures_cover_every_kind_of_metric() -> None:
    assert {PROGRAMME.metric[code].kind for code in LAST_YEAR} == {"number", "whole", "percent", "yesno"}


def test_a_draft_that_was_begun_before_a_name_changed_is_gone_on_with() -> None:
    assert from_json('{"version": 3, "trail": ["employees"]}').asked == ("employees",)
