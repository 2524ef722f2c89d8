"""Fields of which a form asks nothing, as it knows their value; and choices that come in groups."""

from uuid import UUID

from mou.foundation.forms.act_form import ActForm, carry_out
from tests.mou.forms.sample import PEOPLE, WHOLE, ZONE, Taken, Written, drawn, form_of, posted


def test_of_what_is_fixed_nothing_is_asked_and_the_class_is_given_it() -> None:
    """Asked as well, it would be sent twice, and the second time be what stands in the field."""
    one, other = str(UUID(int=1)), str(UUID(int=2))
    form = form_of(posted(WHOLE), person_id=one)
    page = drawn(form)

    assert page.count('name="person_id"') == 1
    assert carry_out(posted(WHOLE), [form], str)
    assert form.done.person_id == UUID(int=1)
    assert not form_of(posted(WHOLE), person_id=other).is_bound


def test_a_field_that_can_have_one_value_is_not_asked() -> None:
    request = posted({"act": "take", "use": "quiet"})
    form = ActForm(request, "take", Taken, lambda given: given)

    assert list(form.fields) == ["use"]
    assert carry_out(request, [form], str)
    assert form.done == Taken(kind="room", use="quiet")


def test_choices_come_in_groups_and_nothing_else_is_chosen() -> None:
    rooms = {"person_id": [("North", PEOPLE[:1]), ("South", PEOPLE[1:])]}

    def form(chosen: str) -> ActForm[Written, Written]:
        request = posted({**WHOLE, "person_id": chosen})
        return ActForm(request, "write", Written, lambda given: given, choices=rooms, zone=ZONE)

    right, wrong = form(str(UUID(int=2))), form("South")
    assert right.is_valid()
    assert '<optgroup label="South">' in drawn(right)
    assert [one.name for one in wrong.wrong_fields()] == ["person_id"]
