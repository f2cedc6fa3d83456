"""`dvcdata describe`: sets what a package says of itself, shows what is missing, and leaves everything else alone."""

import json
from pathlib import Path
from typing import Any

import pytest
from checking import as_json
from running import Run

from dvcdata import describe, licences, texts
from dvcdata.rules import catalogue

TABLE = "procedure_code,name\n1.000100,Đăng ký khai sinh\n"
BARE: dict[str, Any] = {"name": "goi", "resources": [{"name": "procedures", "path": "procedures.csv"}]}
ALL = (
    *("--title", "Thủ tục hành chính của tỉnh", "--description", "Danh mục thủ tục."),
    *("--licence", "cc-by", "--contact", "Văn phòng UBND tỉnh"),
)


def written(folder: Path, descriptor: dict[str, Any], **layout: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(descriptor, ensure_ascii=False, **{"indent": 2, **layout}) + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    (folder / "procedures.csv").write_text(TABLE, encoding="utf-8")
    return folder


def read(folder: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return value


def test_without_options_it_shows_what_is_missing_and_the_command_to_set_it(run: Run, tmp_path: Path) -> None:
    folder = written(tmp_path / "goi", {**BARE, "title": "goi"})
    before = (folder / "datapackage.json").read_bytes()
    result = run("describe", "goi")
    assert (result.code, result.err) == (0, "")
    assert 'dvcdata describe goi --title "…" --description "…" --licence MÃ --contact "…"' in result.out
    assert all(item.name in result.out for item in licences.OPEN)
    assert (folder / "datapackage.json").read_bytes() == before


def test_what_is_set_satisfies_the_rules(run: Run, tmp_path: Path) -> None:
    folder = written(tmp_path / "goi", BARE)
    rules = {"licence-missing", "metadata-incomplete"}
    assert rules <= {item["rule"] for item in as_json(run, folder)["findings"]}
    result = run("describe", folder, *ALL)
    assert result.code == 0
    assert "Đã ghi vào" in result.out and "tiêu đề, mô tả, giấy phép, đầu mối liên hệ." in result.out
    assert not rules & {item["rule"] for item in as_json(run, folder)["findings"]}
    assert "Đủ tiêu đề, mô tả, giấy phép và đầu mối liên hệ." in run("describe", folder).out


def test_everything_else_stays_as_it_stood(run: Run, tmp_path: Path) -> None:
    old = {
        "profile": "tabular-data-package",
        "title": "Cũ",
        "x-của-tôi": {"b": [1, 2.5, None], "a": True},
        "name": "goi",
        "contributors": [{"title": "Tác giả", "roles": ["author"]}, {"email": "cu@example.vn", "roles": ["contact"]}],
        "licenses": [{"name": "CC-BY-4.0", "path": "https://example.vn/giay-phep", "ghi-chú": "của tỉnh"}],
        "resources": BARE["resources"],
        "sources": [{"title": "Một cửa"}],
    }
    folder = written(tmp_path / "goi", old, indent="\t")
    more = ("--keyword", "hồ sơ", "--keyword", "TTHC", "--frequency", "monthly", "--title-en", "Procedures")
    sources = ("--source", "Một cửa https://motcua.example.vn", "--source", "Báo cáo giấy")
    assert run("describe", folder, *ALL, *more, *sources).code == 0
    new = read(folder)
    assert [name for name in new if name in old] == list(old)
    assert list(new)[:4] == ["profile", "title", "title_en", "description"]
    assert (new["x-của-tôi"], new["licenses"]) == (old["x-của-tôi"], old["licenses"])
    assert new["contributors"] == [
        {"title": "Tác giả", "roles": ["author"]},
        {"title": "Văn phòng UBND tỉnh", "email": "cu@example.vn", "roles": ["contact"]},
    ]
    assert new["sources"] == [{"title": "Một cửa", "path": "https://motcua.example.vn"}, {"title": "Báo cáo giấy"}]
    assert (new["keywords"], new["frequency"], new["title_en"]) == (["hồ sơ", "TTHC"], "monthly", "Procedures")
    assert (folder / "datapackage.json").read_text(encoding="utf-8").startswith('{\n\t"profile"')


def test_setting_the_same_again_changes_nothing(run: Run, tmp_path: Path) -> None:
    folder = written(tmp_path / "goi", BARE)
    run("describe", folder, *ALL)
    before = (folder / "datapackage.json").read_bytes()
    assert run("describe", folder, *ALL).code == 0
    assert (folder / "datapackage.json").read_bytes() == before


@pytest.mark.parametrize("text", ["CC-BY-4.0", "cc by 4.0", "cc-by", "https://creativecommons.org/licenses/by/4.0/"])
def test_a_licence_is_known_by_its_usual_names(text: str) -> None:
    assert licences.find(text).name == "CC-BY-4.0"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--licence", "CC-BY-NC-4.0"), "“CC-BY-NC-4.0” không phải giấy phép mở mà công cụ biết; gần nhất: CC-BY-4.0"),
        (("--title", "  "), "--title cần nội dung"),
        (("--email", "văn phòng"), "“văn phòng” không phải địa chỉ thư điện tử"),
        (("--homepage", "tinh.gov.vn"), "--homepage: “tinh.gov.vn” không phải địa chỉ mạng"),
        (("--frequency", "mọi lúc"), "“mọi lúc” không phải tần suất cập nhật"),
    ],
)
def test_what_cannot_be_set_is_one_sentence_and_nothing_is_written(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    folder = written(tmp_path / "goi", BARE)
    before = (folder / "datapackage.json").read_bytes()
    result = run("describe", folder, "--description", "Mới", *arguments)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert words in result.err and result.err.rstrip().endswith("Chưa ghi gì.")
    assert (folder / "datapackage.json").read_bytes() == before


def test_a_workspace_of_one_package_is_that_package_and_one_of_several_is_asked_about(run: Run, tmp_path: Path) -> None:
    written(tmp_path / "datasets" / "a", BARE)
    assert run("describe").code == 0
    written(tmp_path / "datasets" / "b", BARE)
    result = run("describe")
    assert result.code == 2 and "datasets/a, datasets/b" in result.err.replace("\\", "/")
    assert run("describe", "datasets/a").code == 0
    assert "là một tệp" in run("describe", "datasets/a/procedures.csv").err


def test_every_frequency_that_can_be_set_is_one_that_the_rule_on_updates_reads() -> None:
    rule = next(rule for rule in catalogue.load() if rule.id == "update-overdue")
    read_by_the_rule = {word for value in rule.parameters.values() if isinstance(value, list) for word in value}
    assert set(describe.FREQUENCIES) - {"irregular"} <= read_by_the_rule


def test_every_licence_and_frequency_has_words() -> None:
    for lang in texts.LANGUAGES:
        assert all(item.words(lang) for item in licences.OPEN)
        assert len({texts.text(f"frequency.{name}", lang) for name in describe.FREQUENCIES}) == len(
            describe.FREQUENCIES
        )
