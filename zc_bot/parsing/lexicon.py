"""All the words a question may use, built once from a programme and the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import field
from functools import cache, cached_property
from typing import Any, Literal, TypeVar

from zc_bot.cache import Cache
from zc_bot.parsing.homophones import Homophones
from zc_bot.parsing.kind_words import kind_words
from zc_bot.parsing.language import every_phrase, matching, phrases
from zc_bot.parsing.misspelling import Halves, Misspellings
from zc_bot.parsing.nearest import KnownQuestions
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.searching import Searched
from zc_bot.parsing.spelling import Spelling
from zc_bot.parsing.spelt import SPELT_NUMBERS
from zc_bot.parsing.table import Table
from zc_bot.parsing.telling import Telling
from zc_bot.parsing.tokens import Entry, Kind, Token
from zc_bot.parsing.units import beside_amount
from zc_bot.parsing.update_cache import for_an_update
from zc_bot.parsing.vocabulary.cues import CUES
from zc_bot.parsing.vocabulary.filler import CHATTER, FILLER, FINER_PERIODS, FOREIGN_METRICS
from zc_bot.parsing.vocabulary.light import NARROWING
from zc_bot.policy.programme import Programme
from zc_bot.policy.records import Authority, Collision, Community, Derived, Metric
from zc_bot.values import dataclass

_COMMUNITY_TAILS = ("众创社区", "社区", " innovation community", " community")
_AUTHORITY_TAILS = ("", "政府", "人民政府", "管委会", "区政府")
_YIELDING: tuple[Kind, ...] = ("filler", "chatter", "narrowing", "foreign", "finer", "carrier", "place")
"""Kinds that give way to any other meaning of the same word."""


Result = TypeVar("Result")
_Meant = tuple[Kind, str]
"""An entry while the words are collected: tuples are told apart several times as quickly."""
_KEPT, KEPT_TEXTS = 128, 512
_SPELLED = str.maketrans("123456789", "一二三四五六七八九")
_COMPARED = re.compile("(?<![占同环对相])比(?:\\s*[,，;；、]|\\s+(?=[去上前今]年))")
"""跟启东比，去年…: not 比去年."""
_NUMBER = re.compile(r"[〔\[(（【]20[0-9]{2}[〕\])）】]\s*([0-9]{1,3})号")
"""A document's number: the year in it is not asked about."""
_WHEN_REPORTED = re.compile(
    "when (?:was|were) (?P<what>.{3,80}?) (?:reported|submitted|filed|entered|uploaded)(?![a-z])(?: and by whom)?",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    "第?([一二三四五六七八九十])(?:部分|条|大条)?[ 、]*"
    "(?:[(（]\\s*([一二三四五六七八九十1-9])\\s*[)）](?:条款|款|条|点|项)?"
    "|(?<=部分)第([一二三四五六七八九十1-9])[款条点项])"
)


_SAYS_SHARE = ("比", "率", "share", "ratio", "proportion", "percent", "portion", " rate")


@dataclass(frozen=True)
class Lexicon:
    """Every known word with what it stands for, ready for search."""

    programme: Programme
    words: dict[str, tuple[Entry, ...]] = field(repr=False)
    _table: Table[tuple[Entry, ...]] = field(repr=False)
    _read: dict[Hashable, tuple[Any]] = field(default_factory=dict, repr=False, compare=False)
    """What was read of the last few texts: each is looked at by several rules."""
    _texts: Cache = field(default_factory=lambda: Cache(KEPT_TEXTS), repr=False, compare=False)
    """What the texts of late mean by themselves."""

    __eq__, __hash__ = object.__eq__, object.__hash__

    @classmethod
    def build(cls, programme: Programme) -> Lexicon:
        """Collect the programme's names and the vocabulary; takes milliseconds for a city."""
        found: dict[str, tuple[_Meant, ...]] = {}
        for text, meant in _all_words(programme):
            before = found.get(text, ())
            if meant not in before:
                found[text] = (*before, meant)
        # Thousands of names stand for a few dozen things: each is kept once.
        settled = {every: _settle(tuple(Entry(*one) for one in every)) for every in set(found.values())}
        words = {text: settled[every] for text, every in found.items()}
        return cls(programme, words, Table(words))

    def find(self, text: str) -> Iterator[Token]:
        """Find every known word of a folded text; Latin words and numbers only whole."""
        for start, end, entries in self._table.found(text):
            if _whole(text, start, end):
                yield Token(start, end, entries)

    def search(self, text: str) -> tuple[Token, ...]:
        """Find every known word, and the metrics that are said in parts, a token for each part.

        A metric that is named outright leaves no room for another of its dimension said in parts: 战新投资投了多少.
        """
        return self.once(("words", text), lambda: self._known(text))

    def _known(self, text: str) -> tuple[Token, ...]:
        return tuple(one for one in self._search(text) if not self._goes_on(one, text))

    def _goes_on(self, token: Token, text: str) -> bool:
        """Tell whether a word of several metrics is only the beginning of a name: high-tech share."""
        words = [entry.code for entry in token.entries if entry.kind == "collision"]
        return any(self.collisions[word].metrics for word in words) and _GOES_ON.match(text, token.end) is not None

    def once(self, key: Hashable, read: Callable[[], Result]) -> Result:
        """Return what is kept under a key, or read it: of the last few texts nothing is read twice."""
        kept = self._read.get(key)
        if kept is None:
            if len(self._read) >= _KEPT:
                self._read.clear()
            kept = self._read[key] = (read(),)
        found: Result = kept[0]
        return found

    def keep(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """Return what is kept of a text, or make it: what was asked before today means the same by itself."""
        return self._texts.of(key, make)

    def _search(self, text: str) -> Iterator[Token]:
        found = tuple(self.find(text))
        named = {self._dimension(e.code) for token in found for e in token.entries if e.kind == "metric"}
        yield from found
        for match, entry in self._said.found(text):
            for part in range(1, len(match.groups()) + 1) if self._dimension(entry.code) not in named else ():
                others = self.words.get(match[part], ())
                yield Token(*match.span(part), (entry, *(one for one in others if one.kind == "cue")))

    def _dimension(self, code: str) -> str:
        metric = self.programme.metric.get(code)
        return metric.unit if metric is not None else "%"

    @cached_property
    def _said(self) -> Searched[Entry]:
        """Find the metrics that are said in parts."""
        found = []
        for spelling in self.programme.spellings:
            for sequence in spelling.said:
                for latin, gap in ((False, 8), (True, 24)):
                    parts = [
                        [normalize(word) for word in self.programme.parts[part] if word.isascii() is latin]
                        for part in sequence.split()
                    ]
                    if all(parts):
                        pattern = f".{{0,{gap}}}?".join(f"({matching(words)})" for words in parts)
                        found.append((re.compile(pattern), Entry("metric", spelling.metric)))
        return Searched(found)

    @cached_property
    def yesno(self) -> frozenset[str]:
        """The metrics that a community has or has not."""
        return frozenset(item.code for item in self.programme.metrics if item.kind == "yesno")

    @cached_property
    def known(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def homophones(self) -> Homophones:
        """The words by their sound; built when the first unexplained text needs them."""
        return Homophones(self.words)

    @cached_property
    def misspellings(self) -> Misspellings:
        """The names by what is left of them after a slip; built when first needed."""
        return Misspellings(self.names)

    @cached_property
    def spelling(self) -> Spelling:
        """The words of English but for names, which are asked about where they are misspelt; built when needed."""
        called = {word for word, entries in self.words.items() if any(entry.kind in _NAMES for entry in entries)}
        return Spelling((*self.words.keys() - called, *every_phrase(), *SPELT_NUMBERS), names=called)

    @cached_property
    def telling(self) -> Telling:
        """The English words that are never nobody's; collected when a text holds one that no rule took."""
        return Telling(name for every in self.programme.names_of.values() for name in every)

    @cached_property
    def known_questions(self) -> KnownQuestions:
        """What is offered for a text that nothing understands; read when there is one."""
        return KnownQuestions()

    @cached_property
    def halves(self) -> Halves:
        """Where a text may name a metric but for one character; built when first needed."""
        return Halves(self.metric_names)

    @cached_property
    def metric_names(self) -> frozenset[str]:
        """The names that one metric alone has."""
        return frozenset(name for name, (kind, codes) in self.called.items() if kind == "metric" and len(codes) == 1)

    @cached_property
    def called(self) -> dict[str, tuple[Literal["community", "metric"], tuple[str, ...]]]:
        """What each name of communities or metrics stands for; a part of a community, as a carrier is, is none."""
        parts = {normalize(name) for community in self.programme.communities for name in _part_names(community)}
        found: dict[str, tuple[Literal["community", "metric"], tuple[str, ...]]] = {}
        for text, entries in self.words.items():
            places, metrics = self._meant(entries)
            if metrics:
                found[text] = ("metric", metrics)
            elif places and text not in parts:
                found[text] = ("community", places)
        return found

    def _meant(self, entries: Iterable[Entry]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the communities and the metrics that a word's entries stand for."""
        places: list[str] = []
        metrics: list[str] = []
        for kind, code in ((entry.kind, entry.code) for entry in entries):
            if kind == "community":
                places.append(code)
            elif kind == "authority":
                places += self.programme.of_authority[code]
            elif kind == "metric":
                metrics.append(code)
            elif kind == "collision":
                places += self.collisions[code].communities
                metrics += self.collisions[code].metrics
        return tuple(dict.fromkeys(places)), tuple(dict.fromkeys(metrics))

    def sibling(self, part: str, beside: tuple[str, ...]) -> str | None:
        """Return the one community whose name begins like one of `beside` and goes on with `part`: 融合."""
        heads = {self.programme.community[code].name.zh[:2] for code in beside}
        found = {item.name.zh for item in self.programme.communities if item.name.zh[:2] in heads}
        fitting = [name for name in found if len(part) > 1 and part in name[2:]]
        return fitting[0] if len(fitting) == 1 else None

    @cached_property
    def collisions(self) -> dict[str, Collision]:
        return {item.word: item for item in self.programme.collisions}

    @cached_property
    def spoken(self) -> dict[str, str]:
        """Words that stand for a metric where it is measured."""
        return {item.word: item.metric for item in self.programme.spoken}

    @cached_property
    def spoken_words(self) -> Searched[str]:
        """Find each of them as a whole word, with its metric."""
        return Searched(
            (re.compile(rf"(?<![a-z]){word}(?![a-z])" if word.isascii() else re.escape(word)), metric)
            for word, metric in self.spoken.items()
        )

    @cached_property
    def reported(self) -> dict[str, str]:
        """Words that stand for a metric only right beside an amount, in a report or as a heading."""
        said = {item.word: item.metric for item in (*self.programme.spoken, *self.programme.reported)}
        for item in self.programme.spellings:
            said |= dict.fromkeys(self.programme.composed_of(item.reported, normalize), item.metric)
        return said

    @cached_property
    def reported_longest(self) -> tuple[str, ...]:
        """The Chinese ones of several characters, the longest first."""
        return tuple(sorted((one for one in self.reported if len(one) > 1 and not one.isascii()), key=len)[::-1])

    @cached_property
    def counted(self) -> dict[str, str]:
        """Words that stand for a metric only right before an amount in its unit: 新增 in 新增136家."""
        return {
            word: item.metric
            for item in self.programme.spellings
            for word in self.programme.composed_of(item.counted, normalize)
        }

    @cached_property
    def beside_amounts(self) -> Searched[tuple[str, bool]]:
        """Find `reported` and `counted`, the longest first, with the metric and whether it must be in its unit."""
        return Searched(
            (compile_later(beside_amount(word)), (code, counted))
            for words, counted in ((self.reported, False), (self.counted, True))
            for word, code in sorted(words.items(), key=lambda item: -len(item[0]))
        )

    @cached_property
    def shares(self) -> dict[str, Derived]:
        """Derived shares by their numerator."""
        return {item.numerator: item for item in self.programme.derived if item.numerator is not None}

    @cached_property
    def growths(self) -> dict[str, str]:
        """Derived growths by the metric that grows."""
        return {item.of: item.code for item in self.programme.derived if item.of is not None}

    @cached_property
    def bare_shares(self) -> frozenset[str]:
        """Names of shares that do not say that they are one: 高新, 战新产业, SEI."""
        defaults = {word: one.default for word, one in self.collisions.items()}
        codes = ((text, (e.code if e.kind == "metric" else defaults.get(e.code) for e in entries))
                 for text, entries in self.words.items())
        shares = (text for text, found in codes if any(code in self.share_codes for code in found))
        return frozenset(text for text in shares if not any(word in text for word in _SAYS_SHARE))

    @cached_property
    def share_codes(self) -> tuple[str, ...]:
        return tuple(item.code for item in self.programme.derived if item.formula == "share")

    @cached_property
    def requirements_of(self) -> dict[str, tuple[str, ...]]:
        """Requirement ids by metric: its own, or those on the share or growth worked out from it."""
        found: dict[str, list[str]] = {}
        for requirement in self.programme.requirements:
            for condition in requirement.conditions:
                derived = self.programme.derivation.get(condition.metric)
                parts = (condition.metric, derived.numerator, derived.of) if derived else (condition.metric,)
                for code in parts:
                    if code is not None:
                        found.setdefault(code, []).append(requirement.id)
        return {code: tuple(ids) for code, ids in found.items()}

    @cached_property
    def goals(self) -> dict[str, str]:
        """Requirement ids of the programme's own goals, by goal."""
        return {item.goal: item.id for item in self.programme.requirements if item.goal is not None}

    @cached_property
    def headline(self) -> tuple[str, ...]:
        """Metrics to offer when none was named: the shares, then what has to grow."""
        return (*self.share_codes, *self.growths)

    @cached_property
    def names(self) -> dict[str, Entry]:
        """Names of communities, authorities and metrics, for spelling: folded text → its entry."""
        kinds = {"community", "authority", "metric"}
        return {
            text: entries[0]
            for text, entries in self.words.items()
            if len(entries) == 1 and entries[0].kind in kinds and len(text) > 1
        }


def _whole(text: str, start: int, end: int) -> bool:
    """Tell whether a match cuts neither a Latin word nor a number."""
    if start and text[start].isascii() and _joined(text[start - 1], text[start]):
        return False
    return end == len(text) or not text[end].isascii() or not _joined(text[end - 1], text[end])


def _joined(left: str, right: str) -> bool:
    if left.isascii() and right.isascii():
        return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())
    return False


def _settle(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Let real meanings win over filler; one name for two communities becomes a question of which."""
    strong = [entry for entry in entries if entry.kind not in _YIELDING]
    return tuple(strong or sorted(entries, key=lambda entry: _YIELDING.index(entry.kind), reverse=True)[:1])


def _all_words(programme: Programme) -> Iterator[tuple[str, _Meant]]:
    for text, kind, code in (*_names(programme), *_measures(programme), *_general(programme)):
        if folded := normalize(text):
            yield folded, (kind, code)
    fold = cache(normalize)
    for measure in programme.measure:
        meant: _Meant = ("metric", measure)
        yield from ((name, meant) for name in programme.composed_names(measure, fold))


_Row = tuple[str, Kind, str]


def _names(programme: Programme) -> Iterator[_Row]:
    for community in programme.communities:
        for name in _community_names(community):
            yield name, "community", community.code
        for carrier in community.carriers:
            yield carrier, "carrier", community.code
    yield from _short_carriers(programme)
    for authority in programme.authorities:
        for name in _authority_names(authority):
            yield name, "authority", authority.code
    for collision in programme.collisions:
        yield collision.word, "collision", collision.word


def _short_carriers(programme: Programme) -> Iterator[_Row]:
    """Give what a carrier is called in short: without what is in brackets, or by how it begins, if no other does."""
    names = [(name, community.code) for community in programme.communities for name in community.carriers]
    called = {name for community in programme.communities for name in _community_names(community)}
    beginnings: dict[str, set[str]] = {}
    for name, code in names:
        plain = _IN_BRACKETS.sub("", name)
        for end in range(_SHORT_CARRIER, len(plain) + 1):
            beginnings.setdefault(plain[:end], set()).add(code)
    for short, codes in beginnings.items():
        if len(codes) == 1 and short not in called and not any(short == name for name, _ in names):
            yield short, "carrier", next(iter(codes))


def _community_names(community: Community) -> Iterator[str]:
    """Give all names; a Chinese one also with and without 社区 and 众创社区."""
    yield community.code.replace("-", " ")
    for name in (community.name.zh, community.name.en, *(alias.text for alias in community.aliases)):
        yield from _forms(name)


def _forms(name: str) -> Iterator[str]:
    yield name
    stem = next((name.removesuffix(tail) for tail in _COMMUNITY_TAILS if name.endswith(tail)), name)
    if len(stem) > 1 and not stem.isascii():
        yield from (stem, stem + "社区", stem + "众创社区")
    elif stem.isascii():
        yield from (stem, stem + " community", stem + " innovation community", stem + "社区")


def _part_names(community: Community) -> Iterator[str]:
    """Give the names of what lies within a community: a question about it is one about the whole, a figure is not."""
    for alias in (one.text for one in community.aliases):
        within = any(alias in carrier for carrier in community.carriers)
        if alias in community.carriers or (within and alias not in community.name.zh):
            yield from _forms(alias)


def _authority_names(authority: Authority) -> Iterator[str]:
    for rename in authority.renames:
        if rename.merged_into is None:
            yield from (rename.name.zh, rename.name.en)
    for name in (authority.name.zh, *(alias.text for alias in authority.aliases)):
        yield from (name + tail for tail in (_AUTHORITY_TAILS if not name.isascii() else ("",)))
    yield authority.name.en


@for_an_update
def with_clauses(text: str) -> str:
    """Write 三（四）, a clause's number, as a word that outlives its brackets; 比 before a comma as 比较.

    When was … reported becomes when was it reported …; a document's number loses its year.
    """
    text = _NUMBER.sub(r"\1号", text)
    text = _WHEN_REPORTED.sub("when was it reported \\g<what> ", _COMPARED.sub("比较 ", text))
    return _CLAUSE.sub(lambda found: f" 第{found[1]}之{(found[2] or found[3]).translate(_SPELLED)}款 ", text)


def _measures(programme: Programme) -> Iterator[_Row]:
    measures: tuple[Metric | Derived, ...] = (*programme.metrics, *programme.derived)
    for measure in measures:
        names = programme.given_names(measure.code)
        yield from ((name, "metric", measure.code) for name in names)
        yield from ((name[:-1], "metric", measure.code) for name in names if name.isascii() and name.endswith("s"))
    for requirement in programme.requirements:
        yield from ((name, "requirement", requirement.id) for name in (requirement.id, *requirement.aliases))
        if _CLAUSE.fullmatch(requirement.cite.clause):
            yield with_clauses(requirement.cite.clause), "requirement", requirement.id
    for fact in programme.facts:
        names = (fact.title.zh, fact.title.en, *fact.keywords)
        yield from ((name, "fact", fact.id) for name in names)


def _general(programme: Programme) -> Iterator[_Row]:
    city = programme.city.zh.removesuffix("市")
    for name in (programme.city.zh, city, programme.city.en):
        yield name, "city", name
    yield from ((word + city, "cue", "whole") for word in ("全", "整个"))
    count = len(programme.communities)
    yield from ((f"{number}个社区", "cue", "all") for number in (count, _in_chinese(count)))
    yield from ((f"{head}{count} communities", "cue", "all") for head in ("", "all ", "the ", "all the "))
    yield from ((place, "place", place) for place in programme.other_places)
    yield from ((word, "cue", sense) for word, sense in kind_words())
    yield from ((word, "cue", "owner") for word in phrases("compose.who") if "责任主体" not in word)  # It is a fact.
    for cue, text in CUES.items():
        yield from ((word, "cue", cue) for word in text.split("|"))
    tables: Iterable[tuple[Kind, str]] = (
        ("filler", FILLER), ("chatter", CHATTER), ("foreign", FOREIGN_METRICS), ("finer", FINER_PERIODS),
        ("narrowing", NARROWING),
    )
    for kind, text in tables:
        yield from ((word, kind, word) for word in text.split("|"))


def _in_chinese(number: int) -> str:
    """Write a small number as it is spoken: 13 → 十三; larger ones stay in digits."""
    if number >= 100:
        return str(number)
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    head = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones or not head else "")


_SHORT_CARRIER = 6
"""So many characters at its beginning tell a carrier."""
_IN_BRACKETS = re.compile("[（(].*?[）)]")
_NAMES: frozenset[Kind] = frozenset({"community", "authority", "city", "place", "carrier"})
_GOES_ON = re.compile(" (?:share|investment|output|proportion|percentage|ratio|portion)")
