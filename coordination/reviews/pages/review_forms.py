"""The forms on the page of a review: for its keepers alone."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from django.http import HttpRequest
from django.utils.translation import gettext as _

from coordination.drills.exercises.places import people_of
from coordination.reviews import acts
from coordination.reviews.models import IncidentReview
from coordination.reviews.rules.given import MarkIn, ReviewActionIn, ReviewTextsIn, ReviewVersionIn, SettleIn
from coordination.reviews.work.queries import ReviewView
from coordination.reviews.work.writing import agencies_to_choose
from coordination.room.access import Asker
from coordination.templatetags.told_apart import told_apart
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven

# Until when an action is due if no date was given: soon and real.
USUAL_DAYS = 60


class ReviewForms:
    """What a keeper may do on the page of a review."""

    def __init__(self, request: HttpRequest, asker: Asker, review: IncidentReview, view: ReviewView) -> None:
        """Make them, with what was posted to the one that was sent."""
        here = review.pk
        self.mark: AnyForm = ActForm(request, "mark", MarkIn, partial(acts.add_mark, asker, here))
        self.settle: Mapping[str, AnyForm] = {
            str(one.mark_id): ActForm(
                request,
                "settle",
                SettleIn,
                partial(acts.settle_mark, asker, here, one.mark_id),
                fixed={"mark_id": str(one.mark_id)},
            )
            for one in view.marks
            if one.settled_at is None
        }
        texts = {"summary": view.summary, "went_well": view.went_well, "to_improve": view.to_improve}
        version = {"version": view.version}
        write, seal = partial(acts.write_texts, asker, here), partial(acts.seal_review, asker, here)
        self.texts: AnyForm = ActForm(request, "texts", ReviewTextsIn, write, initial={**texts, **version})
        self.seal: AnyForm = ActForm(request, "seal", ReviewVersionIn, seal, initial=version)
        self.close: AnyForm = ActForm(request, "close_wash", NothingGiven, partial(acts.close_wash, asker, here))
        self.action: AnyForm = _form_of_action(request, asker, review)

    def all(self) -> list[AnyForm]:
        """Return every form, the one that was sent among them."""
        return [self.mark, *self.settle.values(), self.texts, self.seal, self.close, self.action]


def _form_of_action(request: HttpRequest, asker: Asker, review: IncidentReview) -> AnyForm:
    agencies = list(agencies_to_choose(review))
    people = [
        (person.public_id, f"{called} · {agency.name}")
        for agency in agencies
        for person, called in told_apart(people_of(agency.pk, asker.at))
    ]
    return ActForm(
        request,
        "action",
        ReviewActionIn,
        partial(acts.add_action, asker, review.pk),
        choices={
            "agency_id": [(one.pk, one.name) for one in agencies],
            "owner_id": [("", _("No one yet")), *people],
        },
        initial={"starts_on": asker.at.date(), "due_on": asker.at.date() + timedelta(days=USUAL_DAYS)},
    )
