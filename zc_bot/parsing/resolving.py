"""A reply to an offered choice: 融合那个, 第二个, 是的, 两个都要 after "which one do you mean"."""

from __future__ import annotations

import re
from dataclasses import replace

from zc_bot.parsing.meaning import Choice, Meaning
from zc_bot.parsing.phonetics import read_aloud
from zc_bot.parsing.reading import Reading
from zc_bot.policy.programme import Programme

_YES = re.compile(
    "(?:是|是的|对|对的|对对|嗯|嗯嗯|没错|就是|就是它|好|好的|行|可以|yes|yep|yeah|right|ok|correct)(?: ?[的了啊呀])?"
)
_ALL = re.compile(
    "(?:(?:这)?[两二三四几]?(?:个|家|项)?都(?:要|看|行|查)?|全部|全都要|都要看|both|all|all of them|either)"
)
ALL_THEN = re.compile("(?:这)?[两二三四几]?(?:个|家)?都(?:要|看|查)[ ,的]*(?:看|查|要)?(?P<rest>.{3,})")
"""All that was offered, and what is asked of them: 两个都要，看18年从业人员."""
_WHOLE_YEAR = re.compile(
    "(?:好吧?|行吧?|可以|嗯|哦|噢|那|那就|就|要|看|给我|那么)*(?:全年|整年|年度|一年|一整年|全年度)(?:的|数|的数|数据)*"
    "[吧呗呀啊就行好了]*"
    "|(?:ok|okay|fine|well|then|so|just|the|give me|show me| )*(?:whole|full|annual|entire)(?: year)?(?:'?s)?"
    "(?: (?:figure|then|one|please))*"
)
"""The whole year is taken instead of a part of it."""
_PART_OF_A_YEAR = re.compile("季度?|半年|[0-9一二三四五六七八九十]月|月份|(?<![a-z])(?:quarter|half|q[1-4]|month)")
_NTH = re.compile(
    r"(?:第)?(?P<n>[1-9一二两三四五六七八九])(?:个|项|种|家)?|(?:the )?(?P<word>first|second|third)(?: one)?"
)
_ORDER = {
    **{char: at for at, char in enumerate("一二三四五六七八九", 1)},
    "两": 2,
    "first": 1,
    "second": 2,
    "third": 3,
}
_AMONG = re.compile(
    r"(?:选|要|用|取|是|就|按)*(?:第(?P<n>[1-9一二三四五])(?:个|项|种)?"
    r"|(?:前(?:者|面的?|边的?|一)|上面的?|头)(?P<first>那?个?)|(?:后(?:者|面的?|边的?|一)|下面的?|最后)(?P<last>那?个?)"
    r"|(?:the )?(?P<word>first|second|third|former|latter|last)(?: one)?)[的吧呀啊]?",
    re.IGNORECASE,
)
_WORDS = {"first": 0, "former": 0, "second": 1, "third": 2, "latter": -1, "last": -1}
_ASKS_ANEW = ("requirement", "source", "missing", "deadline", "sufficient", "policy", "trend", "growth", "rank")
"""What is said with a name is a question of its own, not a reply: 战新占比要求多少."""
_SAYS_NOTHING = frozenset({
    "the", "one", "ones", "i", "mean", "meant", "want", "it", "its", "is", "s", "a", "that", "this", "in", "of",
    "please", "yes", "sorry", "no", "for",
})
_MOST_WORDS = 4
_SHORTEST_SOUND = 3
_LOOSE = re.compile(r"[的那个这一选我要是呢吧边家? ]|指的是")


def place_said(text: str) -> int | None:
    """Read which of several offered a text chooses by its place, from 0, the last being -1: 第一个, 后面那个."""
    match = _AMONG.fullmatch(text.strip(" 。.!！"))
    if match is None:
        return None
    if match["n"]:
        return (int(match["n"]) if match["n"].isdigit() else _ORDER[match["n"]]) - 1
    if match["word"]:
        return _WORDS[match["word"].lower()]
    return 0 if match["first"] is not None else -1


def chosen(reading: Reading, context: Meaning, programme: Programme) -> tuple[Choice, ...] | None:
    """Tell which of the offered choices a reply takes; None where it answers nothing and is a new question."""
    choices = context.choices
    text = reading.text.rstrip("?。 ")
    if not choices:
        return None
    if _YES.fullmatch(text) and len(choices) == 1:
        return choices
    if _ALL.fullmatch(text):
        return choices
    if _WHOLE_YEAR.fullmatch(text) and (context.reason == "period" or _PART_OF_A_YEAR.search(context.question)):
        return choices[:1]
    if match := _NTH.fullmatch(text):
        word = match["n"] or match["word"]
        place = int(word) if word.isdigit() else _ORDER[word]
        return choices[place - 1 : place] or None
    return _named(reading, choices) or _part_of_label(text, choices, programme)


def _named(reading: Reading, choices: tuple[Choice, ...]) -> tuple[Choice, ...] | None:
    """Pick the choices with all the codes that the reply names, where it names nothing else."""
    named = {*reading.communities, *reading.metrics}
    offered = {code for choice in choices for code in choice.codes}
    if reading.authority is not None and len(named & offered) == 1:
        named &= offered  # 崇川的, of the communities offered.
    if not named or not named <= offered or reading.years or reading.doubts or reading.bounds:
        return None
    if reading.any(*_ASKS_ANEW):
        return None
    found = tuple(choice for choice in choices if named <= set(choice.codes))
    if not found and len(named) > 1:
        found = tuple(choice for choice in choices if set(choice.codes) <= named)
    return found or None


def _part_of_label(text: str, choices: tuple[Choice, ...], programme: Programme) -> tuple[Choice, ...] | None:
    """Pick the only choice whose label has what is said: 融合那个, the Bay one."""
    words = [word for word in re.findall("[a-z0-9]+", text) if word not in _SAYS_NOTHING]
    if words and text.isascii() and len(words) <= _MOST_WORDS:
        named = tuple(
            choice for choice in choices
            if all(_is_in(word, choice.label, _in_english(choice, programme)) for word in words)
        )
        return named if len(named) == 1 else None
    part = _LOOSE.sub("", text)
    found = tuple(choice for choice in choices if _is_part(part) and part in choice.label.lower())
    return found if len(found) == 1 else None


def _in_english(choice: Choice, programme: Programme) -> str:
    """Give what a choice is about its English names, whatever language it is offered in: the integration one."""
    named = [programme.community[code] for code in choice.codes if code in programme.community]
    offices = (programme.authority[one.authority] for one in named)
    measures = (programme.measure[code] for code in choice.codes if code in programme.measure)
    names = (one.name.en for one in (*named, *offices, *measures))
    others = (alias.text for one in named for alias in one.aliases if alias.text.isascii())
    return " ".join((*names, *others, *(field for one in named for field in one.focus_en)))


def _is_in(word: str, label: str, in_english: str) -> bool:
    """Tell whether a word is one of a label's, or is how a part of it sounds: Ronghe, of 跨江融合众创社区."""
    written = re.findall("[a-z0-9]+", f"{label} {in_english}".lower())
    if word.removesuffix("s") in {one.removesuffix("s") for one in written}:
        return True
    return len(word) > _SHORTEST_SOUND and any(word in sound for sound in read_aloud(label))


def _is_part(said: str) -> bool:
    """Tell whether so little may stand for a name: 湾那边的, and no single letter."""
    return len(said) > 1 or (len(said) == 1 and not said.isascii())


def merged(meanings: tuple[Meaning, ...]) -> Meaning:
    """Join what several choices ask into one question."""
    first = meanings[0]
    communities = tuple(dict.fromkeys(code for meaning in meanings for code in meaning.communities))
    metrics = tuple(dict.fromkeys(code for meaning in meanings for code in meaning.metrics))
    several = first.intent == "value" and len(communities) > 1
    return replace(first, intent="compare" if several else first.intent, communities=communities, metrics=metrics)
