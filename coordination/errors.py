"""What can go wrong in a room, each with a stable code and an HTTP status. Pure."""

from collections.abc import Sequence

from mou.foundation.labelled import WordedError
from mou.foundation.labelled import gettext_noop as _


class CoordinationError(WordedError):
    """Base of all: `code` is for machines and never changes; `detail` is for people, and never a foreign error."""

    title = "The request could not be carried out."
    # Pointers and details, where several fields are to blame at once; else there is one pointer at most.
    points: Sequence[tuple[str, str]] = ()

    def __init__(self, detail: str = "", *, pointer: str = "", retry_after_s: int | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.pointer = pointer
        if retry_after_s is not None:
            self.retry_after_s = retry_after_s


class RoomNotFound(CoordinationError):
    """Missing and forbidden look alike: a stranger cannot learn that a room exists."""

    code, status, title = "not_found", 404, "There is no such room."


class NotAuthenticated(CoordinationError):
    code, status, title = "not_authenticated", 401, "Sign in first."


class NotJoined(CoordinationError):
    code, status, title = "not_joined", 403, "Join the room first."


class NotAllowed(CoordinationError):
    code, status, title = "not_allowed", 403, "Your role in this room does not allow that."


class AudienceNotAllowed(CoordinationError):
    code, status, title = "audience_not_allowed", 403, "You can only address an audience that you belong to."


class IncidentClosed(CoordinationError):
    code, status, title = "incident_closed", 409, "The incident is closed; reopen it first."
    sentence = _("The incident is closed.")


class AlarmOpen(CoordinationError):
    """Who closes an incident with an alarm on would leave everybody hiding."""

    code, status, title = "alarm_open", 409, "The panic alarm is still on; give the all clear first."


class IncidentOpenAlready(CoordinationError):
    code, status, title = "incident_open", 409, "The incident is open already."


class TooManyIncidents(CoordinationError):
    """Never the first, and never a press of the alarm."""

    code, status, title = "too_many_incidents", 429, "You have opened too many incidents at this site; wait a moment."


class CommandIdReused(CoordinationError):
    """The id was used for something else: carrying it out could be wrong, and so could ignoring it."""

    code, status, title = "command_id_reused", 422, "This command id was used for another command."


class EntryNotFound(CoordinationError):
    code, status, title = "entry_not_found", 404, "There is no such entry for you."


class EntryNotStrikable(CoordinationError):
    code, status, title = "entry_not_strikable", 409, "Only what people said or put on the map can be struck, once."


class MarkerNotFound(CoordinationError):
    code, status, title = "marker_not_found", 404, "There is no such marker for you."


class ShapeNotFound(CoordinationError):
    code, status, title = "shape_not_found", 404, "There is no such shape for you."


class IdTaken(CoordinationError):
    code, status, title = "id_taken", 409, "This id is in use already."


class LevelNotAtSite(CoordinationError):
    code, status, title = "level_not_at_site", 422, "That level does not belong to this site."


class SiteNotInIncident(CoordinationError):
    """An incident on a bus is at no site; a site that has not joined is none of its."""

    code, status, title = "site_not_in_incident", 409, "This incident is not at that site; let the site join first."
    sentence = _("This incident is not at that site. Let the site join first.")


class UploadNotFound(CoordinationError):
    code, status, title = "upload_not_found", 404, "There is no such upload of yours in this room."


class UploadTooLarge(CoordinationError):
    code, status, title = "upload_too_large", 413, "The file is larger than this server takes."


class UploadRefused(CoordinationError):
    code, status, title = "upload_refused", 422, "This kind of file is not taken."


class ParticipantNotRemoved(CoordinationError):
    code, status, title = "participant_not_removed", 409, "This person was not removed from the room."


class ParticipantNotFound(CoordinationError):
    code, status, title = "participant_not_found", 404, "There is no such participant."


class BadTicket(CoordinationError):
    code, status, title = "bad_ticket", 401, "The ticket is unknown, used or too old; ask for a new one."


class ForeignOrigin(CoordinationError):
    code, status, title = "foreign_origin", 403, "Sockets are taken from this site's own pages and from apps."


class CommandFailed(CoordinationError):
    """A fault of the server that this command brings out. It left no trace, and it would fail again."""

    code, status, title = "command_failed", 500, "The server could not carry this out. Nothing was recorded."


class BadCommand(CoordinationError):
    code, status, title = "bad_command", 422, "The command is not of the form the protocol describes."


class HiddenText(CoordinationError):
    code, status, title = "hidden_characters", 422, "A text holds characters that do not show."


class MalformedFrame(CoordinationError):
    code, status, title = "malformed_frame", 400, "The frame is not a JSON object of the protocol."


class UnknownFrame(CoordinationError):
    code, status, title = "unknown_frame", 400, "The protocol has no such frame."


class FrameTooLarge(CoordinationError):
    code, status, title = "frame_too_large", 413, "The frame is larger than the protocol allows."


class MalformedRequest(CoordinationError):
    code, status, title = "malformed_request", 400, "This is no request that can be read in one way only."


class RequestTooSlow(CoordinationError):
    code, status, title = "request_too_slow", 408, "The request did not arrive in time; send it again."


class BodyTooLarge(CoordinationError):
    code, status, title = "body_too_large", 413, "The request is larger than this server takes at this address."


class ExpectationFailed(CoordinationError):
    code, status, title = "expectation_failed", 417, "Nothing but 100-continue can be expected of this server."


class HeadersTooLarge(CoordinationError):
    code, status, title = "headers_too_large", 431, "The head of the request is larger than this server takes."


class TransferCodingUnknown(CoordinationError):
    code, status, title = "transfer_coding_unknown", 501, "Send the body with its length, or chunked."


class NotReady(CoordinationError):
    code, status, title = "not_ready", 400, "Say hello first, once."


class SlowClient(CoordinationError):
    code, status, title = "slow_client", 408, "Entries were not acknowledged in time; reconnect and catch up."


class AccessEnded(CoordinationError):
    code, status, title = "access_ended", 403, "Your access to this room has ended."


class NotWatching(CoordinationError):
    code, status, title = "not_watching", 403, "Your memberships do not let you watch over incidents here."


class TooManySockets(CoordinationError):
    """More windows than anybody has; it is a fault of the client."""

    code, status, title = "too_many_sockets", 429, "Too many sockets watch over incidents; close some."
    retry_after_s = 10


class HelloTooLate(CoordinationError):
    code, status, title = "hello_too_late", 408, "Say hello as soon as the socket is open."


class SignedOut(CoordinationError):
    code, status, title = "signed_out", 401, "You are signed out."


class BadSubprotocol(CoordinationError):
    code, status, title = "bad_subprotocol", 406, "Offer the subprotocol muster.v1."


class TooManyPresses(CoordinationError):
    """Only into an alarm that is on, and only for what has pressed within the last minute already."""

    code, status, title = "too_many_presses", 429, "The alarm is on and your presses are recorded. Wait a moment."
    retry_after_s = 10


class TryLater(CoordinationError):
    code, status, title = "try_later", 503, "The server cannot do this right now. Nothing was recorded; try again."
    retry_after_s = 3


class ServerBusy(CoordinationError):
    """So many requests are being answered, and wait for it; rooms have their own lanes and go on."""

    code, status, title = "server_busy", 503, "The server has too much to do at this moment; try again."
    retry_after_s = 2


class OpenUploadLimit(CoordinationError):
    code, status, title = "too_many_uploads", 429, "Too many uploads wait to be attached; attach or wait."
    retry_after_s = 60


class UploadQuotaUsed(CoordinationError):
    code, status, title = "upload_quota_used", 429, "You have uploaded as much at this site as one person may in a day."
    retry_after_s = 3600


class StorageFailed(CoordinationError):
    code, status, title = "storage_failed", 507, "The server cannot store files right now. Nothing was recorded."


class PlaceNotAtSite(CoordinationError):
    code, status, title = "place_not_at_site", 422, "That room is not on a published plan of this site."


class PanicNotFound(CoordinationError):
    code, status, title = "panic_not_found", 404, "There is no such panic press in this room."


class PanicCancelledAlready(CoordinationError):
    code, status, title = "panic_cancelled", 409, "This press was cancelled before."


class PanicConfirmedAlready(CoordinationError):
    code, status, title = "panic_confirmed", 409, "This press was confirmed before."


class NoOpenPanic(CoordinationError):
    code, status, title = "no_open_panic", 409, "There is no open panic alarm in this room."


class AllClearProposedAlready(CoordinationError):
    code, status, title = "all_clear_proposed", 409, "The all clear is proposed already; another person confirms it."


class NoAllClearProposed(CoordinationError):
    code, status, title = "no_all_clear_proposed", 409, "No one has proposed the all clear since the last press."


class AnotherPersonNeeded(CoordinationError):
    code, status, title = "another_person_needed", 409, "The all clear takes two people; you proposed it yourself."


class CommandNeeded(CoordinationError):
    """Neither of the two is in command: one of them must."""

    code, status, title = "command_needed", 403, "One of the two who give the all clear must be in command."


class PriorityMessageNotFound(CoordinationError):
    code, status, title = "priority_message_not_found", 404, "There is no such priority message for you."


class PriorityMessageAcknowledgedAlready(CoordinationError):
    code, status, title = "priority_message_acknowledged", 409, "You have acknowledged this priority message."


class IntakeNotFound(CoordinationError):
    code, status, title = "intake_not_found", 404, "There is no such panic intake for you."


class ButtonNotFound(CoordinationError):
    """The signature was right, so the sender may learn that the button is not known."""

    code, status, title = "button_not_found", 404, "No such button or badge is registered with this intake."


class ButtonTaken(CoordinationError):
    code, status, title = "button_taken", 409, "A button or badge with this reference is registered already."


class BadSignature(CoordinationError):
    """Unknown key, revoked key and wrong signature look alike."""

    code, status, title = "bad_signature", 401, "The signature does not fit the key, the time and the body."


class StaleTimestamp(CoordinationError):
    code, status, title = "stale_timestamp", 401, "The signed time is more than five minutes from now."


class RespondersOnly(CoordinationError):
    """The school has its own data; no one there needs emergency access."""

    code, status, title = "responders_only", 403, "Only responders under an agreement take emergency access."


class OwnIncident(CoordinationError):
    """Who could open an incident and take rights in it would need no one's agreement."""

    code, status, title = "own_incident", 403, "You opened this incident; a colleague takes emergency access in it."


class SchoolOnly(CoordinationError):
    """Only the keeper of education records discloses them."""

    code, status, title = "school_only", 403, "Only people of the school or district record disclosures."


class RecipientNotFound(CoordinationError):
    code, status, title = "recipient_not_found", 404, "No agency in this room has this id."


class AlertNotFound(CoordinationError):
    code, status, title = "alert_not_found", 404, "No one was alerted by such an entry of this room."


class ResponseActionNotFound(CoordinationError):
    code, status, title = "response_action_not_found", 404, "There is no such response action in this room."


class ResponseActionEnded(CoordinationError):
    code, status, title = "response_action_ended", 409, "This response action was released or changed before."


class ResponseActionInForce(CoordinationError):
    """Who closes an incident with an action in force would leave people waiting in their rooms."""

    code, status, title = "response_action_in_force", 409, "A response action is in force; release it first."


class SameActionInForce(CoordinationError):
    code, status, title = "same_action_in_force", 409, "The same response action is in force there already."


class LockdownInForce(CoordinationError):
    """A voice on the loudspeaker may be the attacker's, or forced."""

    code, status, title = "lockdown_in_force", 409, "A lockdown ends room by room, by responders; no all clear ends it."


class RoomsNotOpened(CoordinationError):
    code, status, title = "rooms_not_opened", 409, "Not every room of this lockdown has been opened by a responder."


class RoomOpenedAlready(CoordinationError):
    code, status, title = "room_opened", 409, "These rooms were opened before."


class NotALockdown(CoordinationError):
    code, status, title = "not_a_lockdown", 409, "Only the rooms of a lockdown are opened one by one."


class OnlyRespondersRelease(CoordinationError):
    code, status, title = (
        "only_responders_release",
        403,
        "Only responders end a lockdown, or turn it into another action.",
    )


class ScopeNotAtSite(CoordinationError):
    code, status, title = "scope_not_at_site", 422, "That building, floor or room is on no published plan of this site."


class ActionIncomplete(CoordinationError):
    code, status, title = (
        "action_incomplete",
        422,
        "Evacuate needs a destination, Shelter a hazard and a strategy, and no other action has either.",
    )
