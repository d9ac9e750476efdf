"""What the demonstration shows besides figures: progress with photos that are drawn here, and stories of nobody."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from zc_bot.evaluation.showing import Shot, ShowingKind, Told
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Principal
from zc_bot.storage import attachments, showing
from zc_bot.storage.session import Session
from zc_bot.storage.showing import Stored
from zc_bot.values import dataclass

if TYPE_CHECKING:
    from PIL import Image

SIZE, SMALL = (960, 720), (480, 360)
QUALITY = 80
SKY, GROUND, GLASS, WALL, CRANE, GREEN = "#cfe0ec", "#b9b2a3", "#6f93ad", "#e9e4da", "#c9821f", "#5f8f58"


@dataclass(frozen=True, slots=True)
class Shown:
    """place: which of the programme's communities. ago: days. floors: how far the building in its photos is."""

    place: int
    ago: int
    kind: ShowingKind
    what: str
    where: str = ""
    milestone: str = ""
    name: str = ""
    photos: tuple[tuple[int, str], ...] = ()
    """How many floors stand, and what is written under it."""


STORIES = (
    Shown(0, 410, "progress", "科技园二期开工，首批桩基进场", "科技园二期", "开工", photos=((0, "开工当天"),)),
    Shown(0, 160, "progress", "主体结构封顶，早于计划", "科技园二期", "封顶", photos=((6, "南立面"), (5, "东北角"))),
    Shown(0, 25, "progress", "二期启用，首批入驻企业搬入", "科技园二期", "启用", photos=((8, "启用当天"),)),
    Shown(6, 90, "progress", "加速器装修完成，开始招商", "智能制造加速器", "竣工", photos=((8, "正面"),)),
    Shown(0, 60, "startup", "从三人团队做到年产值过亿，产品用于轨道检测", name="某传感科技公司"),
    Shown(6, 75, "practice", "入园手续一窗受理，当天办结，可供其他社区参考", name="一窗受理、当天办结"),
    Shown(8, 45, "person", "回乡创业，带动本地就业六十多人", name="一位返乡创业者"),
)


def tell(
    session: Session, programme: Programme, reporters: Sequence[Principal], reviewer: Principal, folder: Path,
    now: datetime,
) -> None:
    """Have made-up reporters tell these stories, and the reviewer approve them. folder: where photos are kept.

    reporters: one a community, in the programme's order.
    """
    for one in sorted(STORIES, key=lambda one: -one.ago):
        if one.place >= len(reporters):
            continue
        at, who = now - timedelta(days=one.ago), reporters[one.place]
        shots = tuple(Shot(_kept(session, who, folder, floors, at), caption) for floors, caption in one.photos)
        day = at.date() if one.kind == "progress" else None
        told = Told(
            one.kind, programme.communities[one.place].code, one.what, one.where, one.milestone, one.name, day,
            one.kind != "progress", shots,
        )
        made = showing.tell(session, who, programme, told, at)
        if made is not None:
            showing.decide(session, reviewer, programme, made, True, at + timedelta(days=1))


def _kept(session: Session, who: Principal, folder: Path, floors: int, at: datetime) -> int:
    """Draw a photo and keep it in both sizes; returns its number."""
    picture = _building(floors)
    large, small = (attachments.keep(folder, _jpeg(one), "") for one in (picture, picture.resize(SMALL)))
    stored = Stored(large.sha256, large.size, small.sha256, small.size, *SIZE)
    return showing.keep_photo(session, who.id, stored, at)


def _building(floors: int) -> Image.Image:
    """Draw a building of which some floors stand, with a crane until it is done."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 560, 960, 720), fill=GROUND)
    for at in range(0, 960, 120):
        draw.ellipse((at + 10, 520, at + 90, 600), fill=GREEN)
    for floor in range(floors):
        top = 560 - 58 * (floor + 1)
        draw.rectangle((300, top, 660, top + 58), fill=WALL)
        for left in range(315, 650, 56):
            draw.rectangle((left, top + 12, left + 38, top + 48), fill=GLASS)
    if floors < 8:
        draw.rectangle((716, 90, 732, 600), fill=CRANE)
        draw.rectangle((360, 90, 860, 104), fill=CRANE)
        draw.line((430, 104, 430, 200), fill=CRANE, width=4)
    return picture


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
