"""What a form of drill law that was refused says: at which field, and with what was typed."""

import re

import pytest

from coordination.drills.requirements.models import OwnDrillLaw
from coordination.drills.requirements.rules.laws import shipped_laws
from tests.coordination.drills.requirements.drill_people import People, as_
from tests.factories.practice.drills import make_drill

pytestmark = pytest.mark.django_db(transaction=True)
SIGNED = {"starts_at": "2026-10-06T10:00", "type": "fire", "signed_name": "Ann Marshal"}
RULE: dict[str, object] = {"code": "extra", "title_en": "Extra", "types": ["fire"], "count": "1", "per": "month"}


@pytest.mark.parametrize(
    ("page", "posted", "field"),
    [
        ("new", {"act": "write", "type": "fire", "starts_at": "2999-01-01T10:00"}, "write-starts_at"),
        ("new", {"act": "write", "type": "", "starts_at": "2026-10-06T10:00"}, "write-type"),
        ("new", {"act": "write", **SIGNED}, "write-signed_on"),
        ("drill", {"act": "correct", "type": "bus", "starts_at": "2026-10-06T10:00", "version": "1"}, "correct-reason"),
        ("drill", {"act": "notice", "sent_at": "2999-01-01T10:00", "channel": "letter"}, "notice-sent_at"),
        ("law", {"act": "new", "key": "xx", "name": "Made-up state", "like": "TX"}, "new-key"),
        ("law", {"act": "choose", "key": "XX"}, "choose-key"),
        (
            "law",
            {"act": "year", "year": "2026", "begins_on": "2027-08-20", "ends_on": "2028-06-04", "open_months": ["9"]}
            | {"second_semester_on": "2028-01-05"},
            "year-begins_on",
        ),
        ("laws/TX", {"act": "add", **RULE, "per": "days"}, "add-days"),
        ("laws/TX", {"act": "add", **RULE, "by": "12-31"}, "add-by"),
        ("laws/TX", {"act": "add", **RULE, "code": "secure"}, "add-code"),
        ("laws/TX", {"act": "rule", "number": "1", **RULE, "count": "0"}, "rule-1-count"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    people: People, page: str, posted: dict[str, object], field: str
) -> None:
    district, site = people.cast.district.pk, people.cast.site
    path = {
        "new": f"/drills/schools/{site.pk}/new",
        "drill": f"/drills/records/{make_drill(site, by=people.planner).pk}",
    }.get(page, f"/drills/districts/{district}/{page}")

    answer = as_(people.planner).post(path, posted)

    text = answer.content.decode()
    element = re.search(rf'<(?:input|select|textarea)\b[^>]*\bid="{field}"[^>]*>', text)
    assert answer.status_code == 422
    assert element is not None
    assert ('aria-invalid="true"' in element[0], f"{field}_error" in element[0]) == (True, True)
    assert (f'<a href="#{field}">' in text, text.count('role="alert"')) == (True, 1)
    for name, value in posted.items():
        if name in ("name", "code", "signed_name", "begins_on"):
            assert f'value="{value}"' in text


def test_what_a_law_holds_stands_in_its_forms_and_is_the_same_when_nothing_is_typed(people: People) -> None:
    client, path = as_(people.planner), f"/drills/districts/{people.cast.district.pk}/laws/TX"
    law = shipped_laws()["TX"]
    head = {"act": "head", "name": law.name, "citation": law.citation, "records_years": law.records_years}
    head |= {"publish_within_days": law.publish_within_days or "", "note_en": law.note_en, "note_es": law.note_es}

    answer = client.post(path, head | {"types_signed": [*law.types_signed], "types_told": [*law.types_told]})

    assert answer.status_code == 303
    assert OwnDrillLaw.objects.get().document == law.model_dump(mode="json")


@pytest.mark.parametrize("key", ["TX", "XX"])
def test_a_state_that_is_there_is_not_added_again(people: People, key: str) -> None:
    """It was stored over what was there."""
    client, path = as_(people.planner), f"/drills/districts/{people.cast.district.pk}/law"
    new = {"act": "new", "name": "Made-up state", "like": "TX"}
    assert client.post(path, new | {"key": "XX"}).status_code == 303
    stored = OwnDrillLaw.objects.get().document

    refused = client.post(path, new | {"key": key, "name": "Another"})

    assert refused.status_code == 422
    assert '<a href="#new-key">' in refused.content.decode()
    assert "Rules with this key are here already." in refused.content.decode()
    assert OwnDrillLaw.objects.get().document == stored
    assert client.post(path, new | {"key": "YY"}).status_code == 303
