"""The 405 points are reckoned as the method says: by an example that others published, and by one done by hand."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from faulty_portal import AS_OF

from dvcdata.portal import mqa
from dvcdata.portal.catalogue import Dataset, Resource
from dvcdata.portal.fetching import Fetched
from dvcdata.portal.gathering import Seen
from dvcdata.portal.mqa import METRICS, MOST, Scores

# README of the public repository mjanez/ckan-mqa, "Example of ckan-mqa results summary": count, population, points
PUBLISHED = {
    "keyword": (46, 46, "30.0"),
    "theme": (46, 46, "30.0"),
    "spatial": (42, 46, "18.26"),
    "temporal": (0, 46, "0"),
    "access_url_ok": (255, 255, "50.0"),
    "download_url": (0, 255, "0"),
    "download_url_ok": (0, 255, "0"),
    "format": (255, 255, "20.0"),
    "media_type": (255, 255, "10.0"),
    "format_known": (378, 510, "7.41"),
    "non_proprietary": (131, 255, "10.27"),
    "machine_readable": (252, 255, "19.76"),
    "dcat_ap": (0, 46, "0"),
    "licence": (255, 255, "20.0"),
    "licence_known": (245, 255, "9.61"),
    "access_rights": (46, 46, "10.0"),
    "access_rights_known": (0, 46, "0"),
    "contact": (46, 46, "20.0"),
    "publisher": (46, 46, "10.0"),
    "rights": (255, 255, "5.0"),
    "byte_size": (0, 255, "0"),
    "issued": (46, 46, "5.0"),
    "modified": (46, 46, "5.0"),
}


def two(value: Decimal | Fraction) -> Decimal:
    exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_the_published_example_comes_out_row_by_row() -> None:
    scores = Scores({name: (n, population) for name, (n, population, _) in PUBLISHED.items()})
    for metric in METRICS:
        points = scores.of(metric)
        assert points is not None and two(points) == two(Decimal(PUBLISHED[metric.name][2])), metric.name
    rows = [two(points) for metric in METRICS if (points := scores.of(metric)) is not None]
    assert sum(rows) == Decimal("280.31")  # as published: the sum of the rounded rows
    assert two(scores.points) == Decimal("280.32")  # rounded once, at the end
    assert (scores.most, scores.band) == (405, "good")


def test_the_points_of_the_dimensions_are_those_of_the_method() -> None:
    most = {name: sum(item.points for item in METRICS if item.dimension == name) for name in mqa.DIMENSIONS}
    assert list(most.values()) == [100, 100, 110, 75, 20]
    assert MOST == 405


def test_bands_begin_where_the_method_says() -> None:
    def band(points: int) -> str:
        return Scores({metric.name: (points, MOST) for metric in METRICS}).band

    assert [band(n) for n in (405, 351, 350, 221, 220, 121, 120, 0)] == [
        *("excellent", "excellent", "good", "good", "sufficient", "sufficient", "bad", "bad")
    ]


WHOLE = Dataset(
    id="a",
    title="Thủ tục",
    organization="so",
    description="Danh mục",
    keywords=("thủ tục",),
    themes=("hành chính",),
    spatial="Phú Thọ",
    temporal="2026",
    licence="cc-by",
    access_rights="http://publications.europa.eu/resource/authority/access-right/PUBLIC",
    contact="lienhe@example.gov.vn",
    publisher="Sở",
    issued=AS_OF,
    modified=AS_OF,
    resources=(
        Resource("1", "Tệp", "https://a.vn/1", "https://a.vn/1", "CSV", "text/csv", "mở", "cc-by", 10),
        Resource("2", "Bản in", "https://a.vn/2", "", "PDF", "", "", "cc-by", None),
    ),
)
BARE = Dataset(id="b", title="Hồ sơ", organization="so", resources=(Resource("3", access_url="https://a.vn/3"),))
SEEN = {
    "https://a.vn/1": Seen(Fetched("ok", 200)),
    "https://a.vn/2": Seen(Fetched("ok", 200)),
    "https://a.vn/3": Seen(Fetched("broken", 404)),
}


def test_points_of_two_datasets_are_those_reckoned_by_hand() -> None:
    scores = mqa.counted([WHOLE, BARE], SEEN)
    by_hand = {
        "findability": Decimal(100) / 2,  # one of two has each
        # 2 of 3 access addresses answer; 1 of 3 has a download address, and it answers
        "accessibility": Decimal(50 * 2) / 3 + Decimal(20) / 3 + Decimal(30) / 3,
        # format 2/3, media type 1/3, standard 3 of 6, open formats 2/3 (PDF is open), machine-readable 1/3, DCAT-AP 1/2
        "interoperability": Decimal(40) / 3 + Decimal(10) / 3 + 5 + Decimal(40) / 3 + Decimal(20) / 3 + 15,
        "reusability": Decimal(40) / 3 + Decimal(20) / 3 + 5 + Decimal("2.5") + 10 + 5,
        "contextuality": Decimal(5) / 3 + Decimal(5) / 3 + Decimal("2.5") + Decimal("2.5"),
    }
    for name, points in by_hand.items():
        got = scores.dimension(name)
        assert got is not None and two(got) == two(points), name
    assert two(scores.points) == two(sum(by_hand.values(), Decimal()))


def test_the_three_fixes_are_those_that_buy_most_points() -> None:
    fixes = mqa.counted([WHOLE, BARE], SEEN).fixes()
    assert [(fix.name, two(fix.points)) for fix in fixes] == [
        ("links", two(Decimal(50) / 3 + Decimal(60) / 3)),
        ("open_formats", two(Decimal(20) / 3 + Decimal(40) / 3)),
        ("formats", two(Decimal(20) / 3 + Decimal(20) / 3 + 5)),
    ]
    assert [fix.n for fix in fixes] == [2, 2, 3]


def test_what_nobody_tried_is_not_measured_and_never_zero() -> None:
    scores = mqa.counted([WHOLE, BARE], None)
    assert scores.dimension("accessibility") is None
    assert (scores.most, scores.band) == (325, "")
    tried = mqa.counted([WHOLE], {**SEEN, "https://a.vn/2": Seen(Fetched("elsewhere"))})
    assert tried.counts["access_url_ok"] == (1, 1)
