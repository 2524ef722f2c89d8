"""Open an incident from a tip that threatens a life: in the opener's own words, and with nothing of the tip."""

from uuid import UUID, uuid5

from django.db import transaction

from coordination.incident.lifecycle.actions import incident_id_for
from coordination.incident.lifecycle.capability import OpenIncident
from coordination.prevention.tips.access import officers_to_tell, site_of, tip_to_decide_for
from coordination.prevention.tips.errors import ReportersWords, TipHasIncident, TipNamesNoSchool
from coordination.prevention.tips.models import Tip
from coordination.prevention.tips.rules.given import TipIncidentIn
from coordination.prevention.tips.rules.own_words import repeats_report
from coordination.prevention.tips.telling import tell_of
from coordination.prevention.tips.vocabulary import TipPriority
from coordination.room.access import Asker
from coordination.room.dispatch import execute

# A tip opens one incident: the command's id follows from the tip's, and a second press finds the first one's.
NAMESPACE = UUID("0a3a1ee4-0d0f-4f3b-9a55-6d7f3a8e2b90")


def open_from_tip(*, asker: Asker, tip_id: UUID, given: TipIncidentIn) -> UUID:
    """Open an incident at the tip's school and return its id; the tip is critical, and the police may read it.

    Two durable transactions: the incident is never undone because something of the tip is.
    Raises: TipNotFound, TipsTeamDecides, TipNamesNoSchool, TipHasIncident, ReportersWords, and what opening raises.
    """
    with transaction.atomic():
        tip = tip_to_decide_for(user_id=asker.user_id, tip_id=tip_id, at=asker.at)
    if tip.incident_id is not None:
        raise TipHasIncident
    site = site_of(tip)
    if site is None:
        raise TipNamesNoSchool
    if repeats_report(given.title, tip.words_of_reporter()):
        raise ReportersWords(pointer="/title")
    command = OpenIncident(
        id=uuid5(NAMESPACE, f"{tip.pk}:{asker.user_id}"),
        type="open_incident",
        site_id=site.pk,
        is_exercise=False,
        incident_type=given.incident_type,
        severity=given.severity,
        title=given.title,
    )
    execute(asker=asker, room_id=None, command=command)
    incident_id = incident_id_for(asker, command)
    with transaction.atomic(durable=True):
        _note_incident(tip_to_decide_for(user_id=asker.user_id, tip_id=tip_id, at=asker.at), incident_id, asker)
    return incident_id


def _note_incident(tip: Tip, incident_id: UUID, asker: Asker) -> None:
    tip.incident_id, tip.is_life_threat, tip.to_police = incident_id, True, True
    tip.priority = TipPriority.CRITICAL.value
    tip.save(update_fields=["incident_id", "is_life_threat", "to_police", "priority"])
    tell_of(tip, occasion="life", user_ids=officers_to_tell(tip, asker.at), then=[])
