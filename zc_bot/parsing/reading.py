"""A question's words in order: who, what, when, and the cues that say which answer is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from zc_bot.parsing.amounts import scan_amounts
from zc_bot.parsing.kind_words import find_asked, find_kinds
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.normalize import typed as as_typed
from zc_bot.parsing.patterns import find_patterns
from zc_bot.parsing.periods import Period, scan_periods
from zc_bot.parsing.quantities import Quantity
from zc_bot.parsing.tokens import Bound, Entry, Kind, Limit, Token, cut
from zc_bot.parsing.vocabulary.light import LIGHT, VERBS
from zc_bot.values import dataclass

_SELECTING = {"noun_community", "which", "without", "verdict", "met", "not_met", "missing", "undetermined"}
_HAVING = re.compile("(?:有|具备|设立|建立|出台).{2,14}的(?:众创)?社区")
Part = Literal["communities", "metrics", "years", "intent"]


class Doubt(NamedTuple):
    """A word that names several things: the codes it may stand for."""

    word: str
    communities: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text names, before it is decided what it asks."""

    typed: str
    text: str
    tokens: tuple[Token, ...]
    communities: tuple[str, ...] = ()
    authority: str | None = None
    metrics: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    several_years: bool = False
    cues: frozenset[str] = frozenset()
    doubts: tuple[Doubt, ...] = ()
    requirements: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    bounds: tuple[Bound, ...] = ()
    limits: tuple[Limit, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    places: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()
    readings: tuple[tuple[str, str], ...] = ()
    carried: frozenset[Part] = frozenset()
    context: Meaning | None = None

    def any(self, *cues: str) -> bool:
        return not self.cues.isdisjoint(cues)

    @property
    def says_nothing(self) -> bool:
        """Whether there are only words of politeness or chatter: 谢谢, 好的, 哈哈."""
        return all(
            token.known
            and token.datum is None
            and all(entry.kind in {"filler", "chatter"} for entry in token.entries)
            for token in self.tokens
        )

    @property
    def names_something(self) -> bool:
        """Whether it names anything of the programme's."""
        return bool(self.communities or self.metrics or self.doubts or self.requirements or self.facts)

    @property
    def selects_by_having(self) -> bool:
        """Whether communities are chosen by what they have: 有统计体系的社区."""
        return _HAVING.search(self.text) is not None

    def has(self, kind: Kind) -> bool:
        return any(token.has(kind) for token in self.tokens)

    def part(self, token: Token) -> str:
        return self.text[token.start : token.end]


def tokenize(text: str, lexicon: Lexicon, today: date) -> tuple[Token, ...]:
    """Cut a folded text into known words, amounts and years; what then is unexplained is looked for by its sound."""
    periods = (Token(period.start, period.end, datum=period) for period in scan_periods(text, today))
    known = (
        *(Token(start, end, (Entry("cue", sense),)) for start, end, sense in find_kinds(text)),
        *periods, *scan_amounts(text), *lexicon.search(text), *find_patterns(text, lexicon.known),
    )
    tokens = cut(text, known)
    if all(token.known and not _is_lone_degree(token) for token in tokens):
        return tokens
    sounds = (token for token in lexicon.homophones.find(text, today) if not _cuts_a_word(token, tokens))
    heard = (*sounds, *_heard_bounds(text, lexicon))
    return cut(text, (*known, *heard)) if heard else tokens


def _cuts_a_word(heard: Token, tokens: tuple[Token, ...]) -> bool:
    """Tell whether something heard begins or ends within a word that is known: 海门去 in 海门去年."""
    words = [token for token in tokens if token.known and token.end - token.start > 1]
    return any(
        one.start < edge < one.end
        for one in words for edge in (heard.start, heard.end)
        if isinstance(one.datum, Period)
    )


def _heard_bounds(text: str, lexicon: Lexicon) -> Iterator[Token]:
    """Find the bounds whose comparison is spelt by its sound: 超国65%."""
    spelled = lexicon.homophones.compared(text)
    for token in scan_amounts(spelled) if spelled != text else ():
        part = spelled[token.start : token.end]
        if isinstance(token.datum, Bound) and part != text[token.start : token.end]:
            yield token._replace(read_as=part)


def _is_lone_degree(token: Token) -> bool:
    """Tell whether a single 大 or 高 may be part of a misspelt name: 能大社区."""
    return token.end - token.start == 1 and all(entry.code == "degree" for entry in token.entries)


def read(typed: str, text: str, tokens: tuple[Token, ...], lexicon: Lexicon) -> Reading:
    """Collect what the tokens name."""
    communities, authority = _subjects(tokens, lexicon)
    doubts = tuple(_doubts(tokens, communities, lexicon))
    metrics, doubts = _measures(tokens, text, doubts, lexicon)
    periods = [token.datum for token in tokens if isinstance(token.datum, Period)]
    return Reading(
        typed, text, tokens, communities, authority, metrics,
        years=tuple(dict.fromkeys(year for period in periods for year in period.years)),
        several_years=any(period.several for period in periods),
        cues=frozenset(_cues(tokens)) | find_asked(text),
        doubts=doubts,
        requirements=_codes(tokens, "requirement"),
        facts=_facts(tokens),
        carriers=_codes(tokens, "carrier"),
        bounds=tuple(token.datum for token in tokens if isinstance(token.datum, Bound)),
        limits=tuple(token.datum for token in tokens if isinstance(token.datum, Limit)),
        quantities=tuple(token.datum for token in tokens if isinstance(token.datum, Quantity)),
        places=_codes(tokens, "place"),
        foreign=_codes(tokens, "foreign"),
        readings=(*_respelt(tokens, text, typed), *_taken(tokens, metrics, lexicon)),
        leftovers=tuple(text[token.start : token.end] for token in _unexplained(tokens, text, lexicon.yesno)),
    )


def _unexplained(tokens: tuple[Token, ...], text: str, yesno: frozenset[str]) -> Iterator[Token]:
    """Give the pieces that stay unexplained, and the words that narrow a metric wherever they stand: 在建, 离职.

    A verb is unexplained only where it may narrow the metric after it; what a community has or has not, a verb only
    introduces: 是否设立管理机构.
    """
    about_metric = any(token.has("metric") or token.has("collision") for token in tokens)
    narrows = False
    found = []
    for token in reversed(tokens):
        part = text[token.start : token.end]
        if (about_metric and token.has("narrowing")) or not (token.known or _is_light(part, narrows)):
            found.append(token)
        between = token.end - token.start == 1 and (token.has("filler") or not token.known)
        measured = any(entry.kind == "metric" and entry.code not in yesno for entry in token.entries)
        narrows = measured or token.has("collision") or (narrows and between)
    yield from reversed(found)


def _is_light(part: str, narrows: bool) -> bool:
    """Tell whether an unexplained piece changes nothing: a light character, or a verb that narrows nothing."""
    return part in LIGHT or (not narrows and part in VERBS)


def _cues(tokens: tuple[Token, ...]) -> Iterator[str]:
    """List the cues; 几个 behind a metric asks how many there are of it, not how many communities: 孵化器几个."""
    found = _codes(tokens, "cue")
    counted = any(token.has("metric") for token in tokens[: _first(tokens, "count_which")])
    selects = not _SELECTING.isdisjoint(found)
    bounded = any(isinstance(token.datum, Bound) for token in tokens)
    yield from (cue for cue in found if cue != "count_which" or not counted or selects or bounded)


def _first(tokens: tuple[Token, ...], cue: str) -> int:
    """Return where a cue first stands, 0 where it does not."""
    return next((at for at, token in enumerate(tokens) if any(entry.code == cue for entry in token.entries)), 0)


def _codes(tokens: tuple[Token, ...], kind: Kind) -> tuple[str, ...]:
    return tuple({e.code: None for token in tokens for e in token.entries if e.kind == kind})


def _facts(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    """List the facts named; a word for several of them (补贴) says none beside one of its own (导师)."""
    own = tuple(token for token in tokens if sum(entry.kind == "fact" for entry in token.entries) == 1)
    return _codes(own, "fact") or _codes(tokens, "fact")


def _respelt(tokens: tuple[Token, ...], text: str, typed: str) -> Iterator[tuple[str, str]]:
    """List what was taken by its sound: as typed, and as read."""
    for token in tokens:
        if token.read_as and token.end - token.start > 1 and not token.has("filler"):
            yield as_typed(typed, text[token.start : token.end]), token.read_as


def _taken(tokens: tuple[Token, ...], metrics: tuple[str, ...], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """List the words that were taken for the metric they mean as a rule: 产值 for 总产值."""
    for word in _codes(tokens, "collision"):
        usual = lexicon.collisions[word].default
        if usual in metrics and usual not in _codes(tokens, "metric"):
            yield word, lexicon.programme.measure[usual].short("en" if word.isascii() else "zh")


def _subjects(tokens: tuple[Token, ...], lexicon: Lexicon) -> tuple[tuple[str, ...], str | None]:
    """List the communities named; an authority stands for all of its own unless one of them is named with it."""
    named = set(_codes(tokens, "community"))
    found: list[str] = []
    authority = None
    for token in tokens:
        for entry in token.entries:
            if entry.kind == "community" and len([e for e in token.entries if e.kind == "community"]) == 1:
                found.append(entry.code)
            if entry.kind == "authority":
                members = lexicon.programme.of_authority[entry.code]
                if named.isdisjoint(members):
                    authority = entry.code
                    found.extend(members)
    return tuple(dict.fromkeys(found)), authority


def _doubts(tokens: tuple[Token, ...], communities: tuple[str, ...], lexicon: Lexicon) -> Iterator[Doubt]:
    """List the words of several meanings that nothing beside them settles."""
    table = lexicon.collisions
    for token in tokens:
        for entry in token.entries:
            if entry.kind == "collision":
                doubt = Doubt(entry.code, table[entry.code].communities, table[entry.code].metrics)
                if not set(doubt.communities) & set(communities):
                    yield doubt
        shared = tuple(entry.code for entry in token.entries if entry.kind == "community")
        if len(shared) > 1 and not set(shared) & set(communities):
            yield Doubt(shared[0], communities=shared)


def _measures(
    tokens: tuple[Token, ...], text: str, doubts: tuple[Doubt, ...], lexicon: Lexicon
) -> tuple[tuple[str, ...], tuple[Doubt, ...]]:
    """List the metrics named: 高新产值 with 占比 is the share, 高新 with 产值 the output."""
    metrics = list(_codes(tokens, "metric"))
    cues = _codes(tokens, "cue")
    left: list[Doubt] = []
    for doubt in doubts:
        settled = _settle(doubt, metrics, tokens, text, lexicon) if doubt.metrics else None
        usual = lexicon.collisions[doubt.word].default if doubt.word in lexicon.collisions else None
        if settled is None and usual is not None:
            metrics.append(usual)
        elif settled is None:
            left.append(doubt)
        elif settled:
            metrics[metrics.index(settled[0])] = settled[1]
    if "industry_share" in cues and not metrics:
        metrics = list(lexicon.share_codes)
    if "ratio" in cues:
        metrics = _as_shares(metrics, lexicon)
    if "annual" in cues:
        growths = lexicon.growths
        metrics = [growths.get(code, code) for code in metrics]
    return tuple(dict.fromkeys(metrics)), tuple(left)


def _settle(
    doubt: Doubt, metrics: list[str], tokens: tuple[Token, ...], text: str, lexicon: Lexicon
) -> tuple[str, str] | tuple[()] | None:
    """Settle 产值 by a bare 高新 beside it; () where one of its meanings is named anyway."""
    for code in metrics:
        derived = lexicon.programme.derivation.get(code)
        bare = any(
            entry.code == code and text[token.start : token.end] in lexicon.bare_shares
            for token in tokens
            for entry in token.entries
        )
        if derived is not None and bare and derived.numerator in doubt.metrics:
            return code, derived.numerator
    return () if set(metrics) & set(doubt.metrics) else None


def _as_shares(metrics: list[str], lexicon: Lexicon) -> list[str]:
    """Read numerators as their shares, and leave out the denominators these imply."""
    shares = lexicon.shares
    found = [shares[code].code if code in shares else code for code in metrics]
    implied = {share.denominator for code, share in shares.items() if share.code in found}
    return [code for code in found if code not in implied]
