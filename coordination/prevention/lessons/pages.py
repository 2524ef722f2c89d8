"""The pages of lessons: what a school held and lacks, the words of a lesson in a language, and how they are changed."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from coordination.prevention.climate.work.years import year_words
from coordination.prevention.lessons import actions
from coordination.prevention.lessons.access import LessonPlace, lesson_place, lesson_places
from coordination.prevention.lessons.errors import LessonsNotFound
from coordination.prevention.lessons.queries import (
    LessonText,
    held_at,
    languages_in,
    lessons_for,
    own_readings,
    school_years,
    texts_in,
    today_at,
)
from coordination.prevention.lessons.rules import WRITTEN
from coordination.prevention.lessons.tables import HELD, SCHOOLS, STANDINGS, SchoolLine, StandingLine
from coordination.prevention.lessons.vocabulary import LessonAudience, LessonTopic
from coordination.prevention.lessons.wire import (
    HeldLessonIn,
    LessonReadIn,
    LessonTextIn,
    OtherLanguageIn,
    SchoolAudiencesIn,
    TakeBackIn,
)
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, Refusal, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables
from mou.models import Agency


def refusal_sentence(refusal: Refusal) -> str:
    """Return what a page says of a refusal."""
    return refusal.sentence_or(str(refusal))


@page()
def places_page(request: HttpRequest) -> HttpResponse:
    """List the schools and districts whose lessons the reader sees; of one alone, its lessons at once."""
    asker = asker_of(request)
    places = list(lesson_places(asker.user_id, asker.at))
    if not places:
        raise LessonsNotFound
    if len(places) == 1:
        return redirect("lessons_of", places[0].pk)
    return render(request, "lessons/places.html", {"places": places})


@page(posts=True)
def place_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show what a school held and lacks this school year, and take what is written down; of a district, its schools."""
    asker = asker_of(request)
    place = lesson_place(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    if not place.is_school:
        return _show_district(request, asker, place)
    forms = _forms_of(request, asker, place)
    if carry_out(request, list(forms.values()), refusal_sentence):
        return redirect_anew(request.path)
    year = school_years([place.agency], asker.at)[place.agency.pk]
    standings = ShownTable(request, STANDINGS, [StandingLine(place.agency, one) for one in year.standings])
    held = ShownTable(request, HELD, held_at(place.agency, asker.at))
    context = {
        "place": place,
        "year": year,
        "year_words": year_words(year.year),
        "audiences": [one for one in LessonAudience if one in year.audiences],
        "standings": standings,
        "held": held,
        "readings": own_readings(asker.user_id, place.agency, asker.at) if place.is_of_school else {},
        "topics": len(LessonTopic),
        **forms,
    }
    return show_tables(request, "lessons/school.html", context, [standings, held], list(forms.values()))


def _show_district(request: HttpRequest, asker: Asker, place: LessonPlace) -> HttpResponse:
    schools = list(place.agency.schools.filter(is_active=True).order_by("name", "id"))
    years = school_years(schools, asker.at)
    table = ShownTable(request, SCHOOLS, [SchoolLine(one, years[one.pk]) for one in schools])
    context = {"place": place, "schools": table, "audiences": list(LessonAudience)}
    return show_tables(request, "lessons/district.html", context, [table])


def _forms_of(request: HttpRequest, asker: Asker, place: LessonPlace) -> dict[str, AnyForm]:
    user_id, agency_id, at = asker.user_id, place.agency.pk, asker.at
    year = school_years([place.agency], asker.at)[place.agency.pk]
    audiences = [(one.value, one.label) for one in LessonAudience if one in year.audiences]
    today = today_at(place.agency, asker.at)
    found: dict[str, AnyForm] = {
        "note_form": ActForm(
            request,
            "note",
            HeldLessonIn,
            lambda given: actions.note_held_lesson(user_id=user_id, agency_id=agency_id, given=given, at=at),
            choices={"audience": audiences, "language": _languages_of(place.district, asker)},
            initial={"held_on": today, "topics": [one.value for one in LessonTopic]},
        ),
        "back_form": ActForm(
            request,
            "back",
            TakeBackIn,
            lambda given: actions.take_back_held(user_id=user_id, agency_id=agency_id, held_id=given.held_id, at=at),
        ),
    }
    if place.is_of_school:
        attest = partial(actions.attest_reading, user_id=user_id, agency_id=agency_id, at=at)
        found["read_form"] = ActForm(request, "read", LessonReadIn, lambda given: attest(given=given))
    if place.keeps:
        choose = partial(actions.choose_audiences, user_id=user_id, agency_id=agency_id, at=at)
        initial = {"audiences": [value for value, _label in audiences]}
        found["audiences_form"] = ActForm(
            request, "audiences", SchoolAudiencesIn, lambda given: choose(given=given), initial=initial
        )
    return found


def _languages_of(district: Agency, asker: Asker) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for audience in LessonAudience:
        found |= languages_in(lessons_for(district, audience, asker.at))
    return list(found.items())


# --- the words of a lesson --------------------------------------------------------------------------------------------
@page(posts=True)
def lesson_page(request: HttpRequest, agency_id: UUID, audience: str) -> HttpResponse:
    """Show the lessons of an audience in a language, to read aloud or to print; the district's administrators write."""
    asker = asker_of(request)
    place = lesson_place(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    if audience not in list(LessonAudience):
        raise LessonsNotFound
    of = LessonAudience(audience)
    texts = lessons_for(place.district, of, asker.at)
    languages = languages_in(texts)
    asked = request.GET.get("language") or (get_language() or "en")[:2]
    language = asked if asked in languages else "en"
    shown = texts_in(texts, language)
    forms = _text_forms(request, asker, place, of, [one for one in texts if one.language == language])
    if carry_out(request, forms, refusal_sentence):
        return redirect_anew(request.get_full_path())
    context = {
        "place": place,
        "audience": of,
        "language": language,
        "languages": languages,
        "shown": [(one, _form_of(forms, one)) for one in shown],
        "other_form": forms[-1] if forms else None,
    }
    return show_page(request, "lessons/lesson.html", context, forms)


def _form_of(forms: list[AnyForm], text: LessonText) -> AnyForm | None:
    return next((one for one in forms if one.fixed.get("topic") == text.topic.value), None)


def _text_forms(
    request: HttpRequest, asker: Asker, place: LessonPlace, audience: LessonAudience, texts: list[LessonText]
) -> list[AnyForm]:
    """Return the forms of who writes lessons: of each topic in the language that is shown, and of another language."""
    if not place.writes:
        return []
    write = partial(
        actions.write_lesson, user_id=asker.user_id, agency_id=place.agency.pk, audience=audience, at=asker.at
    )

    def form_of(one: LessonText) -> AnyForm:
        return ActForm(
            request,
            "write",
            LessonTextIn,
            lambda given: write(topic=one.topic, language=one.language, given=given),
            fixed={"topic": one.topic.value},
            initial={"drawn_from": one.edition, "text": one.text, "language_name": one.language_name},
        )

    other = ActForm(
        request,
        "other",
        OtherLanguageIn,
        lambda given: write(topic=given.topic, language=given.language, given=given),
        choices={"topic": [(one.value, one.label) for one in WRITTEN]},
        first=["topic", "language"],
        initial={"drawn_from": 0},
    )
    return [*(form_of(one) for one in texts if one.topic in WRITTEN), other]
