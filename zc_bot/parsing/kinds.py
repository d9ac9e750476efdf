"""Kinds of questions that want something else than a figure, a row each: why, what it means, a file, a person.

A kind is called for by the words of its sense in `data/language/` (`[kind]`) or by a pattern below, and by what
must, and must not, be named beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from zc_bot.parsing import by_stage, granted, sent_back
from zc_bot.parsing import whole_text as w
from zc_bot.parsing.about_policy import DUE, speaks_of_a_deadline
from zc_bot.parsing.accounting import excludes
from zc_bot.parsing.arrival import Arrival, Stand
from zc_bot.parsing.back_to import BEGINNING, days_back, days_named
from zc_bot.parsing.counting_as import what_may_count
from zc_bot.parsing.kind_words import find_kinds
from zc_bot.parsing.meaning import Intent, Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.periods import is_year
from zc_bot.parsing.reading_out import asks_who_took
from zc_bot.parsing.rule import Asked, Rule, anew
from zc_bot.parsing.running import years_running
from zc_bot.values import dataclass

_TOPICS: tuple[tuple[str, str], ...] = (
    ("withdraw", "撤回|撤销|收回|拿回|作废|withdraw|take back|undo"),
    ("same", "同去年|沿用|same as last year|carry over"),
    ("marker", "保密|涉密|不适用|confidential|secret|classified|not applicable"),
    ("photo", "照片|形象进度|现场图|photo|picture|progress"),
    ("attach", "附件|证明|材料|上传文件|传文件|attach|upload"),
    ("export", "导出|下载|export|download"),
    ("sheet", "批量|整表|表格|excel|sheet|一次性|几个社区一起|in bulk"),
    ("remind", "提醒|闹钟|remind"),
    ("language", "英文|英语|语言|language|english|chinese"),
    ("invite", "邀请|加人|添加人|加个人|新增人员|注册|加入|加进来|invite|add (?:a|some)"),
    ("review", "审核|审批|退回|通过|review|approve"),
    ("nudge", "催|chase|nudge"),
    ("correct", "改|更正|订正|重报|重新报|报错|填错|correct|change|fix|amend|edit"),
    ("report", "报|填|录|交|report|submit|enter|fill"),
)
"""What one may want to know how to do; the first that is named."""
_SUMMED_BY: tuple[tuple[str, str], ...] = (
    ("notice", "通报|draft (?:a )?notice|notice about"),
    ("metric", "(?:各|每个|哪[个项些]|按|分)指标|(?:by|each|which) metric"),
    ("person", "(?:各|每个|哪[个位些]|按|分)?填报人|(?:各|每个)人|按人|(?:by|each) person"),
    ("authority", "责任主体|各区县|各县区|各区|[各按分]单位|哪[个些家]?单位|哪[个些]区|[按分]区(?!域)"
                  "|(?:by|each|which) (?:authorit|district)|(?<![a-z])(?:districts|authorities)(?![a-z])"),
)
"""By what timeliness may be summed up."""
_COMPARES = compile_later("(?<![占])比(?![重例率])|一直|始终|compared|(?<![a-z])than(?![a-z])|always")
"""What is asked why about more than one change."""
_WHO = compile_later("谁|哪[几些个].{0,4}报了|[几哪]家报了|who|which communities")
"""What asks for those who reported rather than for what changed."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question: the intent, the sense that calls for it, and when it does."""

    intent: Intent
    sense: str
    fits: Callable[[Asked], bool]
    produce: Callable[[Asked, Meaning], Meaning] = lambda _, meaning: meaning
    strange: int = 0
    """So many unknown words may stand in what names nothing of the programme's."""

    def _is_asked(self, asked: Asked) -> bool:
        return _is_known(asked, self.strange) and self.fits(asked) and not _excludes_beside(asked, self.sense)

    def rule(self) -> Rule:
        return Rule(
            f"kind: {self.sense}",
            self._is_asked,
            lambda asked: self.produce(asked, asked.meaning(self.intent, implied=asked.single)),
            self.sense,
        )


def _excludes_beside(asked: Asked, sense: str) -> bool:
    """Tell whether something is set apart by other words than those that call for the kind: is the plan out."""
    text = asked.reading.text
    called = [(start, end) for start, end, found in find_kinds(text) if found == sense]
    called += [(token.start, token.end) for token in asked.reading.tokens
               if any(entry.kind == "cue" and entry.code == sense for entry in token.entries)]
    for start, end in called:
        text = text[:start] + " " * (end - start) + text[end:]
    return excludes(replace(asked, reading=replace(asked.reading, text=text)))


def _is_known(asked: Asked, strange: int) -> bool:
    """Tell whether a text names something of the programme's, or says nothing that nobody knows: 打印机坏了找谁修."""
    return asked.reading.names_something or len(asked.reading.leftovers) <= strange


def _always(_: Asked) -> bool:
    return True


def _of_figures(asked: Asked) -> bool:
    """Tell whether it is asked why a figure is what it is, not why something fails or is not there."""
    reading = asked.reading
    compares = len(reading.communities) > 1 or len(reading.years) > 1 or _COMPARES.search(reading.text)
    judged = reading.any("verdict", "not_met", "met", "missing", "deadline", "gap")
    told_apart = reading.communities or reading.years or reading.any("growth")
    of_the_word = _EXPLAINS.search(reading.text) and not told_apart
    return bool(reading.metrics) and not (compares or judged or of_the_word)


_EXPLAINS = compile_later("(?<![a-z])explain (?:the|what)(?![a-z])")
"""Explain the sei share asks what it is; explain the drop in it, or that of 2024, why it is so."""


_THE_MEAN = compile_later("(?:the|a|city|against|than|above|below|vs) mean(?![a-z])")


def _of_a_term(asked: Asked) -> bool:
    reading = asked.reading
    if w.asks_of_growth(asked):
        return w.of_a_bare_term(asked)
    if reading.bounds or reading.any("which", "rank", "top", "bottom") or reading.quantities:
        return False
    if len(reading.communities) > 1 and len(reading.metrics) < 2:
        return False  # 通创和能达产值有什么区别 holds two places together, and no two terms.
    if _THE_MEAN.search(reading.text) is not None:
        return False  # How's that against the mean asks for no term.
    return bool(reading.metrics or reading.requirements or any(doubt.metrics for doubt in reading.doubts))


def _of_a_place(asked: Asked) -> bool:
    reading = asked.reading
    named = reading.communities or asked.single
    judged = reading.any("verdict", "not_met", "met", "missing", "exam", "deadline", "source", "requirement", "gap")
    return len(named) == 1 and len(reading.years) < 2 and not (reading.metrics or judged)


def _of_one_place(asked: Asked) -> bool:
    """Tell whether it is about one community as a whole, in no year that is named."""
    reading = asked.reading
    return len(reading.communities or asked.single) == 1 and not (reading.metrics or reading.years)


_EXPORTS = compile_later("(?<![a-z])exports?(?:ed)?(?![a-z])")
_GOODS = "value|volume|revenue|sales|turnover|earnings|trade"
"""What firms sell abroad, where it is asked how much: no figure of the programme, and no file."""


def _of_a_file(asked: Asked) -> bool:
    reading = asked.reading
    if reading.foreign or reading.places or (reading.any("source") and reading.any("list")):
        return False  # 导出天气, and 导出填报人名单, which is of people.
    if asks_who_took(reading.text):
        return False
    goods = _EXPORTS.search(reading.text) and (reading.any("much") or re.search(_GOODS, reading.text))
    return not goods and not asked.reading.any("remind", "report", "help", "deadline", "missing", "requirement")


def _of_people(asked: Asked) -> bool:
    return not asked.reading.metrics or asked.reading.any("contact")


def _of_days(asked: Asked) -> bool:
    return not asked.reading.metrics


def _of_a_paper_to_make(asked: Asked) -> bool:
    return _of_reporting(asked) and not asks_who_took(asked.reading.text)


def _of_reporting(asked: Asked) -> bool:
    return not (asked.reading.metrics or asked.reading.any("remind", "deadline"))


def _of_the_whole(asked: Asked) -> bool:
    reading = asked.reading
    judged = reading.any("verdict", "not_met", "met", "missing", "rank", "top", "bottom", "deadline", "pictured")
    judged = judged or (reading.any("sum") and not _A_BOARD.search(reading.text))  # 汇总一下全市情况
    named = reading.metrics and not ("metrics" in reading.carried and _A_BOARD.search(reading.text))
    return not (named or reading.requirements or judged)


_A_BOARD = compile_later("看板|一览|总览|大盘|情况|board|glance|overview|status|programme")
"""What is never asked of a figure spoken of before."""


def _as_board(asked: Asked, meaning: Meaning) -> Meaning:
    topic = "in_full" if _IN_FULL.search(asked.reading.text) else ""
    return replace(anew(asked, meaning, _A_BOARD), metrics=(), implied=(), topic=topic)


_IN_FULL = compile_later("详情|详细|具体|in detail|in full|details?(?![a-z])")


def _as_file(asked: Asked, meaning: Meaning) -> Meaning:
    return replace(meaning, topic="csv" if "csv" in asked.reading.text else "", implied=())


def _of_the_league(asked: Asked) -> bool:
    """Tell whether an order by what is met is asked for, or by what one figure gained."""
    return _gained(asked) is not None or not asked.reading.metrics or "metrics" in asked.reading.carried


def _gained(asked: Asked) -> str | None:
    """Return the figure that is named beside 进步: one, and one that can grow."""
    reading = asked.reading
    named = () if "metrics" in reading.carried else reading.metrics
    counted = [code for code in named if not _is_yesno(asked, code)]
    return counted[0] if len(counted) == len(named) == 1 and not _ALL_MET.search(reading.text) else None


def _is_yesno(asked: Asked, code: str) -> bool:
    found = asked.lexicon.programme.metric.get(code)
    return found is not None and found.kind == "yesno"


_ALL_MET = compile_later("达标榜|达标排行|league table")
_FELL = compile_later("退步|下滑|下降|掉队|fell|fallen|declin|worsen|slipp|lost|back ?slid")
_GAINED_MOST = compile_later("进步|提升|改善|improv|progress|gained")
"""Asks who gained most, not for the table."""
_FASTEST = compile_later("快|fastest")


def _as_league(asked: Asked, meaning: Meaning) -> Meaning:
    falling = _FELL.search(asked.reading.text) is not None
    gained = _gained(asked)
    if gained is not None:
        topic = "fastest" if _FASTEST.search(asked.reading.text) else "gained"
        return replace(meaning, topic=topic, metrics=(gained,), ascending=falling, implied=())
    first = 1 if _GAINED_MOST.search(asked.reading.text) else None
    found = replace(meaning, topic="league", metrics=(), ascending=falling, limit=first, implied=())
    return anew(asked, found, _ALL)


_SO_OFTEN = compile_later(
    "不止一[次回年]|不只一[次回年]|[两二三四五几多][次回](?:以上|及以上)|多次|屡次|经常|老是|总是|每回都|次次"
    "|(?<![a-z])(?:more than once|at least twice|twice|several times|many times|repeatedly|often|always)(?![a-z])"
)


_BY_WHICH_DAY = compile_later(
    "最[晚迟](?:可以|能|要|得)?(?:交|报|填|提交|上报)?(?:上来|上去)?[到在是]?(?:几号|几点|哪天|哪一天|什么时候|啥时候|何时|哪日)"
    "|(?:交|报|填)[到在](?:几号|几点|哪天|哪一天)"
)
"""By when it is due at the latest, and not who was latest: 最晚交到几号."""


def _of_filing(asked: Asked) -> bool:
    """Tell whether it is asked of one year's collection; how often somebody was late has no answer here."""
    text = asked.reading.text
    judged = asked.reading.any("met", "not_met", "verdict")
    if judged and (asked.reading.metrics or asked.reading.any("growth") or asked.reading.doubts):
        return False  # 按时交的区里有没有企业增长没过的 joins two questions.
    if _BY_WHICH_DAY.search(text) is not None:
        return False
    often = _SO_OFTEN.search(text) is not None and sent_back.SENT_BACK.search(text) is None
    return not (often or asked.reading.any("remind"))


def _sorted_by(asked: Asked, meaning: Meaning) -> Meaning:
    """Say by what it is summed up, or that a notice of it is wanted."""
    text = asked.reading.text
    topic = next((name for name, words in _SUMMED_BY if re.search(words, text)), "")
    if sent_back.SENT_BACK.search(text) and topic != "notice":
        return replace(meaning, topic=f"returned {topic}".strip(), implied=())
    years = years_running(text, meaning.years, asked.today)
    if years:
        return replace(meaning, arrival=Arrival((Stand("late", tuple(years)),)), years=(), implied=())
    end = None if topic == "notice" else _END.search(text)
    if end is not None:
        by = topic or next((name for name, words in _OF_WHICH if re.search(words, text)), "community")
        measure = next((name for name, words in _MEASURES if re.search(words, text)), "in_time")
        return replace(meaning, topic=f"{measure} {by}", limit=1, ascending=end.lastgroup == "low", implied=())
    return replace(meaning, topic=topic, implied=())


_END = compile_later(
    "(?P<low>最[低差慢晚拖]|垫底|倒数第一|(?<![a-z])(?:lowest|worst|slowest|latest)(?![a-z]))"
    "|(?P<high>最[高好]|(?<![a-z])(?:highest|best)(?![a-z]))"
)
"""Asks for the one at either end, not for all."""
_MEASURES: tuple[tuple[str, str], ...] = (("arrived", "完整|报全|complet"), ("days", "最[慢晚拖]|slowest|latest"))
_OF_WHICH: tuple[tuple[str, str], ...] = (
    ("authority", "(?<!社)区(?!域)|县|责任主体|district|authorit|count(?:y|ies)"),
    ("community", "社区|谁|who|communit"),
    ("metric", "指标|metric"),
)


def _returns(asked: Asked) -> Meaning:
    return _sorted_by(asked, asked.meaning("timeliness"))


_ANY_OWNER = compile_later("全市|各|谁|哪|几个|多少个|whole|each|every|which|how many|without")


_ALL = compile_later("")
_LAST_MEETING = compile_later("上次|上一次|最近一次|那次|会上|会议(?:定|决)|last meeting|meeting decided")


def _of_decisions(asked: Asked, meaning: Meaning) -> Meaning:
    """Ask for all that was decided, or for what the last meeting did."""
    bodies = "、".join(asked.lexicon.programme.bodies_in(asked.reading.typed))
    topic = "meeting" if _LAST_MEETING.search(asked.reading.text) else bodies
    return anew(asked, replace(meaning, topic=topic, implied=()), _ALL)


_OVERDUE = compile_later("过期|逾期|到期|超期|没办|未办|overdue|past due|not done|undone")


def _of_overdue_decisions(asked: Asked) -> bool:
    """Tell whether it is asked what was decided and is overdue, and not when figures are due."""
    return not asked.reading.metrics and _OVERDUE.search(asked.reading.text) is not None


def _of_a_body(asked: Asked) -> bool:
    """Tell whether it is asked what somebody is to see to: a department of the city, or an authority."""
    reading = asked.reading
    named = bool(reading.communities) or bool(asked.lexicon.programme.bodies_in(reading.typed))
    judged = reading.any(
        "verdict", "met", "not_met", "gap", "missing", "requirement", "report", "policy", "focus", "carrier", "owner"
    )
    return named and _of_reporting(asked) and not judged


_PAPERS: tuple[tuple[str, str], ...] = (
    ("^(?!.*(?:实施方案|政策|备案|plan|polic)).*"
     "(?:逾期|到期|过期|滞后|超期|overdue|past due|behind schedule)", "late"),
    ("实施方案.{0,4}扶持政策|扶持政策.{0,4}实施方案|里程碑|milestone", ""),
    ("实施方案|(?<![a-z])plans?(?![a-z])", "plan"),
    ("政策|polic", "policy"),
    ("备案|省[级里](?:的)?名[单录]|provincial|by the province", "record"),
    ("启动|开工|揭牌|groundbreaking", "start"),
)
"""Which of an authority's milestones is asked for, or those that were due; '' all."""
_PLAN = compile_later("实施方案|(?<![a-z])implementation plans?(?![a-z])")
"""What no metric is named like: policies beside it are the authority's (实施方案和扶持政策海安有了没)."""
_NOT_YET = compile_later(
    "没|未|缺|无|逾期|[过超]期|超时|滞后|拖着|overdue|past due|behind schedule"
    "|(?<![a-z])(?:no|not|lack|lacks|lacking|without|missing)(?![a-z])"
)
_EITHER = compile_later("有没有|有无|是否|了没|没有[吗?]?$")


def _of_a_milestone(asked: Asked) -> bool:
    reading = asked.reading
    of_a_figure = reading.communities and reading.metrics and not _PLAN.search(reading.text)
    return not (reading.any("requirement") or speaks_of_a_deadline(asked) or of_a_figure)


def _of_a_day_on_record(asked: Asked) -> bool:
    """Tell whether it is asked since when a place is on record; a day alone (哪天) asks for no deadline."""
    reading = asked.reading
    asks_else = reading.any("requirement") or (reading.communities and reading.metrics)
    return not asks_else and DUE.search(reading.text) is None


def _of_a_paper(asked: Asked) -> bool:
    """Tell whether an authority's own plan is asked about, not what the notice says of plans."""
    reading = asked.reading
    of_one = bool(reading.communities) and not reading.metrics  # 蓝谷有没有扶持政策 is a figure of the community.
    return of_one and _of_a_milestone(asked) and not granted.TITLED.search(reading.text)


def _of_all_records(asked: Asked) -> bool:
    return not (asked.reading.communities or asked.reading.metrics)


def _which_paper(asked: Asked, meaning: Meaning) -> Meaning:
    """Say which milestone is asked for, and whether those are who lack it; a metric of the same name is none."""
    text = asked.reading.text
    topic = next((name for words, name in _PAPERS if re.search(words, text)), "")
    lacking = topic != "late" and _NOT_YET.search(_EITHER.sub("", text)) is not None
    found = replace(meaning, topic=topic, verdict="not_met" if lacking else None, metrics=(), implied=())
    return anew(asked, found, _ANY_OWNER)


def _of_a_target(asked: Asked) -> bool:
    """Tell whether the target of a place is asked about, not the programme's goal or a requirement."""
    reading = asked.reading
    if _NOTED.search(reading.text):
        return True
    about = bool(reading.communities) or not reading.any("goal", "policy", "requirement")
    about = about and not reading.any("verdict", "met", "not_met")
    return about and not (reading.any("policy", "report", "coverage_goal", "goal_built") or reading.quantities)


_NOTED = compile_later("on record|recorded|登记")
"""What tells a target that was noted from what the policy requires."""


def _of_places_by_target(asked: Asked) -> bool:
    """Tell whether it is asked who reached what they set themselves; with an amount it is what is required of all."""
    reading = asked.reading
    of_a_rule = reading.requirements or reading.quantities or reading.bounds
    return not (of_a_rule or reading.any("coverage_goal"))


_WHOSE = compile_later(
    "谁|[哪几多]|的(?:众创)?(?:社区|区)|[没未]完成的|(?<![a-z])(?:who|whose|which|communities|districts|authorities)(?![a-z])"
)
_MISSED = compile_later(
    "(?<![了有])(?:没有?|未|还没)(?:能|按时|按期|全部?|真正)*(?:完成|达到|达成|实现|做到|兑现)|没(?:有)?(?:达到|完成|实现)"
    "|(?<![a-z])(?:miss|missed|short of|behind|unmet|not|didnt|havent|hasnt|failed|below)(?![a-z])"
)


def _by_outcome(asked: Asked, meaning: Meaning) -> Meaning:
    """Say whether those who missed their targets are asked for; who is asked about is told of both."""
    text = asked.reading.text
    if _WHOSE.search(text) is None:
        return meaning
    return anew(asked, replace(meaning, verdict="not_met" if _MISSED.search(text) else None), _ANY_OWNER)


def _of_a_version(asked: Asked) -> bool:
    """Tell whether the history of one figure is asked about."""
    reading = asked.reading
    return bool(reading.metrics) and (len(reading.communities) == 1 or bool(asked.single))


def _told_of(topic: str) -> Callable[[Asked, Meaning], Meaning]:
    return lambda asked, meaning: replace(meaning, topic=topic)


def _of_no_figure(asked: Asked) -> bool:
    return not asked.reading.metrics


def _of_this_year(asked: Asked, meaning: Meaning) -> Meaning:
    """Ask for the days that are named, else for all changes of the years' figures, else for this year's changes."""
    since = BEGINNING if meaning.years else date(asked.today.year, 1, 1)
    days = days_named(asked.reading.text, asked.today) or (since, asked.today)
    return replace(meaning, topic="revised", days=days, implied=())


def _of_one_authority(asked: Asked) -> bool:
    return asked.reading.authority is not None and not asked.reading.metrics


def _as_district(_: Asked, meaning: Meaning) -> Meaning:
    return replace(meaning, topic="districts", implied=())


def _by_district(asked: Asked, meaning: Meaning) -> Meaning:
    return anew(asked, replace(meaning, topic="districts", implied=()), _ALL)


def _for_reviewers(_: Asked, meaning: Meaning) -> Meaning:
    return replace(meaning, role="reviewer", communities=(), implied=())


def _for_admins(_: Asked, meaning: Meaning) -> Meaning:
    return replace(meaning, role="admin", communities=(), implied=())


def _for_reporters(asked: Asked, meaning: Meaning) -> Meaning:
    """Ask for whoever reports for the communities named; without one, for the reviewers whom everybody may ask."""
    if not (meaning.communities or meaning.implied):
        return replace(meaning, role="reviewer")
    return replace(meaning, role="reporter")


def _term(asked: Asked, meaning: Meaning) -> Meaning:
    """Explain every metric that a word may stand for, and no community."""
    metrics = meaning.metrics or tuple(code for doubt in asked.reading.doubts for code in doubt.metrics)
    if not metrics and w.asks_of_growth(asked):
        metrics = tuple(asked.lexicon.growths.values())
    whether = what_may_count(asked.reading)
    return replace(meaning, metrics=metrics, requirements=asked.reading.requirements, topic=whether, implied=())


def _in_days(asked: Asked, meaning: Meaning) -> Meaning:
    text = asked.reading.text
    days = days_back(text, asked.today)
    return replace(meaning, days=days, topic="who" if _WHO.search(text) else "", implied=())


def _topic(asked: Asked, meaning: Meaning) -> Meaning:
    """Name what it is asked how to do."""
    topic = next((name for name, words in _TOPICS if re.search(words, asked.reading.text)), "")
    return replace(meaning, topic=topic, communities=(), metrics=(), implied=())


_SHOWN: tuple[tuple[str, str], ...] = (
    ("startup", "企业|公司|start.?up|compan"),
    ("person", "人物|人才|创业者|创业明星|创业典型|people|person|founder"),
    ("practice", "做法|经验|practice"),
    ("progress", "进度|工地|照片|图片|现场|拍的|封顶|[建盖]到|photo|construction|site|picture"),
)


def _of_one_kind(asked: Asked, meaning: Meaning) -> Meaning:
    """Take what is shown as of the kind that is named; as all that is shown where none or several are."""
    named = [kind for kind, words in _SHOWN if re.search(words, asked.reading.text)]
    return replace(meaning, topic=named[0] if len(named) == 1 else "")


def _of_the_bot(asked: Asked) -> bool:
    """Tell whether it is asked how something is done here, not how a figure is worked out."""
    reading = asked.reading
    figures = reading.metrics and not reading.any("report", "missing")
    return not (figures or reading.any("requirement", "defined", "verdict", "met", "not_met", "contact"))


_ELSEWHERE = (
    "verdict", "met", "not_met", "missing", "deadline", "report", "remind", "requirement", "source", "rank", "top",
    "bottom", "trend", "growth", "gap", "state", "exam", "compare", "policy", "why", "defined", "reviewing",
    "targeted", "target_word", "revised", "recent", "timely", "undetermined", "goal", "goal_built",
)


def _of_what_is_held(asked: Asked) -> bool:
    """Tell whether it is asked which metrics there are, and not which of them fail, are late or moved."""
    reading = asked.reading
    return not (reading.metrics or reading.communities or reading.requirements or reading.any(*_ELSEWHERE))


def _held(_: Asked, meaning: Meaning) -> Meaning:
    return replace(meaning, topic="metrics", implied=(), communities=())


def _of_what_is_to_come(asked: Asked) -> bool:
    """Tell whether figures of years to come are asked for, and none is given, nor when a requirement will be met."""
    reading = asked.reading
    amounts = any(not is_year(bound.quantity.text) for bound in reading.bounds)
    to_come = not reading.years or max(reading.years) >= asked.today.year
    return to_come and not (amounts or reading.any("verdict", "met", "not_met", "deadline", "outlook", "target_word"))


def _forecast(asked: Asked, meaning: Meaning) -> Meaning:
    return replace(meaning, topic="forecast", communities=(), metrics=(), years=(), implied=())


KINDS: tuple[Kind, ...] = (
    Kind("help", "metrics_held", _of_what_is_held, _held, strange=1),
    Kind("help", "forecast", _of_what_is_to_come, _forecast, strange=8),
    Kind("help", "how_to", _of_the_bot, _topic, strange=1),
    Kind("changes", "recent", _of_days, _in_days),
    *(Kind("programme", f"stage_{one}", by_stage.of_a_stage, by_stage.at(one), strange=2) for one in by_stage.STAGES),
    Kind("programme", "built_so_far", w.of_the_goal, w.as_goal, strange=8),
    Kind("programme", "covered_all", w.of_the_goal, w.as_coverage, strange=4),
    Kind("milestone", "recorded_when", _of_a_day_on_record, _which_paper, strange=2),
    Kind("directory", "named", w.of_who_is_named, w.as_directory, strange=2),
    Kind("programme", "promised", w.of_a_promise, w.as_programme, strange=6),
    Kind("directory", "owned", w.of_who_is_named, w.as_directory),
    Kind("check", "itemised", w.of_what_is_met, w.as_check, strange=2),
    Kind("check", "needed", w.of_what_is_needed, w.as_shortfall, strange=4),
    Kind("requirement", "binding", w.of_a_rule, w.whether_it_binds, strange=4),
    Kind("requirement", "demanded", w.of_a_bare_demand, w.demand),
    Kind("definition", "explained", w.of_a_bare_term, _term, strange=2),
    Kind("provenance", "traced", _of_a_version, _told_of("")),
    Kind("provenance", "altered_since", _of_a_version, _told_of("revised")),
    Kind("missing", "unfilled", w.of_what_is_filled, strange=4),
    Kind("provenance", "original", _of_a_version, _told_of("original")),
    Kind("provenance", "revised", _of_a_version, _told_of("revised")),
    Kind("changes", "revised", _of_no_figure, _of_this_year),
    Kind("changes", "original", _of_no_figure, _of_this_year),
    Kind("status", "league", _of_the_league, _as_league, strange=1),
    Kind("status", "districts", _of_no_figure, _by_district),
    Kind("status", "district_sum", _of_one_authority, _as_district),
    Kind("status", "glance", _of_the_whole, _as_board),
    Kind("status", "outlook", _of_one_place, strange=2),
    Kind("timeliness", "timely", _of_filing, _sorted_by, strange=1),
    Kind("support", "granted", granted.of_a_grant, granted.by_whom, strange=4),
    Kind("support", "granted_sum", granted.of_a_total, granted.by_whom, strange=4),
    Kind("support", "gave", granted.of_a_department, granted.by_whom, strange=8),
    Kind("milestone", "planned", _of_a_milestone, _which_paper),
    Kind("milestone", "paper", _of_a_paper, _which_paper),
    Kind("milestone", "recorded", _of_all_records, _which_paper),
    Kind("support", "grant_word", granted.of_what_was_granted, granted.by_whom, strange=4),
    Kind("decision", "decided", _of_reporting, _of_decisions, strange=1),
    Kind("decision", "decided", _of_overdue_decisions, _of_decisions, strange=1),
    Kind("decision", "decided", _of_a_body, _of_decisions, strange=10),
    Kind("decision", "to_do", _of_a_body, _of_decisions, strange=10),
    Kind("target", "targeted", _always, _by_outcome),
    Kind("target", "fulfilled", _of_places_by_target, _by_outcome, strange=1),
    Kind("target", "target_word", _of_a_target, _by_outcome),
    Kind("briefing", "briefed", _of_a_paper_to_make, strange=1),
    Kind("briefing", "briefed_for", _of_a_paper_to_make, strange=4),
    Kind("progress", "pictured", _of_reporting, _of_one_kind),
    Kind("person", "reviewing", _always, _for_reviewers),
    Kind("person", "administering", _always, _for_admins),
    Kind("person", "contact", _of_people, _for_reporters),
    Kind("card", "card", _of_a_place),
    Kind("card", "whole_card", _of_a_place),
    Kind("why", "why", _of_figures),
    Kind("definition", "defined", _of_a_term, _term),
    Kind("export", "exported", _of_a_file, _as_file),
)
RULES: tuple[Rule, ...] = (
    Rule("returns", sent_back.of_returns, _returns), *(kind.rule() for kind in KINDS),
)
