"""Builds a site of thousands of pages from nothing, again, and after one table changed; beside mkdocs and pelican.

python bench/website.py [--folder DIR] [--procedures N] [--sample] [--peers PAGES]
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path

COMMUNES, PROVINCES, FIELDS, MONTHS = 3_321, 34, 120, 2


def main() -> None:
    """Makes the input, and prints a line for each measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "dvcdata-bench-website")
    parser.add_argument("--procedures", type=int, default=1_400)
    parser.add_argument("--sample", action="store_true", help="the sample of `dvcdata init` besides")
    parser.add_argument("--peers", type=int, default=0, metavar="PAGES", help="so many pages by mkdocs and pelican")
    given = parser.parse_args()
    home = given.folder / "workspace"
    shutil.rmtree(home, ignore_errors=True)
    make(home, given.procedures)
    dvcdata = [sys.executable, "-m", "dvcdata"]
    command = [*dvcdata, "site", "build", str(home), "--as-of", "2026-09-30"]
    speed = show("dvcdata, from nothing", command, given.folder, home / "public")
    show("dvcdata, nothing changed", command, given.folder, home / "public")
    change(home / "datasets" / "nation" / "procedures.csv")
    show("dvcdata, one table changed", command, given.folder, home / "public")
    if given.sample:
        home = given.folder / "sample"
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([*dvcdata, "--lang", "en", "init", str(home)], check=True, stdout=subprocess.DEVNULL)
        command = [*dvcdata, "site", "build", str(home), "--as-of", "2026-09-30"]
        show("sample, from nothing", command, given.folder, home / "public")
        show("sample, nothing changed", command, given.folder, home / "public")
    if given.peers:
        peers(given.folder, given.peers, speed)


def show(name: str, command: Sequence[str], folder: Path, public: Path, than: float = 0) -> float:
    """Runs a command and prints what it took, and how much faster `than` is; pages a second."""
    os.sync()  # else it waits for what was written before it
    with (folder / "log.txt").open("w") as log:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        took = time.perf_counter() - began
    if status:
        raise SystemExit((folder / "log.txt").read_text(encoding="utf-8"))
    pages, cpu = len(list(public.rglob("*.html"))), used.ru_utime + used.ru_stime
    speed = pages / took
    times = f", dvcdata × {than / speed:.1f}" if than else ""
    print(f"{name:28} {took:6.1f} s, CPU {cpu:6.1f} s, {pages:7,} pages, {speed:7,.0f} pages/s{times}", flush=True)
    return speed


def make(home: Path, procedures: int) -> None:
    """A country: its communes with two months of form 06, its procedures, its fields."""
    package = home / "datasets" / "nation"
    package.mkdir(parents=True)
    (home / "dvcdata.toml").write_text("", encoding="utf-8")
    tables = {"agencies": agencies(), "procedures": listed(procedures), "dossiers": dossiers(), "sources": sources()}
    for name, lines in tables.items():
        (package / f"{name}.csv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    resources = [{"name": name, "path": f"{name}.csv"} for name in tables]
    said = {"name": "nation", "title": "Một nước tưởng tượng", "resources": resources}
    (package / "datapackage.json").write_text(json.dumps(said), encoding="utf-8")


def communes() -> Iterator[tuple[str, str]]:
    """The code of each commune, and of its province."""
    for number in range(COMMUNES):
        province = f"H{number % PROVINCES + 10}"
        yield f"{province}.{number // PROVINCES + 1:03}", province


def agencies() -> Iterator[str]:
    """Provinces and communes."""
    yield "agency_code,name,kind,tier,parent_code"
    yield from (f"H{n + 10},Ủy ban nhân dân tỉnh Số {n + 1},province,province," for n in range(PROVINCES))
    yield from (f"{code},Ủy ban nhân dân xã {code},commune,commune,{above}" for code, above in communes())


def listed(count: int) -> Iterator[str]:
    """Procedures in force."""
    yield "procedure_code,name,field_code,field_name,decision_no,status,change_kind"
    for n in range(count):
        field = n % FIELDS
        yield f"1.{n + 100:06},Thủ tục giả định số {n + 1},L{field:03},Lĩnh vực số {field + 1},{n + 1}/QĐ-GĐ,in_force,"


def dossiers() -> Iterator[str]:
    """The totals of every commune, and of every field in one province."""
    figures = "to_handle_total,received_online,received_offline,carried_over"
    yield f"period,agency_code,row_kind,field_code,{figures},source_id"
    for month in range(1, MONTHS + 1):
        for n, (code, _) in enumerate(communes()):
            online, desk, old = 50 + (n * 7 + month) % 90, n % 40, n % 5
            yield f"2026-{month:02},{code},agency,ALL,{online + desk + old},{online},{desk},{old},a"
        for n in range(FIELDS):
            yield f"2026-{month:02},H10,field,L{n:03},{n + 12},{n + 4},6,2,a"


def sources() -> Iterator[str]:
    """Where all of it comes from."""
    yield from ("source_id,publisher,title,retrieved", "a,Máy sinh,Số liệu giả định,2026-09-01")


def change(table: Path) -> None:
    """One procedure gets another name."""
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("Thủ tục giả định số 7,", "Thủ tục giả định số bảy,"), encoding="utf-8")


def peers(folder: Path, pages: int, than: float) -> None:
    """So many pages of the same kind, by generators of pages from Markdown: as many as for dvcdata take them long."""
    home = folder / "peers"
    if not (home / "bin" / "mkdocs").is_file():
        venv.create(home, with_pip=True)
        wanted = Path(__file__).parent / "website-requirements.txt"
        subprocess.run([home / "bin" / "pip", "install", "--quiet", "--requirement", wanted], check=True)
    texts = folder / "markdown"
    shutil.rmtree(texts, ignore_errors=True)
    (texts / "docs").mkdir(parents=True)
    rows = "".join(f"| 2026-{month:02} | {month * 17} | {month * 11} | {month * 6} |\n" for month in range(1, 9))
    for n in range(pages):
        table = f"| kỳ | tổng | trực tuyến | trực tiếp |\n|---|---|---|---|\n{rows}"
        said = f"Title: Trang {n}\nDate: 2026-09-30\n\n# Trang {n}\n\n- Mã: 1.{n:06}\n\n{table}"
        (texts / "docs" / f"{n}.md").write_text(said, encoding="utf-8")
    (texts / "mkdocs.yml").write_text("site_name: x\nplugins: []\n", encoding="utf-8")
    python = str(home / "bin" / "python")
    build = [python, "-m", "mkdocs", "build", "--quiet", "--config-file", str(texts / "mkdocs.yml")]
    show("mkdocs, from nothing", build, folder, texts / "site", than)
    build = [python, "-m", "pelican", str(texts / "docs"), "--output", str(texts / "out")]
    show("pelican, from nothing", build, folder, texts / "out", than)


if __name__ == "__main__":
    main()
