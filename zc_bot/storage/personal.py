"""Names that are plainly a person's, and names that are no word: in which texts one is searched for hangs on it.

What people wrote is searched for a person's alone, or an ordinary word would go; what the bot put together for any
that is no word of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from zc_bot.parsing.language import every_phrase, phrases

_COMPOUND = (
    "欧阳 上官 司马 司徒 诸葛 皇甫 尉迟 公孙 慕容 令狐 夏侯 端木 长孙 宇文 淳于 司空 司寇 东方 南宫 西门 百里 呼延 "
    "独孤 申屠 濮阳 闻人 澹台 钟离 轩辕 鲜于 闾丘 赫连 公羊 公冶 太史 仲孙 宗政 拓跋 完颜 耶律 纳兰 爱新觉罗"
)
_WORDS_TOO = "周高林马余夏田石金江程傅史钱苏倪施俞柳葛温庄殷翟阮樊祁耿祝"
"""Surnames that begin ordinary words: a name with one is taken for a person's unless it is such a word."""
_RARER = (
    "毛季缪瞿洪凌雷康卫管戚喻窦岑殳鲍费廉滕毕邬卞伍元卜湛臧茅庞屈舒阮蓝闵席娄颜梅盛刁骆霍虞柯昝卢裘宗贲郁杭诸吉钮嵇邢"
    "裴荣翁荀羊惠甄曲芮靳汲邴糜巫乌焦隗谷宓蓬郗仰仲伊宁仇栾甘厉戎詹束幸司韶郜黎蓟溥宿蒲邰鄂索籍赖卓蔺屠蒙乔阴胥苍莘谭"
    "贡逄姬申扶堵冉宰郦雍璩桑桂濮牛寿扈燕浦柴阎茹艾慎戈廖暨耿弘匡寇禄阙殴蔚越夔隆巩厍聂勾敖融冷訾辛阚饶沙鞠巢蒯荆竺逯"
    "桓岳帅缑亢况郈琴牟佘佴伯哈谯笪佟仝闫辜揭冼晏邸粟苗齐尤纪"
)
"""Further surnames, of the Hundred Families and besides: a name with one is a person's unless it is said anywhere."""
_EVERYDAY = (
    "方安成常文白水单平向万于任时有关经明全路国华和章贝葛车通都同公左东谈阳易祖相充能曾米付支原伏欧年后空那师补区双红"
    "商强解应项简游爱益权盖广农宫连查麻富古习容昌武景符印怀池山井宣封弓牧巴劳慕毋须丰乜墨赏麦植闻党步衡居沃晁养鱼冀尚"
    "包储"
)
"""Surnames that begin more everyday words than can be listed: only with two characters more is it a person's name."""
_ORDINARY = (
    "高新 高度 高校 高速 高级 高效 高峰 高达 高低 高额 高产 高端 高铁 周边 周期 周末 "
    "周年 周转 周围 林业 林地 林木 马上 马路 余额 余下 余地 夏季 夏天 田地 田间 石油 "
    "石化 石材 金额 金融 金属 金秋 江苏 江海 江北 江南 江边 程序 程度 史上 钱款 钱数 "
    "苏州 苏北 苏南 苏中 苏通 苏科 施工 施行 施策 温度 温室 庄园 庄稼 祝贺 张贴 张江 "
    "张数 张家港 黄金 黄海 黄色 何时 何处 何种 何况 何必 罗列 梁柱 谢谢 谢绝 宋体 唐山 "
    "许可 许多 许久 许诺 许可证 韩国 曾经 曾任 曾有 董事 董事会 董事长 杜绝 叶片 叶轮 "
    "丁香 沈阳 钟头 钟点 陆续 陆地 陆上 汪洋 范围 范例 孟加拉 秦岭 段落 龙头 龙江 龙湖 "
    "陶瓷 陶粒 贺信 顾客 顾问 顾及 顾问费 严格 严重 严禁 严控 严查 严密 莫非 孔径 汤圆 "
    "戴上 王牌 李子 杨树 徐徐 徐州 郑州 郑重 胡乱 陈列 陈旧 陈述 朱红 肖像 吴中 华为 "
    "吴江 江阴 江宁 江都 高邮 高淳 金坛 金湖 溧阳 马鞍山 石家庄 温州 林芝 黄山 黄石 唐代 "
    "汉代 江苏省 苏州市"
)
"""Ordinary words and places that begin as a surname does."""
_MARK = re.compile("（[0-9]+）$")
"""Stands behind a name that another had already."""
_HAN = "[\u4e00-\u9fff]"
_LATIN = re.compile("[A-Z][A-Za-z'’-]+(?: [A-Z][.]?)?(?: [A-Z][A-Za-z'’-]+){1,2}")


def is_a_persons(name: str, words: Collection[str] = ()) -> bool:
    """Tell whether a name is a Chinese one with a surname, or a Latin first and last one, and no word.

    words: what is called otherwise, and what the program says: a name with a rarer surname stands in none of it.
    """
    plain, ordinary = _MARK.sub("", name), _phrases()
    if plain in words or plain in ordinary:
        return False
    if _LATIN.fullmatch(plain) is not None:
        return not all(word.lower() in ordinary for word in plain.split())
    if _usual().fullmatch(plain) is not None:
        return True
    return _rarer().fullmatch(plain) is not None and not _is_said(plain, words)


def is_no_word(name: str, words: Collection[str] = ()) -> bool:
    """Tell whether a name of two characters or more is none of the program's words, nor stands in one of them.

    A single Latin one counts from three letters on, with a capital: Aigul, and neither Li nor card.
    """
    plain = "".join(one for one in _MARK.sub("", name) if one.isalpha())
    if is_a_persons(name, words):
        return True
    if len(plain) < 2 or (plain.isascii() and (len(plain) < 3 or not plain[0].isupper())):
        return False
    return not _is_said(plain, words) and not _is_said(_MARK.sub("", name), words)


def _is_said(name: str, words: Collection[str]) -> bool:
    """Tell whether a name stands anywhere in what is understood or said; a Latin one as a whole word."""
    low = re.escape(name.lower())
    found = re.compile(rf"(?<![a-z]){low}(?![a-z])" if name.isascii() else low)
    return any(found.search(text.lower()) is not None for text in (*_phrases(), *words))


def _usual() -> re.Pattern[str]:
    surnames = "|".join((*_COMPOUND.split(), *phrases("told.surname"), *_WORDS_TOO))
    return re.compile(f"(?:{surnames}){_HAN}{{1,2}}")


def _rarer() -> re.Pattern[str]:
    """Match names with a rarer surname, and those of several parts (阿卜杜拉·买买提)."""
    return re.compile(f"[{_RARER}]{_HAN}{{1,2}}|[{_EVERYDAY}]{_HAN}{{2}}|{_HAN}{{1,10}}(?:[·•‧・]{_HAN}{{1,10}})+")


def _phrases() -> frozenset[str]:
    """Return ordinary words, and all that is understood as some."""
    return frozenset((*_ORDINARY.split(), *(phrase.lower() for phrase in every_phrase())))
