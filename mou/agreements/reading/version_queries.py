"""Read one version as its editor shows it: words, terms, remarks, signatures, and what this reader may do."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from mou.access import fetch
from mou.access.annexes import agencies_of, annexes_of
from mou.agreements import version_access
from mou.agreements.lifecycle import UNSIGNED, WRITABLE
from mou.agreements.on_paper.queries import SignedPaperView, signed_paper_view
from mou.agreements.parties.queries import PartyView, party_views
from mou.agreements.reading.queries import Party, TermView, VersionLine, term_view, version_line
from mou.foundation.tables.newest import Newest, read_newest
from mou.models import Agency, Clause, ClauseComment, ClauseEdit, EditorPresence, Signatory, Version, VersionStep
from mou.papers.queries import SealedLine, sealed_line
from mou.rich_text import plain_text
from mou.vocabulary import AgencyKind, CommentState, EditKind, MemberRole, Topic, VersionPhase, VersionState

PRESENT_FOR = timedelta(seconds=12)
EDITS_SHOWN = 300


@dataclass(frozen=True, slots=True)
class CommentView:
    """A remark or suggestion on a clause."""

    id: UUID
    author: str
    agency_name: str
    edit_number: int
    text: str
    suggested_html: str
    state: CommentState
    created_at: datetime
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause as it is now; `edit_number` is its ETag."""

    key: UUID
    position: int
    topic: Topic
    heading: str
    body_html: str
    edit_number: int
    assignee: str
    terms: tuple[TermView, ...]
    comments: tuple[CommentView, ...]


@dataclass(frozen=True, slots=True)
class SignatoryView:
    """A person who is to sign, and whether they did. `is_mine`: the reader is named here."""

    id: UUID
    agency_id: UUID
    agency_name: str
    name: str
    title: str
    signed_name: str
    signed_at: datetime | None
    sha256: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class AgreementStepView:
    """One step of the version's life."""

    before: str
    after: VersionState
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class AgreementVersionView:
    """One version whole.

    `annex_of`: it is what an agreement says of one further party, and goes its way with that agreement. `parties`: all
    of an agreement, its district first; none of an annex.
    """

    memorandum_id: UUID
    title: str
    template_kind: str
    district: Party
    agency: Party
    line: VersionLine
    covers_all_sites: bool
    site_ids: tuple[UUID, ...]
    edit_number: int
    clauses: tuple[ClauseView, ...]
    signatories: tuple[SignatoryView, ...]
    steps: tuple[AgreementStepView, ...]
    may_keep: bool
    may_edit: bool
    may_review: bool
    names_for: tuple[UUID, ...]
    signed_copy: SealedLine | None
    signed_paper: SignedPaperView | None
    annex_of: UUID | None
    parties: tuple[PartyView, ...]


@dataclass(frozen=True, slots=True)
class PresentView:
    """A person who has this version open, and the clause they are in."""

    name: str
    clause_key: UUID | None
    is_me: bool


@dataclass(frozen=True, slots=True)
class PulseView:
    """What an open editor asks for every few seconds: who is here, and which clauses have a newer edit."""

    state: VersionState
    phase: VersionPhase
    edit_number: int
    clauses: tuple[tuple[UUID, int], ...]
    comments: int
    people: tuple[PresentView, ...]


@dataclass(frozen=True, slots=True)
class ClauseEditView:
    """One save of one clause."""

    clause_key: UUID
    edit_number: int
    kind: EditKind
    topic: str
    heading: str
    body_html: str
    edited_by: str
    edited_at: datetime

    @property
    def text(self) -> str:
        """Return its words without markup."""
        return plain_text(self.body_html)


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """A member who can be named or assigned."""

    id: UUID
    name: str
    title: str


def version_view(version: Version, *, user_id: int, at: datetime) -> AgreementVersionView:
    """Return a version as this reader sees it. About ten queries, however long it is."""
    memorandum = version.memorandum
    line = version_line(memorandum, version, at)
    may_keep = fetch.keeps_agreements(user_id, memorandum.district_id, at)
    speaks = version_access.speaks_for(user_id, memorandum, at) is not None
    annexes = annexes_of(version)
    is_annex = memorandum.annex_of is not None
    agencies = [] if is_annex else agencies_of(version, annexes)
    signatories = _signatory_views(version, user_id=user_id)
    paper = signed_paper_view(version, user_id=user_id, may_keep=may_keep, at=at)
    is_on_paper = paper is not None and paper.confirmed_at is not None
    return AgreementVersionView(
        memorandum_id=memorandum.id,
        title=memorandum.title,
        template_kind=memorandum.template_kind,
        district=_party_of(memorandum.district),
        agency=_party_of(memorandum.agency),
        line=line,
        covers_all_sites=version.covers_all_sites,
        site_ids=tuple(sorted(site.site_id for site in version.sites.all())),
        edit_number=version.edit_number,
        clauses=clause_views(version, user_id=user_id),
        signatories=signatories,
        steps=tuple(_step_view(one) for one in version.steps.select_related("by").order_by("id")),
        may_keep=may_keep,
        may_edit=may_keep and line.state in UNSIGNED and _writes_now(version, user_id, at),
        may_review=speaks and line.state in WRITABLE,
        names_for=tuple(
            one.id
            for one in agencies
            if line.state in WRITABLE and version_access.names_signatories(user_id, one.id, at)
        ),
        signed_copy=sealed_line(version),
        signed_paper=paper,
        annex_of=memorandum.annex_of_id,
        parties=()
        if is_annex
        else party_views(version, annexes, unsigned=() if is_on_paper else _lack_signatures(agencies, signatories)),
    )


def _lack_signatures(agencies: Iterable[Agency], signatories: Iterable[SignatoryView]) -> set[UUID]:
    """Return for whom a signature is missing: no one is named, or one of those who are has not signed."""
    named = list(signatories)
    signed = {one.agency_id for one in named} - {one.agency_id for one in named if one.signed_at is None}
    return {one.pk for one in agencies} - signed


def _writes_now(version: Version, user_id: int, at: datetime) -> bool:
    """Another district writes what it opens in return in review; the agreement's own keepers write at any time."""
    lead = version.memorandum.annex_of
    if lead is None or version.state in WRITABLE:
        return True
    return fetch.keeps_agreements(user_id, lead.district_id, at)


def clause_views(version: Version, *, user_id: int) -> tuple[ClauseView, ...]:
    """Return the clauses in order with their terms and remarks. Three queries."""
    comments: dict[UUID, list[CommentView]] = {}
    for row in version.comments.select_related("author").order_by("created_at", "id"):
        comments.setdefault(row.clause_key, []).append(_comment_view(row, user_id))
    terms: dict[UUID, list[TermView]] = {}
    for term in version.terms.filter(clause__isnull=False).select_related("clause").order_by("kind", "scope"):
        assert term.clause_id is not None
        terms.setdefault(term.clause_id, []).append(term_view(term))
    rows = version.clauses.select_related("assignee").order_by("position", "key")
    return tuple(_clause_view(row, terms.get(row.id, ()), comments.get(row.key, ())) for row in rows)


def read_pulse(version: Version, *, user_id: int, at: datetime) -> PulseView:
    """Return what has changed and who is here. Four queries."""
    here = EditorPresence.objects.filter(version=version, seen_at__gte=at - PRESENT_FOR).select_related("user")
    line = version_line(version.memorandum, version, at)
    return PulseView(
        state=line.state,
        phase=line.phase,
        edit_number=version.edit_number,
        clauses=tuple(version.clauses.order_by("position", "key").values_list("key", "edit_number")),
        comments=version.comments.count() + version.comments.exclude(state=CommentState.OPEN.value).count(),
        people=tuple(
            PresentView(name=row.user.shown_name(), clause_key=row.clause_key, is_me=row.user_id == user_id)
            for row in here.order_by("id")
        ),
    )


def edit_views(version: Version, key: UUID | None) -> Newest[ClauseEditView]:
    """Return the newest saves of a version or of one clause. One query, and one that counts them where it is cut."""
    rows = ClauseEdit.objects.filter(version=version).select_related("edited_by").order_by("-id")
    if key is not None:
        rows = rows.filter(clause_key=key)
    return read_newest(rows, EDITS_SHOWN).make_each(_edit_view)


def _edit_view(row: ClauseEdit) -> ClauseEditView:
    return ClauseEditView(
        clause_key=row.clause_key,
        edit_number=row.edit_number,
        kind=EditKind(row.kind),
        topic=row.topic,
        heading=row.heading,
        body_html=row.body_html,
        edited_by="" if row.edited_by is None else row.edited_by.shown_name(),
        edited_at=row.edited_at,
    )


def people_of(agency: Agency, at: datetime) -> list[PersonChoice]:
    """Return whom an agency can name or assign. One query."""
    members = fetch.members_who_count(at).filter(agency=agency)
    return [
        PersonChoice(id=one.id, name=one.user.shown_name(), title=one.title)
        for one in members.select_related("user").order_by("user__display_name", "id")
    ]


def roles_of(agency: Agency, at: datetime) -> list[tuple[str, int]]:
    """Return how many of an agency's people count now in each role, in the roles' order. One query."""
    members = fetch.members_who_count(at).filter(agency=agency)
    counted = Counter(members.values_list("role", flat=True))
    return [(role.value, counted[role.value]) for role in MemberRole if counted[role.value]]


def possible_parties(district_id: UUID) -> list[Party]:
    """Return the agencies a district can agree with: every active one but itself and schools. One query.

    That they exist and what they are called is public: they are departments of towns and counties.
    """
    rows = (
        Agency.objects.filter(is_active=True, guest_of_incident_id__isnull=True)
        .exclude(id=district_id)
        .exclude(kind=AgencyKind.SCHOOL.value)
    )
    return [_party_of(one) for one in rows.order_by("name", "id")]


def _party_of(agency: Agency) -> Party:
    return Party(id=agency.id, name=agency.name, kind=AgencyKind(agency.kind))


def _comment_view(row: ClauseComment, user_id: int) -> CommentView:
    return CommentView(
        id=row.id,
        author=row.author.shown_name(),
        agency_name=row.agency_name,
        edit_number=row.edit_number,
        text=row.text,
        suggested_html=row.suggested_html,
        state=CommentState(row.state),
        created_at=row.created_at,
        is_mine=row.author_id == user_id,
    )


def _clause_view(row: Clause, terms: Iterable[TermView], comments: Iterable[CommentView]) -> ClauseView:
    return ClauseView(
        key=row.key,
        position=row.position,
        topic=Topic(row.topic),
        heading=row.heading,
        body_html=row.body_html,
        edit_number=row.edit_number,
        assignee="" if row.assignee is None else row.assignee.shown_name(),
        terms=tuple(terms),
        comments=tuple(comments),
    )


def _signatory_views(version: Version, *, user_id: int) -> tuple[SignatoryView, ...]:
    rows = version.signatories.select_related("agency").prefetch_related("signatures").order_by("id")
    return tuple(_signatory_view(row, user_id) for row in rows)


def _signatory_view(row: Signatory, user_id: int) -> SignatoryView:
    valid = next((one for one in row.signatures.all() if one.voided_at is None), None)
    return SignatoryView(
        id=row.id,
        agency_id=row.agency_id,
        agency_name=row.agency.name,
        name=row.name,
        title=row.title,
        signed_name="" if valid is None else valid.signed_name,
        signed_at=None if valid is None else valid.signed_at,
        sha256="" if valid is None else valid.sha256,
        is_mine=row.user_id == user_id,
    )


def _step_view(row: VersionStep) -> AgreementStepView:
    return AgreementStepView(
        before=row.before,
        after=VersionState(row.after),
        at=row.at,
        by="" if row.by is None else row.by.shown_name(),
        reason=row.reason,
    )
