"""What each file is: a kind that is known, a table that a map is for, or one that a map is proposed for."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from dvcdata import profiles, texts, write
from dvcdata.errors import UserError
from dvcdata.importers import kinds, map_proposal, maps, opening, procedure_list
from dvcdata.importers.asking import Asker
from dvcdata.importers.kinds import Kind
from dvcdata.importers.mapped import Mapped
from dvcdata.importers.maps import TableMap
from dvcdata.importers.opening import Document, Response
from dvcdata.importers.said import Part

YES = ("c", "có", "y", "yes")


@dataclass(frozen=True)
class Recognised:
    """A file that was opened and recognised."""

    path: Path
    document: Document
    kind: Kind
    parts: list[Part]

    @property
    def asks_for_body(self) -> bool:
        """Whether its rows need a body that it names at most in words."""
        return any("agency" in part.needs for part in self.parts)


@dataclass
class Recogniser:
    """Tells files apart, and keeps the maps that it needed for that."""

    asker: Asker
    say: Callable[[str], None]
    given: Path | None = None
    """The map of the command line."""
    kept: list[TableMap] = field(default_factory=list)
    new: dict[str, bytes] = field(default_factory=dict)
    """The files of maps that the package is to keep from now on."""

    def open(self, path: Path, file: str) -> Recognised:
        """The file with its kind; one of no kind that no map is for is refused, or a map for it is proposed."""
        document = opening.open_document(path, file)
        kind = self._kind(document)
        return Recognised(path, document, kind, [*kind.parts(document)])

    def _kind(self, document: Document) -> Kind:
        known = kinds.recognise(document)
        if isinstance(document.content, Response):
            if known is None:
                raise UserError("import.kind_of_response", file=document.file)
            return known
        if self.given:
            mapped = Mapped(maps.load(self.given))
            if known is None or mapped.recognise(document):
                mapped.check(document)
                if self.given.resolve().parent != self.asker.into.resolve():
                    self.keep(mapped.map, self.given.read_bytes())
                return mapped
        if known:
            return known
        fitting = (Mapped(item) for item in self.kept)
        return next((mapped for mapped in fitting if mapped.recognise(document)), None) or self._proposed(document)

    def keep(self, item: TableMap, content: bytes) -> TableMap:
        """Has the package keep a map; of several tables each has its own file."""
        names = {other.file: other.name for other in self.kept}
        file = maps.FILE if names.get(maps.FILE, item.name) == item.name else f"map-{item.name}.toml"
        self.new[file] = content
        kept = replace(item, file=file)
        self.kept = [*(other for other in self.kept if other.file != file), kept]
        return kept

    def _proposed(self, document: Document) -> Kind:
        """A map out of the labels: used at once where it is sure or a person says so, else written to be looked at."""
        assert not isinstance(document.content, Response)
        proposal = map_proposal.propose(document.content.sheets)
        if proposal is None:
            raise UserError("import.kind_of_workbook", file=document.file, rows=procedure_list.HEADER_WITHIN)
        item, lang = proposal.map, self.asker.lang
        if proposal.missing:
            raise UserError("map.incomplete", file=document.file, table=item.name, missing=", ".join(proposal.missing))
        table = (profiles.schema(item.name) or {})["title" if lang == "vi" else "title_en"]
        self.say(texts.text("map.proposed", lang, file=document.file, table=item.name, title=table))
        text = maps.dump(item, proposal.doubts)
        for line in text.splitlines():
            self.say(f"    {texts.visible(line)}".rstrip())
        kept = self.keep(item, text.encode())
        if not proposal.sure and not self._agreed(document):
            self._draft(document, kept)
        return Mapped(kept)

    def _agreed(self, document: Document) -> bool:
        ask = self.asker.ask
        if ask is None:
            return False
        return ask(texts.text("map.ask", self.asker.lang, file=document.file), YES[0]).strip().casefold() in YES

    def _draft(self, document: Document, kept: TableMap) -> None:
        """Writes the map that was proposed, and nothing else: the steward looks at it and runs the command again."""
        into = self.asker.into
        write.write_files([(into / name, content) for name, content in self.new.items()])
        raise UserError("map.drafted", file=document.file, path=str(into / kept.file))
