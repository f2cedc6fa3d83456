"""Talks to one CKAN: actions, files and downloads, with time-outs everywhere and the token for that host alone."""

import hashlib
import json
import re
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Any
from urllib.parse import urlsplit

import requests
from ckanapi import RemoteCKAN
from ckanapi import errors as answers
from requests_toolbelt import MultipartEncoder, MultipartEncoderMonitor

from dvcdata import __version__
from dvcdata.errors import UserError

BLOCK = 1 << 18
PAUSES = (0.5, 2.0, 5.0)  # seconds before asking once more
INVALID = "publish.invalid"
REFUSED = "publish.refused"
MATCH = "match"  # where package_revise says that the dataset is not the one it should be
Progress = Callable[[int], None]
Part = tuple[str, IO[bytes], str]  # file name, content, kind


class Unsure(Exception):  # noqa: N818  # neither a refusal nor an error of ours
    """No answer that says whether the portal did what it was asked; `key` and `params` are the words for it."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key, self.params = key, params

    def as_error(self) -> UserError:
        """As the sentence that ends the run."""
        return UserError(self.key, **self.params)


class MovedError(Exception):
    """The dataset is no longer as it was read."""


class MissingError(Exception):
    """There is no such thing on the portal, or none that this token may see."""


class Streaming(requests.Session):
    """A session that sends files as a stream, and its token to one host only."""

    def __init__(self, home: str, token: str) -> None:
        super().__init__()
        self.home, self.token = urlsplit(home)[:2], token
        self.auth = self._sign  # so that no .netrc takes its place
        self.progress: Progress | None = None

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if urlsplit(request.url or "")[:2] == self.home and self.token:
            request.headers["Authorization"] = self.token
        return request

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **given: Any) -> requests.Response:
        """As a session's, but files go out as they are read."""
        if files := given.pop("files", None):
            fields = {_plain(name): _plain(value) for name, value in given.pop("data").items()}
            encoder = MultipartEncoder({**fields, **files})
            given["data"] = MultipartEncoderMonitor(encoder, self._told)
            given["headers"] = {**given.get("headers", {}), "Content-Type": encoder.content_type}
        return super().request(method, url, *args, **given)

    def _told(self, monitor: Any) -> None:
        if self.progress:
            self.progress(monitor.bytes_read)


def _plain(value: Any) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def session(home: str, token: str) -> Streaming:
    """The session of a client; tests put another transport under it."""
    return Streaming(home, token)


class Client:
    """One portal."""

    def __init__(self, url: str, token: str, timeout: int) -> None:
        self.url = url.rstrip("/")
        self.timeout = timeout
        self.session = session(self.url, token)
        weakref.finalize(self, self.session.close)
        agent = f"dvcdata/{__version__}"
        self.remote = RemoteCKAN(self.url, apikey=token, user_agent=agent, session=self.session)

    def read(self, action: str, given: Mapping[str, Any] | None = None) -> Any:
        """What a reading action answers; asked again where the portal is out of breath."""
        for pause in (*PAUSES, None):
            try:
                return self.call(action, given)
            except Unsure as problem:
                if pause is None:
                    raise problem.as_error() from None
                time.sleep(pause)
        raise AssertionError

    def call(self, action: str, given: Mapping[str, Any] | None = None, files: Sequence[tuple[str, Part]] = ()) -> Any:
        """What an action answers, asked once."""
        data = dict(given or {})
        if files:
            data = {key: value if isinstance(value, str) else json.dumps(value) for key, value in data.items()}
        try:
            wait = {"timeout": (min(self.timeout, 10), self.timeout)}
            return self.remote.call_action(action, data, files=dict(files) or None, requests_kwargs=wait)
        except requests.RequestException as problem:
            raise self._lost(problem) from None
        except answers.NotFound:
            raise MissingError(action) from None
        except answers.NotAuthorized:
            raise UserError(REFUSED, url=self.url, action=action) from None
        except answers.ValidationError as problem:
            raise self._invalid(action, problem.error_dict) from None
        except (answers.SearchError, answers.SearchQueryError, answers.SearchIndexError) as problem:
            raise Unsure("publish.search_down", url=self.url, why=shortened(str(problem))) from None
        except answers.CKANAPIError as problem:
            raise self._failed(action, str(problem)) from None

    def download(self, path: str) -> str:
        """The SHA-256 of what the portal serves at that path."""
        for pause in (*PAUSES, None):
            try:
                sha = hashlib.sha256()
                wait = (min(self.timeout, 10), self.timeout)
                with self.session.get(f"{self.url}/{path}", stream=True, timeout=wait) as answer:
                    if answer.status_code == 200:
                        for block in answer.iter_content(BLOCK):
                            sha.update(block)
                        return sha.hexdigest()
                    problem = self._status("download", answer.status_code, "")
            except requests.RequestException as failure:
                problem = self._lost(failure)
            if isinstance(problem, UserError) or pause is None:
                raise problem.as_error() if isinstance(problem, Unsure) else problem
            time.sleep(pause)
        raise AssertionError

    def _lost(self, problem: requests.RequestException) -> Unsure:
        kind = "timeout" if isinstance(problem, requests.Timeout) else "no_connection"
        if isinstance(problem, requests.exceptions.SSLError):
            kind = "tls"
        return Unsure(f"publish.{kind}", url=self.url, seconds=self.timeout)

    def _invalid(self, action: str, errors: Mapping[str, Any]) -> Exception:
        if MATCH in errors:
            return MovedError()
        told = {key: value for key, value in errors.items() if key != "__type"}
        if "upload" in json.dumps(told) and "large" in json.dumps(told).lower():
            return UserError("publish.too_large", url=self.url)
        return UserError(INVALID, url=self.url, action=action, why=shortened("; ".join(_reasons(told))))

    def _failed(self, action: str, text: str) -> Exception:
        """A failure that ckanapi hands on as the text of a list: address, status, body."""
        match = re.match(r"\['.*?', (\d{3}), ['\"](.*)['\"]\]$", text, re.DOTALL)
        return self._status(action, int(match[1]), match[2]) if match else self._status(action, 0, text)

    def _status(self, action: str, status: int, body: str) -> Exception:
        if status == 413:
            return UserError("publish.too_large", url=self.url)
        if status in (401, 403):
            return UserError(REFUSED, url=self.url, action=action)
        if status >= 500 or status in (0, 408, 429):
            return Unsure("publish.server_error", url=self.url, status=status, action=action, why=shortened(body))
        if 300 <= status < 400:
            return UserError("publish.redirected", url=self.url)
        return UserError("publish.unexpected", url=self.url, status=status, action=action, why=shortened(body))


def _reasons(told: Mapping[str, Any]) -> Iterator[str]:
    """What a portal has against which field, one after the other."""
    for name, why in told.items():
        for item in why if isinstance(why, list) else [why]:
            if isinstance(item, dict):
                yield from (f"{name}: {inner}" for inner in _reasons(item))
            elif item:
                yield f"{name}: {item}"


def shortened(body: str) -> str:
    """What an answer says, without its HTML, in one short line."""
    said = re.search(r"<title>(.*?)</title>", body, re.DOTALL | re.IGNORECASE)
    said = said or re.search(r'"message":\s*"([^"]+)"', body)  # the portal's own way to fail
    text = said[1] if said else re.sub(r"<[^>]*>", " ", body)
    return " ".join(text.split())[:160]
