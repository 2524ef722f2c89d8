"""Read a district's lessons, and what its schools held. Access was asked before."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count

from coordination.incident.protocols.queries import protocol_of
from coordination.prevention.climate.work.years import begin_of, school_year_of
from coordination.prevention.lessons.models import HeldLesson, LessonEdition, LessonReading, SchoolAudiences
from coordination.prevention.lessons.rules import (
    OWN_LANGUAGES,
    PROTOCOL_AUDIENCES,
    WRITTEN,
    Held,
    Standing,
    library_lessons,
    standings_of,
)
from coordination.prevention.lessons.vocabulary import LessonAudience, LessonTopic
from mou.access.fetch import members_who_count
from mou.models import Agency


@dataclass(frozen=True, slots=True)
class LessonText:
    """A lesson in one language. `edition`: the district's; 0: the product proposes it. `text` may be empty."""

    topic: LessonTopic
    language: str
    language_name: str
    edition: int
    text: str

    @property
    def lines(self) -> list[str]:
        """What is said, a sentence or two each."""
        return [one for one in self.text.splitlines() if one.strip()]


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """What a school held this school year, and what it lacks."""

    year: int
    audiences: frozenset[LessonAudience]
    standings: list[Standing]
    staff: int
    staff_read: int

    @property
    def lacking(self) -> list[Standing]:
        return [one for one in self.standings if one.last_on is None]


# --- texts ------------------------------------------------------------------------------------------------------------
def lessons_for(district: Agency, audience: LessonAudience, at: datetime) -> list[LessonText]:
    """Return every lesson of an audience, by topic and language, the words of the protocol last. Two queries."""
    rows = LessonEdition.objects.filter(district=district, audience=audience.value).order_by("number")
    newest = {(LessonTopic(one.topic), one.language): one for one in rows}
    found = []
    for topic in WRITTEN:
        proposed = {code: library_lessons()[audience, topic, code] for code in OWN_LANGUAGES}
        codes = [*OWN_LANGUAGES, *sorted(code for of, code in newest if of is topic and code not in OWN_LANGUAGES)]
        found += [_text_of(topic, code, newest.get((topic, code)), proposed.get(code, "")) for code in codes]
    said = protocol_of(district.pk, at).words[PROTOCOL_AUDIENCES[audience]]
    options = {"en": said.words, "es": said.words_es or said.words}
    return found + [
        LessonText(LessonTopic.OPTIONS, code, name, 0, options[code]) for code, name in OWN_LANGUAGES.items()
    ]


def _text_of(topic: LessonTopic, language: str, edition: LessonEdition | None, proposed: str) -> LessonText:
    name = OWN_LANGUAGES.get(language) or (edition.language_name if edition is not None else language)
    if edition is None:
        return LessonText(topic, language, name, 0, proposed)
    return LessonText(topic, language, name, edition.number, edition.text or proposed)


def languages_in(texts: Collection[LessonText]) -> dict[str, str]:
    """Return the languages in which anything is written: their own names by code."""
    return {one.language: one.language_name for one in texts if one.text}


def texts_in(texts: Collection[LessonText], language: str) -> list[LessonText]:
    """Return each topic in a language, or in English where it is not written in that."""
    found = []
    for topic in LessonTopic:
        of_topic = {one.language: one for one in texts if one.topic is topic and one.text}
        found.append(of_topic.get(language) or of_topic["en"])
    return found


# --- what was held ----------------------------------------------------------------------------------------------------
def audiences_of(school_id: UUID) -> frozenset[LessonAudience]:
    """Return whom a school has: all, where no one has said."""
    return audiences_by_school([school_id])[school_id]


def audiences_by_school(school_ids: Collection[UUID]) -> Mapping[UUID, frozenset[LessonAudience]]:
    """Return whom each school has. One query."""
    rows = SchoolAudiences.objects.filter(school_id__in=school_ids).values_list("school_id", "audiences")
    chosen = {school_id: frozenset(LessonAudience(one) for one in audiences) for school_id, audiences in rows}
    return {one: chosen.get(one, frozenset(LessonAudience)) for one in school_ids}


def today_at(school: Agency, at: datetime) -> date:
    """Return the day where a school is."""
    return at.astimezone(ZoneInfo(school.time_zone)).date()


def school_years(schools: Collection[Agency], at: datetime) -> dict[UUID, SchoolYear]:
    """Return how each school stands this school year. Four queries, however many schools."""
    ids = [one.pk for one in schools]
    audiences = audiences_by_school(ids)
    years = {one.pk: school_year_of(today_at(one, at)) for one in schools}
    rows = HeldLesson.objects.filter(school_id__in=ids, taken_back_at__isnull=True)
    held: dict[UUID, list[Held]] = {one: [] for one in ids}
    since = begin_of(min(years.values(), default=at.year), "UTC").date()
    for row in rows.filter(held_on__gte=since):
        if school_year_of(row.held_on) == years[row.school_id]:
            topics = frozenset(LessonTopic(one) for one in row.topics)
            held[row.school_id].append(Held(LessonAudience(row.audience), topics, row.held_on, row.people))
    staff = members_who_count(at).filter(agency_id__in=ids, user__is_device=False)
    here = {(agency_id, user_id) for agency_id, user_id in staff.values_list("agency_id", "user_id")}
    staff_at = Counter(agency_id for agency_id, _user in here)
    staff_read_at = Counter(agency_id for agency_id, _user in here & _who_read_all(years))
    return {
        one: SchoolYear(
            years[one], audiences[one], standings_of(audiences[one], held[one]), staff_at[one], staff_read_at[one]
        )
        for one in ids
    }


def _who_read_all(years: Mapping[UUID, int]) -> set[tuple[UUID, int]]:
    rows = LessonReading.objects.filter(school_id__in=years, school_year__in=set(years.values()))
    counted = rows.values("school_id", "user_id", "school_year").annotate(topics=Count("topic"))
    return {
        (one["school_id"], one["user_id"])
        for one in counted
        if one["topics"] >= len(LessonTopic) and one["school_year"] == years[one["school_id"]]
    }


def held_at(school: Agency, at: datetime) -> list[HeldLesson]:
    """Return what a school held this school year, the newest first."""
    since = begin_of(school_year_of(today_at(school, at)), "UTC").date()
    rows = HeldLesson.objects.filter(school=school, taken_back_at__isnull=True, held_on__gte=since)
    return list(rows.select_related("noted_by").order_by("-held_on", "-id"))


def own_readings(user_id: int, school: Agency, at: datetime) -> dict[LessonTopic, datetime]:
    """Return what a person has read of the lessons for staff this school year, and when."""
    year = school_year_of(today_at(school, at))
    rows = LessonReading.objects.filter(user_id=user_id, school=school, school_year=year)
    return {LessonTopic(topic): read_at for topic, read_at in rows.values_list("topic", "read_at")}
