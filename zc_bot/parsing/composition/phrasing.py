"""A query said back as a question: in Chinese it is read as the same query again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from zc_bot.parsing.numerals import plain
from zc_bot.parsing.query import Bound, Condition, Joined, Judged, Measure, Places, Query, Sign, Test, Top
from zc_bot.policy.programme import Programme
from zc_bot.values import dataclass

_SIGNS = {"<": "低于", "<=": "不超过", ">": "超过", ">=": "不低于", "=": "等于", "!=": "不等于"}
_HELD = {"<": "小于", "<=": "不大于", ">": "大于", ">=": "不小于", "=": "等于", "!=": "不等于"}
"""Of one metric against another."""
_SIGNS_EN = {
    "<": "below", "<=": "at most", ">": "above", ">=": "at least", "=": "equal to", "!=": "not equal to"
}
_FOLDS = {"sum": "合计", "mean": "平均", "median": "中位数", "spread": "最高与最低相差多少", "": ""}
_FOLDS_EN = {
    "sum": "total ", "mean": "mean ", "median": "median ", "": "",
    "spread": "gap between the highest and the lowest ",
}
_ENDS = {(1, 1): "最高和最低各1家", (1, 0): "最高的1家", (0, 1): "最低的1家"}
_ENDS_EN = {(1, 1): "highest and the lowest", (1, 0): "highest one", (0, 1): "lowest one"}
"""What may be left out of a fold: as `[[forms]]` has it."""
_MOVED_EN = {"change": "growth of ", "gain": "increase in ", "average_growth": "average annual growth of "}
_WAYS, _WAYS_EN = {">": "增加", "<": "减少", "=": "没有变化"}, {">": "up", "<": "down", "=": "unchanged"}
_TERMS, _TERMS_EN = {"+": "加", "-": "减"}, {"+": "plus", "-": "minus"}
_MULTIPLES, _MULTIPLES_EN = {2: "翻番", 3: "翻了三倍"}, {2: "doubled", 3: "tripled"}
_MIRRORED: dict[Sign, Sign] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
TEN_THOUSAND = Decimal(10_000)


def say(query: Query, programme: Programme, lang: str = "zh") -> str:
    """Word a query as one question."""
    words = _English(programme) if lang == "en" else _Chinese(programme)
    return words.question(query)


@dataclass(frozen=True)
class _Chinese:
    programme: Programme

    def question(self, query: Query) -> str:
        match query.ask:
            case "places":
                return f"{self.set(query.places)}{self.in_order(query)}"
            case "count":
                each = "有几个，历年" if query.ever else "，".join(f"{year}年有几个" for year in query.years)
                if query.by == "authority":
                    held = "" if query.places.where is None else self.condition(query.places.where)
                    return f"各区县{held}的社区有几个"
                return f"{self.set(query.places)}{each or '有几个'}"
            case "verdict":
                metrics = "、".join(self.metric(one) for one in query.measures)
                return f"{self.names(query.places.codes)}{self.years(query.years)}{metrics}达标情况"
            case "responsible":
                return f"{self.set(query.places)}谁负责"
            case "year":
                extreme = "最低" if query.ascending else "最高"
                if query.other:
                    both = f"{self.names(query.places.codes)}和{self.name(query.other)}"
                    return f"{both}{self.years(query.years)}{self.metric(query.measures[0])}差距最大是哪一年"
                measure = self.measure(query.measures[0])
                asked = "哪一年最高、哪一年最低" if query.fold == "spread" else f"哪一年{extreme}"
                return f"{self.subject(query.places) or '全市'}{self.years(query.years)}{measure}{asked}"
            case "years" | "first_year":
                first = "哪一年首次" if query.ask == "first_year" else "哪几年"
                held = "" if query.places.where is None else self.condition(query.places.where)
                whose = "全市" if query.fold else self.names(query.places.codes)
                return f"{whose}{self.years(query.years)}{first}{held}"
        return self.figures(query)

    def figures(self, query: Query) -> str:
        first = query.measures[0]
        if query.groups:
            return self.groups(query)
        if _is_of_ends(query):
            if _is_lead(query):
                more = "高" if self.programme.measure[first.metric].unit == "%" else "多"
                return f"{self.timed(first, query.years)}第一比第二{more}多少"
            return f"{self.set(query.places)}相差多少"
        if any(query.trim):
            return f"去掉{_ENDS[query.trim]}以后，{self.figures(replace(query, trim=(0, 0)))}"
        if query.at is not None:
            top = replace(query, ask="year", measures=(query.at.measure,), years=query.at.years, at=None)
            year = self.question(replace(top, ascending=query.at.ascending))
            return f"{year}，那一年{'、'.join(self.metric(one) for one in query.measures)}"
        if len({one.view for one in query.measures}) > 1:
            plain = self.figures(replace(query, measures=(first,)))
            return "，".join((f"{plain}多少", *(self.look(one) for one in query.measures[1:])))
        if query.among:
            return f"{self.names(query.among)}里头，{self.figures(replace(query, among=()))}"
        if first.view == "total":
            start = self.subject(query.places) or "各社区"
            return f"{start}{self.timed(first, query.years)}{self.order(query)}"
        ever = "历年" if query.ever else ""
        if first.view == "met":
            return f"{self.subject(query.places)}{ever}{self.years(query.years)}达标数{self.order(query)}"
        metrics = "、".join(self.metric(one) for one in query.measures)
        subject, years = self.subject(query.places), self.years(query.years)
        fold = _FOLDS[query.fold]
        by = {"authority": "各区县", "community": "各社区", "": ""}[query.by]
        match first.view:
            case "share":
                return f"{subject or by}{ever}{years}{metrics}{'' if by else fold}占全市多少{self.order(query)}"
            case "ratio" if first.since is not None:
                return f"{subject or '全市'}{years}{metrics}是{first.since}年的几倍"
            case "ratio":
                return f"{subject}{years}{metrics}是{self.name(query.other)}的几倍"
            case "difference":
                whole = {"mean": "比全市平均高多少", "median": "比中位数高多少"}.get(query.other)
                than = whole or f"比{self.name(query.other)}多多少"
                if query.fold:
                    return f"{subject}{years}{metrics}合计{than}"
                return f"{subject}{years}{metrics}{than}"
            case "place":
                return f"{subject}{ever}{years}{metrics or '达标数'}排第几"
            case "climb":
                return f"{subject}{self.against(first, query.years)}{metrics}名次上升多少"
        whole = "全市" if query.fold or (first.view == "average_growth" and not by) else ""
        start = f"{by}{subject}" if query.by == "authority" else subject or by or whole
        if first.view == "average_growth":
            return f"{start}{self.span(first, query.years)}{metrics}年均增长{self.order(query)}"
        if first.view in {"change", "gain"}:
            moved = "同比增长" if first.view == "change" else "增加多少"
            if query.fold == "spread":
                return f"{start}{self.against(first, query.years)}{metrics}同比增长{fold}"
            if (len(query.years) > 1 or query.ever) and not query.by:
                return f"{start}{self.years(query.years)}{metrics}每年{moved}{self.order(query)}"
            return f"{start}{self.against(first, query.years)}{metrics}{moved}{self.order(query)}"
        fold = "平均每年" if query.over and query.fold == "mean" else fold
        return f"{start}{ever}{years}{metrics}{fold}{self.order(query)}"

    def groups(self, query: Query) -> str:
        """Word what is asked of each of two: of both batches, of one and the city, of several and several others."""
        one, other = query.groups
        first, whole = query.measures[0], {*other} == {*self.programme.community}
        if whole and query.measures[0].view == "value":
            return f"{self.names(one)}{self.years(query.years)}{self.metric(first)}是多少，全市呢"
        asked = self.figures(replace(query, measures=query.measures, places=Places(one), groups=(), fold=""))
        if whole:
            return f"{asked}，跟全市比"
        if self.batch(one) and self.batch(other):
            alone = replace(query, places=Places(one), groups=(), fold="")
            each = self.figures(alone).removeprefix(self.subject(alone.places))
            return f"{self.names(one)}和{self.names(other)}，{each}各自{_FOLDS[query.fold]}"
        rest = len(one) + len(other) == len(self.programme.communities)
        return f"{asked}合计，跟{'其余社区' if rest else self.names(other)}比"

    def look(self, measure: Measure) -> str:
        """Word in what other way the same figure is looked at."""
        if measure.view in {"share", "place"}:
            return "占全市多少" if measure.view == "share" else "排第几"
        than = "比上年" if measure.since is None else f"比{measure.since}年"
        return f"{than}增长百分之几" if measure.view == "change" else f"{than}增加多少"

    def in_order(self, query: Query) -> str:
        return "" if not query.ordered else "从少到多" if query.ascending else "从多到少"

    def order(self, query: Query) -> str:
        """Say in which order rows come, where it is not the usual one."""
        if not query.ordered:
            return ""
        return "从低到高" if query.ascending else "排名"

    def subject(self, places: Places) -> str:
        """Name the communities, or describe them with 的 behind."""
        if places.where or places.orders:
            return f"{self.set(places)}的"
        return f"{self.without(places)}{self.names(places.codes)}"

    def set(self, places: Places) -> str:
        where = f"{self.condition(places.where)}的社区" if places.where else ""
        first, top = (self.top(one) if one else "" for one in (places.first, places.top))
        inner = "里".join(part for part in (first, where, top) if part)
        named = f"{self.names(places.codes)}里" if places.codes and inner else self.names(places.codes)
        if inner or named:
            return f"{self.without(places)}{named}{inner}"
        return f"{self.without(places)}其他社区"

    def without(self, places: Places) -> str:
        return f"除了{self.names(places.without)}以外，" if places.without else ""

    def names(self, codes: Iterable[str]) -> str:
        named = tuple(codes)
        for office, members in self.programme.of_authority.items():
            if len(members) > 1 and members == named:
                return self.programme.authority[office].name.zh
        if len(named) > 1 and (year := self.batch(named)) is not None:
            return f"{year}年启动的社区"
        return "和".join(self.name(code) for code in named)

    def batch(self, codes: tuple[str, ...]) -> int | None:
        """Return the year in which exactly these communities were started."""
        years = {self.programme.community[code].start for code in codes}
        if len(years) != 1:
            return None
        (year,) = years
        started = tuple(item.code for item in self.programme.communities if item.start == year)
        return year if started == codes else None

    def top(self, top: Top) -> str:
        extreme = "最低" if top.ascending else "最高"
        if top.measure.view == "climb":
            extreme = "下降最多" if top.ascending else "上升最多"
        count = f"的{top.count}个" if top.count > 1 else "的"
        ever = "历史" if top.ever else ""
        return f"{self.timed(top.measure, top.years)}{ever}{extreme}{count}社区"

    def condition(self, condition: Condition) -> str:
        match condition:
            case Joined(word, items):
                return ("，而且" if word == "and" else "或者").join(self.condition(item) for item in items)
            case Judged(outcome, metrics, years, every):
                met = "达标" if outcome == "met" else "没达标"
                names = "和".join(self.programme.measure[code].short.zh for code in metrics)
                return f"{self.years(years)}{names}{self.quantifier(len(years), every)}{met}"
            case Test():
                return self.test(condition)

    def test(self, test: Test) -> str:
        """Word a bound; of yes and no, and of coverage, as they are said."""
        measure, (bound, *more) = test.measure, test.bounds
        moving = measure.view in {"change", "gain"}
        if moving and not more and isinstance(bound.value, Decimal) and bound.value < 0:
            less = Bound(_MIRRORED[bound.sign], -bound.value)
            subject = self.timed(replace_view(measure), test.years, measure)
            return f"{subject}下降{_SIGNS[less.sign]}{self.amount(less, measure)}"
        every = "每年都" if test.ever else self.quantifier(len(test.years), test.every)
        if measure.view == "climb" and bound.value == 0 and not more:
            return f"{self.timed(measure, test.years)}{'上升' if bound.sign == '>' else '下降'}"
        if moving and bound.value == 0 and not more:
            moved = _WAYS[bound.sign]
            return f"{self.timed(replace_view(measure), test.years, measure)}{every}{moved}"
        if measure.view == "ratio" and isinstance(bound.value, Decimal):
            over = "超过" if bound.sign == ">" else ""
            times = over + _MULTIPLES[int(bound.value)]
            return f"{self.against(measure, test.years)}{self.metric(measure)}{times}"
        if self.is_had(measure, bound):
            had = "有" if bound.sign == ">=" else "没有"
            return f"{self.years(test.years)}{every}{had}{self.metric(measure)}"
        name = self.timed(measure, test.years)
        if measure.view == "place" and more:
            return f"{name}{every}第{bound.value:f}到第{more[0].value:f}名"
        if measure.view == "place":
            few = f"前{bound.value:f}名"
            return f"{name}{every}{'进' if bound.sign == '<=' else '没进'}{few}"
        signs = {one.sign for one in test.bounds}
        if signs == {">=", "<="} and len(test.bounds) == 2:
            low, high = sorted(test.bounds, key=lambda one: one.sign, reverse=True)
            said = f"在{self.amount(low, measure)}到{self.amount(high, measure)}之间"
        else:
            said = "但".join(self.bound(one, measure) for one in test.bounds)
        return f"{name}{every}{said}"

    def is_had(self, measure: Measure, bound: Bound) -> bool:
        """Tell whether a bound says that there is any, or none: of what is counted one by one, or yes or no."""
        metric = self.programme.metric.get(measure.metric)
        if metric is None or measure.view != "value" or bound.value != 1:
            return False
        counted = metric.standing and metric.dimension == "count"
        return metric.kind == "yesno" or (bound.sign in {">=", "<"} and counted)

    def timed(self, measure: Measure, years: tuple[int, ...], base: Measure | None = None) -> str:
        """Name a measure with its years, and the one it is counted from."""
        base = base or measure
        if measure.view == "total":
            return f"{self.span(measure, years)}{self.metric(measure)}累计"
        if measure.view == "average_growth":
            return f"{self.span(measure, years)}{self.measure(measure)}"
        if base.view in {"change", "gain", "climb"}:
            return f"{self.against(base, years)}{self.measure(measure)}"
        return f"{self.years(years)}{self.measure(measure)}"

    def bound(self, bound: Bound, measure: Measure) -> str:
        if bound.metric:
            return f"{_HELD[bound.sign]}{self.measure(replace(measure, metric=bound.metric))}"
        if bound.against:
            above = "高于" if bound.sign[0] == ">" else "低于"
            sign = {">=": "不低于", "<=": "不超过"}.get(bound.sign, above) if bound.against == "median" else above
            whole = {"mean": "全市平均", "median": "中位数"}.get(bound.against)
            return f"{sign}{whole or self.name(bound.against)}"
        return f"{_SIGNS[bound.sign]}{self.amount(bound, measure)}"

    def amount(self, bound: Bound, measure: Measure) -> str:
        assert isinstance(bound.value, Decimal)
        if measure.view == "met":
            return f"{plain(bound.value):f}项"
        unit = "%" if measure.view in {"change", "share", "average_growth"} else ""
        if measure.view == "change" and self.programme.measure[measure.metric].unit == "%":
            return amount(bound.value, "个百分点")
        if measure.per:
            return amount(bound.value, self.programme.measure[measure.metric].unit)
        return amount(bound.value, unit or self.programme.measure[measure.metric].unit)

    def quantifier(self, years: int, every: bool) -> str:
        return "" if years < 2 else "都" if every else "有一年"

    def metric(self, measure: Measure) -> str:
        if measure.terms:
            others = (f"{_TERMS[term[0]]}{self.programme.measure[term[1:]].short.zh}" for term in measure.terms)
            return f"{self.programme.measure[measure.metric].short.zh}{''.join(others)}"
        if measure.per:
            return "除以".join(self.programme.measure[code].short.zh for code in (measure.metric, measure.per))
        return self.programme.measure[measure.metric].short.zh if measure.metric else ""

    def measure(self, measure: Measure) -> str:
        """Name a metric and how it is looked at."""
        views = {
            "average_growth": "年均增长", "change": "同比增长", "gain": "增加额", "share": "占全市", "climb": "名次",
        }
        return "达标数" if measure.view == "met" else f"{self.metric(measure)}{views.get(measure.view, '')}"

    def name(self, code: str) -> str:
        return self.programme.community[code].name.zh

    def years(self, years: tuple[int, ...]) -> str:
        return "、".join(f"{year}年" for year in years)

    def span(self, measure: Measure, years: tuple[int, ...]) -> str:
        if measure.since is None or not years:
            return self.years(years)
        return f"{measure.since}到{years[-1]}年"

    def against(self, measure: Measure, years: tuple[int, ...]) -> str:
        """2024年比2023年; of several years, and where none is named, each is held against the one before."""
        if len(years) != 1 or measure.since is None:
            before = "比上年" if measure.since is None else f"比{measure.since}年"
            return f"{self.years(years)}{before if not years else ''}"
        return f"{years[0]}年比{measure.since}年"


class _English(_Chinese):
    """The same in English, to be read by people only."""

    def question(self, query: Query) -> str:
        match query.ask:
            case "places":
                return self.set(query.places)
            case "count":
                by = " by authority" if query.by else " in each year" if query.ever else ""
                return f"number of {self.set(query.places)}{by}{self.years(query.years)}"
            case "verdict":
                what = _listed(self.metric(one) for one in query.measures) or "the requirements"
                whose = _listed(self.name(code) for code in query.places.codes)
                return f"whether {whose} meets {what}{self.years(query.years)}"
            case "responsible":
                return f"authority responsible for {self.set(query.places)}"
            case "year":
                extreme = "lowest" if query.ascending else "highest"
                if query.fold == "spread":
                    what = f"{self.measure(query.measures[0])}{self._of(query.places)}{self.years(query.years)}"
                    return f"in which year was {what} highest, in which year lowest"
                if query.other:
                    both = f"{self.names(query.places.codes)} and {self.name(query.other)}"
                    return f"year in which {self.metric(query.measures[0])} of {both} was furthest apart"
                return f"year of the {extreme} {self.measure(query.measures[0])}{self._of(query.places)}"
            case "years" | "first_year":
                first = "first year" if query.ask == "first_year" else "years"
                held = "" if query.places.where is None else self.condition(query.places.where)
                whose = "the city" if query.fold else _listed(self.name(code) for code in query.places.codes)
                return f"{first} of {whose} with {held}"
        return self.figures(query)

    def figures(self, query: Query) -> str:
        first = query.measures[0]
        if query.groups:
            groups = " and of ".join(
                "the city" if {*group} == {*self.programme.community} else _listed(map(self.name, group))
                for group in query.groups
            )
            moved = _MOVED_EN.get(first.view, _FOLDS_EN[query.fold])
            return f"{moved}{self.metric(first)} of {groups}{self.against(first, query.years)}"
        if _is_of_ends(query):
            if _is_lead(query):
                return f"lead of the first over the second in {self.timed(first, query.years)}"
            return f"gap among the {self.set(query.places)}"
        if any(query.trim):
            return f"{self.figures(replace(query, trim=(0, 0)))} without the {_ENDS_EN[query.trim]}"
        if query.at is not None:
            extreme = "lowest" if query.at.ascending else "highest"
            metrics, of = _listed(self.metric(one) for one in query.measures), self._of(query.places)
            return f"{metrics}{of} in the year of the {extreme} {self.measure(query.at.measure)}"
        if len({one.view for one in query.measures}) > 1:
            return ", ".join(self.figures(replace(query, measures=(one,))) for one in query.measures)
        if query.among:
            return f"{self.figures(replace(query, among=()))} among {_listed(map(self.name, query.among))}"
        if first.view == "total":
            return f"{self.timed(first, query.years)}{self._of(query.places)}"
        ever = " of all years" if query.ever else ""
        if first.view == "met":
            return f"communities by requirements met{self._of(query.places)}{self.years(query.years)}{ever}"
        metrics = " and ".join(self.metric(one) for one in query.measures)
        of, years = self._of(query.places), self.years(query.years)
        match first.view:
            case "share":
                return f"share of the city in {_FOLDS_EN[query.fold]}{metrics}{of}{years}{ever}"
            case "ratio" if first.since is not None:
                return f"{metrics}{of}{years} as a multiple of {first.since}"
            case "ratio":
                return f"{metrics}{of} as a multiple of {self.name(query.other)}{years}"
            case "difference":
                whole = {"mean": "the city's mean", "median": "the median"}.get(query.other)
                other = whole or self.name(query.other)
                return f"{metrics}{of} against {other}{years}"
            case "place":
                return f"place{of} by {metrics or 'requirements met'}{years}{ever}"
            case "climb":
                return f"climb in rank{of} by {metrics}{self.against(first, query.years)}"
        by = {"authority": " by authority", "community": " by community", "": ""}[query.by]
        city = " of the city" if query.fold == "sum" and not of else ""
        if first.view == "average_growth":
            span = f", {first.since}–{query.years[-1]}" if first.since is not None and query.years else years
            return f"average annual growth of {metrics}{of}{by}{span}"
        if first.view in {"change", "gain"}:
            name = "growth" if first.view == "change" else "change"
            return f"{name} of {metrics}{of}{city}{by}{self.against(first, query.years)}"
        fold = "yearly mean of " if query.over and query.fold == "mean" else _FOLDS_EN[query.fold]
        return f"{fold}{metrics}{of}{by}{years}{ever}"

    def _of(self, places: Places) -> str:
        if places.is_described:
            return f" of {self.set(places)}"
        return f" of {_listed(self.name(code) for code in places.codes)}" if places.codes else ""

    def set(self, places: Places) -> str:
        top = self.top(places.top) if places.top else "communities"
        first = f" among the {self.top(places.first)}" if places.first else ""
        among = f" among {_listed(self.name(code) for code in places.codes)}" if places.codes else ""
        where = f" with {self.condition(places.where)}" if places.where else ""
        without = f" except {_listed(self.name(code) for code in places.without)}" if places.without else ""
        return f"{top}{first}{among}{where}{without}"

    def top(self, top: Top) -> str:
        extreme = "lowest" if top.ascending else "highest"
        if top.measure.view == "climb":
            extreme = "greatest fall" if top.ascending else "greatest rise"
        count = f"{top.count} communities" if top.count > 1 else "community"
        ever = " ever" if top.ever else ""
        return f"{count} of the {extreme} {self.timed(top.measure, top.years)}{ever}"

    def condition(self, condition: Condition) -> str:
        match condition:
            case Joined(word, items):
                return f" {word} ".join(self.condition(item) for item in items)
            case Judged(outcome, metrics, years, every):
                names = _listed(self.programme.measure[code].short.en for code in metrics) or "the requirements"
                return f"{names} {'met' if outcome == 'met' else 'not met'}{self._when(years, every)}"
            case Test():
                return self.test(condition)

    def test(self, test: Test) -> str:
        measure, (bound, *more) = test.measure, test.bounds
        when = " in every year" if test.ever else self._when(test.years, test.every)
        if measure.view == "climb" and bound.value == 0 and not more:
            way = "up" if bound.sign == ">" else "down"
            return f"{self.metric(measure)} rank {way}{self.against(measure, test.years)}"
        if measure.view in {"change", "gain"} and bound.value == 0 and not more:
            moved = _WAYS_EN[bound.sign]
            return f"{self.metric(measure)} {moved}{self.against(measure, test.years) or when}"
        if measure.view == "ratio" and isinstance(bound.value, Decimal):
            beyond = "more than " if bound.sign == ">" else ""
            times = f"{beyond}{_MULTIPLES_EN[int(bound.value)]}"
            return f"{self.metric(measure)} {times}{self.against(measure, test.years)}"
        if self.is_had(measure, bound):
            return f"{'a' if bound.sign == '>=' else 'no'} {self.metric(measure)}{when}"
        if measure.view == "place" and more:
            return f"{self.metric(measure)} in places {bound.value:f} to {more[0].value:f}{when}"
        if measure.view == "place":
            within = "in" if bound.sign == "<=" else "not in"
            return f"{self.metric(measure)} {within} the top {bound.value:f}{when}"
        said = " and ".join(self.bound(one, measure) for one in test.bounds)
        if measure.view == "total":
            return f"{self.timed(measure, test.years)} {said}"
        return f"{self.measure(measure)} {said}{when}"

    def bound(self, bound: Bound, measure: Measure) -> str:
        if bound.metric:
            return f"{_SIGNS_EN[bound.sign]} {self.measure(replace(measure, metric=bound.metric))}"
        if bound.against:
            whole = {"mean": "the mean", "median": "the median"}.get(bound.against)
            return f"{_SIGNS_EN[bound.sign]} {whole or self.name(bound.against)}"
        said = self.amount(bound, measure).replace("项", "").replace("个百分点", " points")
        return f"{_SIGNS_EN[bound.sign]} {said}"

    def metric(self, measure: Measure) -> str:
        if measure.terms:
            others = (f" {_TERMS_EN[term[0]]} {self.programme.measure[term[1:]].short.en}" for term in measure.terms)
            return f"{self.programme.measure[measure.metric].short.en}{''.join(others)}"
        if measure.per:
            return " per ".join(self.programme.measure[code].short.en for code in (measure.metric, measure.per))
        return self.programme.measure[measure.metric].short.en if measure.metric else ""

    def measure(self, measure: Measure) -> str:
        views = {
            "average_growth": "average annual growth of ", "change": "growth of ", "gain": "change of ",
            "share": "share of the city in ", "climb": "in rank by ",
        }
        return "requirements met" if measure.view == "met" else f"{views.get(measure.view, '')}{self.metric(measure)}"

    def timed(self, measure: Measure, years: tuple[int, ...], base: Measure | None = None) -> str:
        if measure.view == "total":
            return f"total {self.metric(measure)} from {measure.since} to {years[-1]}"
        when = self.against(measure, years) if measure.view in {"change", "gain", "climb"} else ""
        return f"{self.measure(measure)}{when or self.years(years)}"

    def name(self, code: str) -> str:
        return self.programme.community[code].name.en

    def years(self, years: tuple[int, ...]) -> str:
        return f" in {_listed(map(str, years))}" if years else ""

    def against(self, measure: Measure, years: tuple[int, ...]) -> str:
        if len(years) != 1 or measure.since is None:
            return self.years(years)
        return f" from {measure.since} to {years[0]}"

    def _when(self, years: tuple[int, ...], every: bool) -> str:
        if len(years) < 2:
            return self.years(years)
        return f" {'in each of' if every else 'in one of'} {_listed(map(str, years))}"


def _is_of_ends(query: Query) -> bool:
    """Tell whether it is asked how far those are apart that are at an end by the same figure: it is named once."""
    top = query.places.top
    same = top is not None and (top.measure,) == query.measures and top.years == query.years
    return same and query == Query(measures=query.measures, places=query.places, years=query.years, fold="spread")


def _is_lead(query: Query) -> bool:
    """Tell whether those at the end are the first and the second of all."""
    top = query.places.top
    return top is not None and query.places == Places(top=Top(top.measure, 2, years=top.years))


def replace_view(measure: Measure) -> Measure:
    """Take the view from a measure whose verb says it."""
    return Measure(measure.metric, "value", measure.since)


def amount(value: Decimal, unit: str) -> str:
    """Write an amount with its unit, of money in 亿元 where that is shorter and exact."""
    if unit == "万元" and value >= TEN_THOUSAND and (value / TEN_THOUSAND) * TEN_THOUSAND == value:
        return f"{plain(value / TEN_THOUSAND):f}亿元"
    return f"{plain(value):f}{unit}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
