"""Open an incident from an alert that threatens a life: in the reviewer's own words, and with nothing of the post."""

from uuid import UUID, uuid5

from django.db import transaction

from coordination.incident.lifecycle.actions import incident_id_for
from coordination.incident.lifecycle.capability import OpenIncident
from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.prevention.social_alerts.access import ALERT_OFFICERS, ALERT_WAITS
from coordination.prevention.social_alerts.errors import PostsWords
from coordination.prevention.social_alerts.models import SocialAlert
from coordination.prevention.social_alerts.rules.given import AlertIncidentIn
from coordination.prevention.social_alerts.vocabulary import AlertDisposition, AlertStep
from coordination.prevention.social_alerts.work.authors import opened_post
from coordination.prevention.social_alerts.work.kinds import ALERT_KIND
from coordination.prevention.social_alerts.work.steps import settle_alert
from coordination.prevention.tips.rules.own_words import repeats_report
from coordination.room.access import Asker
from coordination.room.dispatch import execute
from push.vocabulary import Urgency

# An alert opens one incident: the command's id follows from the alert's, and a second press finds the first one's.
NAMESPACE = UUID("b1d7d1a0-6a5f-4f0e-9d0c-2f5f6f1c7f3e")


def open_from_alert(*, asker: Asker, alert_id: UUID, given: AlertIncidentIn) -> UUID:
    """Open an incident at the alert's site and return its id; the alert is decided, and the police may read it.

    Two durable transactions: the incident is never undone because something of the alert is.
    Raises: SocialAlertNotFound, AlertTeamDecides, StepRefused, AlertOfAnotherReviewer, PostsWords, and what
    opening raises.
    """
    overwrite_what_is_deleted()
    with transaction.atomic():
        alert = _in_review(asker, alert_id)
    said = opened_post(alert)
    if said is not None and repeats_report(given.title, [said.text]):
        raise PostsWords(pointer="/title")
    command = OpenIncident(
        id=uuid5(NAMESPACE, f"{alert.pk}:{asker.user_id}"),
        type="open_incident",
        site_id=alert.fence.site_id,
        is_exercise=False,
        incident_type=given.incident_type,
        severity=given.severity,
        title=given.title,
    )
    execute(asker=asker, room_id=None, command=command)
    incident_id = incident_id_for(asker, command)
    with transaction.atomic(durable=True):
        alert = _in_review(asker, alert_id)
        settle_alert(alert, AlertDisposition.IMMEDIATE, "", asker.at)
        alert.incident_id = incident_id
        alert.save()
        ALERT_KIND.write_record(alert, AlertStep.DECIDE.value, actor_id=asker.user_id, at=asker.at)
        people = set(ALERT_OFFICERS.officers_to_tell(alert, alert.desk.district_id, asker.at)) - {asker.user_id}
        ALERT_WAITS.tell_of(alert.pk, occasion="life", user_ids=people, urgency=Urgency.LIFE_SAFETY)
    return incident_id


def _in_review(asker: Asker, alert_id: UUID) -> SocialAlert:
    alert = ALERT_KIND.thing_for(user_id=asker.user_id, thing_id=alert_id, at=asker.at, lock=True)
    ALERT_KIND.next_state(alert, AlertStep.DECIDE)
    return alert
