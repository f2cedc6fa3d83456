"""A release keeps datasets and indicators for good, says what changed, and loses no address that it published."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from running import Run
from site_reading import contents, lost_links
from small_site import AS_OF, GONE, TABLES, workspace

from dvcdata.errors import UserError
from dvcdata.website import build, engine

BASE = "https://data.example.vn"
CUT = TABLES["procedures"].replace("1/QĐ-UBND,in_force,,,", "9/QĐ-UBND,abolished,2026-10-01,,")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two releases: between them one procedure was cut."""
    made = workspace(tmp_path_factory.mktemp("releases"), TABLES)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engine, "brought", lambda folder: engine.Engine(why="npm"))
        build.run([made], base_url=BASE, as_of=AS_OF, release="2026-11-21")
        workspace(made, {**TABLES, "procedures": CUT, "services": TABLES["services"].replace("partial", "full")})
        build.run([made], base_url=BASE, as_of=AS_OF, release="2026-11-21.2")
    return made


def test_a_release_stays_as_it_was(home: Path) -> None:
    folder = home / "public" / "releases" / "2026-11-21"
    assert (folder / "datasets" / "thu" / "procedures.csv").read_text("utf-8") == TABLES["procedures"]
    assert (home / "public" / "datasets" / "thu" / "procedures.csv").read_text("utf-8") == CUT
    page = (folder / "en" / "datasets" / "thu" / "procedures.html").read_text("utf-8")
    assert "This is release 2026-11-21, kept as it was on that day." in page
    assert 'href="../../../../../en/datasets/thu/procedures.html"' in page  # the latest


def test_a_release_is_cited_by_its_own_address_on_its_pages_and_in_its_files(home: Path) -> None:
    kept = f"{BASE}/releases/2026-11-21"
    top = home / "public" / "releases" / "2026-11-21"
    table = (top / "en" / "datasets" / "thu" / "procedures.html").read_text("utf-8")
    for part in (
        f'<link rel="canonical" href="{kept}/en/datasets/thu/procedures.html">',
        f'As of <span class="day">2026-11-21</span>. {kept}/datasets/thu/procedures.html</p>',
        f"url = {{{kept}/datasets/thu/procedures.html}}",
        f'read_csv("{kept}/datasets/thu/procedures.csv"',  # what R and Python read
        f'"url":"{kept}/en/datasets/thu/procedures.html"',  # what search engines read
    ):
        assert part in table, part
    assert BASE not in table.replace(kept, "")
    indicator = (top / "indicators" / "online-dossiers.html").read_text("utf-8")
    assert f"{kept}/indicators/online-dossiers.html</p>" in indicator
    assert kept in (top / "indicators" / "online-dossiers.svg").read_text("utf-8")
    with zipfile.ZipFile(top / "datasets" / "thu" / "thu.zip") as packed:
        assert f"{kept}/datasets/thu/index.html" in packed.read("thu/CITATION.txt").decode()
    for line in (top / "datasets" / "thu" / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, name = line.split("  ")
        if (top / "datasets" / "thu" / name).exists():
            assert hashlib.sha256((top / "datasets" / "thu" / name).read_bytes()).hexdigest() == digest


def test_a_page_leads_to_its_address_in_the_last_release(home: Path) -> None:
    page = (home / "public" / "indicators" / "online-dossiers.html").read_text("utf-8")
    assert 'href="../releases/2026-11-21.2/indicators/online-dossiers.html">21/11/2026.2</a>' in page
    cited = page.partition('id="cite"')[2]
    assert "#cite" in cited and "Bản công bố 21/11/2026.2</a>" in cited and "@misc{" in cited
    kept = (home / "public" / "releases" / "2026-11-21.2" / "indicators" / "online-dossiers.html").read_text("utf-8")
    assert "/releases/2026-11-21.2/indicators/online-dossiers.html" in kept.partition('id="cite"')[2]
    assert "#cite" not in kept


def test_a_release_says_what_changed_since_the_one_before(home: Path) -> None:
    page = (home / "public" / "releases" / "2026-11-21.2" / "index.html").read_text("utf-8")
    assert "Thủ tục được cắt giảm (1)" in page
    assert "Đăng ký khai sinh" in page and "9/QĐ-UBND" in page
    assert "Bản công bố đầu tiên" in (home / "public" / "releases" / "2026-11-21" / "index.html").read_text("utf-8")


def test_a_feed_says_of_each_change_what_it_is(home: Path) -> None:
    feed = (home / "public" / "feed.atom").read_text("utf-8")
    assert "&lt;li&gt;Thủ tục được cắt giảm: 1." in feed and "&lt;li&gt;Procedures cut: 1." in feed


def test_a_service_tells_how_its_level_changed(home: Path) -> None:
    page = (home / "public" / "services" / "1.000300.01-H99.html").read_text("utf-8")
    history = page.partition('id="history"')[2].partition("</ul>")[0]
    assert "21/11/2026.2: " in history
    assert "một phần (theo Nghị định 224/2026) → toàn trình (theo Nghị định 224/2026)" in " ".join(history.split())
    told = (home / "public" / "releases" / "2026-11-21.2" / "index.html").read_text("utf-8")
    assert "1.000300.01, H99 “Đăng ký khai tử liên thông” · một phần" in told  # the procedure's name
    assert ">Gói thử</a>" in told


def test_every_link_of_a_release_leads_somewhere(home: Path) -> None:
    assert lost_links(home / "public") == []


def test_releases_outlive_the_folder_of_the_site(home: Path) -> None:
    again = build.run([home], out=home / "other", base_url=BASE, as_of=AS_OF)
    assert {path for path in contents(again.folder) if path.startswith("releases/")} == {
        path for path in contents(home / "public") if path.startswith("releases/")
    }


def test_what_a_release_published_is_not_lost_where_the_site_is_built_anew(tmp_path: Path) -> None:
    home = workspace(tmp_path, TABLES)
    build.run([home], as_of=AS_OF, release="2026-11-21")
    workspace(home, {**TABLES, "procedures": "".join(TABLES["procedures"].splitlines(keepends=True)[:-1])})
    with pytest.raises(UserError) as refused:
        build.run([home], out=tmp_path / "fresh", as_of=AS_OF)
    assert refused.value.key == "site.gone"
    assert "procedures/1.000300.csv" in str(refused.value.params["paths"])
    assert not (tmp_path / "fresh").exists()
    tombstone = '["procedures/1.000300.html"]\ndate = 2026-11-20\nreason = "Nhập nhầm."\n'
    (home / "site" / "gone.toml").write_text(GONE + tombstone, encoding="utf-8")
    built = build.run([home], out=tmp_path / "fresh", as_of=AS_OF)
    said = json.loads((built.folder / "procedures" / "1.000300.json").read_text("utf-8"))
    assert said == {"withdrawn": "2026-11-20", "reason": "Nhập nhầm.", "successor": ""}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("21/11/2026", "is no name of a release"),
        ("2026-11-20", "must come after the last one (2026-11-21.2)"),
        ("2026-11-21.2", "must come after the last one"),
    ],
)
def test_a_release_has_a_day_of_its_own_and_none_twice(home: Path, run: Run, name: str, said: str) -> None:
    before = contents(home)
    done = run("site", "build", home, "--release", name, "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert contents(home) == before


def test_a_release_needs_a_workspace(tmp_path: Path, run: Run) -> None:
    home = workspace(tmp_path, {"procedures": TABLES["procedures"]})
    (home / "dvcdata.toml").unlink()
    done = run("site", "build", home / "datasets" / "thu", "--release", "2026-11-21", "--lang", "en")
    assert done.code == 2
    assert "dvcdata init" in done.err


def test_the_address_of_a_chart_that_has_nothing_to_draw_any_more_says_so_and_asks_for_no_tombstone(
    tmp_path: Path,
) -> None:
    home = workspace(tmp_path, {name: TABLES[name] for name in ("agencies", "dossiers")})
    (home / "site" / "gone.toml").unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "brought", lambda folder: engine.Engine(why="npm"))
        build.run([home], base_url=BASE, as_of=AS_OF, release="2026-11-21")
        drawn = (home / "public" / "en" / "indicators" / "dossiers-received.svg").read_text("utf-8")
        assert "not enough figures to draw" not in drawn
        lines = TABLES["dossiers"].splitlines()
        kept = [line for line in lines if not line.startswith("2026-0") or line.startswith("2026-08")]
        (home / "datasets" / "thu" / "dossiers.csv").write_text("\n".join([*kept, ""]), encoding="utf-8")
        for _ in range(2):  # and it stays
            build.run([home], base_url=BASE, as_of=AS_OF)
            said = (home / "public" / "en" / "indicators" / "dossiers-received.svg").read_text("utf-8")
            assert f"See: {BASE}/en/indicators/dossiers-received.html</title>" in said
    assert (home / "public" / "indicators" / "dossiers-received.png").read_bytes().startswith(b"\x89PNG")
