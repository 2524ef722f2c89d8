"""Which agreements wait for a person: to be signed, reviewed or renewed."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from mou.access.fetch import active_memberships, kept_districts, memoranda_for
from mou.access.policy import local_date
from mou.agreements.reading.queries import MemorandumView, attention_of, memorandum_views
from mou.foundation.waiting import WaitingKind, WaitingLine, is_past
from mou.models import Signatory, Signature
from mou.vocabulary import VersionState


def list_waiting_agreements(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield what a person signs, then what they review and renew. Seven queries, however many agreements."""
    yield from _list_to_sign(user_id, at)
    kept = kept_districts(user_id, at)
    for view in memorandum_views(memoranda_for(user_id, at), at):
        yield from _list_steps(view, keeps=view.district.id in kept, at=at)


def _list_to_sign(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield where a person is named and has not signed. Who left the party is named for nothing."""
    mine = [one.agency_id for one in active_memberships(user_id, at)]
    if not mine:
        return
    signed = Signature.objects.filter(signatory=OuterRef("pk"), voided_at__isnull=True)
    rows = Signatory.objects.filter(
        ~Exists(signed), user_id=user_id, agency_id__in=mine, version__state=VersionState.OUT_FOR_SIGNATURE.value
    )
    for one in rows.select_related("version__memorandum__district").order_by("version__effective_on", "id"):
        version, memorandum = one.version, one.version.memorandum
        # After its last day no one can sign it any more.
        if not is_past(version.expires_on, local_date(at, memorandum.district.time_zone)):
            link = reverse("agreement_version", args=[memorandum.pk, version.number])
            yield WaitingLine(WaitingKind.SIGN_AGREEMENT, memorandum.title, link)


def _list_steps(view: MemorandumView, *, keeps: bool, at: datetime) -> Iterator[WaitingLine]:
    for line in view.versions:
        if line.state is VersionState.IN_REVIEW:
            link = reverse("agreement_version", args=[view.id, line.number])
            yield WaitingLine(WaitingKind.REVIEW_AGREEMENT, view.title, link)
    # Only the district's keepers draft the next version.
    if keeps and (attention := attention_of(view)):
        yield WaitingLine(
            WaitingKind.RENEW_AGREEMENT,
            view.title,
            reverse("agreement", args=[view.id]),
            due_on=view.expires_on,
            is_overdue=attention == "expired",
        )
