"""A kind of thing that a desk works on, declared once: who reads it, what a list and a page show, how a step is taken.

The row of a thing has `state`, and what the declaration names. This module names no desk; what a kind looks like on
pages is in faces.py.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from pydantic import BaseModel

from coordination.administration.second_person.places import ConfidentialPlace, opening_places
from coordination.casework.kinds.views import Door, ThingRecord, colleague_of, fill_view
from coordination.casework.teams import TeamKind
from coordination.models import User
from mou.foundation.labelled import Labelled, WordedError
from mou.foundation.machine import Machine, Need, step_words
from mou.foundation.reads import ReadLog
from mou.models import Agency

MOST_LISTED = 500
MOST_WORDS_CHARS = 4000


def _act_and_words(_thing: Model, act: str, words: str, _before: Any) -> dict[str, object]:
    return {"act": act, "words": words}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind[ThingT: Model, LineT: BaseModel, ViewT: BaseModel]:
    """One kind of thing of a desk.

    Args:
        teams: who works on it; without teams, `opens`, `agency` and `people` say what teams would.
        reads: where it is noted who opened one, if it is.
        id_name: what addresses and views call its id.
        came, ended: the columns of when it came and when its work ended; none, where its state alone says the latter.
        not_found: raised for each thing that the asker may not see, there or not.
        lacks: raised where the words of a step are missing, with the pointer /words.
        ask: what is said then.
        line, view: what is read of it. A field is a fact, or the column of its name. `records`, `team` and `line` of a
            view are filled for those that have them.
        line_facts: what a line shows that is no column, by the name of the field; a view shows it, too.
        view_facts: what else a view shows that is no column.
        related: which rows are read with it.
        computed: what the database adds to its row, by name.
        orders: in which order things are listed at work, and in which after their end.
        then_by: in which order those come that are the same by this.
        opens: which things a person may read, where it is not those of their teams. What it adds to a row may say what
            the thing is to this person.
        agency: whose a thing is, where it is not its team's.
        people: who may be given a thing, where it is not everybody of its team; only who may take a step is told.
        people_name: what the view calls them.
        stops: why a person who reads a thing may not take a step, whatever its state; none where they may.
        refuses: why a thing refuses a step that its state allows; none where it does not.
        effect: what a step does beside the state, with what was given, by whom and when.
        taken: raised where another thing has the place that a step takes.
        leads_on: the step that comes first to a reader is one that leads on; else the first that is declared.
        records: the reverse relation of what is written of a thing.
        record_columns: what a record has in the columns of its table: of the thing, an act, its words, and the state
            before.
        acts: the lists whose values records name as acts; one that is a step, too, says it as something done.
    """

    model: type[ThingT]
    teams: TeamKind[Any, Any] | None = None
    machine: Machine[Any, Any]
    reads: ReadLog[Any, Any] | None = None
    id_name: str
    came: str
    ended: str = ""
    not_found: type[WordedError]
    lacks: type[WordedError]
    ask: str
    line: type[LineT]
    view: type[ViewT]
    line_facts: Callable[[ThingT, datetime], Mapping[str, object]]
    view_facts: Callable[[ThingT, datetime], Mapping[str, object]] = lambda _thing, _at: {}
    related: tuple[str, ...] = ()
    computed: Mapping[str, Combinable] = field(default_factory=dict)
    orders: tuple[str, str]
    then_by: tuple[str, ...] = ()
    opens: Callable[[int, datetime], QuerySet[ThingT]] | None = None
    agency: Callable[[ThingT], Agency] | None = None
    people: Callable[[ThingT, datetime], Iterable[User]] | None = None
    people_name: str = "team"
    stops: Callable[[ThingT, Any], WordedError | None] = lambda _thing, _step: None
    refuses: Callable[[ThingT, Any], WordedError | None] = lambda _thing, _step: None
    effect: Callable[[ThingT, Any, int, datetime], object] = lambda _thing, _given, _actor_id, _at: None
    leads_on: bool = True
    records: str = "records"
    record_columns: Callable[[ThingT, str, str, Any], Mapping[str, object]] = _act_and_words
    taken: type[WordedError] | None = None
    acts: tuple[type[Labelled], ...] = ()

    # --- who reads ----------------------------------------------------------------------------------------------------
    def things_for(self, user_id: int, at: datetime) -> QuerySet[ThingT]:
        """Return every thing that `thing_for` would return: of the person's teams, if their place opens it."""
        if self.opens is not None:
            return self.opens(user_id, at)
        teams = self.team_kind()
        team = teams.team
        here: QuerySet[Any] = QuerySet(teams.places).filter(user_id=user_id, **{team: OuterRef(team)})
        opening = opening_places(self.came) if issubclass(teams.places, ConfidentialPlace) else Q()
        rows: QuerySet[ThingT] = QuerySet(self.model).filter(Exists(here.filter(opening)))
        of_teams = rows.filter(**{f"{team}__in": teams.teams_of(user_id, at)})
        found: QuerySet[ThingT] = of_teams.annotate(**self.computed)
        return found.select_related(f"{team}__{teams.agency}", *self.related)

    def thing_for(self, *, user_id: int, thing_id: UUID, at: datetime, lock: bool = False) -> ThingT:
        """Return a thing to read or work on it. With `lock`, holds its row until commit. Raises: `not_found`."""
        rows = self.things_for(user_id, at).filter(pk=thing_id)
        found = (rows.select_for_update(of=("self",)) if lock else rows).first()
        if found is None:
            raise self.not_found
        return found

    # --- what is read -------------------------------------------------------------------------------------------------
    def list_lines(
        self, user_id: int, at: datetime, *, is_open: bool | None = None, most: int = MOST_LISTED
    ) -> list[LineT]:
        """Return what a person may read, at work or ended; none: all of it, what is at work first.

        Args:
            most: so many are read. A page asks for one more, to say that there are others.
        """
        return self.list_rows(self.things_for(user_id, at), at, is_open=is_open, most=most)

    def list_rows(
        self, rows: QuerySet[ThingT], at: datetime, *, is_open: bool | None = None, most: int = MOST_LISTED
    ) -> list[LineT]:
        """Return rows that the reader may read, in the order of a list, as `list_lines` does."""
        if is_open is not None:
            has_ended = Q(**{f"{self.ended}__isnull": False}) if self.ended else Q(state__in=self.machine.ends)
            rows = rows.exclude(has_ended) if is_open else rows.filter(has_ended)
        found = list(rows.order_by(self.orders[1 if is_open is False else 0], *self.then_by)[:most])
        if is_open is None:
            found.sort(key=lambda one: self.machine.is_end(self.state_of(one)))
        return self.fill_lines(found, at)

    def fill_lines(self, things: Iterable[ThingT], at: datetime) -> list[LineT]:
        """Return what a list shows of things."""
        return [fill_view(self.line, one, self._known(one, at)) for one in things]

    def open_thing(self, thing: ThingT, *, user_id: int, at: datetime, door: Door) -> ViewT:
        """Return a thing for a reader, and write down that they have read it, if that is noted."""
        if self.reads is not None:
            self.reads.note_reads([thing.pk], user_id=user_id, at=at, door=door)
        return self.view_thing(thing, at)

    def view_thing(self, thing: ThingT, at: datetime) -> ViewT:
        """Return a thing as it is read. Only `open_thing` writes that down."""
        asked, steps = self.view.model_fields, self.steps_from(thing)
        known: dict[str, object] = {**self._known(thing, at), "steps": steps}
        if "line" in asked:
            known["line"] = fill_view(self.line, thing, known)
        if "records" in asked:
            known["records"] = self.list_records(thing)
        if self.people_name in asked:
            known[self.people_name] = [colleague_of(one) for one in self.told_people(thing, at)]
        return fill_view(self.view, thing, {**known, **self.view_facts(thing, at)})

    def list_records(self, thing: ThingT) -> list[ThingRecord]:
        """Return what was done with a thing, the newest first."""
        rows = self._records_of(thing).select_related("by").order_by("-id")
        return [fill_view(ThingRecord, one, {"by": one.by.shown_name() if one.by else ""}) for one in rows]

    def reads_of(self, thing: ThingT) -> list[tuple[str, str, datetime]]:
        """Return who opened a thing, the newest first; no one, where it is not noted."""
        return [] if self.reads is None else self.reads.reads_of(thing.pk)

    def _known(self, thing: ThingT, at: datetime) -> dict[str, object]:
        agency = self.agency_of(thing)
        of_agency = {"agency": agency.name, "agency_id": agency.pk, "time_zone": agency.time_zone}
        return {self.id_name: thing.pk, **of_agency, **self.line_facts(thing, at)}

    # --- steps --------------------------------------------------------------------------------------------------------
    def steps_from(self, thing: ThingT) -> list[Any]:
        """Return the steps that a thing allows, in the order of their declaration."""
        found = self.machine.steps_from(self.state_of(thing))
        return [one for one in found if self.stops(thing, one) is None and self.refuses(thing, one) is None]

    def first_step(self, thing: ThingT) -> Any:
        """Return the step that comes first to a reader: one that leads on, if there is one; none where all is done."""
        state, steps = self.state_of(thing), self.steps_from(thing)
        leading = [one for one in steps if self.machine.next_state(state, one) is not state] if self.leads_on else []
        return next(iter(leading or steps), None)

    def next_state(self, thing: ThingT, step: Any) -> Any:
        """Return the state to which a step leads. Raises: what stops the person, or the refusal of state or thing."""
        if (stopped := self.stops(thing, step)) is not None:
            raise stopped
        found = self.machine.next_state(self.state_of(thing), step)
        if (refusal := self.refuses(thing, step)) is not None:
            raise refusal
        return found

    def take_step(self, *, actor_id: int, thing_id: UUID, given: Any, at: datetime) -> ThingT:
        """Take a step: its state, its effect and its record. Durable; locks the thing.

        Raises: `not_found`. What stops the person. The refusal of the state, whose code says why. `lacks`. `taken`.
        What the effect raises.
        """
        return self.take_steps(actor_id=actor_id, thing_ids=[thing_id], given=given, at=at)[0]

    def take_steps(self, *, actor_id: int, thing_ids: Iterable[UUID], given: Any, at: datetime) -> list[ThingT]:
        """Take the same step with many things, all or none. Durable; locks them in order. Raises: as `take_step`."""
        try:
            with transaction.atomic(durable=True):
                return [self._step(actor_id, thing_id, given, at) for thing_id in sorted(set(thing_ids))]
        except IntegrityError as taken:
            if self.taken is None:
                raise
            raise self.taken from taken

    def _step(self, actor_id: int, thing_id: UUID, given: Any, at: datetime) -> ThingT:
        thing = self.thing_for(user_id=actor_id, thing_id=thing_id, at=at, lock=True)
        before, now = self.state_of(thing), self.next_state(thing, given.step)
        words = step_words(
            given.words,
            are_needed=self.machine.needs(given.step, Need.WORDS),
            ask=self.ask,
            most_chars=MOST_WORDS_CHARS,
            lacks=self.lacks,
        )
        self.effect(thing, given, actor_id, at)
        self._set_state(thing, now, at)
        self.write_record(thing, given.step.value, actor_id=actor_id, at=at, words=words, before=before)
        return thing

    def _set_state(self, thing: Any, state: Any, at: datetime) -> None:
        thing.state = state.value
        if self.ended:
            since = getattr(thing, self.ended)
            setattr(thing, self.ended, (since or at) if self.machine.is_end(state) else None)
        thing.save()

    def write_record(
        self, thing: ThingT, act: str, *, actor_id: int | None, at: datetime, words: str = "", before: Any = None
    ) -> None:
        """Write a record of a thing, in the caller's transaction; without an actor, a rule did it."""
        columns = self.record_columns(thing, act, words, before)
        self._records_of(thing).create(by_id=actor_id, at=at, **columns)

    # --- a row --------------------------------------------------------------------------------------------------------
    def state_of(self, thing: Any) -> Any:
        """Return the state of a thing, a value of its list."""
        return type(self.machine.begins)(thing.state)

    def is_open(self, thing: ThingT) -> bool:
        """Say whether there is work left on a thing."""
        return not self.machine.is_end(self.state_of(thing))

    def team_of(self, thing: ThingT) -> Any:
        """Return the team whose thing it is."""
        return getattr(thing, self.team_kind().team)

    def team_kind(self) -> TeamKind[Any, Any]:
        """Return the kind of its teams. Raises: TypeError: it has none, and does not say what they would."""
        if self.teams is None:
            raise TypeError(f"{self.model.__name__} has no team: declare opens, agency and people.")
        return self.teams

    def agency_of(self, thing: ThingT) -> Agency:
        """Return the agency whose thing it is."""
        return self.team_kind().agency_of(self.team_of(thing)) if self.agency is None else self.agency(thing)

    def people_of(self, thing: ThingT, at: datetime) -> Iterable[User]:
        """Return who may be given a thing, by name."""
        if self.people is not None:
            return self.people(thing, at)
        return self.team_kind().counting_people(self.team_of(thing), at)

    def told_people(self, thing: ThingT, at: datetime) -> Iterable[User]:
        """Return who may be given a thing, as its reader is told: who takes no step learns of no one."""
        return self.people_of(thing, at) if self.people is None or self.steps_from(thing) else []

    def act_label(self, act: str) -> str:
        """Return what a record's act is called, in the language that is active."""
        steps: type[Labelled] = type(next(iter(self.machine.moves)))
        return next((one(act).label for one in (*self.acts, steps) if act in one), act)

    def _records_of(self, thing: Any) -> Any:
        return getattr(thing, self.records)
