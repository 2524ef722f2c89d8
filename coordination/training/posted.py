"""What the forms of training sent, as the actions take it. A field is text, and may be missing or nonsense."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.http import Http404, HttpRequest, QueryDict

from coordination.errors import CoordinationError
from coordination.training.errors import BadTrainingFile
from coordination.training.words import refusal_words
from coordination.web.posted import act_in, uuid_in
from mou.errors import BadSroAssignment, BadTraining, MouError
from mou.officers.assignments import AssignmentGiven, SelectionGiven
from mou.officers.training import TrainingGiven
from mou.vocabulary import SelectionCriterion

REFUSED = 422
type Act = Callable[[], object]


def carried_out(request: HttpRequest, acts: Mapping[str, Act]) -> str:
    """Carry out what a form asks for by its field "act"; return what stood in the way. Raises: Http404."""
    act = act_in(request.POST, acts)
    try:
        act()
    except BadTrainingFile as wrong:
        return wrong.detail
    except (CoordinationError, MouError) as error:
        if error.status == 404 and error.code != "upload_gone":
            raise Http404 from error
        return refusal_words(error)
    return ""


def chosen_in[Choice: StrEnum](posted: QueryDict, name: str, choices: type[Choice]) -> Choice:
    """Return what was chosen of a closed list. Raises: Http404: what no form offers."""
    try:
        return choices(posted.get(name, ""))
    except ValueError as nonsense:
        raise Http404 from nonsense


def day_in(posted: QueryDict, name: str) -> date | None:
    """Return a day, or none where nothing was said. Raises: BadTraining."""
    text = posted.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as nonsense:
        raise BadTraining("This is no day.") from nonsense


def needed_day_in(posted: QueryDict, name: str) -> date:
    """Return a day that has to be said. Raises: BadTraining."""
    found = day_in(posted, name)
    if found is None:
        raise BadTraining("A day is missing.")
    return found


def number_in(posted: QueryDict, name: str) -> float | None:
    """Return a number, or none where nothing was said. Raises: BadTraining."""
    text = posted.get(name, "").replace(",", ".")
    if not text:
        return None
    if len(text) > 8 or not text.isascii() or not text.replace(".", "", 1).isdigit():
        raise BadTraining("This is no number.")
    return float(text)


def whole_in(posted: QueryDict, name: str) -> int | None:
    """Return a whole number, or none. Raises: BadTraining."""
    found = number_in(posted, name)
    return None if found is None else int(found)


def optional_id(posted: QueryDict, name: str) -> UUID | None:
    return uuid_in(posted, name) if posted.get(name) else None


def assignment_in(posted: QueryDict) -> AssignmentGiven:
    """Return sites, planned end, supervisor and back-up. Raises: BadSroAssignment, BadTraining."""
    try:
        site_ids = tuple(dict.fromkeys(UUID(one) for one in posted.getlist("site_ids")))
    except ValueError as nonsense:
        raise BadSroAssignment("There is no such site.") from nonsense
    return AssignmentGiven(
        site_ids, day_in(posted, "until"), optional_id(posted, "supervisor_id"), optional_id(posted, "backup_id")
    )


def selection_in(posted: QueryDict) -> SelectionGiven:
    """Return one party's part. Raises: BadTraining."""
    said = set(posted.getlist("criteria"))
    return SelectionGiven(
        panel=posted.get("panel", ""),
        interviewed_on=day_in(posted, "interviewed_on"),
        years_of_service=whole_in(posted, "years_of_service"),
        criteria=tuple(one for one in SelectionCriterion if one.value in said),
        note=posted.get("note", ""),
    )


def training_in(posted: QueryDict) -> TrainingGiven:
    """Return what was completed. Raises: BadTraining."""
    return TrainingGiven(
        course=posted.get("course", ""),
        completed_on=needed_day_in(posted, "completed_on"),
        hours=number_in(posted, "hours"),
        expires_on=day_in(posted, "expires_on"),
        provider=posted.get("provider", ""),
        certificate_number=posted.get("certificate_number", ""),
    )
