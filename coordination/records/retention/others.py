"""Delete records other than incidents: alerts, the audit's oldest, disclosures, ended accounts, old plans.

Each in durable transactions of its own, at most so many rows at once, with its line in the chain of deletions.
"""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from coordination.administration.models import Invitation
from coordination.incident.disclosures.models import Disclosure
from coordination.incident.floorplans.models import IncidentFloorplan
from coordination.keeping.gate import may_delete
from coordination.keeping.holds import Holds, any_of, holds_now
from coordination.keeping.proof import Deleted, lock_deletions, record_deletion
from coordination.keeping.vocabulary import DataClass
from coordination.models import AccountLock, CalendarPassword, SessionState, User
from coordination.records.models import AuditDelivery, AuditEvent, AuditReader
from coordination.records.retention.rules import Days
from coordination.room.models import Incident, Room
from coordination.room.wire.model import Json, JsonObject
from mapping.edits.photos import photo_path
from mapping.models import Floorplan, FloorplanStep, ImportJob, PlanImage, PlanPhoto
from mapping.plans.files import plan_file_path
from mapping.vocabulary import FloorplanState
from mou.models import AdministrativeAct, AgencyMember, MembershipOffer
from push.models import Device, Notification, Recipient

OPEN_ALERTS = ("planned", "claimed")


def rule_of(days: Days) -> dict[str, Json]:
    """Return by which rule something was deleted, as the chain has it."""
    return {"days": days.days, "set_by": "district" if days.set_by else "default"}


# --- alerts -----------------------------------------------------------------------------------------------------------
def alerts_due(days: Days, at: datetime, holds: Holds, district_id: UUID | None) -> QuerySet[Notification]:
    """Return alerts of a district's rooms that are kept no longer; without a district, those of no room."""
    cutoff = days.cutoff(at)
    rows = Notification.objects.exclude(state__in=OPEN_ALERTS)
    if cutoff is None:
        return rows.none()
    rooms = Room.objects.order_by()
    if district_id is None:
        return rows.filter(created_at__lt=cutoff).exclude(room_id__in=rooms.values("pk"))
    held = Incident.objects.filter(holds.incidents(), site__district_id=district_id).values("pk")
    ours = rooms.filter(incident__site__district_id=district_id).exclude(incident__in=held)
    return rows.filter(created_at__lt=cutoff, room_id__in=ours.values("pk"))


def delete_alerts(days: Days, at: datetime, district_id: UUID | None, *, most: int) -> int:
    """Delete alerts with their tries, and who was to be told of them."""
    with transaction.atomic(durable=True):
        lock_deletions()
        due = alerts_due(days, at, holds_now(), district_id).order_by("created_at")
        found = list(due.values_list("pk", "recipient_id")[:most])
        if not found:
            return 0
        Notification.objects.filter(pk__in=[pk for pk, _recipient in found]).delete()
        people = Recipient.objects.filter(pk__in={recipient for _pk, recipient in found})
        people.filter(notifications__isnull=True).delete()
        record_deletion(Deleted(DataClass.PUSH_RECORDS, len(found), rule_of(days), district_id), at)
    return len(found)


# --- the audit --------------------------------------------------------------------------------------------------------
def audit_due(days: Days, at: datetime, holds: Holds) -> QuerySet[AuditEvent]:
    """Return the oldest events up to the first that is young, under hold or not sent out yet: a chain has no holes."""
    cutoff = days.cutoff(at)
    rows = AuditEvent.objects.order_by("seq")
    if cutoff is None:
        return rows.none()
    held = Q(user_id__in=holds.user_ids) | Q(site_id__in=holds.site_ids) | Q(incident_id__in=holds.incident_ids)
    held |= any_of(Q(at__gte=one.since, at__lte=one.until) for one in holds.spans)
    person_ids = list(User.objects.filter(pk__in=holds.user_ids).values_list("public_id", flat=True))
    held |= any_of(Q(about__person_id=str(one)) for one in person_ids)
    held |= any_of(Q(person__iexact=one) for one in holds.names)
    first = rows.filter(Q(at__gte=cutoff) | held).values_list("seq", flat=True).first()
    due = rows if first is None else rows.filter(seq__lt=first)
    sent = AuditDelivery.objects.values_list("sent_seq", flat=True).first()
    return due if sent is None else due.filter(seq__lte=sent)


def delete_audit(days: Days, at: datetime, *, most: int) -> int:
    """Delete the beginning of the audit's chain; the hash from which it goes on stays in the chain of deletions."""
    with transaction.atomic(durable=True):
        lock_deletions()
        due = list(audit_due(days, at, holds_now()).values_list("seq", "chain_hash")[:most])
        if not due:
            return 0
        (first, _hash), (last, chain_hash) = due[0], due[-1]
        with may_delete():
            AuditReader.objects.filter(event_id__lte=last).delete()
            AuditEvent.objects.filter(seq__lte=last).delete()
        subject: JsonObject = {"first": first, "last": last, "chain_hash": chain_hash}
        record_deletion(Deleted(DataClass.AUDIT, len(due), rule_of(days), None, [subject]), at)
    return len(due)


def acts_due(days: Days, at: datetime, holds: Holds) -> QuerySet[AdministrativeAct]:
    """Return what administrators did longer ago than the audit is kept: it goes with the audit."""
    cutoff = days.cutoff(at)
    rows = AdministrativeAct.objects.order_by("at")
    if cutoff is None:
        return rows.none()
    held = Q(actor_id__in=holds.user_ids) | Q(member__user_id__in=holds.user_ids)
    held |= Q(agency_id__in=holds.agency_ids())
    for one in holds.spans:
        ours = Q(agency_id=one.district_id) | Q(agency__parent_id=one.district_id)
        held |= ours & Q(at__gte=one.since, at__lte=one.until)
    return rows.filter(at__lt=cutoff).exclude(pk__in=AdministrativeAct.objects.filter(held).values("pk"))


def delete_acts(days: Days, at: datetime, *, most: int) -> int:
    """Delete what administrators did, as the audit."""
    with transaction.atomic(durable=True):
        lock_deletions()
        ids = list(acts_due(days, at, holds_now()).values_list("pk", flat=True)[:most])
        if not ids:
            return 0
        with may_delete():
            AdministrativeAct.objects.filter(pk__in=ids).delete()
        record_deletion(Deleted(DataClass.AUDIT, len(ids), {**rule_of(days), "of": "administrative_acts"}), at)
    return len(ids)


# --- disclosures ------------------------------------------------------------------------------------------------------
def disclosures_due(days: Days, at: datetime, holds: Holds, district_id: UUID) -> QuerySet[Disclosure]:
    """Return rows of a district's ledger that are kept no longer."""
    cutoff = days.cutoff(at)
    rows = Disclosure.objects.filter(district_id=district_id)
    if cutoff is None:
        return rows.none()
    incidents = Incident.objects.filter(holds.incidents(), site__district_id=district_id).values("pk")
    held = Q(incident_id__in=incidents) | Q(incident_id__in=holds.incident_ids) | holds.named("students")
    held |= Q(disclosed_by_id__in=holds.user_ids)
    held |= holds.within("district_id", begins="disclosed_at", ends="disclosed_at")
    return rows.filter(disclosed_at__lt=cutoff).exclude(pk__in=Disclosure.objects.filter(held).values("pk"))


def delete_disclosures(days: Days, at: datetime, district_id: UUID, *, most: int) -> int:
    """Delete rows of the ledger, if a district has said after how long."""
    with transaction.atomic(durable=True):
        lock_deletions()
        due = disclosures_due(days, at, holds_now(), district_id).order_by("disclosed_at")
        ids = list(due.values_list("pk", flat=True)[:most])
        if not ids:
            return 0
        with may_delete():
            Disclosure.objects.filter(pk__in=ids).delete()
        record_deletion(Deleted(DataClass.DISCLOSURES, len(ids), rule_of(days), district_id), at)
    return len(ids)


# --- accounts ---------------------------------------------------------------------------------------------------------
def accounts_due(days: Days, at: datetime, holds: Holds, district_id: UUID) -> QuerySet[User]:
    """Return people of a district whose last membership anywhere ended longer ago than it keeps them."""
    cutoff = days.cutoff(at)
    ours = AgencyMember.objects.filter(Q(agency_id=district_id) | Q(agency__parent_id=district_id))
    rows = User.objects.filter(pk__in=ours.values("user_id"), is_operator=False, is_device=False).exclude(
        username__startswith=ENDED
    )
    if cutoff is None:
        return rows.none()
    open_ones = AgencyMember.objects.filter(user=OuterRef("pk"), ended_at__isnull=True)
    late = AgencyMember.objects.filter(user=OuterRef("pk"), ended_at__gte=cutoff)
    sites = holds.agency_ids()
    held = User.objects.filter(
        Q(pk__in=holds.user_ids) | Q(pk__in=AgencyMember.objects.filter(agency_id__in=sites).values("user_id"))
    )
    return rows.filter(~Exists(open_ones), ~Exists(late)).exclude(pk__in=held.values("pk"))


ENDED = "ended-"


def delete_accounts(days: Days, at: datetime, district_id: UUID, *, most: int) -> int:
    """Empty accounts of people who belong to nothing any more: no name, no address, no device, no way to sign in.

    The row stays, under a name that says nothing: entries and acts point at it. Names that were copied into records
    go with those records.
    """
    done = 0
    for _turn in range(most):
        with transaction.atomic(durable=True):
            lock_deletions()
            due = accounts_due(days, at, holds_now(), district_id).order_by("pk")
            user = due.select_for_update(of=("self",)).first()
            if user is None:
                break
            _empty_account(user)
            subject: JsonObject = {"account": str(user.public_id)}
            record_deletion(Deleted(DataClass.ACCOUNTS, 1, rule_of(days), district_id, [subject]), at)
        done += 1
    return done


def _empty_account(user: User) -> None:
    for model in (
        EmailAddress,
        Authenticator,
        SocialAccount,
        UserSession,
        SessionState,
        AccountLock,
        CalendarPassword,
        Invitation,
        Device,
    ):
        model._default_manager.filter(user=user).delete()  # noqa: SLF001 - of any model
    AgencyMember.objects.filter(user=user).update(title="", callsign="", unit="")
    MembershipOffer.objects.filter(user=user).delete()
    user.username, user.display_name = f"{ENDED}{user.public_id.hex}", ""
    user.first_name = user.last_name = user.email = user.phone = user.language = ""
    user.email_proved_at = user.sessions_lock_since = None
    user.is_active = False
    user.set_unusable_password()
    user.save()


# --- plans ------------------------------------------------------------------------------------------------------------
def plans_due(days: Days, at: datetime, holds: Holds, district_id: UUID) -> QuerySet[Floorplan]:
    """Return versions of plans that were superseded long ago and at which no incident points."""
    cutoff = days.cutoff(at)
    rows = Floorplan.objects.filter(level__site__district_id=district_id, state=FloorplanState.SUPERSEDED.value)
    if cutoff is None:
        return rows.none()
    steps = FloorplanStep.objects.filter(
        floorplan=OuterRef("pk"), state=FloorplanState.SUPERSEDED.value, at__gte=cutoff
    )
    used = IncidentFloorplan.objects.filter(floorplan=OuterRef("pk"))
    rows = rows.filter(imported_at__lt=cutoff).filter(~Exists(steps), ~Exists(used))
    for one in holds.spans:
        if one.district_id == district_id:
            rows = rows.exclude(imported_at__lte=one.until)
    return rows.exclude(level__site_id__in=holds.site_ids)


def delete_plans(days: Days, at: datetime, district_id: UUID, *, most: int) -> int:
    """Delete old versions of plans with their pictures. One durable transaction for each."""
    done = 0
    for _turn in range(most):
        with transaction.atomic(durable=True):
            lock_deletions()
            plan = plans_due(days, at, holds_now(), district_id).order_by("imported_at").first()
            if plan is None:
                break
            files = _files_of(plan)
            subject: JsonObject = {
                "floorplan": str(plan.pk),
                "level": str(plan.level_id),
                "version": plan.version,
                "source_sha256": plan.source_sha256,
                "files": [*sorted(path.stem for path in files)],
            }
            with may_delete():
                plan.delete()
            record_deletion(Deleted(DataClass.OLD_PLANS, 1, rule_of(days), district_id, [subject]), at)
        for path in files:
            if not _is_named(path):
                path.unlink(missing_ok=True)
        done += 1
    return done


def _files_of(plan: Floorplan) -> list[Path]:
    pictures = PlanImage.objects.filter(floorplan=plan).values_list("original_sha256", "shown_sha256")
    photos = PlanPhoto.objects.filter(floorplan=plan).values_list("sha256", flat=True)
    return [
        *(plan_file_path(one) for pair in pictures for one in pair if one),
        *(photo_path(one) for one in photos if one),
    ]


def _is_named(path: Path) -> bool:
    one = path.stem
    pictures = PlanImage.objects.filter(Q(original_sha256=one) | Q(shown_sha256=one))
    waiting = ImportJob.objects.filter(source_sha256=one, state__in=("queued", "running"))
    return pictures.exists() or PlanPhoto.objects.filter(sha256=one).exists() or waiting.exists()
