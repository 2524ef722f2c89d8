"""Bring further parties into a version that is being prepared, and take them out. Only its district's keepers do.

What is opened to each stands in an annex of its own: a term of one party never opens anything to another.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from mou.access.annexes import agencies_of, annexes_of, is_first_agency_party
from mou.agreements.clauses import ClauseGiven, Place, TermGiven, locked_version, write_clause
from mou.agreements.memoranda import check_parties
from mou.agreements.parties.carrying import name_sites, write_part
from mou.agreements.parties.errors import BadRole, PartyNotFound, PartyThere, TooManyParties
from mou.agreements.steps import note_change
from mou.agreements.texts.library import fill_template, template_of
from mou.agreements.version_access import check_is_agreement
from mou.errors import BadParties
from mou.models import Agency, Memorandum, Version
from mou.party_roles import PartyRole, fits_kind, template_for
from mou.vocabulary import GRANTS, AgencyKind, TermKind

# As many as there are lines to sign on a paper.
PARTIES_MAX = 12
# Of a text for two parties, what one more party needs: the clauses by which something is opened or shared.
_OPENING = frozenset({*(kind.value for kind in GRANTS), TermKind.DATA_SHARING.value, TermKind.DUTY_PAGING.value})


def add_party(*, place: Place, agency_id: UUID, role: PartyRole, is_from_template: bool) -> UUID:
    """Make an agency a party of a version and return the annex in which its terms stand.

    It starts with the sites of the version, and with no words or those of its part's text by which something is
    opened. One durable transaction; locks the agreement. Raises: MemorandumNotFound, VersionNotFound, NotAllowed,
    WrongState, OfAnAgreement, AgencyNotFound, BadParties, BadRole, PartyThere, TooManyParties.
    """
    with transaction.atomic(durable=True):
        version = locked_version(place)
        check_is_agreement(version)
        parties = agencies_of(version, annexes_of(version))
        check_parties(place.actor_id, version.memorandum.district_id, agency_id, place.at)
        agency = Agency.objects.get(id=agency_id)
        if agency.kind == AgencyKind.SCHOOL:
            raise BadParties("A school is no party of its own: its district is.")
        _check_role(role, agency)
        if agency in parties:
            raise PartyThere("This agency is a party already.")
        if len(parties) >= PARTIES_MAX:
            raise TooManyParties("An agreement has at most 12 parties.")
        note_change(version, by=place.actor_id, at=place.at)
        part = write_part(version, _annex_between(version, version.memorandum.district_id, agency_id), role=role.value)
        name_sites(part, [one.site_id for one in version.sites.all()])
        if is_from_template:
            _write_first_words(part, role, place)
        _count_change(version)
    return part.memorandum_id


def open_in_return(*, place: Place, agency_id: UUID) -> UUID:
    """Let a party that is a district open its own sites to this district, and return the annex in which that stands.

    It says nothing and names no site yet: that district's own keepers write both while the version is in review.
    One durable transaction; locks the agreement. Raises: as add_party; PartyNotFound.
    """
    with transaction.atomic(durable=True):
        version = locked_version(place)
        check_is_agreement(version)
        annexes = annexes_of(version)
        district = next((one for one in agencies_of(version, annexes) if one.pk == agency_id), None)
        if district is None:
            raise PartyNotFound("There is no such party.")
        if district.kind != AgencyKind.DISTRICT or agency_id == version.memorandum.district_id:
            raise BadParties("Only another district opens sites in return.")
        if any(one.memorandum.district_id == agency_id for one in annexes):
            raise PartyThere("This district opens its sites in return already.")
        note_change(version, by=place.actor_id, at=place.at)
        role = PartyRole.NEIGHBOR_DISTRICT
        annex = _annex_between(version, agency_id, version.memorandum.district_id)
        part = write_part(version, annex, role=role.value)
        # Which of its sites, that district says: nothing is opened anywhere before.
        Version.objects.filter(id=part.id).update(covers_all_sites=False)
        _count_change(version)
    return part.memorandum_id


def change_role(*, place: Place, agency_id: UUID, role: PartyRole) -> None:
    """Say which part a party takes. It opens nothing. One durable transaction. Raises: as add_party; PartyNotFound."""
    with transaction.atomic(durable=True):
        version = locked_version(place)
        check_is_agreement(version)
        rows = [one for one in (version, *annexes_of(version)) if one.memorandum.agency_id == agency_id]
        if not rows or agency_id == version.memorandum.district_id:
            raise PartyNotFound("There is no such party.")
        _check_role(role, rows[0].memorandum.agency)
        note_change(version, by=place.actor_id, at=place.at)
        Version.objects.filter(id__in=[one.id for one in rows]).update(party_role=role.value)
        _count_change(version)


def take_out_party(*, place: Place, agency_id: UUID) -> None:
    """Take a further party out of a version that is being prepared; its words stay, and open nothing.

    In the version that is in force it stays a party. One durable transaction. Raises: as add_party; PartyNotFound;
    BadParties: the agreement was founded with it.
    """
    with transaction.atomic(durable=True):
        version = locked_version(place)
        check_is_agreement(version)
        founding = {version.memorandum.district_id}
        if is_first_agency_party(version):
            founding.add(version.memorandum.agency_id)
        if agency_id in founding:
            raise BadParties("The agreement was founded between these two.")
        rows = [
            one for one in annexes_of(version) if agency_id in (one.memorandum.district_id, one.memorandum.agency_id)
        ]
        if not rows:
            raise PartyNotFound("There is no such party.")
        note_change(version, by=place.actor_id, at=place.at)
        Version.objects.filter(id__in=[one.id for one in rows]).update(left_at=place.at)
        for signatory in version.signatories.filter(agency_id=agency_id):
            # No hold is asked: a draft of an agreement, of which only what was signed is kept.
            signatory.signatures.filter(voided_at__isnull=False).delete()
            signatory.delete()
        _count_change(version)


def _check_role(role: PartyRole, agency: Agency) -> None:
    if not fits_kind(role, AgencyKind(agency.kind)):
        raise BadRole(f"An agency of the kind {agency.kind} does not take the part {role}.")


def _annex_between(version: Version, district_id: UUID, agency_id: UUID) -> Memorandum:
    """Return the annex of these two, as long as none of its versions stands in the way; else begin another one."""
    rows = Memorandum.objects.filter(annex_of=version.memorandum_id, district_id=district_id, agency_id=agency_id)
    taken = Version.objects.filter(memorandum__in=rows, in_force_from__isnull=True).values("memorandum")
    found = rows.exclude(id__in=taken).exclude(versions__number=version.number).order_by("id").first()
    return found or Memorandum.objects.create(
        title=version.memorandum.title, district_id=district_id, agency_id=agency_id, annex_of=version.memorandum
    )


def _write_first_words(part: Version, role: PartyRole, place: Place) -> None:
    found = template_of(template_for(role))
    if found is None:
        return
    named = fill_template(found, district=part.memorandum.district.name, agency=part.memorandum.agency.name)
    for clause in named.clauses:
        terms = tuple(
            TermGiven(TermKind(one.kind), one.scope, one.value, one.condition)
            for one in clause.terms
            if one.kind in _OPENING
        )
        if terms:
            given = ClauseGiven(clause.topic, clause.heading, clause.body_html, terms)
            write_clause(part, given, by=place.actor_id, at=place.at)


def _count_change(version: Version) -> None:
    Version.objects.filter(id=version.id).update(edit_number=F("edit_number") + 1)
