"""A folder as a destination, such as a checkout that is pushed somewhere: a folder for each dataset."""

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from dvcdata import texts
from dvcdata.errors import UserError, why
from dvcdata.publish.changes import compare
from dvcdata.publish.destination import Destination
from dvcdata.publish.places import Work
from dvcdata.publish.show import moved_fields
from dvcdata.publish.state import Dataset, Found, as_json, from_json
from dvcdata.publish.store import digest
from dvcdata.write import json_bytes

RECORD = "dataset.json"  # what is published of a dataset, beside its files


class Folder:
    """A folder of datasets; each is replaced whole."""

    def __init__(self, there: Destination) -> None:
        self.there = there
        self.folder = there.home / there.path

    def check(self, organizations: Sequence[str]) -> None:
        """Refuses a place that is no folder."""
        if self.folder.exists() and not self.folder.is_dir():
            raise UserError("publish.no_folder", path=str(self.folder))

    def find(self, name: str) -> Found | None:
        """The dataset of that name as its record tells."""
        new, old, folder = (self.folder / part for part in (f".{name}.new", f".{name}.old", name))
        if old.is_dir() and not folder.exists():  # a run that was killed between two renamings
            old.rename(folder)
        for rest in (new, old):
            shutil.rmtree(rest, ignore_errors=True)
        path = folder / RECORD
        if not path.is_file():
            if folder.exists():
                raise UserError("publish.taken", url=str(self.folder), name=name)
            return None
        content = path.read_bytes()
        value = json.loads(content)
        dataset = from_json(value["dataset"])
        files = tuple(file for file in dataset.files if (folder / file.filename).is_file())
        whole = Dataset(dataset.name, dataset.metadata, dataset.private, files)
        return Found(whole, name, digest(path)[0], value["plan"], resources={file.key: file.key for file in files})

    def licences(self) -> frozenset[str]:
        """None: a folder names no licences."""
        return frozenset()

    def ready(self, wanted: Dataset, before: Found | None, work: Work) -> None:
        """Refuses a dataset that is neither as the plan found it nor as the plan wants it."""
        found = self.find(wanted.name)
        if (found.modified if found else "") == (before.modified if before else ""):
            return
        if found and found.plan == work.plan:
            return
        old = before.dataset if before else Dataset(wanted.name, {}, wanted.private, ())
        told = moved_fields(compare(found.dataset, Found(old, "", ""))) if found else texts.text("publish.gone")
        raise UserError("publish.moved", name=wanted.name, url=str(self.folder), changes=told)

    def bring(self, wanted: Dataset, before: Found | None, work: Work) -> Found:
        """Writes the dataset beside the old one, reads it back, and puts it into its place."""
        self.ready(wanted, before, work)
        folder, new, old = (self.folder / part for part in (wanted.name, f".{wanted.name}.new", f".{wanted.name}.old"))
        try:
            new.mkdir(parents=True)
            for file in wanted.files:
                self._put(new / file.filename, folder / file.filename, file.sha256, work)
            record = {"plan": work.plan, "dataset": as_json(wanted)}
            (new / RECORD).write_bytes(json_bytes(record))
            # border: what is published is untouched so far
            if folder.exists():
                folder.rename(old)
            new.rename(folder)
            shutil.rmtree(old, ignore_errors=True)
        except OSError as problem:
            raise UserError("write.failed", path=str(folder), why=why(problem)) from None
        found = self.find(wanted.name)
        assert found is not None
        return found

    def _put(self, target: Path, published: Path, sha256: str, work: Work) -> None:
        kept = work.store.path(sha256)
        source = kept if kept.is_file() else published
        if not source.is_file() or digest(source)[0] != sha256:
            raise UserError("publish.not_kept", name=target.name, path=str(work.store.files))
        shutil.copyfile(source, target)
        with target.open("rb") as file:
            os.fsync(file.fileno())
        if digest(target)[0] != sha256:
            raise UserError("publish.not_as_sent", name=target.parent.name, files=target.name)
        work.sent(target.stat().st_size)
