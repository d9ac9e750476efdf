"""The ways in which a correction is put, of the words of `[correct]`: see `corrections.py`.

A metric's name stands in a text as `NAME`.
"""

from __future__ import annotations

import re

from zc_bot.parsing.language import written
from zc_bot.parsing.pending import compile_later
from zc_bot.values import dataclass

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
"""The places that are said in English."""
NAME = "\ue000"
"""Stands for the name of a metric."""
SEPARATOR = r"[\s,，、。:：;；]*"
ONE = "[个项条份张笔次](?:数字?)?"
PARTICLE = (
    r"(?:了|吧|啊|呀|哈|的|数|数据|那个|那项|那条|这个|这项|这条|这一项|那一项)*"
    r"(?: (?:line|row|item|figure|number|one)s?)?(?: please| thanks| for now)*"
)


@dataclass(frozen=True, slots=True)
class Patterns:
    """The ways in which corrections are put, of the words of `[correct]`."""

    dropping: re.Pattern[str]
    later: re.Pattern[str]
    anew: re.Pattern[str]
    slip: re.Pattern[str]
    pointer: re.Pattern[str]
    instead: re.Pattern[str]
    written: re.Pattern[str]
    counted: re.Pattern[str]
    wrong: re.Pattern[str]
    changed: re.Pattern[str]
    just: re.Pattern[str]
    mistyped: re.Pattern[str]
    rather: re.Pattern[str]
    denying: re.Pattern[str]
    bare: re.Pattern[str]
    placed: re.Pattern[str]
    again: re.Pattern[str]
    amiss: re.Pattern[str]
    counts: re.Pattern[str]
    made: re.Pattern[str]
    swapping: re.Pattern[str]

    @property
    def changing(self) -> tuple[re.Pattern[str], ...]:
        return (
            self.instead, self.rather, self.denying, self.bare, self.placed, self.again, self.counts, self.made,
            self.mistyped, self.written, self.counted, self.wrong, self.changed,
        )


def _phrases() -> dict[str, str]:
    """Return what is put together of the words of `[correct]`: the lead of a correction, taking off, going wrong."""
    lead = written(r"(?:(?:<lead>|那(?![个项条份张笔次])就?|<just>(?!的?[才刚那这]))[\s,，、的]*)*", "correct")
    drop = (
        "(?:<drop>(?:了|掉|吧|一下|算了)*|(?:先|就)*<not><hand_in>(?:这|那)?(?:个|项|条)?(?:了|吧)*"
        "|(?:先)?<left_open>(?:吧|了)*)"
    )
    return {
        "lead": lead, "drop": written(drop, "correct"), "what": rf"{lead}(?P<what>.*?)", "stops": SEPARATOR,
        "wrong": written(
            "(?:(?:我|又|是|好像|可能)*(?:<do><badly><in_what>?了?(?:一?个?[零0])?"
            "|<badly><do>了?一?个?[零0]|[多少漏]了?一?个?[零0])了?|<wrong>)",
            "correct",
        ),
        "this": written("(?:<last>|<just>|<it>|这|那|一?[个项条]|数字?|填的|报的|的)*", "correct"),
        "to": written("(?:<to>|<is>|=|:|：)", "correct"), "to_new": written("(?:<to>|to)", "correct"),
        "new": r"(?P<new>\S.*)",
    }


def _pattern(template: str) -> re.Pattern[str]:
    return compile_later(lambda: written(template, "correct", **_phrases()))


LEAD = compile_later(lambda: _phrases()["lead"])
AROUND = compile_later(lambda: rf"^{_phrases()['lead']}|{PARTICLE}$")
PATTERNS = Patterns(
    dropping=_pattern(rf"<lead>(?:<drop><stops><lead>(?P<after>.*?)|(?P<before>.*?)<stops>(?:<wrong>|<left_open>)?<stops>先?<drop>){PARTICLE}"),
    later=_pattern(
        "<later>(?:再)?(?:报|补|填|说|看|来|等等)?(?:吧|了|一下)*"
        "|等[^,，。;；0-9]{1,8}"
        "|先[放存留记搁空挂摆]着(?:吧|了)?"
        "|<lead>(?:<first_person>[ ]*)+(?:double[- ]?check|check|verify|confirm|ask|look)"
        "(?:(?: [a-z']+){0,4}| with(?: [a-z']+){0,6})"
        "|(?:<myself>)+(?:看|查|核|问|想|确认|算)(?!了|过)(?:看|查|核|实|对|问|想|算|一下|下|一)*"
        "(?:(?:是不是|有没有|会不会|对不对)[^,，。;；0-9]{0,8})?"
        "|数?(?:据|字)?<lead>再<look_again>(?:实|对)?(?:一下|看看|一查|想|等)?(?:吧|了)*"
    ),
    anew=_pattern(
        "<lead>(?:从头|重新|重|再)(?:开始)?(?:来|<hand_in>)(?:过|一遍|一次|吧|了)*|start (?:over|again)"
    ),
    slip=_pattern(
        "<lead><this>(?:(?:<do><badly>|<badly><do>)了?(?:<in_what>|一?个?[零0]|[一两几]个?|了)*|<slip>|<wrong>)"
        "(?:了|啦)?"
    ),
    pointer=_pattern(
        rf"(?P<last><last>的?[那这]?一?{ONE}|(?:the )?last one)"
        rf"|(?P<final>(?:最后|后面|后边|末了)的?[那这]?一?{ONE}|末尾那?[个项条]|last(?: (?:figure|number|item))?)"
        rf"|第(?P<nth>[0-9一二三四五六七八九十]{{1,2}}){ONE}"
        rf"|(?:the )?(?P<ordinal>{'|'.join(ORDINALS)})(?: (?:one|figure|number|item))?"
        rf"|(?P<this>[那这该此]一?(?:{ONE})?|<it>)"
    ),
    instead=_pattern(
        "<what><stops>(?:不是(?P<old>[^,，]+?)"
        "(?:[,，;； ]+(?:而|应该|应当|应)?|而|应该|应当|应|(?<=[0-9亿万元人家个%]))(?:是|为)"
        "|(?:is )?not (?P<not>[^,，]+?),? but )<new>"
    ),
    written=_pattern(
        r"<what><stops><do>成了?(?P<old>[0-9][^\s,，、。;；]*?)了?[\s,，、。;；]+(?:<to>)?[\s,，]*<new>"
    ),
    counted=_pattern(
        r"<what><stops>[少多漏]<do>了?(?:[0-9一二两三四五六七八九十]+[^\s,，0-9]?[\s,，、。;；]+(?:<to>)?"
        r"|[\s,，、。;；]+(?:<to>|(?=[0-9])))[\s,，]*<new>"
    ),
    wrong=_pattern(
        rf"<what><stops><wrong>(?:(?:[\s,，、。;；]*(?:<to>){{1,2}}|[\s,，、。;；]+|(?={NAME}))[\s,，]*<new>)?"
    ),
    changed=_pattern(r"<what>\s*<to_new>\s*<new>"),
    just=_pattern("<just>"),
    mistyped=_pattern(
        rf"(?:i |we )?(?:mistyped|misread|misstated|got)(?: the)? (?P<what>{NAME})(?: wrong)?[,.;]? ?"
        "(?:it |that )?(?:<to>|is|was)? ?<new>"
    ),
    rather=_pattern(
        rf"<what>\s*(?P<new>[0-9][^\s,]*)(?: (?:[a-z-]+|{NAME})){{0,2}}?,? "
        r"(?:and )?(?:instead of|rather than|not) (?P<old>[0-9]\S*)(?: [a-z-]+)?"
    ),
    bare=_pattern(
        r"<lead>(?P<what>)(?P<new>[0-9][^\s,，]*?)[,，\s]*(?:而)?(?:不是|非)\s*(?P<old>[0-9]\S*)"
    ),
    denying=_pattern(
        r"<what><stops>(?:是|为|应该是|应是|应为)\s*(?P<new>[0-9][^\s,，]*?)[,，\s]*(?:而)?(?:不是"
        r"|非)\s*(?P<old>[0-9]\S*)"
    ),
    placed=_pattern(
        rf"<lead>(?P<what>(?:<last>|最后)的?[那这]?一?{ONE}|末尾那?[个项条]|第[0-9一二三四五六七八九十]{{1,2}}{ONE})"
        "的?(?:<is>|<to>)[ ]*<new>"
        rf"|(?:<lead>)(?P<english>(?:last|{'|'.join(ORDINALS)})(?: (?:one|figure|number|item))?)"
        "(?: (?:is|was) (?:<wrong>|wrong|incorrect|off)[,;.]? *(?:it|that)?(?:'s| is)?"
        "| *(?:[:：=]|<to>|to|is|->|→))* *(?P<made>[0-9]\\S*)"
    ),
    again=_pattern(
        rf"<lead>(?:返回|回去|回到)?(?:去|再|要|重新)*(?:修?改|更正|重填|重报)(?:一下)?(?P<what>{NAME})(?:吧|了)?"
        rf"|(?P<named>{NAME})(?:要|需要|得|想|我想|还要|再)*(?:修?改|更正|重填|重报)(?:一下|下)?(?:吧|了)?"
    ),
    amiss=_pattern(
        "<lead>(?:<both>|<all>|<this>)*(?:都|全)*"
        "(?:(?:<do><badly>|<badly><do>)(?:<in_what>|了)*|(?:<wrong>了?[ ,，]*)+)[,，。;；][ ]*(?:<is>(?!不))?(?=.)"
    ),
    counts=_pattern(
        r"<what><stops>(?:请|应该?|还是)*(?:以|按)\s*(?P<new>[0-9][^\s,，]*?)(?:为准|来|算|报|填)(?:吧|了)?"
    ),
    made=_pattern(
        r"<lead>(?:make that|make it|it should read|should read) (?P<new>[0-9]\S*)(?P<what>)"
        rf"|<lead>(?:make|set|put) (?:the )?(?P<named>{NAME})(?: to| at| be| as| =)? (?P<said>[0-9]\S*)"
        r"|<lead>replace (?P<before>[0-9]\S*) (?:with|by) (?P<instead>[0-9]\S*)"
    ),
    swapping=_pattern(
        r"<what><stops>(?:<swap_lead>\s*)*(?:<do>?<swapped>(?P<odd>)|<swap>)(?:了|的|过来|位置|一下|下|吧|啦)*"
        r"(?: please)?"
        r"|(?:<lead>\s*)*(?:<swap_first> |<swap>(?:一下|下)?)(?P<after>.*?)(?: (?:around|over|up|please))*"
    ),
)


RIGHT = _pattern(r"(?:<is>|<to>|it(?:'s| is))\s*(?P<new>[0-9]\S*)")
"""What a figure is, before it is said that it was wrong."""
NAMES = rf"{NAME}(?:[\s,，、和与及跟]*{NAME})*"
