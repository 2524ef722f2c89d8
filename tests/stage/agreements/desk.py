"""A desk at which an agreement is written: its people, and what they do at it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mou.access.fetch import standing_at
from mou.agreements import version_access
from mou.agreements.clauses import ClauseGiven, Place, TermGiven, add_clause
from mou.agreements.comments import add_comment
from mou.agreements.reading.version_queries import AgreementVersionView, version_view
from mou.agreements.signing import sign_version
from mou.agreements.versions import (
    Beginning,
    Frame,
    begin_memorandum,
    move_version,
    name_signatory,
)
from mou.models import Agency, AgencyMember, Version
from mou.vocabulary import AgencyKind, MemberRole, TemplateKind, TermKind, Topic, VersionState
from tests.factories.mou import NOW, make_agency, make_member

S = VersionState
SITE = UUID(int=7)
ROOM = TermGiven(TermKind.ROOM_ACCESS, "", {"granted": True}, {"when": "always"})
PLANS = TermGiven(TermKind.DATA_SHARING, "floor_plan:district_to_agency", {"when": "on_request"}, {"when": "always"})
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def clause(body: str = "<p>Words.</p>", *terms: TermGiven, heading: str = "Response") -> ClauseGiven:
    return ClauseGiven(Topic.RESPONSE, heading, body, terms)


@dataclass
class Desk:
    """A district's planner and a police commander at one agreement."""

    district: Agency
    police: Agency
    planner: AgencyMember
    commander: AgencyMember
    memorandum_id: UUID
    number: int = 1

    def place(self, who: AgencyMember | None = None) -> Place:
        return Place((who or self.planner).user_id, self.memorandum_id, self.number, NOW)

    def see(self, who: AgencyMember | None = None) -> AgreementVersionView:
        user_id = (who or self.planner).user_id
        return version_view(self.held(user_id), user_id=user_id, at=NOW)

    def held(self, user_id: int) -> Version:
        return version_access.version_for(
            user_id=user_id,
            memorandum_id=self.memorandum_id,
            number=self.number,
            need=version_access.VersionNeed.READ,
            at=NOW,
            lock=False,
        )

    def move(self, to: VersionState, who: AgencyMember | None = None, reason: str = "Again.") -> None:
        move_version(place=self.place(who), to=to, reason=reason)

    def name(self, who: AgencyMember) -> UUID:
        return name_signatory(place=self.place(who), agency_id=who.agency_id, member_id=who.id, title="Chief")

    def out_for_signature(self) -> tuple[UUID, UUID]:
        self.move(S.IN_REVIEW)
        places = self.name(self.planner), self.name(self.commander)
        self.move(S.APPROVED)
        self.move(S.OUT_FOR_SIGNATURE)
        return places

    def sign(self, who: AgencyMember, signatory_id: UUID, sha256: str | None = None) -> bool:
        return sign_version(
            place=self.place(who),
            signer_id=who.user_id,
            signatory_id=signatory_id,
            sha256=sha256 or self.see(who).line.canonical_sha256,
            signed_name="Signed",
        )

    def both_sign(self) -> None:
        first, second = self.out_for_signature()
        self.sign(self.planner, first)
        self.sign(self.commander, second)

    def officer_stands(self) -> bool:
        officer = make_member(self.police)
        return bool(
            standing_at(user_id=officer.user_id, district_id=self.district.id, school_id=None, site_id=SITE, at=NOW)
        )


def make_desk() -> Desk:
    """Write the agreement with two clauses; the first opens the data that both need, so that it may go out."""
    district, police = make_agency(AgencyKind.DISTRICT), make_agency()
    planner = make_member(district, role=MemberRole.PLANNER)
    memorandum_id = begin_memorandum(
        actor_id=planner.user_id,
        beginning=Beginning("Police", district.id, police.id, TemplateKind.OTHER, is_from_template=False),
        frame=Frame(False, [SITE], *YEAR),
        at=NOW,
    )
    found = Desk(district, police, planner, make_member(police, role=MemberRole.COMMANDER), memorandum_id)
    for number, terms in ((1, (PLANS,)), (2, ())):
        add_clause(place=found.place(), given=clause("<p>Words.</p>", *terms, heading=f"Clause {number}"))
    return found


def remark(desk: Desk, who: AgencyMember, *, text: str = "", suggestion: str = "") -> UUID:
    return add_comment(
        place=desk.place(who),
        reviewer_id=who.user_id,
        key=desk.see().clauses[0].key,
        edit_number=1,
        text=text,
        suggested_html=suggestion,
    )
