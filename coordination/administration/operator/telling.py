"""Tell an agency's administrators what the operator of the installation did to it: the record binds operators, too.

By the record itself, beside serving: so it holds for every act and every command, also of a process that is gone, and
none of them has to remember it.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Q, QuerySet

from coordination.administration.models import OperatorActTold
from coordination.models import User
from coordination.sign_in.mail import send_beside
from coordination.sign_in.notices import notice_words
from mou.access.operators import administrators_of
from mou.agencies.acts import BY_ITSELF
from mou.foundation.chore_signs import due_while
from mou.foundation.labelled import gettext_noop as _
from mou.models import AdministrativeAct, Agency
from push.models import Device
from push.outbox.notifications import enqueue_notifications
from push.texts import PushWords
from push.vocabulary import Urgency

KIND = "operator_acted"
WORDS = PushWords(_("The server's operator did something to your agency"))
NO_ROOM = UUID(int=0)
# A command may write for long before all of it is there to be read.
LOOKED_BACK = timedelta(days=2)
MOST_AT_ONCE = 500


def untold_acts(at: datetime) -> QuerySet[AdministrativeAct]:
    """Return acts of the console and of operators' accounts of which no administrator was told, since telling began.

    What another machine's clock puts later is told when its time comes.
    """
    began = _beginning().order_by("at").values_list("at", flat=True).first()
    return _untold_since(max(at - LOOKED_BACK, began) if began else at, at)


def _beginning() -> QuerySet[OperatorActTold]:
    """Return the row that says since when is told."""
    return OperatorActTold.objects.filter(act_id__isnull=True)


def _untold_since(since: datetime, at: datetime) -> QuerySet[AdministrativeAct]:
    told = OperatorActTold.objects.filter(act_id__isnull=False).values("act_id")
    by_operator = Q(actor__isnull=True) | Q(actor__is_operator=True)
    acts = AdministrativeAct.objects.filter(by_operator, at__gt=since, at__lte=at)
    return acts.exclude(reason=BY_ITSELF).exclude(pk__in=told)


def _signs_of_acts(at: datetime) -> list[QuerySet[Any]]:
    # What was done before telling began is never told, and asks for a look until it is two days old.
    return [_untold_since(at - LOOKED_BACK, at), Agency.objects.filter(~Exists(_beginning()))]


@due_while(_signs_of_acts)
def tell_of_operator(at: datetime) -> int:
    """Tell administrators of what is new, once for each agency; return how many agencies. Commits; sends mail beside.

    What was done before it looked for the first time is not told.
    """
    if not _beginning().exists():
        OperatorActTold.objects.create(act_id=None, at=at)
        return 0
    rows = list(untold_acts(at).order_by("at", "pk").values_list("pk", "agency_id")[:MOST_AT_ONCE])
    acts: dict[UUID, list[UUID]] = defaultdict(list)
    for act_id, agency_id in rows:
        acts[agency_id].append(act_id)
    for agency_id, ids in acts.items():
        _tell_agency(Agency.objects.get(pk=agency_id), ids, at)
    return len(acts)


def _tell_agency(agency: Agency, act_ids: list[UUID], at: datetime) -> None:
    with transaction.atomic(durable=True):
        agency = Agency.objects.select_for_update(of=("self",)).select_related("parent").get(pk=agency.pk)
        known = set(OperatorActTold.objects.filter(act_id__in=act_ids).values_list("act_id", flat=True))
        new = [one for one in act_ids if one not in known]
        if not new:
            return  # another process was quicker
        OperatorActTold.objects.bulk_create(OperatorActTold(act_id=one, at=at) for one in new)
        people = _people_to_tell(agency, at)
        enqueue_notifications(
            source_key=f"operator:{new[0].hex}",
            user_ids=people,
            is_exercise=False,
            urgency=Urgency.URGENT,
            kind=KIND,
            words=WORDS,
            room_id=NO_ROOM,
            seq=0,
            collapse_key="operator",
        )
    _mail_unreached(people)


def _people_to_tell(agency: Agency, at: datetime) -> list[int]:
    """Return an agency's administrators; of a school that has none, its district's."""
    own = administrators_of(agency, at)
    return own if own or agency.parent is None else administrators_of(agency.parent, at)


def _mail_unreached(user_ids: list[int]) -> None:
    """Mail those whom no device of theirs reaches by mail."""
    reached = Device.objects.filter(kind="email", is_active=True, confirmed_at__isnull=False).values("user_id")
    for one in User.objects.filter(pk__in=user_ids, is_active=True).exclude(pk__in=reached).exclude(email=""):
        language = one.language or "en"
        send_beside("account/email/notice", one.email, language, {"what": notice_words(KIND, language)})
