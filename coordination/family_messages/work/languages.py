"""In which language a guardian is told: no roster says it, so the office writes it down."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from coordination.family_messages.errors import GuardianNotFound
from coordination.family_messages.models import GuardianChoice
from coordination.family_messages.rules.given import GuardianLanguagesIn
from coordination.family_messages.rules.library import FIRST_LANGUAGE
from coordination.family_messages.wire import GuardianLanguageLine
from coordination.room.access import Asker
from coordination.rosters.access import school_read_for, students_of
from coordination.rosters.models import Guardianship, RosterPerson
from coordination.rosters.vocabulary import RosterDoor
from coordination.rosters.work.queries import note_reading
from mou.foundation.tables.newest import Newest, read_newest
from mou.models import Agency

FOUND_MOST = 30


def find_guardians(asker: Asker, school_id: UUID, words: str, door: RosterDoor) -> Newest[GuardianLanguageLine]:
    """Return guardians of a school whose name has all of these words, to readers of its roster. It is written down.

    Raises: RosterNotFound.
    """
    school = school_read_for(user_id=asker.user_id, agency_id=school_id, at=asker.at)
    rows = _guardians_of(school)
    for part in words.split()[:5]:
        rows = rows.filter(Q(given_name__icontains=part) | Q(family_name__icontains=part))
    found: Newest[RosterPerson] = read_newest(rows.order_by("family_name", "given_name", "pk"), FOUND_MOST)
    if found:
        note_reading(school, user_id=asker.user_id, door=door, students=len(found), at=asker.at)
    chosen = dict(GuardianChoice.objects.filter(pk__in=[one.pk for one in found]).values_list("pk", "language"))
    return found.make_each(
        lambda one: GuardianLanguageLine(
            guardian_id=one.pk, name=one.shown_name(), language=chosen.get(one.pk, FIRST_LANGUAGE)
        )
    )


def set_languages(asker: Asker, school_id: UUID, given: GuardianLanguagesIn) -> int:
    """Store in which language guardians are told, all of them or none; return how many. For readers of the roster.

    Raises: RosterNotFound, GuardianNotFound: one of them is no guardian of the school.
    """
    with transaction.atomic(durable=True):
        school = school_read_for(user_id=asker.user_id, agency_id=school_id, at=asker.at)
        wanted = {one.guardian_id: one.language for one in given.guardians}
        if _guardians_of(school).filter(pk__in=list(wanted)).count() != len(wanted):
            raise GuardianNotFound
        rows = [
            GuardianChoice(guardian_id=key, language=language, made_by_id=asker.user_id, made_at=asker.at)
            for key, language in wanted.items()
        ]
        GuardianChoice.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["guardian_id"],
            update_fields=["language", "made_by", "made_at"],
        )
        return len(rows)


def _guardians_of(school: Agency) -> QuerySet[RosterPerson]:
    links = Guardianship.objects.filter(student__in=students_of(school).values("pk"))
    return RosterPerson.objects.filter(pk__in=links.values("guardian_id"), left_at__isnull=True)
