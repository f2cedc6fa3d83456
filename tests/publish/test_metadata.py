"""What a package says of itself becomes what a portal takes; what none would take is refused before it is asked."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest

from dvcdata import licences
from dvcdata.errors import UserError
from dvcdata.publish import metadata
from dvcdata.publish.destination import Destination

THERE = Destination("noi", Path(), "ckan", organization="so")
WHOLE: dict[str, Any] = {"name": "goi", "title": "Gói", "licenses": [{"name": "CC-BY-4.0"}]}


def fields(**changes: Any) -> dict[str, Any]:
    """The fields of a dataset whose descriptor differs by these."""
    return metadata.metadata({**WHOLE, **changes}, THERE)


@pytest.mark.parametrize("licence", licences.OPEN, ids=lambda item: item.name)
def test_a_licence_has_the_portals_id_by_whichever_of_its_names(licence: licences.Licence) -> None:
    expected = licence.others[0]
    assert expected.islower() and expected.startswith(("cc-", "odc-"))
    for given in ({"name": licence.name}, {"name": licence.name.upper()}, {"path": licence.path}):
        assert fields(licenses=[given])["license_id"] == expected


@pytest.mark.parametrize("given", ["CC-BY-4.0", [], ["CC-BY-4.0"], {"name": "CC-BY-4.0"}, None])
def test_licences_that_are_no_list_of_objects_are_none(given: Any) -> None:
    with pytest.raises(UserError) as caught:
        fields(licenses=given)
    assert caught.value.key == "publish.no_licence"


def test_lists_of_another_shape_say_nothing_and_stop_nothing() -> None:
    assert fields(keywords="hộ tịch", contributors="Sở", sources=["a", 1]) == fields()


def test_who_is_to_be_asked_is_not_taken_for_the_publisher() -> None:
    asked = {"title": "Phòng CNTT", "email": "cntt@example.vn", "roles": ["contact"]}
    made = fields(contributors=[asked])
    assert made["maintainer"] == made["extra:contact_name"] == "Phòng CNTT"
    assert "author" not in made and "extra:publisher_name" not in made
    assert fields(contributors=[asked, {"title": "Sở"}])["extra:publisher_name"] == "Sở"


def test_a_keyword_keeps_its_letters_however_they_are_encoded() -> None:
    word = "thủ tục hành chính"
    assert fields(keywords=[unicodedata.normalize("NFD", word)])["tags"] == [word]


def test_an_address_that_is_none_is_refused_before_the_portal_is_asked() -> None:
    with pytest.raises(UserError) as caught:
        fields(contributors=[{"title": "Sở", "email": "không phải thư"}])
    assert caught.value.key == "publish.email"


@pytest.mark.parametrize("name", ["new", "edit", "search", "x"])
def test_a_name_that_a_portal_keeps_for_itself_is_refused(name: str) -> None:
    with pytest.raises(UserError) as caught:
        metadata.dataset_name({"name": name}, "goi", THERE)
    assert caught.value.key == "publish.name"
