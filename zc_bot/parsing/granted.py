"""What was granted, asked for: which texts ask of the ledger, and not of what the notice provides for."""

from __future__ import annotations

from dataclasses import replace

from zc_bot.parsing.language import is_said
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import BY_AUTHORITY, BY_DEPARTMENT, Meaning
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.rule import Asked, anew

TITLED = compile_later(
    "能(?!达)|可以|可否|应当|应该|享受(?!了)|申请|符合|规定|文件|政策|policy|policies|eligible|entitled|apply"
    "|(?<![a-z])(?:can|could|may|offered|available|is there|are there)(?![a-z])"
)
"""What is asked about the support that there is, not about what was granted."""


def of_a_grant(asked: Asked) -> bool:
    """Tell whether it is asked what support was granted: to whom, by a department, altogether."""
    reading = asked.reading
    if reading.metrics or TITLED.search(reading.text) or (reading.leftovers and not _grants(asked)):
        return False
    asks = reading.any("which", "much", "all", "count_which", "missing", "ask", "whole", "list", "sum")
    asks = asks or _WHAT.search(reading.text) is not None
    return bool(reading.communities or reading.years) or asks or bool(_grants(asked))


def of_what_was_granted(asked: Asked) -> bool:
    """Tell whether what was given is asked with no word for giving: 能达补贴, 2025年补助, 补助多少.

    补助有哪些 asks what there is by the notice.
    """
    reading = asked.reading
    of_some = bool(reading.communities or reading.years or _grants(asked))
    return (of_some or reading.any("much", "count_which", "sum", "all", "whole")) and of_a_grant(asked)


def of_a_total(asked: Asked) -> bool:
    """Tell whether it is asked what was granted altogether, or by whom each: 补助一共多少."""
    return not (asked.reading.metrics or TITLED.search(asked.reading.text))


def of_a_department(asked: Asked) -> bool:
    """Tell whether it is asked what a department gave, with no word for support: 市人才办批了多少."""
    reading = asked.reading
    asks = reading.any("which", "much", "count_which", "list", "sum", "all", "whole", "grant_word")
    asks = asks or _WHAT.search(reading.text) is not None
    by = bool(_grants(asked)) or _DEPARTMENTS.search(reading.text) is not None
    return by and asks and not (reading.metrics or TITLED.search(reading.text))


_DEPARTMENTS = compile_later("部门|(?<![a-z])(?:department|bureau)s?(?![a-z])")
_WHAT = compile_later("什么|(?<![a-z])what(?![a-z])")


def _grants(asked: Asked) -> str:
    """Name the departments that a text asks about, as they are noted; '' for none."""
    return "、".join(asked.lexicon.programme.bodies_in(asked.reading.typed))


def by_whom(asked: Asked, meaning: Meaning) -> Meaning:
    """Say which departments and which kind of support is asked about."""
    text, kinds = asked.reading.text, asked.lexicon.programme.support_kinds
    called = (one.id for one in kinds if any(word.lower() in text for word in one.grants))
    each = _EACH.search(text) is not None
    topic = _grants(asked) or (BY_DEPARTMENT if _DEPARTMENTS.search(text) else "")
    topic = topic or (BY_AUTHORITY if _AUTHORITIES.search(text) else "")
    least, most = _LEAST.search(text), _MOST.search(text)
    found = replace(
        meaning, topic=topic, facts=tuple(called), count=each, implied=(), limit=1 if least or most else None,
        ascending=least is not None, verdict="not_met" if _NONE.search(text) else None,
    )
    return anew(asked, found, _EVERYBODY)


_EVERYBODY = compile_later(
    "全市|各(?![项类种])|谁|[哪几]个?些?个?(?:社区|区|园区|家)|whole|each|every|total|which (?:communit|district)"
)
_AUTHORITIES = compile_later(
    "[按分各每哪]个?几?个?(?:县区|区县|区(?!别)|责任主体|园区)|(?:by|per|each|which) (?:district|authority)"
)
_MOST = compile_later("最多|最高|第一|大头|(?<![a-z])(?:most|largest)(?![a-z])")
_LEAST = compile_later("最少|最低|(?<![a-z])(?:least|smallest)(?![a-z])")
_NONE = compile_later(
    "没有?(?:拿|得|领|收到|获|享受|给|发)|没有过|(?<!有)没有?(?:补助|补贴|支持|资金|奖励|用地)|未[获得]|一[分笔]没"
    "|(?:got|has|have|had) no(?![a-z])|without|never (?:got|received)|not (?:yet )?(?:got|received)"
)
_EACH = compile_later(
    "[各每按分]个?(?:众创)?(?:社区|家)|[哪几]个?些?个?(?:社区|家)|谁|哪儿|哪里|到哪|去哪|流向|分布|排名|排行|分别"
    "|where|each|every|which communit|by community"
)


def of_the_ledger(meaning: Meaning, lexicon: Lexicon) -> Meaning:
    """Take what of support has days or leaves places out as of what was granted: the notice names neither."""
    said = meaning.question.lower()
    if meaning.intent != "programme" or not is_said(said, "kind.grant_word") or TITLED.search(said):
        return meaning
    kinds = (one.id for one in lexicon.programme.support_kinds if any(word.lower() in said for word in one.grants))
    return replace(meaning, intent="support", requirements=(), facts=tuple(kinds))
