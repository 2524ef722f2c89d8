"""The index by which people are found in a directory: kept up with what the database notes as changed, by any door."""

import zlib
from uuid import UUID

from django.db import transaction

from coordination.administration.models import MemberToIndex, MemberWords
from coordination.room.text_search.tokens import words_of
from mou.models import AgencyMember

AT_ONCE = 1000


def index_changed() -> int:
    """Write the words of the memberships that have changed, each batch in its own transaction; return how many.

    One query where none has.
    """
    done = 0
    while MemberToIndex.objects.exists():
        with transaction.atomic():
            # A row that is being changed just now is left to the next look: it is noted when they commit.
            waiting = MemberToIndex.objects.select_for_update(skip_locked=True).order_by("pk")
            member_ids = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
            if not member_ids:
                return done
            _write_words(member_ids)
            MemberToIndex.objects.filter(pk__in=member_ids).delete()
        done += len(member_ids)
    return done


def words_for(member: AgencyMember) -> str:
    """Return what a membership is found by; its user should be fetched with it."""
    person = member.user
    said = (person.display_name, person.username, person.email, member.callsign, member.title, member.unit)
    scope = scope_of_agency(member.agency_id)
    return " ".join(sorted({scope + word for text in said for word in words_of(text)}))


def scope_of_agency(agency_id: UUID) -> str:
    """Return what the words of an agency's people begin with: no search touches the people of another one."""
    return f"{zlib.crc32(agency_id.bytes):08x}"


def _write_words(member_ids: list[UUID]) -> None:
    members = AgencyMember.objects.filter(pk__in=member_ids).select_related("user")
    MemberWords.objects.filter(member_id__in=member_ids).delete()
    MemberWords.objects.bulk_create(MemberWords(member=one, words=words_for(one)) for one in members)
