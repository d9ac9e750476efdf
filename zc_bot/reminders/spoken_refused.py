"""Times in words that are known only to be refused by name: 隔周, 工作日, 本月中旬, 腊月二十八, 截止前三天, 节后."""

from __future__ import annotations

from zc_bot.parsing.language import alternatives
from zc_bot.reminders.spoken_hours import NUMBER
from zc_bot.reminders.spoken_relative import FESTIVAL
from zc_bot.reminders.spoken_rule import NAMED_DAY, OF_WEEK, WEEK, refuse

_LENGTH = f"(?:{NUMBER}|几|半|数)?个?半?(?:工作日|小时|钟头|分钟|天|日|周|星期|礼拜|月|季度?|年)"
_SIDE = "(?:之|以|过)?(?:前后|前|后)(?![天台期勤面景沿])"
_OFF_BY = (
    f"(?:的?第?{NUMBER}个?(?:工作日|天|日|周|星期|礼拜|月)|的?(?:当天|首个?工作日)|(?:的?上班)?的?第一个?(?:天|工作日)"
    "|上班)?"
)
_HAN_DAY = "[一二三四五六日天]"
_NO_COUNT = "(?![次份个点家位名条项件类场组])"
_EVENT = f"(?:{alternatives('moment.event')})"
_AND = "(?: ?[、,，;；/+&和及与跟] ?)"
_NOT_ON = f"(?:周末|双休日?|节假日|假日|假期|{WEEK}{OF_WEEK})(?:[和、及与](?:周末|双休日?|节假日|假日))?"
_ENGLISH_DAYS = rf"(?:on )?(?:the )?(?:weekends?|(?:public )?holidays?|{NAMED_DAY}s?)"
_ENGLISH_LENGTH = (
    "(?:days?|weeks?|months?|quarters?|years?|hours?|minutes?|weekdays?|workdays?|(?:working|business) days?)"
)
_LONG_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|march|april|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    "|dec(?:ember)?)"
)
"""A month by a name that is no other word."""
_FEW = "(?:[0-9]{1,3}|a|an|two|three|four|five|six|ten|a few|several|a couple of|couple of)"
_NTH = "[0-9]{1,2}(?:st|nd|rd|th)"
_ORDER = "(?:first|second|third|fourth|last|[1-5](?:st|nd|rd|th))"
_EVERY = "(?:every|each)"

_REPEATED = (
    refuse(
        "so many times",
        rf"每个?(?:天|日|周|星期|礼拜|月|季度?|年){NUMBER}[次回]"
        rf"|(?:once|twice|thrice|{_FEW} times) (?:a|an|every|each|per) {_ENGLISH_LENGTH}\b",
        "repeat",
    ),
    refuse("every so often", f"每(?:隔|间隔)?{_LENGTH}(?:一次)?|隔{_LENGTH}(?![报刊期内会都])", "repeat"),
    refuse(
        "every other", f"[双单隔](?:周|月|日|天|号)(?![报刊期证数])(?:的?{WEEK}?{OF_WEEK}(?![次份个]))?", "repeat"
    ),
    refuse("every nth weekday", f"每个?(?:月|季度?)的?(?:第{NUMBER}|最后一)个?(?:{WEEK}{OF_WEEK}?|天)", "repeat"),
    refuse(
        "every, English",
        rf"{_EVERY}(?: (?:other|second|third|{_FEW}))? (?:{_ENGLISH_LENGTH}|{NAMED_DAY})\b",
        "repeat",
    ),
    refuse(
        "nth weekday of every month, English",
        rf"(?:on )?(?:the )?{_ORDER} {NAMED_DAY} (?:of|in) {_EVERY} (?:month|quarter)\b"
        rf"|{_EVERY} {_ORDER} {NAMED_DAY}(?: (?:of|in) (?:the|{_EVERY}) month)?\b",
        "repeat",
    ),
    refuse(
        "now and then, English",
        r"(?:bi-?weekly|fortnightly|weekly|monthly|quarterly|yearly|annually|hourly)\b",
        "repeat",
    ),
)
_SEVERAL = (
    refuse(
        "days in a row",
        "(?:[今明后]天?)?[今明后][明后](?:[两二三]?[天日])?|(?:[这后近头前]|未来|接下来|最近)[几两](?:天|日|周)",
        "several",
    ),
    refuse("no day of a week", rf"{WEEK}[八九089](?=[\s,，的早上中下晚前0-9]|$)", "impossible"),
    refuse(
        "several weekdays",
        f"(?:每逢?个?|逢|(?:下下|[上这本下])一?个?)?{WEEK}的?{OF_WEEK}"
        f"(?:{_AND}?{WEEK}{OF_WEEK}|(?:{_AND}|或){OF_WEEK}|{_HAN_DAY})+{_NO_COUNT}",
        "several",
    ),
    refuse(
        "range of weekdays",
        f"(?:每逢?个?|逢|从|本|这|下)?{WEEK}{OF_WEEK}(?:到|至|-|~){WEEK}?{OF_WEEK}(?:每天)?",
        "several",
    ),
    refuse(
        "range of weekdays, English",
        rf"(?:{_EVERY} |from )?{NAMED_DAY}s?(?: ?- ?| (?:to|through|till|until) ){NAMED_DAY}s?\b",
        "several",
    ),
    refuse("several days", f"(?:每个?月的?)?{NUMBER}[日号]?(?:[、,，和及]{NUMBER})+[日号]", "several"),
    refuse(
        "several days, English",
        rf"(?:on )?(?:the )?{_NTH}(?:(?:, | and |, and )(?:the )?{_NTH})+"
        rf"(?: of (?:{_EVERY}|this|next) month| every month)?",
        "several",
    ),
    refuse("range of days", f"(?:{NUMBER}月)?{NUMBER}[日号]?(?:到|至|-|~)(?:{NUMBER}月)?{NUMBER}[日号]", "several"),
)
_WORKED = (
    refuse("working days", "(?:每个?|逢|所有|只在|除)?工作日(?![志程报])(?:每天|天天|每日)?", "workday"),
    refuse(
        "working days off",
        f"(?:每个?月|[本下这]个?月)?的?(?:第?(?:{NUMBER}|几)|最后一|首)个?工作日(?:(?:之|以)?[后前内])?",
        "workday",
    ),
    refuse("but not", f"(?:除了?|除去|除开)?{_NOT_ON}(?:除外|不算|不用|不要|不提醒|以外|之外|跳过)", "workday"),
    refuse("but not, too", f"(?:除了?|除去|除开|不含|不包括|避开|跳过|非){_NOT_ON}", "workday"),
    refuse(
        "working days, English",
        rf"(?:(?:{_EVERY}|on|{_FEW}) )?(?:weekdays?|workdays?|(?:working|business) days?)\b(?: later| from now)?",
        "workday",
    ),
    refuse(
        "working days off, English",
        rf"(?:in|after) {_FEW} (?:weekdays?|workdays?|(?:working|business) days?)\b",
        "workday",
    ),
    refuse(
        "but not, English",
        rf"(?:except|excluding|but not|other than|besides|apart from|not|skip(?:ping)?)(?: for)? {_ENGLISH_DAYS}\b",
        "workday",
    ),
    refuse("every weekend", r"(?:每个?|逢)(?:周末|双休日?)|(?:every|each) weekend\b|(?:on )?weekends\b", "repeat"),
)
_VAGUE = (
    refuse(
        "part of a month",
        f"(?:(?:这|本|下下?|当|{NUMBER}月?)个?月?份?的?)?(?:[上中下]旬|月中(?![心国标]))",
        "vague",
    ),
    refuse("middle of a month", f"(?:(?:[这本当]|下下?)个?|{NUMBER})月份?(?:中(?![心国标])|上半月|下半月)", "vague"),
    refuse("part of a year", "(?:[今明后本]年|年)[初中](?!级|心|一)|[今明后本]?年?[上下]半年", "vague"),
    refuse("part of a week", f"(?:[这本下]个?)?{WEEK}(?:初|中(?!心))", "vague"),
    refuse("quarter", "(?:(?:[这本下]个?|第?[一二三四1-4])季度?|季度)(?:中|内|里)", "vague"),
    refuse("about a festival", f"{FESTIVAL}(?:期间|左右|前后|假期|长假|放假)", "vague"),
    refuse(
        "some time",
        "(?:再?过)(?:几|些|一阵|一段)(?:天|日|时间|周|个月)?|[几数](?:天|周|个(?:小时|星期|月))(?:之|以)?后",
        "vague",
    ),
    refuse(
        "soon",
        "(?:再?过)?(?:一会儿?|会儿)(?:之|以)?后|过一?会儿?|(?:改天|过阵子|最近几天|稍后)(?=[ ,，提])",
        "vague",
    ),
    refuse("middle of the night", r"半夜|深夜|午夜|(?:at )?midnight\b", "vague"),
    refuse(
        "nth weekday of no month",
        rf"(?:on )?(?:the )?(?:first|second|third|fourth|fifth) {NAMED_DAY}\b|(?:第{NUMBER}|最后一)个{WEEK}{OF_WEEK}",
        "vague",
    ),
    refuse(
        "weekday of another week, English",
        rf"{_FEW} weeks? (?:on|from) {NAMED_DAY}\b|(?:on )?{NAMED_DAY} (?:week|fortnight)\b",
        "relative",
    ),
    refuse(
        "time gone by",
        r"上个?(?:周|星期|礼拜|月|季度)|去年|前年|last (?:week|month|quarter|year)\b",
        "vague",
        is_soft=True,
    ),
    refuse(
        "minutes to an hour", f"差(?:{NUMBER}分钟?|一刻)到?{NUMBER}点|{NUMBER}点差(?:{NUMBER}分钟?|一刻)", "vague"
    ),
    refuse("within", f"(?:{_LENGTH}|[本这下当]?(?:周|月|季度|年))(?:之|以)?内(?![容部外])", "vague"),
    refuse("within, English", rf"within (?:{_FEW}|the|this|next) {_ENGLISH_LENGTH}\b", "vague"),
    refuse("after next", rf"(?:the )?(?:{NAMED_DAY}|week|month|weekend) after next\b", "vague"),
    refuse("half a day", "半天(?:之|以)?后|过半天", "vague"),
    refuse(
        "month",
        f"(?:(?:[0-9]{{4}}|[今明后])年)?(?:{NUMBER}|正|腊)月份?(?![0-9零一二两三四五六七八九十初底末中上下])",
        "vague",
        is_soft=True,
    ),
    refuse("month, English", rf"{_LONG_MONTH}(?: [0-9]{{4}})?\b", "vague", is_soft=True),
    refuse("year", "(?:20[0-9]{2}|[今明后])年(?!度)", "vague", is_soft=True),
    refuse(
        "part of a month, English",
        rf"(?:in )?(?:the )?(?:mid(?:dle)?|early|late)(?:[ -]of)?[ -](?:the |this |next )?"
        rf"(?:month|week|year|{_LONG_MONTH})\b",
        "vague",
    ),
    refuse(
        "some time, English",
        r"in (?:a few|several|some|a couple of) (?:minutes|hours|days|weeks|months)\b"
        r"|(?:later|sometime) (?:today|(?:this|next) (?:week|month))\b",
        "vague",
    ),
    refuse(
        "quarter, English",
        r"(?:(?:the )?(?:end|beginning|start|middle) of |mid-?)?(?:the )?"
        r"(?:Q[1-4]|(?:first|second|third|fourth|this|next) quarter)\b",
        "vague",
    ),
    refuse(
        "week, English", r"this week\b|this (?:month|year|quarter)\b|next (?:year|quarter)\b", "vague", is_soft=True
    ),
    refuse("month to come, English", r"next month\b", "vague"),
)
_LUNAR = (
    refuse(
        "lunar day",
        "(?:农历|阴历|旧历)(?:[正一二三四五六七八九十冬腊]{1,2}月)?(?:初|十|廿|三十|二十)?[一二三四五六七八九十廿]{0,3}",
        "lunar",
    ),
    refuse(
        "day of the last moon",
        "(?:腊月|冬月|大年|(?<![0-9\u4e00-\u9fff])年(?=[廿二]))"
        "(?:初|廿|二十|三十|十)?[一二三四五六七八九十]{0,2}",
        "lunar",
    ),
    refuse(
        "day of a moon",
        "(?:正月)?初[一二三四五六七八九十](?![中级次个])|[二三四五六七八九十]月初[一二三四五六七八九十]"
        "|正月[一二三四五六七八九十廿]{1,3}",
        "lunar",
    ),
    refuse(
        "lunar festival",
        "(?:腊八|小年夜?|七夕|中元|重阳|冬至|夏至|立春|龙抬头|二月二|头伏|三伏)(?:节)?(?:当天|那天)?",
        "lunar",
    ),
    refuse(
        "lunar festival, English",
        r"(?:double ninth|chung yeung|qixi|winter solstice|thanksgiving|easter)(?: festival| day)?\b",
        "lunar",
    ),
)
_RELATIVE = (
    refuse(
        "before or after what happens",
        f"{_EVENT}(?:日期?|那天)?的?{_SIDE}{_OFF_BY}|{_EVENT}日?(?:当天|那天|当日)",
        "relative",
    ),
    refuse(
        "before or after a festival",
        f"(?:[今明]年)?{FESTIVAL}{_SIDE}(?!一?天|{NUMBER}个?(?:天|日|周|星期))"
        f"(?:的?第{NUMBER}个?(?:工作日|天|周)|上班)?",
        "relative",
    ),
    refuse("so long before the end of work", f"下班(?:之|以)?前的?{_LENGTH}", "relative"),
    refuse("after work", "下班(?:之|以)?后|下班(?:时|的时候)", "relative"),
    refuse("day after another", "(?:[前后头]|提前)一[天日]|次日|翌日|第二天|当[天日晚]|同[天日]", "relative"),
    refuse("first day back", "(?:上班|开工|开学|复工|返岗|收假)(?:的|后)?(?:第一天|头一天|当天|那天)", "relative"),
    refuse("ahead", f"提前(?:{NUMBER}|半)?个?半?(?:天|日|周|星期|小时|钟头|分钟)", "relative"),
    refuse(
        "before or after what happens, English",
        rf"(?:(?:the |{_FEW} )?(?:day|week|hour|minute|working day)s? )?(?:before|after|ahead of|from|until|till) "
        rf"(?:the )?(?:{_EVENT}|{FESTIVAL} holidays?)(?:'s end| day| ends)?\b",
        "relative",
    ),
    refuse("before or after a festival, English", rf"(?:before|after) (?:the )?{FESTIVAL}\b", "relative"),
    refuse(
        "so long before or after, English",
        rf"(?:the|{_FEW}) (?:day|week|hour|minute)s? (?:before|after|ahead of) (?!now)(?:the )?[a-z]+\b",
        "relative",
    ),
)
TRADITIONAL = (
    refuse(
        "day of a moon or a month",
        "(?:八月十五|七月十五|七月半|九月(?:初)?九|五月(?:初)?五|二月(?:初)?二|八月半)(?![日号])",
        "lunar",
    ),
)
"""Lunar days that read like dates; they go before those."""

_SAME_HOUR = (
    refuse(
        "same time",
        "的?(?:(?:[这那]个?|同一?个|[同一]样的?|同一|相同的?|老)"
        "(?:时候|时间|时刻|时段|钟点|点钟?(?![子位名评数滴])|会儿?|时(?![候间刻]))|此[时刻])(?!表)",
        "same",
    ),
    refuse(
        "same time, English",
        r"(?:at |around |about )?(?:(?:the |that )?same (?:time|hour)|this time|that time)\b(?: of (?:the )?day\b)?",
        "same",
    ),
)
RULES = (*_SAME_HOUR, *_WORKED, *_REPEATED, *_SEVERAL, *_VAGUE, *_LUNAR, *_RELATIVE)
