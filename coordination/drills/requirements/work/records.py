"""Write drills down, correct them, sign them, note that parents were told. Each in one durable transaction."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import IntegrityError, transaction

from coordination.drills.requirements.access import drill_for, drill_to_sign, school_for
from coordination.drills.requirements.errors import BadDrill, DrillChanged, DrillNotHeld, DrillSignedAlready
from coordination.drills.requirements.models import Drill, DrillChange, DrillNotice
from coordination.drills.requirements.rules.record import DrillGiven, DrillNoticeGiven, check_drill, day_at
from coordination.drills.requirements.vocabulary import DrillState
from coordination.models import User
from mapping.models import Site
from mou.access import fetch
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _
from mou.vocabulary import AgencyKind

FIELDS = tuple(DrillGiven.model_fields)
SIGNATURE = {"signed_name", "signed_on"}
UNSIGNED: dict[str, object] = {"signed_name": "", "signed_on": None}
# A correction of one of these removes the fire marshal's signature.
UNDER_SIGNATURE = frozenset(FIELDS) - SIGNATURE - {"issues", "is_debriefed", "exercise_id"}


def write_drill(*, actor_id: int, site_id: UUID, given: DrillGiven, at: datetime) -> UUID:
    """Plan a drill, or write down one that was held; for keepers of the school's drills.

    Raises: DrillSchoolNotFound, DrillNotAllowed, BadDrill.
    """
    with transaction.atomic(durable=True):
        site = school_for(user_id=actor_id, site_id=site_id, at=at, keep=True).site
        check_drill(given, time_zone=site.time_zone, at=at)
        drill = made_drill(site, given, actor_id=actor_id, at=at)
        try:
            with transaction.atomic():
                drill.save(force_insert=True)
        except IntegrityError as twice:
            raise BadDrill(
                Reason(_("This exercise is written down as such a drill already.")), pointer="/exercise_id"
            ) from twice
    return drill.pk


def made_drill(site: Site, given: DrillGiven, *, actor_id: int, at: datetime) -> Drill:
    """Return a row that is not stored yet."""
    on = day_at(given.starts_at, site.time_zone)
    return Drill(site=site, on=on, created_by_id=actor_id, created_at=at, **_stored_fields(given))


def _stored_fields(given: DrillGiven) -> dict[str, object]:
    fields: dict[str, object] = {name: getattr(given, name) for name in FIELDS}
    return {name: one.value if isinstance(one, StrEnum) else one for name, one in fields.items()}


def correct_drill(*, actor_id: int, drill_id: UUID, given: DrillGiven, version: int, reason: str, at: datetime) -> None:
    """Change a drill. What was held is corrected with a reason; each field keeps what it said before.

    A correction of what was signed removes the signature.
    Raises: DrillNotFound, DrillNotAllowed, DrillChanged: it is another version by now, BadDrill.
    """
    with transaction.atomic(durable=True):
        drill = drill_for(user_id=actor_id, drill_id=drill_id, at=at, keep=True, lock=True).drill
        if drill.version != version:
            raise DrillChanged
        changed = _changed_fields(drill, _stored_fields(given))
        if not changed:
            return
        reason = " ".join(reason.split())
        if not reason and drill.state == DrillState.HELD.value:
            raise BadDrill(Reason(_("Say why.")), pointer="/reason")
        if len(reason) > 400:
            raise BadDrill(Reason(_("At most 400 characters.")), pointer="/reason")
        if drill.signed_on is not None and UNDER_SIGNATURE & changed.keys() and not SIGNATURE & changed.keys():
            given = given.model_copy(update=UNSIGNED)
            changed |= UNSIGNED
        if SIGNATURE & changed.keys():
            # The person who signed here did not sign the corrected record.
            changed |= {"signed_by_id": None, "signed_agency": ""}
        check_drill(given, time_zone=drill.site.time_zone, at=at)
        _write_changes(drill, changed, actor_id=actor_id, reason=reason, at=at)


def _changed_fields(drill: Drill, wanted: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in wanted.items() if getattr(drill, name) != value}


def _write_changes(drill: Drill, changed: dict[str, object], *, actor_id: int, reason: str, at: datetime) -> None:
    rows = [
        DrillChange(
            drill=drill,
            field=name,
            before=stored_text(getattr(drill, name)),
            after=stored_text(value),
            reason=reason,
            by_id=actor_id,
            at=at,
        )
        for name, value in changed.items()
        if getattr(drill, name) != value and name != "signed_by_id"
    ]
    for name, value in changed.items():
        setattr(drill, name, value)
    drill.on = day_at(drill.starts_at, drill.site.time_zone)
    drill.version += 1
    try:
        with transaction.atomic():
            drill.save()
    except IntegrityError as twice:
        raise BadDrill(
            Reason(_("This exercise is written down as such a drill already.")), pointer="/exercise_id"
        ) from twice
    DrillChange.objects.bulk_create(rows)


def stored_text(value: object) -> str:
    """Return a value as the list of changes has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)


def sign_drill(*, actor_id: int, drill_id: UUID, version: int, at: datetime) -> None:
    """Sign for a drill as a member of a fire agency, under one's own name and for today.

    Raises: DrillNotFound, DrillSignOffNotAllowed, DrillNotHeld, DrillSignedAlready, DrillChanged.
    """
    with transaction.atomic(durable=True):
        drill = drill_to_sign(user_id=actor_id, drill_id=drill_id, at=at).drill
        if drill.version != version:
            raise DrillChanged
        if drill.state != DrillState.HELD.value:
            raise DrillNotHeld
        if drill.signed_on is not None and drill.signed_by_id is not None:
            raise DrillSignedAlready
        members = fetch.active_memberships(actor_id, at)
        agency = next(one.agency for one in members if one.agency.kind == AgencyKind.FIRE)
        changed: dict[str, object] = {
            "signed_name": User.objects.get(pk=actor_id).shown_name()[:120],
            "signed_on": day_at(at, drill.site.time_zone),
            "signed_agency": agency.name[:200],
            "signed_by_id": actor_id,
        }
        _write_changes(drill, changed, actor_id=actor_id, reason="", at=at)


def tell_parents(*, actor_id: int, drill_id: UUID, given: DrillNoticeGiven, at: datetime) -> None:
    """Note that parents were told of a drill. Nothing is sent from here.

    Raises: DrillNotFound, DrillNotAllowed, BadDrill.
    """
    with transaction.atomic(durable=True):
        drill = drill_for(user_id=actor_id, drill_id=drill_id, at=at, keep=True, lock=True).drill
        if given.sent_at > at:
            raise BadDrill(Reason(_("What was sent is not in the future.")), pointer="/sent_at")
        DrillNotice.objects.create(
            drill=drill,
            sent_at=given.sent_at,
            channel=given.channel.value,
            languages=given.languages,
            words=given.words,
            by_id=actor_id,
            at=at,
        )
