"""What nothing else understood is held against the ways in which known questions are asked; the nearest are offered.

Each text is a bag of features (words in English, characters and pairs of them in Chinese), each weighed by how few of
the known questions have it (inverse document frequency, Spärck Jones 1972). A row is as near as its nearest sentence
(cosine) and as much of the text as it has words for. Nothing is answered by it: what is near is only offered.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

from zc_bot import toml_cache
from zc_bot.parsing.language import FOLDER
from zc_bot.values import dataclass

Courtesy = Literal["thanks", "greeting"]
MOST = 3
_NEAR, _BESIDE = 0.28, 0.75
"""So near it is offered, and what comes within so much of the nearest beside it."""
_SURE = 0.42
"""So near a courtesy is answered as one."""
_SINGLE = 0.4
"""What a single character weighs beside a pair of them."""
_LATIN, _HAN = re.compile("[a-z]+"), re.compile("[\u4e00-\u9fff]+")
_EMPTY = frozenset((
    *"的了吗呢吧啊呀我你您是在有这那个一就都也还么们下要",
    *re.findall(
        "[a-z]+",
        "to the a an is are was were do does did i you we it of in for and or my me this that be can at on with "
        "tell give show please us so just",
    ),
))
"""What says nothing by itself of what is asked."""
_ENDINGS = re.compile("(?<=[a-z]{3})(?:ing|ed|es|s|e)$")
Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Row:
    """A known question, or a courtesy, with the features of each of the sentences that say it."""

    asks: str
    courtesy: Courtesy | None
    sentences: tuple[Features, ...]
    english: bool

    @property
    def words(self) -> frozenset[str]:
        return frozenset(word for one in self.sentences for word in one)


@dataclass(frozen=True, slots=True)
class Near:
    """What is near to a text: questions, the nearest first, or the courtesy that it is."""

    questions: tuple[str, ...] = ()
    courtesy: Courtesy | None = None


class KnownQuestions:
    """The known questions, weighed against one another; read when a text is first held against them."""

    def nearest(self, text: str) -> Near:
        """Find the known questions that a folded text is near to; none for one that is near to nothing."""
        english = _HAN.search(text) is None
        scored = sorted(self._scored(_features(text), english), reverse=True) if len(text) > 1 else []
        best = scored[0][0] if scored else 0.0
        if best < _NEAR:
            return Near()
        close = [self.rows[at] for score, at in scored[:MOST] if score >= max(_NEAR, _BESIDE * best)]
        if close[0].courtesy is not None:
            return Near(courtesy=close[0].courtesy if best >= _SURE else None)
        return Near(tuple(row.asks for row in close if row.asks))

    def questions(self) -> Iterator[str]:
        """Give every question that may be offered."""
        return (row.asks for row in self.rows if row.asks)

    def _scored(self, features: Features, english: bool) -> Iterator[tuple[float, int]]:
        """Say of each row from 0 to 1 how near it is: the mean of its nearest cosine and of what it covers."""
        said = self.weighed(features)
        cosine: dict[tuple[int, int], float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        for word, value in said.items():
            for (at, sentence), weight in self.index.get(word, ()):
                cosine[at, sentence] += value * weight
            for at in self.having.get(word, ()):
                covered[at] += value
        best: dict[int, float] = defaultdict(float)
        for (at, _), both in cosine.items():
            best[at] = max(best[at], both)
        for at, both in best.items():
            if self.rows[at].english == english:
                yield (both / _length(said) + covered[at] / sum(said.values())) / 2, at

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(
            _row(one, path.stem == "en")
            for path in sorted((FOLDER / "nearest").glob("*.toml"))
            for one in toml_cache.read(path)["rows"]
        )

    @cached_property
    def having(self) -> Mapping[str, Sequence[int]]:
        """The rows that have a feature in any of their sentences."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, row in enumerate(self.rows):
            for word in row.words:
                found[word].append(at)
        return found

    @cached_property
    def index(self) -> Mapping[str, Sequence[tuple[tuple[int, int], float]]]:
        """Where each feature stands: the row, the sentence in it, and its weight there in one of length one."""
        found: dict[str, list[tuple[tuple[int, int], float]]] = defaultdict(list)
        for at, row in enumerate(self.rows):
            for number, sentence in enumerate(map(self.weighed, row.sentences)):
                for word, weight in sentence.items():
                    found[word].append(((at, number), weight / _length(sentence)))
        return found

    def weighed(self, said: Features) -> Features:
        """Weigh each feature by how few rows have it."""
        return {word: count * self._rarity(word) for word, count in said.items()}

    def _rarity(self, word: str) -> float:
        single = len(word) == 1 and not word.isascii()
        having = len(self.having.get(word, ()))
        return math.log((1 + len(self.rows)) / (1 + having)) * (_SINGLE if single else 1)


def _length(features: Features) -> float:
    return math.sqrt(sum(value * value for value in features.values()))


def _row(one: Mapping[str, Any], english: bool) -> Row:
    said = [*one["said"], *([one["asks"]] if "asks" in one else [])]
    return Row(one.get("asks", ""), one.get("is"), tuple(map(_features, said)), english)


def _features(text: str) -> Features:
    """Cut a text into what is compared: stems of English words, Chinese characters and pairs of them."""
    found = Counter(_ENDINGS.sub("", word) for word in _LATIN.findall(text.lower()) if word not in _EMPTY)
    for run in _HAN.findall(text):
        found.update(char for char in run if char not in _EMPTY)
        found.update(run[at : at + 2] for at in range(len(run) - 1) if not _EMPTY.issuperset(run[at : at + 2]))
    return found
