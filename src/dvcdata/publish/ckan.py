"""A CKAN portal as a destination: what it has, and how a dataset comes about there without a half being seen."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from dvcdata import texts
from dvcdata.errors import UserError
from dvcdata.publish import packages, rows
from dvcdata.publish.changes import compare, content_matches, file_change
from dvcdata.publish.client import INVALID, PAUSES, REFUSED, Client, MissingError, MovedError, Part, Unsure
from dvcdata.publish.destination import Destination
from dvcdata.publish.places import Work
from dvcdata.publish.show import moved_fields
from dvcdata.publish.state import Dataset, File, Found

CAN_CREATE = "create_dataset"


class Ckan:
    """One portal, with the token of an editor."""

    def __init__(self, there: Destination) -> None:
        self.there = there
        self.client = Client(there.url, there.token(), there.timeout)

    def check(self, organizations: Sequence[str]) -> None:
        """Refuses a token that may not publish for these organisations."""
        mine = self.client.read("organization_list_for_user", {"permission": CAN_CREATE})
        for name in organizations:
            if name not in {item[key] for item in mine for key in ("name", "id")}:
                reader = self.client.read("organization_list_for_user", {"permission": "read"})
                key = "publish.no_editor" if reader else "publish.bad_token"
                raise UserError(key, url=self.there.url, organization=name, file=str(self.there.file))

    def find(self, name: str) -> Found | None:
        """The dataset of that name, or None; one of somebody else's is refused."""
        try:
            shown = self.client.read("package_show", {"id": name})
        except MissingError:
            return None
        except UserError as problem:
            if problem.key != REFUSED:
                raise
            try:
                self.check([self.there.organization])
            except UserError:
                raise problem from None  # the token has ended meanwhile, and sees nothing of anybody's
            raise UserError("publish.taken_unseen", url=self.there.url, name=name) from None
        found = packages.read(shown)
        known = {self.there.organization, *self.there.organizations.values()}
        if found.dataset.metadata.get("owner_org") not in known and shown.get("owner_org") not in known:
            raise UserError("publish.taken", url=self.there.url, name=name)
        return found

    def licences(self) -> frozenset[str]:
        """The ids of the licences that the portal has a name for."""
        return frozenset(str(item["id"]) for item in self.client.read("license_list"))

    def ready(self, wanted: Dataset, before: Found | None, work: Work) -> None:
        """Refuses a dataset that is neither as the plan found it nor as this run left it."""
        _Bringing(self, wanted, before, work).start()

    def bring(self, wanted: Dataset, before: Found | None, work: Work) -> Found:
        """Makes the dataset what is wanted; nobody sees it before all of it is there and was read back."""
        return _Bringing(self, wanted, before, work).run()


class _Bringing:
    """One dataset on its way."""

    def __init__(self, place: Ckan, wanted: Dataset, before: Found | None, work: Work) -> None:
        self.place, self.client = place, place.client
        self.wanted, self.before, self.work = wanted, before, work
        old = before.dataset if before else None
        changes = ((file, file_change(file, old.file(file.key) if old else None)) for file in wanted.files)
        self.changed = [file for file, change in changes if change and change.sent]

    def run(self) -> Found:
        found = self.start() or self.create()
        if not content_matches(self.wanted, found):
            found = self.revise(found, ())
        found = self.rows(found)
        if bad := self.unlike(found):
            found = self.revise(found, bad)
            if bad := self.unlike(found):
                raise UserError("publish.not_as_sent", name=self.wanted.name, files=", ".join(bad))
        if compare(self.wanted, found).kind != "unchanged":
            found = self.finish(found)
        rest = compare(self.wanted, found)
        if rest.kind != "unchanged":
            raise UserError("publish.not_as_planned", name=self.wanted.name, changes=moved_fields(rest))
        return found

    def start(self) -> Found | None:
        """The dataset as it is, which must be as the plan found it or as this run left it."""
        found = self.place.find(self.wanted.name)
        last = self.work.journal.last(self.wanted.name)
        expected = last["modified"] if last else self.before.modified if self.before else ""
        if (found.modified if found else "") == expected:
            return found
        if found and last and not last["done"] and self.mine(found, last["step"]):
            return found  # the write came through, only its answer was lost
        raise self.moved(found)

    def mine(self, found: Found, step: str) -> bool:
        """Whether the dataset is what a step of this plan leaves."""
        if found.plan != self.work.plan:
            return False
        if step == "create":
            return not found.dataset.files and found.dataset.private
        return content_matches(self.wanted, found)

    def moved(self, found: Found | None) -> UserError:
        """The refusal to touch what somebody else has changed, with what they changed."""
        told = texts.text("publish.gone")
        if found:
            old = self.before.dataset if self.before else Dataset(self.wanted.name, {}, found.dataset.private, ())
            told = moved_fields(compare(found.dataset, Found(old, "", "", active=found.active)))
        return UserError("publish.moved", name=self.wanted.name, url=self.place.there.url, changes=told)

    def create(self) -> Found:
        """A new dataset, private and without files."""
        data = packages.fields(self.wanted, None, self.work.plan)
        return self.write("create", None, "package_create", {**data, "name": self.wanted.name, "private": True})

    def revise(self, found: Found, again: Sequence[str]) -> Found:
        """All metadata and all files that differ, in one request; the files named are sent again."""
        hidden = {"private": True, "state": "active"} if not found.active else {}
        update = {**packages.fields(self.wanted, found, self.work.plan), **hidden}
        data: dict[str, Any] = {"match": self.match(found), "filter": ["-extras", "-tags"], "update": update}
        files: list[tuple[str, File]] = []
        fresh = [file for file in self.wanted.files if file.key not in found.resources]
        if fresh:
            data["update__resources__extend"] = [packages.resource(file) for file in fresh]
            files += [(f"update__resources__{place - len(fresh)}__upload", file) for place, file in enumerate(fresh)]
        for file in self.wanted.files:
            change = file_change(file, found.dataset.file(file.key))
            where = f"update__resources__{found.resources.get(file.key)}"
            if file not in fresh and (change or file.key in again):
                sent = file.key in again or (change and change.sent)
                data[where] = packages.resource(file, None if sent else found.dataset.file(file.key))
                files += [(f"{where}__upload", file)] if sent else []
        return self.write("revise", found, "package_revise", data, files)

    def match(self, found: Found) -> dict[str, str]:
        return {"id": found.id, "metadata_modified": found.modified}

    def rows(self, found: Found) -> Found:
        """Brings the rows of tables into the DataStore, and takes those of withdrawn ones out."""
        for file in self.wanted.files:
            old = found.dataset.file(file.key)
            drop = not file.rows and file.key in found.stored and self.had_rows(file)
            if old is None or (old.rows == file.rows and not drop):
                continue
            self.work.journal.write(dataset=self.wanted.name, step="rows", done=False, modified=found.modified)
            resource = found.resources[file.key]
            if file.rows:
                path = self.work.store.path(file.sha256)
                with self.work.store.open(file.sha256, file.filename):
                    rows.load(self.client, resource, path, self.wanted.schemas[file.key], file.key in found.stored)
            elif drop:
                rows.drop(self.client, resource)
            found = self.after("rows")
        return found

    def had_rows(self, file: File) -> bool:
        """Whether rows in the DataStore are ours to take away; others may be the portal's own doing."""
        old = self.before.dataset.file(file.key) if self.before else None
        return bool(file.withdrawn or (old and old.rows))

    def unlike(self, found: Found) -> list[str]:
        """The files sent whose bytes are not the ones that the portal hands out."""
        bad = []
        for file in self.changed:
            path = f"dataset/{found.id}/resource/{found.resources[file.key]}/download/{file.filename}"
            try:
                served = self.client.download(path)
            except MissingError:
                served = ""
            if served != file.sha256:
                bad.append(file.key)
        return bad

    def finish(self, found: Found) -> Found:
        """What comes last: the rows are marked as complete, and everybody may see the dataset."""
        data: dict[str, Any] = {"match": self.match(found), "update": {"private": self.wanted.private}}
        for file in self.wanted.files:
            old = found.dataset.file(file.key)
            if old and old.rows != file.rows:
                data[f"update__resources__{found.resources[file.key]}"] = {packages.ROWS: file.rows}
        return self.write("finish", found, "package_revise", data)

    def write(
        self,
        step: str,
        found: Found | None,
        action: str,
        data: Mapping[str, Any],
        files: Sequence[tuple[str, File]] = (),
    ) -> Found:
        """One write; where its answer is lost, or a run that was killed had asked for it, the dataset says so."""
        modified = found.modified if found else ""
        for pause in (*PAUSES, None):
            self.work.journal.write(dataset=self.wanted.name, step=step, done=False, modified=modified)
            try:
                self.send(action, data, files)
                return self.after(step)
            except (MovedError, Unsure, UserError) as problem:
                if isinstance(problem, UserError) and problem.key != INVALID:
                    raise
                now = self.place.find(self.wanted.name)
                if (now.modified if now else "") != modified:
                    if now and self.mine(now, step):
                        return self.after(step)
                    raise self.moved(now) from None
                if not isinstance(problem, Unsure):
                    raise
                if pause is None:
                    raise problem.as_error() from None
            time.sleep(pause)
        raise AssertionError

    def send(self, action: str, data: Mapping[str, Any], files: Sequence[tuple[str, File]]) -> None:
        with ExitStack() as stack:
            parts: list[tuple[str, Part]] = []
            for where, file in files:
                content = stack.enter_context(self.work.store.open(file.sha256, file.filename))
                parts.append((where, (file.filename, content, file.mimetype)))
            self.client.session.progress = _steps(self.work.sent) if parts else None
            self.client.call(action, data, parts)

    def after(self, step: str) -> Found:
        """The dataset as a step left it, written down."""
        found = self.place.find(self.wanted.name)
        if found is None:
            raise self.moved(None)
        self.work.journal.write(dataset=self.wanted.name, step=step, done=True, modified=found.modified)
        return found


def _steps(told: Callable[[int], None]) -> Callable[[int], None]:
    """Turns how far a request is into how much was sent since the last time."""
    at = 0

    def step(now: int) -> None:
        nonlocal at
        told(now - at)
        at = now

    return step
