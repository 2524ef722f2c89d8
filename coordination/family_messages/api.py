"""Messages to families over HTTP. Parse, call, answer; no rule stands here."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Router, Status
from ninja.security import HttpBearer

from coordination.family_messages.access import desk_of_incident, desk_of_notices, message_for, words_place
from coordination.family_messages.rules import given as g
from coordination.family_messages.wire import (
    FamilyDeliveryLine,
    FamilyFeed,
    FamilyFeedKeyMade,
    FamilyMessageLine,
    FamilyMessageView,
    FamilyNotReachedLine,
    FamilyResent,
    FamilyWordsLine,
    FamilyWordsView,
    GuardianLanguageLine,
    GuardiansChanged,
)
from coordination.family_messages.work import queries, writing
from coordination.family_messages.work.feed_keys import district_of_key, end_feed_key, make_feed_key
from coordination.family_messages.work.languages import find_guardians, set_languages
from coordination.family_messages.work.words import change_settings, change_words, settings_of, words_of
from coordination.rosters.vocabulary import RosterDoor
from coordination.sign_in.callers import caller_of
from mou.models import Agency

router = Router(tags=["families"])
ONE = "/family-messages/{uuid:message_id}"
OF_INCIDENT = "/incidents/{uuid:incident_id}/family-messages"
OF_AGENCY = "/agencies/{uuid:agency_id}"


def _view_of(request: HttpRequest, message_id: UUID) -> FamilyMessageView:
    caller = caller_of(request)
    desk, message = message_for(user_id=caller.user_id, message_id=message_id, at=caller.at)
    return queries.view_message(desk, message)


# --- messages ---------------------------------------------------------------------------------------------------------
@router.get(OF_INCIDENT, response=list[FamilyMessageLine], operation_id="list_family_messages")
def list_messages(request: HttpRequest, incident_id: UUID) -> list[FamilyMessageLine]:
    """List what families of an incident were told, the newest first; drafts to those who send them."""
    caller = caller_of(request)
    return queries.list_messages(desk_of_incident(user_id=caller.user_id, incident_id=incident_id, at=caller.at))


@router.post(OF_INCIDENT, response={201: FamilyMessageView}, operation_id="draft_family_message")
def post_message(request: HttpRequest, incident_id: UUID, given: Body[g.FamilyMessageIn]) -> Status[FamilyMessageView]:
    """Write a message from its words; command of the school or district. Nothing goes out before it is approved."""
    message = writing.draft_message(caller_of(request).asker(), incident_id, given)
    return Status(201, _view_of(request, message.pk))


@router.get("/drill-notices", response=list[FamilyMessageLine], operation_id="list_drill_notices")
def list_notices(request: HttpRequest) -> list[FamilyMessageLine]:
    """List the notices of drills to families of the schools that one administers."""
    caller = caller_of(request)
    return queries.list_messages(desk_of_notices(user_id=caller.user_id, at=caller.at))


@router.post("/drill-notices", response={201: FamilyMessageView}, operation_id="draft_drill_notice")
def post_notice(request: HttpRequest, given: Body[g.FamilyMessageIn]) -> Status[FamilyMessageView]:
    """Write a notice of a drill; administrators of the school or district. It goes out when it is approved."""
    message = writing.draft_message(caller_of(request).asker(), None, given)
    return Status(201, _view_of(request, message.pk))


@router.get(ONE, response=FamilyMessageView, operation_id="read_family_message")
def read_message(request: HttpRequest, message_id: UUID) -> FamilyMessageView:
    """Return a message: its texts, who gets it by numbers, what contradicts it, what became of it. No name."""
    return _view_of(request, message_id)


@router.post(ONE + "/approval", response=FamilyMessageView, operation_id="approve_family_message")
def post_approval(request: HttpRequest, message_id: UUID, given: Body[g.FamilyApprovalIn]) -> FamilyMessageView:
    """Let a message go out; another person than its writer. 409 where what contradicts it is other than `seen`."""
    writing.approve_message(caller_of(request).asker(), message_id, given.seen)
    return _view_of(request, message_id)


@router.post(ONE + "/withdrawal", response={204: None}, operation_id="withdraw_family_message")
def post_withdrawal(request: HttpRequest, message_id: UUID) -> Status[None]:
    """Take a message back before it has gone out."""
    writing.withdraw_message(caller_of(request).asker(), message_id)
    return Status(204, None)


@router.post(ONE + "/resending", response=FamilyResent, operation_id="resend_family_message")
def post_resending(request: HttpRequest, message_id: UUID) -> FamilyResent:
    """Tell those whom it did not reach by another way that they have. Sent again, it tells no one twice."""
    return FamilyResent(number=writing.resend_by_other_way(caller_of(request).asker(), message_id))


@router.get(ONE + "/deliveries", response=list[FamilyDeliveryLine], operation_id="list_family_deliveries")
def list_deliveries(request: HttpRequest, message_id: UUID) -> list[FamilyDeliveryLine]:
    """List what became of it for each guardian, by name; for the school and its district. It is written down."""
    caller = caller_of(request)
    desk, message = message_for(user_id=caller.user_id, message_id=message_id, at=caller.at)
    return queries.list_deliveries(desk, message, RosterDoor.API)


@router.get(ONE + "/not-reached", response=list[FamilyNotReachedLine], operation_id="list_families_not_reached")
def list_not_reached(request: HttpRequest, message_id: UUID) -> list[FamilyNotReachedLine]:
    """List the guardians to whom no way leads, for the office to call. It is written down."""
    caller = caller_of(request)
    desk, message = message_for(user_id=caller.user_id, message_id=message_id, at=caller.at)
    return queries.list_not_reached(desk, message, RosterDoor.API)


# --- words and languages ----------------------------------------------------------------------------------------------
@router.get(OF_AGENCY + "/family-words", response=FamilyWordsView, operation_id="read_family_words")
def read_words(request: HttpRequest, agency_id: UUID) -> FamilyWordsView:
    """Return the words of a school's district for families, by kind and language; for its own people."""
    caller = caller_of(request)
    place = words_place(user_id=caller.user_id, agency_id=agency_id, at=caller.at)
    hours = settings_of(place.district.pk)
    lines = [
        FamilyWordsLine(
            kind=one.kind, kind_words=one.kind.label, language=one.language, text=one.text, edition=one.number
        )
        for by_language in words_of(place.district.pk).values()
        for one in by_language.values()
    ]
    return FamilyWordsView(
        words=lines, quiet_from=f"{hours.quiet_from:%H:%M}", quiet_until=f"{hours.quiet_until:%H:%M}"
    )


@router.put(OF_AGENCY + "/family-words", response=FamilyWordsView, operation_id="change_family_words")
def put_words(request: HttpRequest, agency_id: UUID, given: Body[g.FamilyWordsIn]) -> FamilyWordsView:
    """Store the words of a kind in a language, for messages from now on; administrators of the district."""
    caller = caller_of(request)
    change_words(user_id=caller.user_id, agency_id=agency_id, given=given, at=caller.at)
    return read_words(request, agency_id)


@router.put(OF_AGENCY + "/family-quiet-hours", response=FamilyWordsView, operation_id="change_family_quiet_hours")
def put_hours(request: HttpRequest, agency_id: UUID, given: Body[g.FamilySettingsIn]) -> FamilyWordsView:
    """Store when families are not disturbed by what is not urgent; administrators of the district."""
    caller = caller_of(request)
    change_settings(user_id=caller.user_id, agency_id=agency_id, given=given, at=caller.at)
    return read_words(request, agency_id)


@router.post(
    OF_AGENCY + "/guardian-searches", response=list[GuardianLanguageLine], operation_id="search_guardian_languages"
)
def post_search(request: HttpRequest, agency_id: UUID, given: Body[g.GuardianSearchIn]) -> list[GuardianLanguageLine]:
    """Find guardians of a school by name, with their languages; for readers of its roster. It is written down."""
    return find_guardians(caller_of(request).asker(), agency_id, given.words, RosterDoor.API)


@router.put(OF_AGENCY + "/guardian-languages", response=GuardiansChanged, operation_id="set_guardian_languages")
def put_languages(request: HttpRequest, agency_id: UUID, given: Body[g.GuardianLanguagesIn]) -> GuardiansChanged:
    """Store in which languages guardians of a school are told, all or none; for readers of its roster."""
    return GuardiansChanged(number=set_languages(caller_of(request).asker(), agency_id, given))


# --- the district's own caller ----------------------------------------------------------------------------------------
class FeedKey(HttpBearer):
    """The district's own caller: the key that its administrators made, as a bearer token."""

    def authenticate(self, request: HttpRequest, token: str) -> Agency:
        return district_of_key(token)


@router.get("/family-feed", response=FamilyFeed, auth=FeedKey(), operation_id="read_family_feed")
def read_feed(request: HttpRequest) -> FamilyFeed:
    """Return what families of the key's district were told within a week, by language. No exercise, no guardian."""
    district = getattr(request, "auth")  # noqa: B009 - set by the door
    return queries.feed_of(district, timezone.now())


@router.post(OF_AGENCY + "/family-feed-keys", response={201: FamilyFeedKeyMade}, operation_id="make_family_feed_key")
def post_key(request: HttpRequest, agency_id: UUID, given: Body[g.FeedKeyIn]) -> Status[FamilyFeedKeyMade]:
    """Make a key for the district's own caller; administrators of the district. It is shown once."""
    caller = caller_of(request)
    made = make_feed_key(user_id=caller.user_id, agency_id=agency_id, name=given.name, at=caller.at)
    return Status(201, made)


@router.delete(OF_AGENCY + "/family-feed-keys/{uuid:key_id}", response={204: None}, operation_id="end_family_feed_key")
def delete_key(request: HttpRequest, agency_id: UUID, key_id: UUID) -> Status[None]:
    """Refuse a key from now on."""
    caller = caller_of(request)
    end_feed_key(user_id=caller.user_id, agency_id=agency_id, key_id=key_id, at=caller.at)
    return Status(204, None)
