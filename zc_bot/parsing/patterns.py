"""What people say in too many ways for a list of words: each pattern is one token with the entries it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zc_bot.parsing.tokens import Entry, Token

_WHO = "谁|啥人|何人|哪位|哪个人|哪个同志|哪位同志|哪个部门|哪个单位"
_WHEN = "什么时候|何时|啥时候|几时|哪天|哪一天|几号|何日|哪日"
_HAND_IN = "上报|填报|报送|提交|报|填|交|录入|录|登记|上传|传|统计"
_REVIEW = "审核|审批|审定|复核|审|批|核"
_INTO = "(?:上|进|入|过)?(?:来|去)?(?:的|了)?(?:库|系统|表|数据库)?(?:里)?"


def _filler(pattern: str) -> tuple[re.Pattern[str], tuple[Entry, ...]]:
    return re.compile(pattern), (Entry("filler", "aside"),)


def _cue(pattern: str, *cues: str) -> tuple[re.Pattern[str], tuple[Entry, ...]]:
    return re.compile(pattern), tuple(Entry("cue", cue) for cue in cues)


PATTERNS = (
    # 张局要, 李书记问
    _filler(
        "[\u4e00-\u9fff]?(?:局长?|处长?|科长?|主任|书记|[区市县镇]长|部长|总|主席|秘书长)"
        "(?:急着|现在|马上|刚才|刚刚|在)?(?:要的?|问的?|问起|让查|想看|想知道|要看|催的?)"
    ),
    # 我下午开会要用, 报告里要用
    _filler(
        "(?:今天|明天|后天|上午|下午|中午|晚上|马上|等会儿?|一会儿?|待会儿?|回头)?"
        "(?:我们?|咱们?|领导|局里|区里|市里)?(?:要|得|等着|急着|准备)?(?:去|上|来)?"
        "(?:写|做|弄|改|报|赶)?(?:个|份)?"
        "(?:汇报|材料|报告|总结|简报|通报|讲话稿?|发言稿?|稿子|台账|ppt|方案|调研|会议|会上|开会|上会)"
        "(?:里面?|上|时|前|中)?(?:就|好|急|等)?"
        "(?:要用|要的|用得上|用的|需要|急用|等着用|等着要|要提|要讲|要说|要写|写|用)"
    ),
    # 老王问, 省里要听汇报
    _filler("(?:老|小)[\u4e00-\u9fff](?:局|总|处|工|主任)?(?:问起?|要的?|让查|让我查|想知道|想看)"),
    _filler("(?:省里|市里|区里|县里|局里|部里|上面|领导)(?:马上|明天|下午|下周)?要(?:来)?(?:听|看|查|做)?(?:汇报|检查|调研|督查|座谈)"),
    # 打错字了别介意, 以亿为单位
    _filler("(?:有|可能)?(?:打错字?了?|错别字|手误)(?:勿怪|莫怪|见谅|别介意|请见谅|请谅解)?|勿怪|莫怪|见谅|多包涵"),
    _filler("[以按用]?(?:亿元?|万元?|平方米|平米|个|家|人|%)(?:为单位|作单位|来算|计算|来计)"),
    # 多少个亿, 几百号人
    _cue(
        "(?:多少|几多|好多|几)个?(?:[十百千万亿]+(?:元|块钱?|平方公里|平方米|平米|平方|平|方|㎡|人|家|户|名|号人|口人)?"
        "|(?:元|块钱|平方公里|平方米|平米|平方|公顷|亩|户|名|位|百分点|点))",
        "much",
    ),
    # 至少要几个, 不得少于多少
    _cue(
        "(?:至少|最少|起码|最低|不低于|不少于|不得少于|不得低于|不能少于|不能低于)"
        "(?:应该?|需要?|必须|要求)?(?:要|得|有|建|达到?|到)?(?:几|多少|多大|多高)(?:成|个|家|人|平|万平|平方|平米|亿)?",
        "requirement", "much",
    ),
    # 何人所报, 什么时候入的库, 谁录进去的
    _cue(f"(?:{_WHO})(?:给|来|负责)?(?:所(?:{_HAND_IN})|(?:{_HAND_IN})(?:上|进|入|过)?(?:来|去)?[的个])", "source"),
    _cue(f"(?:{_WHO}|{_WHEN})(?:给)?(?:{_REVIEW})(?:的|了|过)?", "source"),
    _cue(f"(?:{_WHEN})(?:{_HAND_IN}|入)(?:上|进|入|过)?(?:来|去)?的(?:库|系统|表)?", "source"),
    # 报上来没有, 交齐了吗
    _cue(
        f"(?<![谁人位])(?:{_HAND_IN})(?:上来|上去|过来|进来|进去|齐|全|完|好)?了?(?:没有|没|吗|嘛|么|没得)(?![有得达完])",
        "missing",
    ),
    # 填报期限截至何日
    _cue(
        "(?:填报|报送|上报|提交|申报|报数|交数)?(?:期限|时限|截止|截至|截止期)(?:日期|时间|日)?(?:是|到|为|在|至|截至|截止)?"
        f"(?:{_WHEN}|几月几号|几月几日|何月何日)",
        "deadline",
    ),
    # 省里的依据文件, 上级哪份文件
    _cue(
        "(?:哪个|哪份|什么)(?:文件|文|通知)(?:里|上)?(?:发|印发|定|规定|写|出|提)的?|(?:省|国家|上级|上头|上面)(?:里|级|上)?的?(?:依据|上位|配套|相关)?的?(?:是)?(?:哪个|哪份)?(?:文件|文号|发文)",
        "policy", "policy_about",
    ),
)  # fmt: skip


def find_patterns(text: str, words: frozenset[str]) -> Iterator[Token]:
    """Find what the patterns stand for in a folded text; a text that is among the known `words` is left to them."""
    for pattern, entries in PATTERNS:
        for match in pattern.finditer(text):
            if match[0] not in words:
                yield Token(*match.span(), entries)
