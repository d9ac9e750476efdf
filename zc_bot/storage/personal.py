"""Names that are plainly a person's: others' texts are searched for no other one, or an ordinary word would go."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zc_bot.parsing.language import every_phrase, phrases

_COMPOUND = "欧阳 上官 司马 司徒 诸葛 皇甫 尉迟 公孙 慕容 令狐 夏侯 端木 长孙 宇文 淳于"
_WORDS_TOO = "周高林马余夏田石金江程傅史钱苏倪施俞柳葛温庄殷翟阮樊祁耿祝"
"""Surnames that begin ordinary words: a name with one is taken for a person's unless it is such a word."""
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


def is_a_persons(name: str, words: Iterable[str] = ()) -> bool:
    """Tell whether a name is a Chinese one with a usual surname, or a Latin first and last one, and no word."""
    plain, ordinary = _MARK.sub("", name), _phrases()
    if plain in words or plain in ordinary:
        return False
    if _LATIN.fullmatch(plain) is not None:
        return not all(word.lower() in ordinary for word in plain.split())
    return _chinese().fullmatch(plain) is not None


def _chinese() -> re.Pattern[str]:
    surnames = "|".join((*_COMPOUND.split(), *phrases("told.surname"), *_WORDS_TOO))
    return re.compile(f"(?:{surnames}){_HAN}{{1,2}}")


def _phrases() -> frozenset[str]:
    """Return ordinary words, and all that is understood as some."""
    return frozenset((*_ORDINARY.split(), *(phrase.lower() for phrase in every_phrase())))
