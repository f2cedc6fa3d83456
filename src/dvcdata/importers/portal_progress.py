"""The national portal's response on timeliness (tiến độ giải quyết): received, on time, overdue, mean days, score."""

from dvcdata.importers import portal
from dvcdata.importers.harvest import Harvest, Request
from dvcdata.importers.opening import Document
from dvcdata.importers.portal import Statistic
from dvcdata.importers.portal_scores import Score
from dvcdata.importers.said import Part

ID = "portal-progress"
STATISTIC = Statistic(
    id="progress",
    title="Cổng DVCQG, tiến độ giải quyết hồ sơ",
    known_by=frozenset({"totalReceived", "totalOnTime", "avgProcessingDays"}),
    measures={
        "totalReceived": "portal-received",
        "totalOnTime": "portal-on-time",
        "totalOverdue": "portal-overdue",
        "totalCompleted": "portal-completed",
        "avgProcessingDays": "portal-mean-days",
    },
    scores=(Score("766-on-time", ("totalOnTime",), "totalReceived", stated=True),),
)


def recognise(document: Document) -> bool:
    """Whether this is a response on timeliness."""
    return portal.recognise(document, STATISTIC)


def parts(document: Document) -> list[Part]:
    """The response as a whole; it names no period."""
    return [Part(document, frozenset({"period"}))]


def read(document: Document, request: Request) -> Harvest:
    """The province and its units with their numbers."""
    return portal.read(document, request, STATISTIC)
