"""Asks a portal for its catalogue: patiently, politely, and with one sentence where it gives none."""

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import requests

from dvcdata.errors import UserError
from dvcdata.portal.guarded import BROKEN, OversizeError, PrivateAddressError, Session

PAUSES = (1.0, 4.0, 10.0)  # seconds before asking once more
LONGEST_WAIT = 120.0  # seconds that a portal may ask us to wait
TIMEOUT = (10.0, 60.0)  # to connect, and between two pieces of an answer
T = TypeVar("T")


class Busy(Exception):  # noqa: N818  # neither a refusal nor an error of ours
    """An answer that may be another one a little later; `key` and `params` are the words for it."""

    def __init__(self, key: str, wait: float | None = None, **params: object) -> None:
        super().__init__(key)
        self.key, self.wait, self.params = key, wait, params


class NotFoundError(Exception):
    """There is nothing of that kind at the address."""


def patiently(ask: Callable[[], T]) -> T:
    """What is asked for, tried again as long as the portal is out of breath; then its sentence."""
    for pause in (*PAUSES, None):
        try:
            return ask()
        except Busy as problem:
            wait = problem.wait if problem.wait is not None else pause
            if pause is None or wait is None or wait > LONGEST_WAIT:
                raise UserError(problem.key, **problem.params) from None
            time.sleep(wait)
    raise AssertionError


def guarded(url: str, call: Callable[[], T]) -> T:
    """What a call answers; trouble on the way as the sentence for it."""
    try:
        return call()
    except PrivateAddressError:
        raise UserError("portal.private", url=url) from None
    except OversizeError:
        raise UserError("portal.too_much", url=url) from None
    except requests.TooManyRedirects:
        raise UserError("portal.redirects", url=url) from None
    except requests.exceptions.SSLError:
        raise UserError("portal.tls", url=url) from None
    except requests.Timeout:
        raise Busy("portal.timeout", url=url, seconds=int(TIMEOUT[1])) from None
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema):
        raise UserError("portal.bad_url", url=url) from None
    except (requests.RequestException, BROKEN):
        raise Busy("portal.no_connection", url=url) from None


def refused(url: str, answer: requests.Response | None) -> Exception:
    """What an answer that is no success comes to."""
    status = answer.status_code if answer is not None else 0
    if status == 429 or (status == 503 and answer is not None and "Retry-After" in answer.headers):
        wait = retry_after(answer)
        return Busy("portal.rate_limited", wait, url=url, seconds=int(wait or 0))
    if status >= 500:
        return Busy("portal.server_error", url=url, status=status)
    if status in (401, 403):
        return UserError("portal.refused", url=url, status=status)
    return NotFoundError(url)


def retry_after(answer: requests.Response | None) -> float | None:
    """The seconds that an answer asks to wait, whether it says so by a number or by a day and hour."""
    given = answer.headers.get("Retry-After", "") if answer is not None else ""
    if given.isdigit():
        return float(given)
    try:
        return max(0.0, parsedate_to_datetime(given).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def get(url: str, session: Session) -> requests.Response:
    """The answer at an address."""

    def ask() -> requests.Response:
        answer = guarded(url, lambda: session.get(url, timeout=TIMEOUT))
        if not answer.ok:
            raise refused(url, answer)
        return answer

    return patiently(ask)


def action(remote: Any, url: str, session: Session, name: str, given: dict[str, Any]) -> Any:
    """What an action of CKAN answers."""
    from ckanapi import errors

    def ask() -> Any:
        session.answer = None
        try:
            return guarded(url, lambda: remote.call_action(name, given, requests_kwargs={"timeout": TIMEOUT}))
        except errors.NotAuthorized:
            raise UserError("portal.refused", url=url, status=403) from None
        except (errors.CKANAPIError, errors.NotFound, errors.ValidationError, errors.SearchError):
            raise refused(url, session.answer) from None
        except (KeyError, TypeError, AttributeError):  # JSON that is no answer of CKAN
            raise NotFoundError(url) from None

    return patiently(ask)
