"""Who the guardians of schools are, and how each is reached. Numbers and addresses leave it only to be sent to."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from coordination.family_messages.models import FamilyAddress, FamilyMessage, GuardianChoice
from coordination.family_messages.rules.library import FIRST_LANGUAGE
from coordination.family_messages.rules.reaching import Guardian, Reach, plan_reach
from coordination.family_messages.vocabulary import FamilyAudience, FamilyWay
from coordination.incident.family_messages.vocabulary import FamilyMessageKind
from coordination.reunification.models import Operation, PickUp, ReunitedStudent
from coordination.reunification.vocabulary import PickUpState, StudentState
from coordination.rosters.models import Guardianship, RosterPerson
from coordination.rosters.vocabulary import RosterPersonKind
from mou.foundation.phone_numbers import BadPhone, phone_in_e164

S, P = StudentState, PickUpState
# No adult has come for these yet. A hold and a death look like any child who is awaited.
AWAITED = (
    *(S.NOT_EVACUATED, S.IN_TRANSIT, S.ARRIVED, S.IN_ASSEMBLY),
    *(S.SELF_EVACUATED, S.MISSING, S.DECEASED_NOTIFICATION),
)
# A child for whom an adult in one of these has come is awaited no more.
HAS_COME = (P.WAITING, P.SUPERVISOR, P.HELD, P.DONE)


def reach_of(message: FamilyMessage) -> Reach:
    """Return which guardians of a message are told by which way now. A constant number of queries."""
    first = FamilyWay.MAIL if FamilyMessageKind(message.kind).is_of_drill else FamilyWay.TEXT
    students = students_of_message(message)
    return plan_reach(guardians_of(students), first=first)


def students_of_message(message: FamilyMessage) -> QuerySet[RosterPerson]:
    """Return the students whose guardians a message is for."""
    schools = message.schools.all()
    here = RosterPerson.objects.filter(
        org__school__in=schools.values("pk"), kind=RosterPersonKind.STUDENT.value, left_at__isnull=True
    )
    if FamilyAudience(message.audience) is FamilyAudience.EVERYONE:
        return here
    open_now = open_operations(message.room_id, schools.values_list("pk", flat=True))
    awaited = ReunitedStudent.objects.filter(operation__in=open_now, state__in=[one.value for one in AWAITED])
    come = PickUp.objects.filter(student__in=awaited.values("pk"), state__in=[one.value for one in HAS_COME])
    under_way = awaited.exclude(pk__in=come.values("student_id")).filter(roster_person_id__isnull=False)
    return here.filter(pk__in=under_way.values("roster_person_id"))


def open_operations(room_id: UUID | None, school_ids: Iterable[UUID]) -> QuerySet[Operation]:
    """Return the reunifications of a room that are open for schools."""
    return Operation.objects.filter(room=room_id, school__in=list(school_ids), closed_at__isnull=True)


def guardians_of(students: QuerySet[RosterPerson]) -> list[Guardian]:
    """Return the guardians of students, each once, by name. Five queries."""
    links = Guardianship.objects.filter(student__in=students.values("pk"))
    schools = dict(links.order_by("id").values_list("guardian_id", "student__org__school_id"))
    people = RosterPerson.objects.filter(pk__in=links.values("guardian_id"), left_at__isnull=True)
    rows = list(people.order_by("family_name", "given_name", "pk").values_list("pk", "phone", "email"))
    chosen = dict(GuardianChoice.objects.filter(pk__in=links.values("guardian_id")).values_list("pk", "language"))
    stopped = set(FamilyAddress.objects.filter(stopped_at__isnull=False).values_list("way", "digest"))
    found = []
    for pk, phone, email in rows:
        there = addresses_of(phone, email)
        ways = {way: digest_of_address(way, to) for way, to in there.items()}
        stops = frozenset(
            way for way, to in there.items() if any((way.value, one) in stopped for one in digests_of_address(way, to))
        )
        school_id = schools[pk]
        assert school_id is not None, "the students are of schools"
        found.append(Guardian(pk, school_id, chosen.get(pk, FIRST_LANGUAGE), ways, stops))
    return found


def addresses_of(phone: str, email: str) -> dict[FamilyWay, str]:
    """Return where a guardian is written to, by the ways that are configured here."""
    found: dict[FamilyWay, str] = {}
    number = _number_of(phone) if settings.PUSH_SMS_URL else ""
    if number:
        found[FamilyWay.TEXT] = number
    if settings.HAS_MAIL and "@" in email:
        found[FamilyWay.MAIL] = email.strip().lower()
    return found


def address_of(guardian_id: UUID, way: FamilyWay) -> str:
    """Return where a guardian is written to by a way, as the roster has it now; empty: nowhere any more."""
    person = RosterPerson.objects.filter(pk=guardian_id, left_at__isnull=True).first()
    return "" if person is None else addresses_of(person.phone, person.email).get(way, "")


def names_of(guardian_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of guardians whom a roster still has."""
    # Many ids are more than a statement takes: the rows of the schools are read instead.
    found: dict[UUID, str] = {}
    ids = list(guardian_ids)
    for start in range(0, len(ids), 500):
        rows = RosterPerson.objects.filter(pk__in=ids[start : start + 500])
        found.update({one.pk: one.shown_name() for one in rows})
    return found


def digest_of_address(way: FamilyWay, address: str) -> str:
    """Return what is kept instead of a number or address."""
    return digests_of_address(way, address)[0]


def digests_of_address(way: FamilyWay, address: str) -> list[str]:
    """Return what could be kept of it: by the server's key, and by those before it, so that a stop outlives a key."""
    keys = [str(one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    salt = f"family address {way.value}"
    return [salted_hmac(salt, address, secret=one, algorithm="sha256").hexdigest() for one in keys]


def _number_of(phone: str) -> str:
    try:
        number = phone_in_e164(phone.strip(), settings.COUNTRY)
    except BadPhone:
        return ""
    return number if number.startswith("+") and " " not in number else ""
