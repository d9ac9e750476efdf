"""Accounts, mail and homes in what is meant for the page: by what they are called, and by how they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zc_bot.parsing.pending import compile_later

_ID = r"[A-Za-z][A-Za-z0-9_.-]{4,}"
_SHORT_ID = r"[A-Za-z0-9_-]{5,}"
_GAP = r"[\W_]{0,2}"
_WECHAT = f"[微薇威Vv]{_GAP}信|(?<=加)卫[星信]"
_CHINESE = (
    f"{_WECHAT}|企微|钉钉|飞书|支付宝|公众号|公号|视频号|抖音|快手|小红书|微博|知乎|领英|B站|QQ空间|Q{_GAP}Q|扣扣"
)
_SLANG = f"(?:(?<![A-Za-z])(?:[vw]{_GAP}x|weixin)|(?:(?<=加)|(?<=加我))(?:v|微|薇))"
_ENGLISH = (
    "(?<![A-Za-z])(?:v|wechat|telegram|tg|skype|whatsapp|dingtalk|lark|alipay|weibo|line|facebook|twitter|instagram"
    "|linkedin)"
)
_TELLS = (
    "(?:[ ]?(?:同?号码?|账号|帐号|账户|用户名|昵称)?(?:[ ]?id)?[ ]?(?:是|为|[:(@])[ :@]{0,4}"
    "|[ ]?(?:同?号|账号|帐号|id)[ ]{0,4})"
)
"""Says that what follows is the account's name: 微信号, 钉钉号：, WeChat ID:, telegram @."""
_HOSTS = (
    "weixin|wechat|qq|weibo|douyin|kuaishou|xiaohongshu|xhslink|zhihu|bilibili|dingtalk|feishu|linkedin|facebook"
    "|instagram|twitter"
)
_MAIL = "qq|163|126|139|189|gmail|outlook|hotmail|foxmail|sina|sohu|yeah|aliyun|icloud|yahoo"
_AT = r"[ ]?(?:[(\[{<]at[)\]}>]|艾特|#|(?<=[ ])at(?=[ ]))[ ]?"
_DOT = r"[ ]?(?:\.|点|[(\[{<][ ]?dot[ ]?[)\]}>]|(?<=[ ])dot(?=[ ]))[ ]?"
_END = "(?:com|cn|net|org|edu|gov|io|me)(?![A-Za-z])"
_ACCOUNT = compile_later(
    rf"(?:{_CHINESE}|{_SLANG}|{_ENGLISH}){_TELLS}{_ID}"
    rf"|(?:微信|wechat|QQ)号?[ ]?:[ ]?{_SHORT_ID}"
    # 加微信zhangsan2020, 微信 zhangsan_1: a name with a digit in it is no word.
    rf"|(?:{_CHINESE}|{_SLANG}|(?<![A-Za-z])(?:wechat|telegram|skype|whatsapp))[ _]?(?=[A-Za-z0-9_.-]*[0-9_]){_ID}"
    rf"|[薇微](?:(?![(:,。、—-])[^\w\s]){{1,3}}(?=[A-Za-z0-9_.-]*[0-9_]){_ID}"
    rf"|(?<![A-Za-z])skype[ :]{{1,3}}live:[\w.]"
    rf"|(?<![\w.])@{_ID}|@[\u4e00-\u9fff]|(?<![A-Za-z])(?:t|wa)\.me/\w",
    re.IGNORECASE,
)
_BARE = compile_later(
    rf"(?:{_CHINESE}|加我?[Vv微薇]|(?<![A-Za-z])[VvWw]{_GAP}[Xx])[ ]?(?!{_HOSTS}|tiktok|lark|alipay)"
    r"[a-z][a-z0-9_.-]{4,}(?![A-Za-z])"
)
"""微信zhangsan, 加vx zhangsan: small letters; what is built has a capital one (微信Pay, WX系列)."""
_WEB = compile_later(
    rf"(?<![\w-])(?:https?://)?(?:[\w-]{{1,40}}\.){{0,4}}(?:{_HOSTS})\.(?:com|cn|net)(?:\.cn)?/[\w?]"
    r"|(?<![A-Za-z0-9_.-])(?:(?:t|url|dwz)\.cn|bit\.ly|tinyurl\.com|t\.co|is\.gd|suo\.im|b23\.tv|v\.douyin\.com)/\w",
    re.IGNORECASE
)
_MAILED = compile_later(
    r"[\w.+-]@[\w-]+\.[\w.]|[A-Za-z0-9]@[A-Za-z]"
    rf"|[A-Za-z0-9][\w.+-]{{0,40}}{_AT}(?:{_MAIL})[ ]?(?:\.|点|[(\[]?dot[)\]]?)[ ]?(?:com|cn|net)"
    # Any host where its sign is bracketed or said, or its dot is: zhang(at)company.com, zhang at company dot com.
    rf"|[A-Za-z0-9][\w.+-]{{0,40}}[ ]?[(\[{{<][ ]?at[ ]?[)\]}}>][ ]?[A-Za-z0-9-]{{1,40}}{_DOT}{_END}"
    rf"|[A-Za-z0-9][\w.+-]{{0,40}}[ ](?:at|@)[ ][A-Za-z0-9-]{{1,40}}[ ](?:dot|点)[ ]{_END}", re.IGNORECASE
)
BORN = compile_later(
    "(?:出生(?:日期|年月)?[于在]?|生于|生日|(?<![A-Za-z])(?:born(?: on| in)?|birthday|date of birth|dob))"
    r"[是为: ]{0,3}(?:[A-Za-z]{3,9} )?[0-9]{1,4}"
    r"|[0-9]{4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}[日号])?(?:出生|生人)",
    re.IGNORECASE,
)
"""The day or year of somebody's birth."""
LIVES = compile_later(
    r"(?:住址|家庭地址|居住地址?|现居地?|现住|(?<!之)家住(?![了着满进过])|(?<!入)住[在于]|户籍地址?)[^。;\n]{0,30}?[0-9]"
)
"""Where somebody is said to live, in a text without amounts: 家住园区的有200人 tells of nobody's home."""
_FLAT = compile_later(
    r"(?:小区|新村|花园|家园|花苑|公寓|名邸|里弄)[ ]?[0-9]{1,3}(?:号楼|幢|栋|号|#)"
    r"[^。,;\n]{0,8}?[0-9]{2,4}(?:室|(?![\w㎡]))"
)
"""A flat where people live; a room of a carrier is none."""
_PLATE = compile_later(
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·. ]?"
    "(?=[A-HJ-NP-Z0-9]{0,5}[0-9]{3})[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9-])"
)
ADDRESSES: Sequence[re.Pattern[str]] = (_ACCOUNT, _BARE, _WEB, _MAILED, _FLAT, _PLATE)
