"""/link: the address of the page or of one community's; to admins also the button that closes it at once."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from zc_bot.chat.actions import GiveLink, SwitchPage
from zc_bot.chat.replies import Button, Document, Reply, Response
from zc_bot.chat.showing.draft import says
from zc_bot.chat.showing.said import communities_in, places_where, shared
from zc_bot.chat.turn import Turn
from zc_bot.policy.languages import path_of
from zc_bot.policy.roles import Act, require
from zc_bot.storage import site
from zc_bot.texts.dialogue.review import word_moment
from zc_bot.texts.people import word_refusal

ROOT = ""
MOST_NAMED = 4


def command(turn: Turn) -> Response:
    """Give the link of what is named, or of the whole."""
    said = turn.incoming.argument
    codes = communities_in(turn, said) if said else ()
    if said and not codes:
        return Response((Reply(turn.texts("show.link.which", said=said[:40])),))
    return _of_one(turn, codes)


def spoken(turn: Turn) -> Response | None:
    """Give the link where somebody types only that they want it, maybe a community's; None for any other text."""
    if says("link", turn.incoming.text):
        return _given(turn, ROOT)
    for is_open, sense in enumerate(("close", "reopen")):
        if any(places_where(turn, thing, sense) == () for thing in ("link_thing", "public")):
            return _switching(turn, bool(is_open))
    codes = _wanted(turn)
    return None if codes is None else _of_one(turn, codes)


def _switching(turn: Turn, is_open: bool) -> Response:
    """Ask an admin whether the page is to be closed, or opened again; say to others who may.

    Of a page that is as it is wanted that is said; an open one's link says it.
    """
    if not turn.who.may(Act.SWITCH_PAGE):
        turn.deny(Act.SWITCH_PAGE.name.lower())
        return Response((Reply(word_refusal(Act.SWITCH_PAGE, turn.sender.role, turn.texts)),))
    closed = site.is_closed(turn.session)
    if is_open and not closed:
        return _given(turn, ROOT)
    said = turn.texts("show.link.closed" if closed else "show.link.close_it")
    return Response((Reply(said, _switch(turn, closed)),))


def is_wanted(turn: Turn) -> bool:
    """Tell whether somebody types only that they want the link, maybe a community's."""
    return says("link", turn.incoming.text) or _wanted(turn) is not None


def _wanted(turn: Turn) -> Sequence[str] | None:
    """Return the communities whose link a text, and nothing else in it, wants; None for any other text."""
    codes = places_where(turn, "link_thing", "link_ask")
    codes = places_where(turn, "link_thing") if codes is None else codes
    return shared(turn) or None if codes is None else codes


def give(turn: Turn, action: GiveLink) -> Response:
    """Give the link of the community that was chosen."""
    return _given(turn, action.community)


def _of_one(turn: Turn, codes: Sequence[str]) -> Response:
    """Give the link of one community, or of the whole where none is named; of several ask which."""
    if len(codes) <= 1:
        return _given(turn, codes[0] if codes else ROOT)
    named = turn.programme.community
    rows = tuple((Button(named[code].name(turn.texts.lang), GiveLink(code)),) for code in codes[:MOST_NAMED])
    return Response((Reply(turn.texts("show.link.several"), rows),))


def _given(turn: Turn, community: str) -> Response:
    """Give an open page's address; of one that is not open, a link that expires. Raises `NotAllowed`."""
    require(turn.who, Act.LINK_PAGE)
    texts, where = turn.texts, turn.rules.site
    closed = site.is_closed(turn.session)
    if where.url is None or closed:
        return Response((Reply(texts("show.link.closed" if closed else "show.link.no_url"), _switch(turn, closed)),))
    name = turn.programme.community[community].name(texts.lang) if community else turn.programme.name(texts.lang)
    path = _path(turn, community)
    if where.public:
        url = f"{where.url}/{path}"
        return _with_code(turn, texts("show.link.public", name=name, url=url), url)
    token = site.make_link(turn.session, turn.who, turn.now)
    until = word_moment(turn.now + site.LINK_LASTS, texts, turn.rules.zone)
    url = f"{where.url}/l/{token}/{path}"
    return _with_code(turn, texts("show.link.expires", name=name, url=url, until=until), url)


def _with_code(turn: Turn, text: Markup, url: str) -> Response:
    """Give an address with its QR code, to be held before a colleague's phone or put into a paper."""
    # Loaded with the first link.
    from zc_bot.texts.files.qr import qr_png

    return Response((Reply(text, _switch(turn, False), document=Document("page.png", qr_png(url))),))


def _path(turn: Turn, community: str) -> str:
    """Return the path of a page in the language of whoever asks."""
    lang = path_of(turn.texts.lang)
    return f"{lang}c/{community}" if community else lang


def _switch(turn: Turn, closed: bool) -> tuple[tuple[Button, ...], ...]:
    """Offer an admin to close the page, or to open it again."""
    if not turn.who.may(Act.SWITCH_PAGE) or turn.rules.site.url is None:
        return ()
    return ((Button(turn.texts.plain(f"show.link.{'open' if closed else 'close'}"), SwitchPage(closed)),),)


def switch(turn: Turn, action: SwitchPage) -> Response:
    """Close the page with every link to it, or open it again."""
    site.switch(turn.session, turn.who, action.is_open, turn.now)
    key = "closed_now" if not action.is_open else "opened" if turn.rules.site.public else "opened_for_links"
    said = turn.texts(f"show.link.{key}")
    return Response((Reply(said, _switch(turn, not action.is_open), receipt=True),))
