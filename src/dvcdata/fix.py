"""`dvcdata fix`: shows, then makes, mechanical corrections; each is a row of corrections.csv."""

import getpass
from collections.abc import Callable
from datetime import date
from pathlib import Path

from dvcdata import package, texts, workspace, write
from dvcdata.corrections import making, proposing, records, showing
from dvcdata.corrections.making import Signature
from dvcdata.corrections.proposing import Proposal
from dvcdata.errors import UserError
from dvcdata.importers import holding, imported
from dvcdata.package import Package

Ask = Callable[[str], bool]
Say = Callable[[str], None]


def fix(
    path: Path | None,
    *,
    as_of: date | None = None,
    by: str | None = None,
    reason: str | None = None,
    yes: bool = False,
    everything: bool = False,
    ask: Ask | None = None,
    say: Say = lambda line: None,
    lang: str = "vi",
) -> int:
    """Says what can be mended in the packages there, and mends it where `yes` or the answer says so; how many cells."""
    home = workspace.find(path or Path())
    packages = _packages(path or home or Path())
    proposals = [_read(opened, say, lang) for opened in packages]
    known = proposing.codes(proposals)
    for proposal in proposals:
        proposing.propose(proposal, known)
        for line in showing.lines(proposal, proposal.held.folder, everything, bool(reason), lang):
            say(line)
    cells = sum(len(item.mends) + (len(item.by_hand) if reason else 0) for item in proposals)
    if not cells:
        return 0
    signed = {id(item): _signature(item, by, as_of, reason, lang) for item in proposals}
    who = ", ".join(dict.fromkeys(item.by for item in signed.values()))
    say(texts.text("fix.who", lang, by=who))
    if not yes and not (ask and ask(texts.text("fix.ask", lang, n=cells))):
        say(texts.text("fix.not_written" if ask else "fix.how_to_write", lang))
        return 0
    for proposal in proposals:
        making.check_unchanged(proposal)
    write.write_files([file for item in proposals for file in making.files(item, signed[id(item)])])
    changed = [item.held.folder for item in proposals if item.mends or (reason and item.by_hand)]
    say(texts.text("fix.done", lang, n=cells, folders=" ".join(texts.word(str(folder)) for folder in changed)))
    return cells


def _packages(path: Path) -> list[Package]:
    if path.is_file() and path.name != package.DESCRIPTOR:
        raise UserError("fix.lone_file", path=str(path))
    return package.open_all([path])


def _read(opened: Package, say: Say, lang: str) -> Proposal:
    """The package with those of its tables that can be written."""
    names: list[str] = []
    others: list[str] = []
    for table in opened.tables:
        plain = table.format == "csv" and not table.compression and holding.is_plain(table.resource)
        (names if plain and table.name != records.TABLE else others).append(table.name)
    for name in others:
        if name != records.TABLE:
            say(texts.text("fix.not_plain", lang, folder=str(opened.folder), table=name))
    held = holding.read(opened.folder, names)
    return Proposal(held, imported.edits(held))


def _signature(proposal: Proposal, by: str | None, as_of: date | None, reason: str | None, lang: str) -> Signature:
    return Signature(by or _office(proposal) or _login(), (as_of or date.today()).isoformat(), reason, lang)


def _office(proposal: Proposal) -> str:
    """The body or person whom the package names as answerable for the data."""
    for name in ("contributors", "publishers"):
        entries = proposal.held.descriptor.get(name)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and isinstance(entry.get("title"), str) and entry["title"].strip():
                return str(entry["title"]).strip()
    return ""


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        raise UserError("fix.nobody") from None
