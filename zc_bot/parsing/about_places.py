"""Questions about the communities and the reporting: who they are, what was reported and by whom."""

from __future__ import annotations

import re

from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.rule import Asked

_OF_THE_RECORD = re.compile("条件|材料|流程|手续|怎么|如何|要求|好处|condition|how to")
"""What is asked about the provincial record itself, not about whose it is."""
_HAS_RECORD = re.compile(
    "(?:拿到|拿下|取得|获得|获批|得到|列入|进入|纳入|通过|完成|上)了?(?:省级?(?:的)?|省里的?)(?:备案|名单|试点)(?:了?的|了?$|了?[有哪谁])"
    "|(?:省级?备案|省级名单)(?:上|里)?(?:的|了的|过的)(?:社区)?(?:名单|有谁|都有|是谁|列|点|报|数|$)"
    "|(?:got|has|have|with|on) (?:a |the )?provincial (?:record|list|filing)"
)
"""What speaks of those that the province has on record: 已经拿到省级备案的点一下名."""
_EITHER = re.compile(
    "还是(?:没|未|还没|根本没)(?:有)?[填报交写]"
    "|or (?:is it |was it |simply )?(?:not reported|missing|blank|left blank)"
)
_NOT_FULL = re.compile(
    "没(?:有)?(?:弄|铺|做|搞|覆盖|建|装)(?:全|满|齐)|没(?:到|达到)?(?:百分百|100)"
    "|(?:百分百|100%?|全覆盖|满).{1,14}(?:没到|没达到|没满|不到)的"
)
_DEPARTMENTS = re.compile("部门|(?<![a-z])departments?(?![a-z])")
_ABOUT_COMMUNITY = ("owner", "carrier", "focus", "start", "intro", "tentative")


_OF_AREA = re.compile("[多少几0-9万](?:平|方)|平米|平方|m2|sqm|square")


def is_directory(asked: Asked) -> bool:
    """Tell whether it is asked which communities there are, or what one is."""
    reading = asked.reading
    if reading.metrics:
        return False
    if asks_for_record(asked):
        return True
    if reading.any("carrier") and not reading.any("owner", "focus", "list") and _OF_AREA.search(reading.text):
        return False  # 载体多少平米 asks for their area.
    named = reading.communities or reading.carriers or reading.any("noun_community")
    if reading.any("intro") and reading.any("sum") and not named:
        return reading.any("owner", "carrier", "focus", "start", "tentative")  # what's the total
    if reading.carriers and reading.any("owner", "which", "intro", "ask", "noun_community", "carrier"):
        return True
    if reading.any(*_ABOUT_COMMUNITY):
        return True
    listing = reading.any("list", "which", "count_which", "sum", "much", "all")
    return listing and reading.any("noun_community", "which", "count_which", "list")


def asks_for_record(asked: Asked) -> bool:
    """Tell whether it is asked which communities, or whether one, the province has on record."""
    reading = asked.reading
    listed = reading.any("which", "count_which", "list", "all", "much") and not reading.any("support")
    listed = listed or speaks_of_records(asked)
    if not reading.any("province") or _OF_THE_RECORD.search(reading.text):
        return False
    return bool(reading.communities) or listed


def speaks_of_records(asked: Asked) -> bool:
    """Tell whether those that the province has on record are spoken of: 已经拿到省级备案的."""
    return _HAS_RECORD.search(asked.reading.text) is not None


def directory(asked: Asked) -> Meaning:
    """Make the meaning of a question about the communities themselves; a carrier stands for its own."""
    reading = asked.reading
    homes = tuple(dict.fromkeys((*reading.communities, *reading.carriers)))
    on_record = asks_for_record(asked)
    return asked.meaning(
        "directory", communities=homes, count=reading.any("count_which"), on_record=on_record,
        verdict="not_met" if on_record and reading.any("without") else None,
    )


def is_provenance(asked: Asked) -> bool:
    """Tell whether it is asked where a figure comes from; 谁报了 a community's figure asks for its reporter."""
    reading = asked.reading
    if reading.any("policy") and not (reading.metrics or reading.communities):
        return False
    if _DEPARTMENTS.search(reading.text) and not (reading.metrics or reading.communities):
        return False  # 哪个部门批了多少 asks of support, which departments grant, and not of figures.
    one = len(reading.communities) == 1 and bool(reading.metrics)
    return reading.any("source") or (one and reading.any("who_reported"))


_WHETHER_ALL = re.compile(
    "(?:平台|服务|样|载体|链条)(?:里|是否|是不是|到底|都|全)*(?:齐不齐|全不全|齐没齐|齐全|齐了|齐备|完备)"
)


def is_missing(asked: Asked) -> bool:
    """Tell whether it is asked what has been reported: 谁没报, or 填报 put as a question, 通创填报了吗."""
    reading = asked.reading
    if _NOT_FULL.search(reading.text):
        return False  # wifi还有谁没弄全 asks of the coverage.
    if _EITHER.search(reading.text) and reading.communities and reading.metrics:
        return False  # 填的是0还是没填 asks for the figure.
    if _WHETHER_ALL.search(reading.text):
        return False  # 能达四个服务平台齐不齐 asks whether it has them.
    if reading.any("missing") and not reading.any("verdict", "met", "not_met", "sufficient"):
        return True
    placed = bool(reading.communities or reading.years)
    asks = reading.any("which", "without") or (placed and reading.any("ask"))
    return asks and reading.any("report") and not reading.quantities
