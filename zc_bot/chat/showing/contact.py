"""Telephone and identity numbers in what is meant for the page, where no personal data may stand."""

from __future__ import annotations

import re

from zc_bot.parsing.numerals import FOLD

_NUMBER = re.compile(
    r"(?<![0-9])(?:"
    # A mobile telephone, in one or in groups; an amount of money as long is none.
    r"(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]){8}(?![0-9]|[ ]*(?:元|美元|平方))"
    # A telephone with its area code.
    r"|0[0-9]{2,3}[)]?[- ]?[2-9][0-9]{2,3}[- ]?[0-9]{4}(?![0-9])"
    # An identity number: region, day of birth, serial and check digit.
    r"|[1-9][0-9]{5}[- ]?(?:19|20)[0-9]{2}[- ]?[01][0-9][0-3][0-9][- ]?[0-9]{3}[0-9X](?![0-9])"
    r")"
    r"|(?:电话|手机|热线|tel|phone|call)[^0-9]{0,3}[0-9](?:[- ]?[0-9]){6,10}(?![0-9])",
    re.IGNORECASE,
)


def names_contact(text: str) -> bool:
    """Tell whether a text holds a telephone or an identity number."""
    return _NUMBER.search(text.translate(FOLD)) is not None
