"""An audit as JSON, for other programs."""

import json
from typing import Any

from dvcdata import __version__
from dvcdata.portal import mqa
from dvcdata.portal.audit import STEPS, Audit, Part
from dvcdata.portal.judging import Judged

DECIMALS = 2


def render(audit: Audit) -> str:
    """All that was found: the whole, each organisation, each dataset, each file."""
    catalogue = audit.catalogue
    return json.dumps(
        {
            "schema_version": 1,
            "tool": {"name": "dvcdata", "version": __version__},
            "as_of": audit.as_of.isoformat(),
            "portal": catalogue.url,
            "kind": catalogue.kind,
            "declared": catalogue.declared,
            "missing": catalogue.missing,
            "limited": catalogue.limited,
            "complete": audit.complete,
            "files_checked": audit.whole.checked,
            "total": _part(audit.whole),
            "organizations": [
                {"id": part.id, "title": part.title, **_part(part), "fixes": _fixes(part)}
                for part in audit.organizations
            ],
            "organizations_without_datasets": list(audit.catalogue.silent),
            "datasets": [_dataset(item) for item in audit.whole.datasets],
        },
        ensure_ascii=False,
        indent=2,
    )


def _part(part: Part) -> dict[str, Any]:
    scores = part.scores
    return {
        "datasets": len(part.datasets),
        "files": part.files,
        "files_not_tried": part.untried,
        "files_not_opened": part.unopened,
        **{step: part.count(step) for step in STEPS},
        "points": round(float(scores.points), DECIMALS),
        "most_points": scores.most,
        "band": scores.band or None,
        "metrics": {metric.name: _metric(scores, metric) for metric in mqa.METRICS},
        "faults": part.faults,
    }


def _metric(scores: mqa.Scores, metric: mqa.Metric) -> dict[str, Any]:
    n, population = scores.counts[metric.name]
    points = scores.of(metric)
    shown = None if points is None else round(float(points), DECIMALS)
    return {"dimension": metric.dimension, "count": n, "population": population, "points": shown, "most": metric.points}


def _fixes(part: Part) -> list[dict[str, Any]]:
    return [{"fix": fix.name, "points": round(float(fix.points), DECIMALS), "n": fix.n} for fix in part.scores.fixes()]


def _dataset(item: Judged) -> dict[str, Any]:
    return {
        "id": item.dataset.id,
        "title": item.dataset.title,
        "organization": item.dataset.organization,
        "page": item.dataset.page,
        "licence": item.licence,
        **{step: getattr(item, step) for step in STEPS},
        "same_as": item.twin or None,
        "stars": item.stars,
        "faults": list(item.faults),
        "files": [
            {
                "title": file.resource.title,
                "url": file.resource.url,
                "state": file.state,
                "declared": file.declared or None,
                "real": file.real or None,
                "opened": not (file.seen and file.seen.inspected.unopened),
                "faults": list(file.faults),
            }
            for file in item.files
        ],
    }
