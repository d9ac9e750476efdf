"""What is known by its form rather than by a word: years written short, how many were listed, what only asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from zc_bot.parsing.composition.chart import Edge
from zc_bot.parsing.composition.values import Limit as Compared
from zc_bot.parsing.composition.values import Predicate
from zc_bot.parsing.numerals import ENGLISH_NUMBERS, read_numeral
from zc_bot.parsing.quantities import Quantity, read_quantity
from zc_bot.parsing.searching import matches

MOST_YEARS = 60
_PASSED_OVER = (
    r"(?<=[^有])了?(?:没有|没)(?=$|\|)|(?<=[家上])不(?=$|\|)|(?<=了)没(?=$|\|)",  # 翻番了没 only asks.
    "有没有(?=超|高|低|达|多|少|赶|比|到|过|破|翻|掉|跌|降)",
    "一(?:个|家|项)(?=[^|]{1,8}?(?:都|也)?没)",  # 一个加速器都没有.
    "(?<=[\u4e00-\u9fff])一家(?=[多少高低大小占就独的]|$|\\||[吗么不没])",  # 比通创一家多.
    "(?<=[都高低多少大小快慢好有番倍标到过齐])个(?=是|有|$|\\|)",  # 的, as it is spoken
    "的?就(?:给我)?(?=列|发)",  # …不达标的就列出来
    r"最好(?=$|\|)",  # …能摆一起最好
    "排(?=$|\\||的|[ 12])|(?:列|弄|做|出)?(?:一张|个)表(?=$|\\|)|能(?=排第)",
    "(?<![a-z])(?:fell|falls|falling|fall) (?=short of)",
    "取(?=前|最|倒数|后)|排(?=前|第|在前|倒数|后)|排名(?=比|较|跟|和)|年(?=年均)|[低高多少大小](?:到|至)(?=多少|几)",
    "(?:新增|新登记|新注册|注册|登记|吸纳|带动|解决|实现|完成|达成|投入|建成|建设|建有|拥有|投|建|招|用|铺|盖|养|开|办)"
    "[了到出]?(?=(?:百分之)?(?:多少|几))",
    "(?:对应|产出|创造|贡献|承载|产生|撑起|带来)(?:了|出)?(?=(?:多少|几|多大))",
    "还(?=在?(?:倒退|退步|下降|减少|降低|下滑|缩水|掉|跌|降|减))",
    "(?:掉|跌|降|低|落)(?:到|至)(?=了?[0-9一二三四五六七八九十百]+[^|]{0,3}(?:以下|之下))",
    "(?:要|等着|好)?(?:写|放|用)(?:进|在|到|于)?(?:材料|汇报|总结|报告|讲话稿)(?:里|中)?(?:要?用)?",
    "(?:材料|汇报|总结|报告|讲话稿|开会|会上)(?:里|中)?要?(?:用|讲|说)",
    "等着(?:填|用|要|报|写)|急(?:用|等|要)?(?=$|\\|)|我?照抄",
    "(?:两|三|四|这两|这三)(?:个|项|类|样|块)(?:覆盖率|指标|平台|服务|面积|要求)(?=都|均|全|满)",
    r"单位(?:要|用|按|写|是)?(?:亿元?|万元?|平米|平方米|万平米?|万平方米)(?=$|\|)",
    r"in (?:100m|100 m|rmb|10k|units of)? ?(?:(?:100 )?million|billion|yuan|rmb)?(?: yuan)?(?=$|\|| pl)",
    r"in (?:10000万|1000000|100 ?million|万|wan|billion|million)? ?(?:yuan|rmb)(?=$|\|)",
    "(?:要么|要不|或者)(?=[^|]{1,15}(?:要么|要不|或者))",  # either
    "都(?:算|行|可以)(?=$|\\||[，,])|在(?=[^0-9|]{2,4}(?:铺|覆盖))|有(?:所|了)?(?=[升涨增跌降减提下上])",
    "以(?=[^|]{2,8}为准)|(?:就|只|单)说(?=[^|]{2,6}$)|(?<=[业作员])的人(?=[^|])|已(?=达|有|超|过|到|经)|又(?=比)",
    "(?<![^|])在(?=[^|]{4,30}(?:之中|当中|里面|里头|中间|中)(?:\\||哪|谁|何|有))|达到(?=[^|]{2,6}(?:全覆盖|百分百|满))",
    "就(?=超|高|低|达|不到|过)|包?含两[端头]|严格(?:大于|小于|高于|低于|超过)(?=$|\\|)|(?<=[多少几成])%(?=$|\\|)",
    "in absolute terms|(?<=[未没])设立|名称(?=$|\\|)",
    r"(?<![^|])快(?=\|)|(?<=[a-z] )(?:up|together)(?=$|\|)|(?:in )?100 ?millions",
    "(?<=[单的])[+、和及]?(?:降幅|涨幅|增幅|跌幅)(?=$|\\|)|报了(?=多少|几)|给(?:我|出)?一?个(?=$|\\|)|最近一次报?的?",
    "(?<![已没未漏迟补虚少多误错不谁人])(?:所|上|填|申)?[报填](?:上来|上去|过来|给市里)?的(?=[^|])",
    "(?:还|就)?(?:剩|余)(?:下|余)?(?:的)?(?:还有|是|有)?(?=(?:一共|总共|合计|加起来|共)?(?:多少|几))",
    "(?<![a-z])(?:most recent|latest)(?: figures?| one)?(?![a-z])|in place (?=by|in|since)|dead (?=last)",
    "(?<![a-z])by (?=20[0-9]{2}(?![0-9]))|(?:every|each|all)(?: of)?(?: the)? (?=targets?|requirements?)",
    "(?:stand |rank |come )?among (?:all )?(?:the )?(?:13 )?(?:communities|of them|others)",
    "(?<![a-z])down (?=by (?:the |each |responsible )?(?:authorit|district|communit))|what does (?=[^|]*come to)",
)
"""What asks, counts what was listed, tells what it is for, or wishes for a unit, and changes nothing."""
_NO_NUMERAL = re.compile("[^0-9一二三四五六七八九十两俩仨]")
_YEAR = "(?:1[5-9]|2[0-9])"
_FIGURE = "(?:约|差不多|大约)?(?:百分之)?[0-9一二三四五六七八九十百千两]+"
_HANDLES = "[拉列排摆过走理捋报念算查翻扒调导出来看弄发]"
_OF_A_COUNT = "个家人万亿元平方成点年月日号倍名位条项百千到至多和与跟比对较分以小大后前"
"""What may stand behind a number that is no year."""
_DEGREES = "[多少](?![少人])|增|减|涨|降|掉"


@dataclass(frozen=True, slots=True)
class Form:
    """What a pattern finds: its category, and what its match stands for; None where it is nothing.

    part: the group that it is, where the rest only stands beside it.
    """

    category: str
    pattern: re.Pattern[str]
    value: Callable[[re.Match[str], date], Any | None]
    part: int = 0


def find_forms(text: str, today: date) -> Iterator[tuple[int, int, Edge]]:
    """Find all that is known by its form in a folded text, and where it stands."""
    for form in FORMS:
        for match in matches(form.pattern, text):
            if match[form.part] and (value := form.value(match, today)) is not None:
                yield *match.span(form.part), Edge(form.category, value)


def count_of(text: str) -> int | None:
    """Read a small number, in digits or in words; None for any other."""
    number = ENGLISH_NUMBERS.get(text) or {"俩": 2, "仨": 3}.get(text) or read_numeral(text)
    return int(number) if number and number <= MOST_YEARS else None


def _last(match: re.Match[str], today: date) -> tuple[tuple[int, ...], bool] | None:
    """近三年: the last so many whole years."""
    count = count_of(match[1])
    return None if count is None else (tuple(range(today.year - count, today.year)), True)


def _running(match: re.Match[str], today: date) -> tuple[int, ...]:
    count = count_of(match[1].replace("两", "二")) or 0
    return tuple(range(today.year - count, today.year))


def _short_year(group: int = 1) -> Callable[[re.Match[str], date], tuple[tuple[int, ...], bool]]:
    return lambda match, _: ((2000 + int(match[group]),), False)


def _short_years(match: re.Match[str], _: date) -> tuple[tuple[int, ...], bool] | None:
    listed = tuple(2000 + int(year) for year in re.findall("[0-9]{2}", match[0]))
    return (listed, True) if len(set(listed)) == len(listed) else None


def _round(match: re.Match[str], _: date) -> Quantity | None:
    amount = read_quantity(f"一{match[0]}")
    return amount if isinstance(amount, Quantity) else None


def _round_english(match: re.Match[str], _: date) -> Quantity | None:
    amount = read_quantity("1000" if "thousand" in match[0] else "100")
    return amount if isinstance(amount, Quantity) else None


def _years_since(match: re.Match[str], today: date) -> tuple[tuple[int, ...], bool] | None:
    years = tuple(range(int(match[1]), today.year))
    return (years, True) if len(years) > 1 else None


def _one_year(match: re.Match[str], _: date) -> tuple[tuple[int, ...], bool]:
    return (int(match[1]),), False


def _times(match: re.Match[str], _: date) -> int | None:
    return count_of(match[1].replace("两", "二"))


def _base_year(match: re.Match[str], _: date) -> int:
    return int(match[1] or match[2] or match[3])


def _or_more(match: re.Match[str], _: date) -> Predicate | None:
    amount = read_quantity(match[1])
    return Predicate((Compared(">=", amount),)) if isinstance(amount, Quantity) else None


def _it_is(value: Any) -> Callable[[re.Match[str], date], Any]:
    return lambda _, __: value


_YEAR_TO_YEAR = re.compile(f"(?<![0-9])({_YEAR})(对|比|较)({_YEAR})(?![0-9万亿个家人%成])")
"""24对23: the later against the earlier."""
FORMS: tuple[Form, ...] = (
    Form("years", re.compile(
        r"(?:近|过去|最近|这|last |past )"
        r"([0-9]{1,2}|[一二三四五六七八九十两]{1,3}|two|three|four|five|ten|twenty) ?(?:个)?(?:年|years)"
    ), _last),
    *(Form("harmless", re.compile(pattern), _it_is(True)) for pattern in _PASSED_OVER),
    Form("harmless", re.compile(
        r"(?:除|去掉|刨掉|刨去|不算|抛开|扣掉|减去|撇开)[^|]{1,24}?\|?((?:其他|其它|其余|别的|剩下|余下)的?(?:几|各|多)?(?:家|个|社区)?)"
        "(?=[^|]{0,16}(?:一共|总共|合计|加起来|加一起|共多少))"
    ), _it_is(True), part=1),  # 除了它，其他家一共多少 says it twice
    Form("sign", re.compile(
        f"(?:是不是|是否为?|到底是不是)(?:就是|填的?是?|报的?是?|有|到|等于)?(?={_FIGURE})"
        f"|(?:真的?|就|果真)?是(?={_FIGURE}[^|]{{0,6}}(?:吗|么|嘛|对吗|对吧|没错吧|吧)(?:$|\\||[啊呀]))"
    ), _it_is("=")),  # 能达产值是不是57亿
    Form("much", re.compile(
        "(?:大约|约合|折合|约为|大概|约|合)?(?:是|有|到)?(?:几|多少)(?:个亿|只|座|幢|栋|处|所|间|亿元?|万元?|平米?|平方米?|方|成几|把|号人)"
        "(?:左右|上下)?(?=$|\\||[了啊呀呢吗的啦])"
    ), _it_is("")),
    Form("harmless", re.compile(
        f"(?<![不别没])(?:直接|帮我|给我|都|全)?{_HANDLES}(?:一遍|一下|一{_HANDLES}|个数|个表|个单子|一张表|出来|给我|着看)+(?:给我|吧|呗)?"
        "(?=$|\\|)"
    ), _it_is(True)),  # 拉一遍给我
    Form("ever", re.compile(
        "(?:自|从|打)?(?:20[12][0-9]年?)?(?:正式)?(?:启动|开办|创建|成立|开园|起步|开建|设立|建立|运行|运营)(?:那年)?(?:以来|至今|到现在|到今|起至今|开始到现在)"
    ), _it_is(True)),  # 自2017年启动以来
    *(Form("rank", re.compile(
        f"(?:由|从|按)?(?:{first})(?:至|到)(?:{last})(?:依次|顺序)?(?:地)?(?:排列|排序|排|列出|列)?(?:一下|下来|出来)?"
    ), _it_is(up)) for first, last, up in (("多|大|高|强", "少|小|低|弱", False), ("少|小|低|弱", "多|大|高|强", True))),
    Form("mean", re.compile(
        "平均(?:到)?(?:每|一)(?:个|家)?(?:众创)?(?:社区|家|个)?|(?:每|一)(?:个|家)?(?:众创)?社区平均"
    ), _it_is(True)),  # 平均每个社区
    Form("has", re.compile("(?<=[台构策系务乐训])\\|?(?:一栏|那栏|这栏|那项|一项)?(?:填|报|写|选|标)(?:的)?(?:是|为|了|成)?\\|?(?:否|无|没有)\\|?(?=的|$|\\|)"), _it_is(False)),
    Form("has", re.compile("(?<=[台构策系务乐训])\\|?(?:一栏|那栏|这栏|那项|一项)?(?:填|报|写|选|标)(?:的)?(?:是|为|了|成)?\\|?(?:是|有)\\|?(?=的|$|\\|)"), _it_is(True)),
    Form("degree", re.compile("(?:高|多|大|强|好)(?:一点|一些|点|些)(?:儿)?(?=$|\\||[的啊呀呢吗])"), _it_is(">")),
    Form("degree", re.compile("(?:低|少|小|弱|差)(?:一点|一些|点|些)(?:儿)?(?=$|\\||[的啊呀呢吗])"), _it_is("<")),
    Form("harmless", re.compile(
        r"in (?:units? of )?(?:hundreds? of )?(?:[0-9]{0,9}万 ?(?:yuan|rmb|cny)?|(?:bn|billions?|millions?|mn|thousands?) ?(?:of )?(?:yuan|rmb|cny)?"
        r"|yuan|rmb|cny|percent|per cent|%|percentage terms|sqm|sq m|square met(?:er|re)s)(?: if (?:possible|you can))?(?=$|\||,? (?:please|pls|thanks))"
    ), _it_is(True)),  # in 100 million yuan if possible
    Form("harmless", re.compile(r"(?:at |by |as at |as of )?(?:the )?(?:year )?end(?: of|[ -]+)? ?-? ?(?=20[0-9]{2})"), _it_is(True)),
    Form("harmless", re.compile(
        "(?:grow|grew|grown|rise|rose|risen|fall|fell|fallen|increase|increased|change|changed|decline|declined|drop|dropped|up|down)"
        "(?![a-z])[^|]{0,24}?(yoy|y o y|year on year|over the (?:year before|previous year)|on the (?:year before|previous year))"
    ), _it_is(True), part=1),
    Form("harmless", re.compile(
        "((?:by )?how much)(?=[^|]{3,70}(?:rise or fall|rise or drop|up or down|increase or decrease|grow or shrink|go up or down))"
    ), _it_is(True), part=1),
    Form("harmless", re.compile(
        "(?<![a-z])(?:which|what|when) (?:was|is|were|are)(?=[^|]{2,40}(?:best|worst|strongest|weakest|peak|record|top|highest|lowest) years?)"
    ), _it_is(True)),
    Form("sign", re.compile("(?:fallen|fell|fall|falls|been|dropped|gone|slipped) (?:short of|below|under|beneath)(?: the)?(?= )"), _it_is("<")),
    Form("sign", re.compile("(?:above or below|below or above|over or under|under or over|more or less than)(?= )"), _it_is(">")),
    Form("ever", re.compile(
        "since (?:it|they|the (?:community|site|programme)) (?:was |were |first )?(?:started|began|opened|launched|founded|set up|got going|existed?)"
        "|since (?:its |the )?(?:launch|start|beginning|inception|opening)|from the (?:very )?(?:start|beginning|outset)"
        "|(?:for )?(?:every|each|all the|all) years? (?:you(?:ve| have)(?: got)?|on (?:file|record)|there (?:is|are)|available|we have)"
    ), _it_is(True)),  # since it started
    Form("harmless", re.compile(r"(?:up to|as of|through|until|till)(?: the end of| end)?(?= 20[0-9]{2}(?:$|\|))"), _it_is(True)),
    Form("harmless", re.compile(
        "(?:would it be (?:right|fair|correct) to say|is it (?:true|right|correct|the case)|am i right(?: in saying| to think)?"
        "|can (?:i|we) say|is it fair to say)(?: that)?|(?:is that|is this|thats) (?:correct|right|true)"
    ), _it_is(True)),
    Form("all", re.compile("(?:the )?(?:whole city|city as a whole|city overall)"), _it_is(True)),
    Form("amount", re.compile("(?<![a-z])an? (?:thousand|hundred)(?! (?:million|thousand|and|yuan))"), _round_english),
    Form("harmless", re.compile("how(?= (?:did|has|have) )"), _it_is(True)),
    Form("harmless", re.compile(
        "(?:只看|只算|只在)?已(?:经)?(?:报|填|上报|填报|报数|有数)(?:了|过|上来)?(?:数)?的(?:那)?(?:几家|几个|社区|单位|这些)?(?:里头|里面|当中|之中|中|里)?"
        "|(?:没|未|还没|尚未)(?:报|填|上报|填报|有数)(?:数|上来)?的(?:就|都|先)?(?:不算|不计|除外|不管|剔除|扣除|去掉|不排|不列|别算)(?:在内|进去|进来)?"
        "|没有?[^|]{0,10}(?:数|数据|年)的(?:就|都|先)?(?:不算|不计|除外|剔除|不排|不列|去掉)"
        "|(?:leave|leaving) out (?:any ?one|those|whoever|any|communities) (?:who|that|which|with|without)[^|]{3,40}(?:number|figure|data|report|reported|value)s?"
        "|(?:only )?(?:among|of|counting) (?:only )?(?:those|the ones) (?:who |that )?(?:have )?(?:reported|filed)(?: so far)?"
    ), _it_is(True)),  # 没报的不算: only those that have a figure are put in order
    Form("direction", re.compile("(?:跌|掉|降|减少|滑|缩水|缩|少|低)(?:下去|下来)"), _it_is("<")),
    Form("direction", re.compile("(?:涨|升|增|增加|多|高)(?:上去|上来|起来)"), _it_is(">")),
    Form("moved_most", re.compile("一下子?(?:就)?(?:多|涨|增|高|升|冒)(?:起来|上去|上来|出来)"), _it_is(("gain", False))),
    Form("failed_count", re.compile("(?:没|未|不|没有)达标(?:的)?(?:条数|项数|条款|项|数)?(?=最[多少])|不合格(?:的)?(?:条数|项数)?(?=最[多少])"), _it_is(True)),
    Form("harmless", re.compile(r"(?<=[家个谁区])\|?几[条项](?=$|\|)"), _it_is(True)),
    Form("harmless", re.compile("有得(?=几家|几个|多少)"), _it_is(True)),
    Form("how_many", re.compile("有得(?:几家|几个)(?=$|\\||[啊呀呢])"), _it_is(True)),
    Form("among_ahead", re.compile(
        "(?:这|那)?(?:[一二两三四五六七八九十]|1?[0-9])个?(?:县市|县区|区县|县市区|县|市|区)(?:里头|里面|里|之中|当中|中间|中)(?=\\|)"
    ), _it_is(True)),
    Form("harmless", re.compile("(?:填|报|写)?的?是?(?:0|零)还是(?:没|未)(?:有)?[填报交写](?:报|写)?"), _it_is(True)),
    Form("harmless", re.compile("属于?(?=20|首批|第|县|区|[一二][〇零一])"), _it_is(True)),
    Form("short", re.compile(
        "(?:还|再|至少|最少)*(?:要|需要|需|得|差)?(?:再)?(?:建|增|加|招|投|引进|新增|盖|添|补)?(?:多少|几)(?:平米|平方米|平|方|个|家|人|亿|万)?"
        "(?:才|就|能|可以)+(?:够|到|达到|满|凑够|补足)(?:上)?(?=[0-9一二三四五六七八九十百])"
    ), _it_is(True)),  # 还要再建多少才够20万平
    Form("harmless", re.compile("(?:[两三四2-4]|这[两三四])(?:条|项|道|个)(?:线|杠|门槛|标准|红线|关)"), _it_is(True)),
    Form("harmless", re.compile(
        f"(?:都|全|全部|统统|全都)(?:给我|帮我)?(?:拎|{_HANDLES}|挑|筛|找|标|揪)(?:出来|出|一下|给我|上来|上|下来)?(?:给我)?(?=$|\\|)"
    ), _it_is(True)),
    Form("harmless", re.compile("(?<=[业员值资积器间])(?:总数|总量|总共)(?=最)"), _it_is(True)),
    Form("years", re.compile("从(20[0-9]{2})年?(?:算起|开始算|起算|起|开始)"), _years_since),
    Form("years", re.compile("以(20[0-9]{2})年?(?:度)?(?:的数|的数据|数据|数)?(?:计|为准|论|来算|来看)"), _one_year),
    Form("than", re.compile(r"(?:有没有|有无)(?=[^|有没]{2,10}?(?:那么|这么)?[多高大快强](?:$|\|))"), _it_is(True)),
    Form("moved_most", re.compile("(?:涨|升|增长|增加|增)得?(?:最慢|最少)|增[长速](?:最慢)"), _it_is(("change", True))),
    Form("again", re.compile("总(?:该|归)?(?:是)?有(?:的)?(?:吧|的)(?=$|\\|)"), _it_is(True)),  # 那产值总有吧
    Form("verdicts", re.compile(
        "够不够(?:文件|政策|通知)?(?:里|里头|上)?的?(?:[0-9.]+%?)?(?:那条|这条|那条线|要求|标准|线|门槛)?(?:线)?(?=$|\\||[啊呀呢])"
    ), _it_is(True)),
    Form("verdicts", re.compile(
        "(?:还|也|都|能|那)*够(?:得上|上|了)?(?:文件|政策|考核|通知|规定|国家|市里)?的?(?:要求|标准|门槛|线|格|数)?"
        "(?:了|的)?(?:吗|么|嘛|不够|不|没有?|吧|呢)(?=$|\\||[啊呀呢])"
    ), _it_is(True)),  # 够文件要求吗
    Form("again", re.compile(
        "(?<=[份家区年后的])(?:以?后|之后)?(?:也|再|又|还|重新|照样|照旧|同样|这么|这样|那么|照这个|按这个)+"
        "(?:给我)?(?:做|算|列|查|排|出|弄|来|看|报|搞|统计|排列|排序|列出|计算)(?:一(?:遍|次|份|下|个|张)|遍|下)?(?=$|\\||[吧呗嘛啊])"
    ), _it_is(True)),  # 换成2022年再做一遍
    Form("every", re.compile("都(?=有(?:所)?[升涨增跌降减提])"), _it_is(True)),
    Form("direction", re.compile("[涨升增](?=的|、|但|而|，|最|得最)"), _it_is(">")),
    Form("direction", re.compile("[跌降掉减](?=的|、|但|而|，|最|得最)"), _it_is("<")),
    Form("which", re.compile(r"是哪(?=$|\||[呀啊呢里])"), _it_is(True)),
    Form("view", re.compile("(?<=20[0-9][0-9]年)(?:变动|变化|增减)(?:情况|幅度|多少)?"), _it_is("change")),
    Form("sum", re.compile("add(?= (?:the two|them|both|these|those) (?:up|together))"), _it_is(True)),
    Form("up_or_down", re.compile(
        "(?:是?(?:升|涨|增|进步|前进|上升|快)了?(?:还是|是)(?:降|跌|掉|减|退步|后退|下降|慢)了?)"
        "|(?:是?(?:降|跌|掉|减|退步|后退|下降|慢)了?(?:还是|是)(?:升|涨|增|进步|前进|上升|快)了?)"
        "|(?<![a-z])(?:go |going )?(?:(?:rise|grow|increase|climb|up) or (?:fall|shrink|decrease|drop|down))(?![a-z])"
    ), _it_is(True)),
    Form("verdict", re.compile("(?<=[新比积员业])够(?:了|上|得着)?(?=$|\\||的|但|而|[高战])"), _it_is("met")),
    Form("verdict", re.compile("(?<=[新比积员业])(?:没|不|未)够(?:上|得着)?(?=$|\\||的|但|而)"), _it_is("not_met")),
    Form("verdict", re.compile("(?<=r[0-9])(?:[都均])?过(?=$|\\||了|但|的|而)"), _it_is("met")),
    Form("verdict", re.compile("(?<=r[0-9])(?:都|均)?没过(?=$|\\||但|的|而)"), _it_is("not_met")),
    Form("multiple", re.compile("([两二三四五六七八九十]|[2-9]|10)倍(?=以上|还|及)"), _times),  # 2018年两倍以上
    Form("sign", re.compile(
        "(?:抵不抵得|比不比得|赶不赶得|追不追得|顶不顶得)[过上]|(?:能不能|是否|会不会)(?:顶|抵|赶|比|压|盖|追)[过上得住]+"
    ), _it_is(">")),  # 抵不抵得上
    Form("predicate", re.compile(r"(?<![0-9.])([0-9]{1,4})\+"), _or_more),  # 2+ incubators
    Form("years", re.compile(rf"(?<=from ){_YEAR} to {_YEAR}(?![0-9%])"), _short_years),
    Form("which_years", re.compile(
        "(?<![a-z])first (?=exceed|pass|reach|hit|cross|top|go|get|fall|drop|rise|break|meet|clear|beat)"
    ), _it_is("first")),
    Form("except", re.compile(r"(?:every(?:one|body)|all(?: of them)?|any(?:one|body)?) but(?![a-z])"), _it_is(True)),
    Form("since_base", re.compile(
        "(?:起点|基期|基年|起始年|起算年)(?:改成|换成|改为|换到|定在|用|从|是)?(20[12][0-9])年?(?:的|起|开始|算起)?"
        "|(?:只|就|改)?从(20[12][0-9])年?(?:开始|起)?(?:算|数|起算)(?:起|呢)?"
        "|(?:what if )?(?:one |we |you |i )?(?:only )?(?:count(?:s|ing)?|start(?:s|ing)?|base year)(?: only)?"
        " (?:from )?(20[12][0-9])"
    ), _base_year),
    Form("and", re.compile(
        "(?<=[a-z\u4e00-\u9fff]) ?\\+ ?(?=[a-z\u4e00-\u9fff])"
    ), _it_is(True)),  # nengda + jianghai
    Form("fastest", re.compile(
        "(?<=[涨升增掉跌降减缩落滑]得)最(?![少慢低小多大厉])[\u4e00-\u9fff]{1,2}(?=$|[|的是])"
    ), _it_is(True)),  # 掉得最凶
    Form("gap", re.compile(
        "(?:相?差了?|悬殊)(?:几|多少)个?(?:百分点|[万亿百千]+[方元平米人家个]*|平方?米|[方平人家个点成元])"
    ), _it_is(True)),  # 差几万方
    Form("years", re.compile(
        rf"(?<=年\|){_YEAR}(?:[、和跟与及]{_YEAR}){{1,5}}(?=\|)"
    ), _short_years),  # 三年（22、23）
    Form("each_years", re.compile("(?:连着|连续|接连|一连)([两二三四五六七八九2-9])(?:个)?年"), _running),
    Form("harmless", re.compile("(?:连着|连续|接连|连年).{0,18}?(都|均)"), _it_is(True), part=1),  # says it twice
    Form("than", re.compile(r"[和与同](?=[^|和与同跟比]{1,12}(?:相比|比较|比))"), _it_is(True)),  # 和中位数比
    Form("years", re.compile(rf"(?<![0-9.])({_YEAR})(?=$|\|)"), _short_year()),  # …从低到高排一下 24
    Form("years", re.compile(
        f"(?<=[\u4e00-\u9fff])({_YEAR})(?=[\u4e00-\u9fff])(?![{_OF_A_COUNT}])"
    ), _short_year()),  # 苏通24总投资
    Form("years", re.compile(rf"(?<![0-9.])({_YEAR})(?=的?呢(?:$|\|))"), _short_year()),  # 24呢
    Form("verdict", re.compile(
        r"(?:没有?|未)(?:能)?(?:达到|做到|达成|满足)(?=的?(?:$|\||[吗呢吧?]))"
    ), _it_is("not_met")),  # 有哪几家没有达到？
    Form("asked_by_unit", re.compile(r"(?<=(?:most|many|more|west|ewer) )people"), _it_is("人")),  # the most people
    Form("asked_by_unit", re.compile(
        f"(?<![个每多少几万千百0-9])人(?=(?:比|又比)[^|]|(?:数|最|还|更|也|反而|反倒|却|倒|在|又)*(?:{_DEGREES}))"
    ), _it_is("人")),  # 哪家人多, 产值掉了人反倒多了
    Form("than", re.compile(
        r"(?<![a-z])(over|on|from) (?=20[0-9]{2}(?![0-9])|the pr(?:evious|ior) year|previous year|the year before)"
    ), _it_is(True), part=1),
    Form("years", _YEAR_TO_YEAR, _short_year(1), part=1),
    Form("than", _YEAR_TO_YEAR, _it_is(True), part=2),
    Form("years", _YEAR_TO_YEAR, _short_year(3), part=3),
    Form("years", re.compile(
        f"(?<![0-9]){_YEAR}(?:[、和跟与及]?{_YEAR}){{2,5}}(?=年|连|这|[二两三四五]年)"
    ), _short_years),  # 22、23、24连着三年
    Form("years", re.compile(f"(?<![0-9]){_YEAR}[、和跟与及]{_YEAR}(?=连|两年|这两年)"), _short_years),
    Form("years", re.compile(
        rf"(?<=in both ){_YEAR} and {_YEAR}(?![0-9%])|(?<=in ){_YEAR} and {_YEAR}(?=$|\|)"
    ), _short_years),
    Form("group", re.compile(
        r"(?:那|这|其中)?(?:[两二三四五六七八九十俩仨]|[2-9]|1[0-3])"
        r"(?:个社区|家社区|个数据?|个指标|项指标|个数字|个|家|样|项|条|地|区|者|批|块|年)?"
    ), lambda match, _: count_of(_NO_NUMERAL.sub("", match[0])) or 0),  # so many of what was listed
    Form("amount", re.compile(r"(?<=[过破上超逾达满])[万亿](?=$|\||[的人家个元])"), _round),  # 从业人员过万
    Form("amount", re.compile(
        "(?<![一二三四五六七八九十两几多0-9])[百千][万亿](?![一二三四五六七八九十])"
    ), _round),  # 产值破百亿
)
