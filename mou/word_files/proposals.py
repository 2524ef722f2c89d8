"""Make what a planner took of a proposal the words of a draft, all of it or nothing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from mou.agreements.clauses import ClauseGiven, Place, locked_version, take_out, write_clause
from mou.agreements.steps import note_change
from mou.agreements.versions import Frame, set_frame
from mou.models import Version


@dataclass(frozen=True, slots=True)
class TakenFrame:
    """Title and dates that were taken from a paper; `edit_number` is that of the version as it was read."""

    edit_number: int
    title: str
    effective_on: date
    expires_on: date


@dataclass(frozen=True, slots=True)
class Taken:
    """What a person took of a proposal: clauses with the topics and terms they confirmed, and perhaps the frame.

    `replaces` names the clauses that make room for them, each with the edit that was read.
    """

    clauses: tuple[ClauseGiven, ...]
    replaces: tuple[tuple[UUID, int], ...]
    frame: TakenFrame | None


def take_proposal(*, place: Place, taken: Taken) -> int:
    """Write the clauses after those that stay, in one durable transaction; return how many. Locks the agreement.

    Raises: MemorandumNotFound, VersionNotFound, NotAllowed, WrongState, BadClause, BadTerms, BadName, BadDates.
    ClauseNotFound, ChangedMeanwhile: what would be replaced is not what was read.
    """
    by, at = place.actor_id, place.at
    with transaction.atomic(durable=True):
        version = locked_version(place)
        note_change(version, by=by, at=at)
        if taken.frame is not None:
            _set_frame(version, taken.frame, place)
        for key, edit_number in taken.replaces:
            take_out(version, key, edit_number, by=by, at=at)
        for given in taken.clauses:
            write_clause(version, given, by=by, at=at)
    return len(taken.clauses)


def _set_frame(version: Version, taken: TakenFrame, place: Place) -> None:
    """Set title and dates; where it holds is no matter of the paper."""
    sites = [site.site_id for site in version.sites.all()]
    frame = Frame(version.covers_all_sites, sites, taken.effective_on, taken.expires_on)
    set_frame(version, taken.edit_number, taken.title, frame, by=place.actor_id, at=place.at)
