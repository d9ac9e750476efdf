"""Telephone and identity numbers in what is meant for the page, where no personal data may stand."""

from __future__ import annotations

import re
import unicodedata

from zc_bot.chat.showing.account import ADDRESSES, BORN, LIVES
from zc_bot.parsing.numerals import DIGITS
from zc_bot.parsing.pending import compile_later
from zc_bot.parsing.units import UNITS

SHORTEST = 7
"""Digits that a telephone number has at least, whatever stands between them."""
_CHINESE = {char: str(digit) for char, digit in DIGITS.items() if char not in "两兩俩仨弍"} | {"幺": "1"}
_MEASURES = "|".join(re.escape(name) for name in sorted(UNITS, key=len, reverse=True)) + (
    "|[万亿千百美日欧米公吨兆度倍条座期层幢栋台套批场次届天单只件头株张份笔户例宗轮盏片]"
    "|[年月日周岁时分秒辆部篇页级类种步款]"
    "|号[楼厂地线馆院路门桥]"
    "|million|billion|thousand|km|tons?|jobs|start-?ups|metres|meters|years|days|hours"
)
_ROUND, _ROUNDER = "[1-9][0-9]{0,5}0{4}(?![0-9])", "[1-9][0-9]{0,4}0{5,8}(?![0-9])"
"""An amount where a unit follows, and whatever follows; a mobile's number that ends so is found apart."""
_STRONG = "[ ]*(?:[元万亿吨亩]|[千兆]瓦|[美日欧]元|平[方米]|公顷|人民币|m2|km2|sq|yuan|rmb|million)"
_YEAR, _DAY = "(?:19|20)[0-9]{2}", "(?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12][0-9]|0?[1-9])"
_AMOUNT = r"[0-9]+(?:\.[0-9]+)?"
_LISTED = 30
"""So many amounts at most share a unit: each that begins a list is read to its end."""
_NUMBERED = (
    r"(?:编号|文号|批文号?|批复号?|批号|备案号|合同号|案号|登记号|受理号|代码|许可证号?|证书号?|No\.?)"
    r"[ ]?[:是为]?[ ]?(?:[A-Z]{0,4}|[A-Z]{1,6}[-/])"
    rf"(?!1[3-9](?:[-/. ]?[0-9]){{9}}(?![-/. ]?[0-9])){_YEAR}(?:[-/.][0-9]{{1,6}}){{1,3}}"
)
"""A paper's number that begins with its year, and is no mobile's."""
_RECORDED = (
    rf"ZL[ ]?{_YEAR}[ ]?[0-9][ ]?[0-9]{{7}}(?:[ .][0-9X])?|(?:ICP|公网安)备[ ]?[0-9]{{6,14}}号(?:-[0-9]{{1,3}})?"
    rf"|[A-D][0-9]-{_YEAR}[0-9]{{4,6}}"
)
_CREDIT_CODE = "(?<![A-Za-z])9[1-3][0-9]{6}[0-9A-Z]{10}(?![0-9A-Za-z])"
"""An office's or firm's: no identity card begins so."""
_STATE = "12[0-9]{3}"
"""12345, 12333: a service of the state, that everybody may call."""
_NO_NUMBER = compile_later(
    r"(?<![0-9])(?<![0-9][-.])(?:"
    # GB/T 19001-2016, 〔2017〕93号, 2026-11-20, 11.20-11.25, 2019、2020年, 9:00-17:30.
    rf"(?<![A-Z])(?:GB|ISO|IEC)[/A-Z]{{0,4}}[ ]?[0-9:.-]+|[〔\[(]?{_YEAR}[〕\])][ ]*第?[ ]*[0-9]{{1,4}}号"
    rf"|{_YEAR}[-/.]{_DAY}(?:[ ]?[-~—至到][ ]?{_YEAR}[-/.]{_DAY})?|第[ ]*[0-9]{{1,10}}号"
    rf"|{_DAY}[ ]?[-~—至到][ ]?{_DAY}"
    rf"|{_YEAR}(?:[ ]?[-~—、,/和][ ]?{_YEAR})+|{_YEAR}(?=[ ]?年)|[0-2]?[0-9]:[0-5][0-9]"
    rf"|{_NUMBERED}|{_RECORDED}|{_CREDIT_CODE}|{_STATE}(?![0-9])"
    # Several amounts share the unit of the last. 85216688方便, 13812345678人: what is as long as a telephone number
    # is an amount only of money or area, and up to eight digits of people.
    rf"|{_ROUNDER}|{_ROUND}[余多]?[ ]?(?:{_MEASURES})"
    rf"|(?![0-9]{{9,}}(?![0-9]|{_STRONG}))(?![0-9]{{7,}}(?![0-9]|{_STRONG}|[ ]*(?:人(?:[^\w]|$)|people)))"
    rf"{_AMOUNT}(?:[ ]?[、,和][ ]?{_AMOUNT}){{0,{_LISTED}}}(?:[ ]?[~至-][ ]?{_AMOUNT})?[余多]?[ ]?(?:{_MEASURES})"
    r")(?![0-9])",
    re.IGNORECASE,
)
_BETWEEN = r"(?:[^\w、]|_){0,3}"
_LONG = compile_later(rf"(?<![A-Za-z0-9])(?:[0-9]{_BETWEEN}){{{SHORTEST},}}(?![A-WYZa-wyz])")
_MOBILE = compile_later(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
"""A mobile's number is one whatever stands behind it: 13812345678元."""
_BROKEN = compile_later(
    r"(?<![0-9])1[3-9][0-9](?:(?:[^0-9、,]{1,2}[0-9]{4}){2}(?![0-9])|(?:、[0-9]{4}){2}(?![0-9、]))"
)
"""138a1234b5678: whatever stands between its groups."""
_HIDDEN = compile_later(
    r"(?<![0-9])[1-9][0-9]{2,5}[ -]?[*xX]{3,}[ -]?[0-9]{2,4}(?![0-9])"
    "|(?:尾号|[后末][46]位)(?:是|为|[: ])*[0-9]{3,6}"
)
"""138****5678 still tells whose it is to whoever knows them."""
_CALLS = (
    "联系方式|联系人|电话|手机|座机|热线|传真|护照|证件|身份证|微信|钉钉|QQ|扣扣|邮箱"
    "|tel|telephone|phone|mobile|call|contact|wechat|fax"
)
_CALLED = compile_later(
    rf"(?:{_CALLS})"
    r"(?:号码?|群|是|为|[\W_]){0,4}[A-Z]{0,2}[0-9](?:[\W_]{0,3}[0-9]){2}",
    re.IGNORECASE,
)
_CALLED_WHOLE = compile_later(
    rf"(?:{_CALLS})(?:号码?|是|为|[:：\s]){{0,3}}(?:[0-9][- ]?){{6,12}}[0-9](?![0-9])"
    r"|(?:分机|内线|短号|扣扣|QQ|(?<![A-Za-z])ext(?:ension)?\b\.?)号?[ ]?:?[ ]?[0-9]{3,6}(?![0-9])"
    "|(?<![0-9])[0-9]{3,6}分机", re.IGNORECASE
)
"""电话85216688元, 分机12345: said to be a telephone's number whatever stands behind it."""
_IDENTITY = compile_later(r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9])")
"""An identity card's, whatever stands behind it: 320602199001011234元."""


def contact_in(text: str) -> str:
    """Return what in a text is or looks like a telephone or identity number, an account or a home; '' for nothing.

    Amounts, years and dates are none. Whom a number may belong to comes first: one that is a mobile's, or is said to
    be a telephone's, is taken for it although a unit stands behind it. An amount can be written in another one.
    """
    plain = "".join(_digit(char) for char in text)
    left = _NO_NUMBER.sub("x", plain)
    looked_for = (
        (_MOBILE, plain), (_BROKEN, left), (_HIDDEN, plain), (_CALLED_WHOLE, plain), (_CALLED, left), (_LONG, left),
        *((address, plain) for address in ADDRESSES), (LIVES, left), (BORN, plain), (_IDENTITY, plain),
    )
    for pattern, where in looked_for:
        if (found := pattern.search(where)) is not None:
            return _whole(where, *found.span())
    return ""


def _whole(text: str, begin: int, end: int) -> str:
    """Return what was found with the rest of its account's name."""
    while begin > 0 and _is_of_name(text[begin - 1]):
        begin -= 1
    while end < len(text) and _is_of_name(text[end]):
        end += 1
    return text[begin:end].strip()


def _is_of_name(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in "._+-@")


def _digit(char: str) -> str:
    """Write a digit of any script, and a Chinese one, as 0 to 9; other characters in half width."""
    if char in _CHINESE:
        return _CHINESE[char]
    digit = unicodedata.digit(char, None)
    return unicodedata.normalize("NFKC", char) if digit is None else str(digit)
