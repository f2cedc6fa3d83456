"""Short ids out of Vietnamese texts."""

import re
import unicodedata


def slug(text: str, longest: int = 60) -> str:
    """A text as a short id: Bộ Nông nghiệp và Môi trường is bo-nong-nghiep-va-moi-truong."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d")).encode("ascii", "ignore").decode()
    words = re.sub("[^a-z0-9]+", "-", plain).strip("-")
    return words if len(words) <= longest else words[: longest + 1].rpartition("-")[0] or words[:longest]
