"""What makes no difference in a name."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Fold what makes no difference in a name: width, case and spaces."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())
