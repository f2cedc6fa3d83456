"""What a built site holds: its pages, its files, and the links that lead nowhere."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin


class Links(HTMLParser):
    """What a page points to, and the tags that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.scripts = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.scripts += tag == "script"
        self.ids |= {name} if (name := given.get("id")) else set()
        self.links += [value for name in ("href", "src", "action") if (value := given.get(name)) is not None]


def pages(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lost_links(site: Path) -> list[tuple[str, str]]:
    """The links of every page that lead to no file or no place in it."""
    found = pages(site)
    read = {path: Links(text) for path, text in found.items()}
    lost = []
    for path, page in read.items():
        for link in page.links:
            if link.startswith("https://"):
                assert link.startswith(("https://data.example.vn/", "https://creativecommons.org/"))
                continue
            there, _, anchor = urljoin(f"http://site/{path}", link).removeprefix("http://site/").partition("#")
            there = unquote(there)
            if not (site / there).is_file() or (anchor and there in read and anchor not in read[there].ids):
                lost.append((path, link))
    return lost
