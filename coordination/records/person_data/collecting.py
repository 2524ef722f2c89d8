"""Everything that the product holds about a person, as one document. Secrets and other people's data are left out.

What a person wrote in a room is theirs as far as they may read the room; of other rooms the document says when, and
not what. Of tips and cases it says how many: their records are read by the people on them.
"""

import json
from collections.abc import Iterator
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet

from coordination.errors import CoordinationError
from coordination.models import AccountLock, CalendarPassword, User
from coordination.records.models import AuditEvent
from coordination.room.access import RoomGrant, room_for
from coordination.room.capability import RoomNeed
from coordination.room.models import LogEntry, Participant
from coordination.room.wire.model import Json, JsonObject
from mou.errors import MouError
from mou.foundation.installed_apps import installed_apps
from mou.foundation.moments import time_text
from mou.models import (
    AdministrativeAct,
    AgencyMember,
    ClauseComment,
    EmergencyAccess,
    MembershipOffer,
    Signature,
    SroAssignment,
    SroReview,
    SroSelection,
    Suspension,
    TrainingRecord,
)
from push.models import Device, Notification

FORMAT = 1
# From an address only its end: the whole of it would let a finder send to the device.
SHOWN_CHARS = 6


def person_document(person: User, at: datetime) -> JsonObject:
    """Return what is held about a person, by section. Some twenty queries, and two for each room they were in."""
    return {
        "format": FORMAT,
        "made_at": _time_text(at),
        "person_id": str(person.public_id),
        "account": _collect_account(person),
        "memberships": list(_collect_memberships(person)),
        "sessions": list(_collect_sessions(person)),
        "ways_to_sign_in": list(_collect_factors(person)),
        "devices": list(_collect_devices(person)),
        "alerts": list(_collect_alerts(person)),
        "rooms": list(_collect_rooms(person, at)),
        "emergency_access": list(_emergency_access(person)),
        "agreements": list(_collect_agreements(person)),
        "training": list(_collect_training(person)),
        "school_assignments": list(_collect_assignments(person)),
        "acts_about_me": list(_acts_about(person)),
        "what_i_did": list(_collect_audit(person)),
        "counts": _collect_counts(person),
    }


def _time_text(at: datetime | None) -> str | None:
    return time_text(at) if at else None


def _collect_account(person: User) -> JsonObject:
    lock = AccountLock.objects.filter(user=person).first()
    return {
        "name": person.display_name,
        "login": person.username,
        "mail_address": person.email,
        "confirmed_at": _time_text(person.email_proved_at),
        "sessions_lock_since": _time_text(person.sessions_lock_since),
        "phone": person.phone,
        "language": person.language,
        "since": _time_text(person.date_joined),
        "last_signed_in": _time_text(person.last_login),
        "is_active": person.is_active,
        "home_agency": person.home_agency.name if person.home_agency else "",
        "locked_at": _time_text(lock.locked_at) if lock else None,
        "wrong_passwords_at": list(lock.wrong_at) if lock else [],
    }


def _collect_memberships(person: User) -> Iterator[JsonObject]:
    rows = AgencyMember.objects.filter(user=person).select_related("agency").order_by("started_at")
    for row in rows:
        yield {
            "agency": row.agency.name,
            "role": row.role,
            "title": row.title,
            "callsign": row.callsign,
            "unit": row.unit,
            "is_in_office": row.is_in_office,
            "is_on_duty": row.is_on_duty,
            "since": _time_text(row.started_at),
            "ended_at": _time_text(row.ended_at),
            "suspensions": [
                {"reason": one.reason, "since": _time_text(one.begun_at), "ended_at": _time_text(one.ended_at)}
                for one in Suspension.objects.filter(member=row).order_by("begun_at")
            ],
        }
    for offer in MembershipOffer.objects.filter(user=person).select_related("agency").order_by("offered_at"):
        yield {
            "agency": offer.agency.name,
            "role": offer.role,
            "title": offer.title,
            "callsign": offer.callsign,
            "unit": offer.unit,
            "is_in_office": offer.is_in_office,
            "offered_at": _time_text(offer.offered_at),
            "state": offer.outcome,
        }


def _collect_sessions(person: User) -> Iterator[JsonObject]:
    for row in UserSession.objects.filter(user=person).order_by("created_at"):
        yield {
            "since": _time_text(row.created_at),
            "last_seen": _time_text(row.last_seen_at),
            "address": str(row.ip),
            "browser": row.user_agent,
        }


def _collect_factors(person: User) -> Iterator[JsonObject]:
    for factor in Authenticator.objects.filter(user=person).order_by("created_at"):
        yield {
            "kind": str(factor.type),
            "since": _time_text(factor.created_at),
            "last_used": _time_text(factor.last_used_at),
        }
    for linked in SocialAccount.objects.filter(user=person):
        yield {
            "kind": "agency_sign_in",
            "since": _time_text(linked.date_joined),
            "last_used": _time_text(linked.last_login),
        }
    for one in CalendarPassword.objects.filter(user=person).order_by("made_at"):
        yield {
            "kind": "calendar_password",
            "name": one.name,
            "since": _time_text(one.made_at),
            "last_used": _time_text(one.used_at),
        }


def _collect_devices(person: User) -> Iterator[JsonObject]:
    for row in Device.objects.filter(user=person).order_by("registered_at"):
        yield {
            "kind": row.kind,
            "address_ends_in": row.value[-SHOWN_CHARS:],
            "platform": row.platform,
            "app_version": row.app_version,
            "language": row.locale,
            "since": _time_text(row.registered_at),
            "confirmed_at": _time_text(row.confirmed_at),
            "retired_at": _time_text(row.retired_at),
        }


def _collect_alerts(person: User) -> Iterator[JsonObject]:
    rows = Notification.objects.filter(recipient__user=person).order_by("-created_at")
    for row in rows.iterator(chunk_size=500):
        yield {
            "at": _time_text(row.created_at),
            "is_exercise": row.is_exercise,
            "title": row.title,
            "text": row.body,
            "state": row.state,
            "delivered_at": _time_text(row.delivered_at),
            "opened_at": _time_text(row.opened_at),
            "acknowledged_at": _time_text(row.acknowledged_at),
        }


def _collect_rooms(person: User, at: datetime) -> Iterator[JsonObject]:
    rows = Participant.objects.filter(user=person).select_related("room__incident__site").order_by("joined_at")
    for row in rows:
        grant = _grant_now(person, row, at)
        incident = row.room.incident
        yield {
            "incident_id": str(incident.pk),
            "is_exercise": incident.is_exercise,
            "incident": incident.shown_title() if grant else "",
            "site": incident.shown_place() if grant else "",
            "as": f"{row.name}, {row.role}, {row.agency}",
            "joined_at": _time_text(row.joined_at),
            "left_at": _time_text(row.left_at),
            "removed_at": _time_text(row.removed_at),
            "may_read_now": grant is not None,
            "entries": list(_collect_entries(person, row, grant)),
        }


def _grant_now(person: User, participant: Participant, at: datetime) -> RoomGrant | None:
    """Return what a person may read of a room now; none: nothing any more."""
    if participant.left_at or participant.removed_at:
        return None
    try:
        grant = room_for(user_id=person.pk, room_id=participant.room_id, need=RoomNeed.READ, at=at)
        grant.joined()
    except (CoordinationError, MouError):
        return None
    return grant


def _collect_entries(person: User, participant: Participant, grant: RoomGrant | None) -> Iterator[JsonObject]:
    rows = LogEntry.objects.filter(room_id=participant.room_id, actor=person).order_by("seq")
    audiences = {one.value for one in grant.audiences} if grant else set()
    for row in rows.iterator(chunk_size=500):
        said: Json = None
        if row.audience in audiences:
            # The event alone: a change of the state may hold what others said.
            said = json.loads(row.content)["event"]
        yield {"seq": row.seq, "at": _time_text(row.at), "what": row.event_type, "said": said}


def _emergency_access(person: User) -> Iterator[JsonObject]:
    for row in EmergencyAccess.objects.filter(user=person).order_by("begun_at"):
        yield {
            "at": _time_text(row.begun_at),
            "is_exercise": row.is_exercise,
            "what": list(row.kinds),
            "reason": row.reason,
            "ended_at": _time_text(row.ends_at),
            "outcome": row.outcome,
        }


def _collect_agreements(person: User) -> Iterator[JsonObject]:
    for signed in Signature.objects.filter(signed_by=person).order_by("signed_at"):
        yield {"did": "signed", "as": signed.signed_name, "at": _time_text(signed.signed_at), "sha256": signed.sha256}
    for said in ClauseComment.objects.filter(author=person).order_by("created_at"):
        yield {"did": "commented", "at": _time_text(said.created_at), "text": said.text}


def _collect_training(person: User) -> Iterator[JsonObject]:
    # Who recorded, verified or replaced it is another person.
    rows = (
        TrainingRecord.objects.filter(person=person)
        .select_related("agency", "certificate")
        .defer("certificate__jpeg")
        .order_by("completed_on", "id")
    )
    for row in rows:
        yield {
            "agency": row.agency.name,
            "course": row.course_name,
            "hours": row.hours,
            "completed_on": row.completed_on.isoformat(),
            "expires_on": row.expires_on.isoformat() if row.expires_on else None,
            "certificate_number": row.certificate_number,
            "has_certificate": hasattr(row, "certificate"),
            "replaced": row.replaced_why,
            "reason": row.replaced_reason,
        }


def _collect_assignments(person: User) -> Iterator[JsonObject]:
    # What the parties wrote of the selection and in reviews is theirs.
    rows = SroAssignment.objects.filter(member__user=person).select_related("agency", "district").order_by("since")
    for row in rows:
        yield {
            "agency": row.agency.name,
            "district": row.district.name,
            "since": row.since.isoformat(),
            "ended_at": row.ended_on.isoformat() if row.ended_on else None,
            "reason": row.ended_reason,
        }


def _acts_about(person: User) -> Iterator[JsonObject]:
    # Who did it is another person: the agency's administrators read that.
    rows = AdministrativeAct.objects.filter(member__user=person).select_related("agency").order_by("at")
    for row in rows:
        yield {"at": _time_text(row.at), "agency": row.agency.name, "what": row.kind, "reason": row.reason}


def _collect_audit(person: User) -> Iterator[JsonObject]:
    rows = AuditEvent.objects.filter(user_id=person.pk).order_by("-seq")
    for row in rows.iterator(chunk_size=500):
        # A refusal says that it was one, not what is there.
        is_refused = row.outcome == "refused"
        yield {
            "at": _time_text(row.at),
            "what": row.what,
            "outcome": row.outcome,
            "address": row.source,
            "site": "" if is_refused else row.site,
            "is_exercise": None if is_refused else row.is_exercise,
        }


def _collect_counts(person: User) -> JsonObject:
    return {
        "training_recorded": TrainingRecord.objects.filter(recorded_by=person).exclude(person=person).count(),
        "training_verified": TrainingRecord.objects.filter(verified_by=person).count(),
        "steps_on_assignments": SroAssignment.objects.filter(made_by=person).count()
        + SroSelection.objects.filter(edited_by=person).count()
        + SroReview.objects.filter(by=person).count(),
        **dict(_counts_of_apps(person)),
    }


def _counts_of_apps(person: User) -> Iterator[tuple[str, int]]:
    for app in installed_apps():
        for one in app.app.person_counts:
            yield one.name, QuerySet(app.named(one.table)).filter(**{one.column: person}).count()
