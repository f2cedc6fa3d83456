"""The portal that the tests start is a real CKAN, and they meet it as an editor does."""

from portals import Portal


def test_the_editor_can_make_a_dataset_and_is_no_administrator(portal: Portal) -> None:
    made = portal.call("organization_list_for_user", permission="create_dataset")
    # other modules of one run share the portal, and give this editor organisations of their own
    assert {item["name"]: item.get("capacity") for item in made}[portal.organization] == "editor"
    assert not any(item.get("sysadmin") for item in made)
