"""The national portal's response on online services (cung cấp DVCTT): by channel, by level, services with dossiers."""

from dvcdata.importers import portal
from dvcdata.importers.harvest import Harvest, Request
from dvcdata.importers.opening import Document
from dvcdata.importers.portal import Statistic
from dvcdata.importers.portal_scores import Score
from dvcdata.importers.said import Part

ID = "portal-online"
STATISTIC = Statistic(
    id="online",
    title="Cổng DVCQG, cung cấp dịch vụ công trực tuyến",
    known_by=frozenset({"onlineServiceTotal", "channelTotalSum"}),
    measures={
        "authorityCount": "portal-authority",
        "partialCount": "portal-partial",
        "fullCount": "portal-full",
        "onlineDossierCount": "portal-services-used",  # counts services, whatever its name says
        "onlineServiceTotal": "portal-services-online",
        "channelOnlineSum": "portal-channel-online",
        "channelDirectSum": "portal-channel-direct",
        "channelPostalSum": "portal-channel-postal",
        "channelTotalSum": "portal-channel-total",
        "onlineOnTimeSum": "portal-online-on-time",
        "onlineOverdueSum": "portal-online-overdue",
        "onlineDossierPct": "portal-online-dossier-pct",
    },
    scores=(
        Score("766-online", stated=True),
        Score("766-online-provision", ("partialCount", "fullCount"), "authorityCount"),
        Score("766-online-used", ("onlineDossierCount",), "onlineServiceTotal"),
        Score("766-online-share", ("channelOnlineSum",), "channelTotalSum"),
    ),
)


def recognise(document: Document) -> bool:
    """Whether this is a response on online services."""
    return portal.recognise(document, STATISTIC)


def parts(document: Document) -> list[Part]:
    """The response as a whole; it names no period."""
    return [Part(document, frozenset({"period"}))]


def read(document: Document, request: Request) -> Harvest:
    """The bodies with their channels and services, and the score of the group as far as it is stated."""
    return portal.read(document, request, STATISTIC)
