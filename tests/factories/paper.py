"""An agreement that is being written, with everything a reader may act on."""

from dataclasses import dataclass
from uuid import UUID

from coordination.models import User
from mou.models import Agency, ClauseComment, Memorandum, Signatory, Version
from mou.vocabulary import VersionState
from tests.factories.mou import NOW, make_clause, make_version


@dataclass(frozen=True)
class Paper:
    """The ids of a draft: its first clause is edit 1, and so is the draft."""

    memorandum_id: UUID
    version: Version
    clause_key: UUID
    suggestion_id: UUID
    signatory_id: UUID


def make_paper(district: Agency, agency: Agency, keeper: User, *, state: VersionState = VersionState.DRAFT) -> Paper:
    """Write a draft with two clauses, a suggestion on the first, and the keeper named to sign for the district."""
    memorandum = Memorandum.objects.create(title="Plans and radios", district=district, agency=agency)
    version = make_version(memorandum, state=state)
    clause = make_clause(version, heading="Plans", body="The Agency may see the plans.", position=1)
    make_clause(version, heading="Radios", body="Both use one channel.", position=2)
    suggestion = ClauseComment.objects.create(
        version=version,
        clause_key=clause.key,
        edit_number=1,
        author=keeper,
        suggested_html="<p>The Agency may see and print the plans.</p>",
        created_at=NOW,
    )
    signatory = Signatory.objects.create(version=version, agency=district, name=keeper.shown_name(), user=keeper)
    return Paper(memorandum.id, version, clause.key, suggestion.id, signatory.id)
