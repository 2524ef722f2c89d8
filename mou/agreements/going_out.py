"""What must be so before a version goes out for signature."""

from datetime import datetime

from mou.access.annexes import agencies_of, annexes_of, is_first_agency_party
from mou.access.facts import agreement_facts
from mou.access.openings import is_read_by
from mou.agreements.errors import BlankLeft, OpensNothing
from mou.agreements.steps import is_over
from mou.agreements.texts.blanks import OpenBlank, open_blanks
from mou.errors import BadDates, BadTerms, SignatoryMissing
from mou.models import Term, Version
from mou.papers.documents import document_of
from mou.terms import Sharing, checked_value
from mou.vocabulary import SharingDirection, SharingTime, TermKind


def check_goes_out(version: Version, at: datetime) -> None:
    """Raise what stands in the way of a version's signatures.

    Of several parties, each has people who sign, and is given something or gives something.
    Raises: BadDates: its last day has passed; SignatoryMissing; BlankLeft, naming each; OpensNothing.
    """
    annexes = annexes_of(version)
    if is_over(version, at):
        raise BadDates("The last day of this version has passed.")
    signing = set(version.signatories.filter(user__isnull=False).values_list("agency_id", flat=True))
    if signing != {one.pk for one in agencies_of(version, annexes)}:
        raise SignatoryMissing("Name someone to sign for each party first.")
    blanks = [blank for one in (version, *annexes) for blank in blanks_of(one)]
    if blanks:
        named = "; ".join(f"{one.words} ({one.heading})" for one in blanks)
        raise BlankLeft(f"Fill in what was left open first: {named}.")
    if is_first_agency_party(version) and not opens_something(version):
        raise OpensNothing("Add a term that opens something first: incident rooms, floor plans or shared data.")
    for one in annexes:
        if not opens_something(one) or not (one.covers_all_sites or one.sites.exists()):
            parties = f"{one.memorandum.district.name} and {one.memorandum.agency.name}"
            raise OpensNothing(f"Say first what is opened between {parties}, and at which sites.")


def blanks_of(version: Version) -> tuple[OpenBlank, ...]:
    """Return every blank that a version has still open. At most six queries."""
    return open_blanks(document_of(version))


def opens_something(version: Version) -> bool:
    """Say whether a version gives either party anything: access, or data in one direction."""
    kind = version.memorandum.agency.kind
    opened = agreement_facts(version).openings
    return any(is_read_by(kind, one.right) for one in opened) or any(map(_shares_besides, version.terms.all()))


def _shares_besides(term: Term) -> bool:
    """Also on request, and from the agency to the district: the host of a reunification site gives its plan."""
    if term.kind != TermKind.DATA_SHARING:
        return False
    when, to_district = sharing_time(term), term.scope.endswith(f":{SharingDirection.AGENCY_TO_DISTRICT}")
    return when is SharingTime.ON_REQUEST or (to_district and when is not SharingTime.NEVER)


def sharing_time(term: Term) -> SharingTime:
    """Return when a term about data lets it be had; never, where its value cannot be read."""
    try:
        value = checked_value(TermKind.DATA_SHARING, term.value)
    except BadTerms:
        return SharingTime.NEVER
    return value.when if isinstance(value, Sharing) else SharingTime.NEVER
