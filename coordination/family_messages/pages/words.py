"""The pages of a district's words for families, and of the languages of guardians."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from coordination.family_messages.access import WordsPlace, words_place
from coordination.family_messages.pages.desk import refusal_sentence
from coordination.family_messages.rules.given import (
    FamilySettingsIn,
    FamilyWordsIn,
    FeedKeyEndedIn,
    FeedKeyIn,
    GuardianLanguageIn,
    GuardianLanguagesIn,
    GuardianSearchIn,
)
from coordination.family_messages.rules.texts import length_of_text
from coordination.family_messages.wire import FamilyFeedKeyMade, GuardianLanguageLine
from coordination.family_messages.work.feed_keys import end_feed_key, list_feed_keys, make_feed_key
from coordination.family_messages.work.languages import find_guardians, set_languages
from coordination.family_messages.work.words import WordsNow, change_settings, change_words, settings_of, words_of
from coordination.incident.family_messages.vocabulary import FamilyMessageKind
from coordination.room.access import Asker
from coordination.rosters.access import school_read_for, schools_read_by
from coordination.rosters.vocabulary import RosterDoor
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.page import page


@page(posts=True)
def words_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show what families are told, by kind and language; administrators of the district change it."""
    asker = asker_of(request)
    place = words_place(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    now = words_of(place.district.pk)
    forms = _forms_of(request, asker, place, now) if place.may_change else {}
    if carry_out(request, list(forms.values()), refusal_sentence):
        made = forms["key"].done if request.POST.get("act") == "key" else None
        if not isinstance(made, FamilyFeedKeyMade):
            return redirect_anew(request.path)
        # Shown once: the answer to the form itself has it, and no address leads to it.
        return show_page(request, "family_messages/key.html", {"made": made, "place": place})
    context = {
        "place": place,
        "words": [
            (kind.label, [(one, length_of_text(one.text)) for one in sorted(by.values(), key=_by_language)])
            for kind, by in now.items()
        ],
        "hours": settings_of(place.district.pk),
        "reads_guardians": schools_read_by(asker.user_id, asker.at).filter(pk=place.agency.pk).exists(),
        "keys": list_feed_keys(place.district) if place.may_change else [],
        "forms": forms,
    }
    return show_page(request, "family_messages/words.html", context, list(forms.values()))


def _by_language(one: WordsNow) -> str:
    return one.language


def _forms_of(
    request: HttpRequest, asker: Asker, place: WordsPlace, now: dict[FamilyMessageKind, dict[str, WordsNow]]
) -> dict[str, AnyForm]:
    chosen = _words_chosen(request, now)
    hours = settings_of(place.district.pk)

    def change(given: FamilyWordsIn) -> int:
        return change_words(user_id=asker.user_id, agency_id=place.agency.pk, given=given, at=asker.at)

    def quiet(given: FamilySettingsIn) -> None:
        change_settings(user_id=asker.user_id, agency_id=place.agency.pk, given=given, at=asker.at)

    def make(given: FeedKeyIn) -> FamilyFeedKeyMade:
        return make_feed_key(user_id=asker.user_id, agency_id=place.agency.pk, name=given.name, at=asker.at)

    def end(given: FeedKeyEndedIn) -> None:
        end_feed_key(user_id=asker.user_id, agency_id=place.agency.pk, key_id=given.key_id, at=asker.at)

    initial = {"kind": chosen.kind.value, "language": chosen.language, "text": chosen.text, "drawn_from": chosen.number}
    return {
        "words": ActForm(request, "words", FamilyWordsIn, change, initial=initial),
        "hours": ActForm(
            request,
            "hours",
            FamilySettingsIn,
            quiet,
            initial={"quiet_from": f"{hours.quiet_from:%H:%M}", "quiet_until": f"{hours.quiet_until:%H:%M}"},
        ),
        "key": ActForm(request, "key", FeedKeyIn, make),
        "end_key": ActForm(request, "end_key", FeedKeyEndedIn, end),
    }


def _words_chosen(request: HttpRequest, now: dict[FamilyMessageKind, dict[str, WordsNow]]) -> WordsNow:
    """Return the words that the address names, to be changed: of a new language the edition is none."""
    asked = request.GET.get("kind", "")
    kind = FamilyMessageKind(asked) if asked in now else FamilyMessageKind.HOLD
    language = request.GET.get("language", "en")
    return now[kind].get(language) or now[kind]["en"]


@page(posts=True)
def languages_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Find guardians of a school by name, and say in which language each is told; for readers of its roster."""
    asker = asker_of(request)
    school = school_read_for(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    find: AnyForm = ActForm(
        request,
        "find",
        GuardianSearchIn,
        lambda given: find_guardians(asker, agency_id, given.words, RosterDoor.PAGE),
    )
    change: AnyForm = ActForm(request, "change", GuardianLanguageIn, partial(_change_language, asker, agency_id))
    is_done = carry_out(request, [find, change], refusal_sentence)
    if is_done and request.POST.get("act") == "change":
        return redirect_anew(request.path)
    found: list[GuardianLanguageLine] = find.done if is_done else []
    rows = [
        (
            one,
            ActForm(
                request,
                "change",
                GuardianLanguageIn,
                partial(_change_language, asker, agency_id),
                initial={"guardian_id": one.guardian_id, "language": one.language},
            ),
        )
        for one in found
    ]
    context = {"school": school, "find": find, "rows": rows, "found": found, "was_asked": is_done}
    return show_page(request, "family_messages/languages.html", context, [find, change])


def _change_language(asker: Asker, school_id: UUID, given: GuardianLanguageIn) -> int:
    return set_languages(asker, school_id, GuardianLanguagesIn(guardians=[given]))
