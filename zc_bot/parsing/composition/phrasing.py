"""A query said back as a question: in Chinese it is read as the same query again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from zc_bot.parsing.numerals import plain
from zc_bot.parsing.query import Bound, Condition, Joined, Judged, Measure, Places, Query, Test, Top
from zc_bot.policy.programme import Programme

_SIGNS = {"<": "低于", "<=": "不超过", ">": "超过", ">=": "不低于", "=": "等于", "!=": "不等于"}
_SIGNS_EN = {
    "<": "below", "<=": "at most", ">": "above", ">=": "at least", "=": "equal to", "!=": "not equal to"
}  # fmt: skip
_FOLDS = {"sum": "合计", "mean": "平均", "median": "中位数", "": ""}
_FOLDS_EN = {"sum": "total ", "mean": "mean ", "median": "median ", "": ""}
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
                return self.set(query.places)
            case "count":
                return f"{self.set(query.places)}有几个"
            case "responsible":
                return f"{self.set(query.places)}谁负责"
            case "year":
                extreme = "最低" if query.ascending else "最高"
                measure = self.metric(query.measures[0])
                return f"{self.subject(query.places) or '全市'}{self.years(query.years)}{measure}哪一年{extreme}"
        return self.figures(query)

    def figures(self, query: Query) -> str:
        first = query.measures[0]
        if first.view == "met":
            return f"{self.years(query.years)}达标数排名"
        metrics = "、".join(self.metric(one) for one in query.measures)
        subject, years = self.subject(query.places), self.years(query.years)
        match first.view:
            case "share":
                return f"{subject}{years}{metrics}占全市多少"
            case "ratio":
                return f"{subject}{years}{metrics}是{self.name(query.other)}的几倍"
            case "difference":
                than = "比全市平均高多少" if query.other == "mean" else f"比{self.name(query.other)}多多少"
                return f"{subject}{years}{metrics}{than}"
            case "average_growth":
                each = "各社区" if query.by else ""
                return f"{subject or each or '全市'}{self.span(first, query.years)}{metrics}年均增长"
        by = {"authority": "各区县", "community": "各社区", "": ""}[query.by]
        ever = "历年" if query.ever else ""
        whole = "全市" if query.fold else ""
        return f"{subject or by or whole}{ever}{years}{metrics}{_FOLDS[query.fold]}"

    def subject(self, places: Places) -> str:
        """Name the communities, or describe them with 的 behind."""
        if places.where or places.top:
            return f"{self.set(places)}的"
        named = "和".join(self.name(code) for code in places.codes)
        return f"{self.without(places)}{named}"

    def set(self, places: Places) -> str:
        where = f"{self.condition(places.where)}的社区" if places.where else ""
        top = self.top(places.top) if places.top else ""
        inner = f"{where}里{top}" if where and top else where or top
        return f"{self.without(places)}{inner}" if inner else f"{self.without(places)}其他社区"

    def without(self, places: Places) -> str:
        return f"除了{'和'.join(self.name(code) for code in places.without)}以外，" if places.without else ""

    def top(self, top: Top) -> str:
        extreme = "最低" if top.ascending else "最高"
        count = f"的{top.count}个" if top.count > 1 else "的"
        ever = "历史" if top.ever else ""
        return f"{self.years(top.years)}{self.metric(top.measure)}{ever}{extreme}{count}社区"

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
        name = self.metric(test.measure)
        if test.measure.view == "change":
            year, since = test.years[-1], test.measure.since
            moved = "增加" if test.bounds[0].sign == ">" else "减少"
            return f"{year}年比{since}年{name}{moved}"
        signs = {bound.sign for bound in test.bounds}
        if signs == {">=", "<="}:
            low, high = sorted(test.bounds, key=lambda bound: bound.sign, reverse=True)
            said = f"在{self.amount(low, test.measure)}到{self.amount(high, test.measure)}之间"
        else:
            said = "但".join(self.bound(bound, test.measure) for bound in test.bounds)
        return f"{self.years(test.years)}{name}{self.quantifier(len(test.years), test.every)}{said}"

    def bound(self, bound: Bound, measure: Measure) -> str:
        if bound.against:
            sign = "高于" if bound.sign[0] == ">" else "低于"
            return f"{sign}全市平均" if bound.against == "mean" else f"{sign}{self.name(bound.against)}"
        return f"{_SIGNS[bound.sign]}{self.amount(bound, measure)}"

    def amount(self, bound: Bound, measure: Measure) -> str:
        assert isinstance(bound.value, Decimal)
        return amount(bound.value, self.programme.measure[measure.metric].unit)

    def quantifier(self, years: int, every: bool) -> str:
        return "" if years < 2 else "都" if every else "有一年"

    def metric(self, measure: Measure) -> str:
        return self.programme.measure[measure.metric].short.zh

    def name(self, code: str) -> str:
        return self.programme.community[code].name.zh

    def years(self, years: tuple[int, ...]) -> str:
        return "、".join(f"{year}年" for year in years)

    def span(self, measure: Measure, years: tuple[int, ...]) -> str:
        return f"{measure.since}到{years[-1]}年" if measure.since is not None and years else ""


class _English(_Chinese):
    """The same in English, to be read by people only."""

    def question(self, query: Query) -> str:
        match query.ask:
            case "places":
                return self.set(query.places)
            case "count":
                return f"number of {self.set(query.places)}"
            case "responsible":
                return f"authority responsible for {self.set(query.places)}"
            case "year":
                extreme = "lowest" if query.ascending else "highest"
                return f"year of the {extreme} {self.metric(query.measures[0])}{self._of(query.places)}"
        return self.figures(query)

    def figures(self, query: Query) -> str:
        first = query.measures[0]
        if first.view == "met":
            return f"communities by requirements met{self.years(query.years)}"
        metrics = " and ".join(self.metric(one) for one in query.measures)
        of, years = self._of(query.places), self.years(query.years)
        match first.view:
            case "share":
                return f"share of the city in {metrics}{of}{years}"
            case "ratio":
                return f"{metrics}{of} as a multiple of {self.name(query.other)}{years}"
            case "difference":
                other = "the city's mean" if query.other == "mean" else self.name(query.other)
                return f"{metrics}{of} against {other}{years}"
            case "average_growth":
                span = f", {first.since}–{query.years[-1]}" if first.since is not None and query.years else ""
                return f"average annual growth of {metrics}{of}{span}"
        by = {"authority": " by authority", "community": " by community", "": ""}[query.by]
        return f"{_FOLDS_EN[query.fold]}{metrics}{of}{by}{years}{' of all years' if query.ever else ''}"

    def _of(self, places: Places) -> str:
        if places.is_described:
            return f" of {self.set(places)}"
        return f" of {_listed(self.name(code) for code in places.codes)}" if places.codes else ""

    def set(self, places: Places) -> str:
        top = self.top(places.top) if places.top else "communities"
        where = f" with {self.condition(places.where)}" if places.where else ""
        without = f" except {_listed(self.name(code) for code in places.without)}" if places.without else ""
        return f"{top}{where}{without}"

    def top(self, top: Top) -> str:
        extreme = "lowest" if top.ascending else "highest"
        count = f"{top.count} communities" if top.count > 1 else "community"
        ever = " ever" if top.ever else ""
        return f"{count} of the {extreme} {self.metric(top.measure)}{self.years(top.years)}{ever}"

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
        name = self.metric(test.measure)
        if test.measure.view == "change":
            moved = "up" if test.bounds[0].sign == ">" else "down"
            return f"{name} {moved} from {test.measure.since} to {test.years[-1]}"
        said = " and ".join(self.bound(bound, test.measure) for bound in test.bounds)
        return f"{name} {said}{self._when(test.years, test.every)}"

    def bound(self, bound: Bound, measure: Measure) -> str:
        if bound.against:
            return f"{_SIGNS_EN[bound.sign]} {'the mean' if bound.against == 'mean' else self.name(bound.against)}"
        return f"{_SIGNS_EN[bound.sign]} {self.amount(bound, measure)}"

    def metric(self, measure: Measure) -> str:
        return self.programme.measure[measure.metric].short.en

    def name(self, code: str) -> str:
        return self.programme.community[code].name.en

    def years(self, years: tuple[int, ...]) -> str:
        return f" in {_listed(map(str, years))}" if years else ""

    def _when(self, years: tuple[int, ...], every: bool) -> str:
        if len(years) < 2:
            return self.years(years)
        return f" {'in each of' if every else 'in one of'} {_listed(map(str, years))}"


def amount(value: Decimal, unit: str) -> str:
    """Write an amount with its unit, of money in 亿元 where that is shorter and exact."""
    if unit == "万元" and value >= TEN_THOUSAND and (value / TEN_THOUSAND) * TEN_THOUSAND == value:
        return f"{plain(value / TEN_THOUSAND):f}亿元"
    return f"{plain(value):f}{unit}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
