"""Questions that call somebody by name: 王芳是哪个区的, 王芳报了没有, 王芳去年报的审完没有.

Whom a text calls by name is told as a contact; what it asks of their figures is asked of those they report for.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from zc_bot.chat.turn import Rules
from zc_bot.parsing.called import called
from zc_bot.parsing.meaning import Choice, Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.question import understand
from zc_bot.policy.roles import Principal
from zc_bot.storage import people
from zc_bot.storage.filed import names_known, took_part
from zc_bot.storage.session import Session
from zc_bot.texts.reminders import authority_name

_OF_NO_FIGURE = frozenset({
    "unknown", "clarify", "help", "person", "missing", "provenance", "changes", "status", "check",
    "directory", "programme", "filter",
})
"""What a text with a name may have been taken for."""
_OF_PEOPLE = frozenset({"unknown", "clarify", "person", "provenance"})
"""What a text that names a community as well may have been taken for, where it asks of somebody's work."""
_NOT_READ = frozenset({"unknown", "clarify"})
_COUNTED = frozenset({"count", "which", "latest", "oldest"})
_READ_OTHERWISE = frozenset({"person", "check", "status"})
_A_DEED = compile_later(
    "[报交填审批退]|提交|(?<![a-z])(?:fil(?:e|ed)|report|submit|hand(?:ed)? in|sent? in|review|approv|return|wait)",
    re.IGNORECASE,
)
"""What is done with figures: only then it is looked up who somebody is."""
_LONGEST = 80
_HAN = compile_later("[\u4e00-\u9fff]+")
_SIZES = (2, 3, 4)
_OF_THEM = compile_later(
    "联系|电话|手机|号码|微信|邮箱|是谁|什么人|哪(?:里|个|一个)?(?:区|县|市|单位|部门|家|的)|归哪|负责|管(?:哪|什么|啥|几)"
    "|(?:干|做)(?:什么|啥)的?"
    "|(?:报|交|填)(?:了|齐|完|全)?(?:了)?(?:没有?|吗|嘛)[呀啊呢了]?[?？。]*$|报数了"
    "|contact|phone|reach|who is|which (?:district|authority)|reported(?: yet)?[?]?$", re.IGNORECASE
)
"""Asked of somebody: who they are, how to reach them, whether they reported."""


def called_by_name(session: Session, rules: Rules, who: Principal, meaning: Meaning, today: date) -> Meaning:
    """Take a text that calls somebody by name as about them, or about those whom they report for."""
    text = meaning.question
    if meaning.people or meaning.intent not in _OF_NO_FIGURE or len(text) > _LONGEST:
        return meaning
    if meaning.communities and meaning.intent not in _OF_PEOPLE:
        return meaning
    if (handed_in := _of_what_they_did(session, rules, who, meaning, today)) is not None:
        return handed_in
    if meaning.communities:
        return meaning
    found = people.called(session, who, _stretches(text))
    if not found:
        return meaning
    name = max((one.name for one in found), key=len)
    them = tuple(one for one in found if one.name == name)
    if _OF_THEM.search(text.replace(name, "")) is not None or not any(one.authorities for one in them):
        return Meaning("person", text, people=tuple(one.id for one in them), rule="called by name")
    return _of_their_communities(rules, who, text, name, them, today)


def _of_what_they_did(
    session: Session, rules: Rules, who: Principal, meaning: Meaning, today: date
) -> Meaning | None:
    """Read what is asked of what somebody reported or reviewed as they would ask of their own: 我报了几条."""
    text = meaning.question
    if meaning.intent not in _NOT_READ | _READ_OTHERWISE or _A_DEED.search(text) is None:
        return None
    known = set(people.names(session, who).values())
    if meaning.intent in _NOT_READ:
        known |= names_known(session, who)  # Of whom no longer is here, too.
    found = {said: name for name in known if (said := called(text, name)) is not None}
    if not found:
        return None
    said = max(found, key=len)
    own = re.sub(rf"{re.escape(said)}(?:['’]s\b)?", " i " if said.isascii() else "我", text)
    asked = understand(own, rules.lexicon, today=today, lang=who.lang)
    if asked.filed is None or not asked.filed.mine:
        return None
    name = found[said]
    here = asked.filed.asks in _COUNTED and name in people.names(session, who).values()
    if not here and not any(took_part(session, name, reported=reported) for reported in (True, False)):
        return None
    filed = replace(asked.filed, mine=False, person=name)
    return replace(asked, question=text, filed=filed, rule="called by name")


def _stretches(text: str) -> tuple[str, ...]:
    """Give whatever may be a name in a text."""
    runs = _HAN.findall(text)
    return tuple(dict.fromkeys(
        run[at:at + size] for run in runs for size in _SIZES for at in range(len(run) - size + 1)
    ))


def _of_their_communities(
    rules: Rules, who: Principal, text: str, name: str, them: tuple[Principal, ...], today: date
) -> Meaning:
    """Ask what a text asks of the authority that somebody reports for; of several, ask which."""
    questions: list[tuple[str, str]] = []
    for code in dict.fromkeys(code for one in them for code in one.authorities):
        authority = authority_name(rules.programme.authority[code], today, who.lang)
        questions.append((text.replace(name, authority, 1), authority))
    meanings = [understand(said, rules.lexicon, today=today, lang=who.lang) for said, _ in questions]
    if any(one.intent in {"unknown", "clarify"} or not one.communities for one in meanings):
        return Meaning("person", text, people=tuple(one.id for one in them), rule="called by name")
    if len(meanings) > 1:
        choices = tuple(Choice(said, said) for said, _ in questions)
        return Meaning("clarify", text, choices=choices, reason="unclear", rule="called by name")
    read = (name, questions[0][1])
    return replace(meanings[0], question=text, readings=(read, *meanings[0].readings), rule="called by name")
