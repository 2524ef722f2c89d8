"""Turn one event and its people into the rows of the outbox: who, through which device, on which rung, how loud."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.module_loading import import_string
from uuid_utils.compat import uuid7

from push.models import Device, Notification, Recipient
from push.models.recipient import key_of_team
from push.outbox.answering import delays_of
from push.outbox.times.ladder import ALL_AT_ONCE, Rung, rungs_for
from push.outbox.times.whole_minutes import rung_at
from push.texts import (
    HOW_TO_ANSWER,
    UNANSWERED,
    UNANSWERED_WORDS,
    PushWords,
    in_language,
    language_of,
    mark_of,
    text_for,
)
from push.vocabulary import (
    TYPED_KINDS,
    WHOLE_MINUTE_KINDS,
    Channel,
    DeviceKind,
    Manner,
    Urgency,
)

# A first word that is late by more is whispered: by then people are out of sight.
FIRST_WORD_S = 60
# A lane is read in the order of next_try_at: so what overtakes stands before all that waits in it, and only there.
OVERTAKES_S = 7200
# After that the news is no news: a person who opens the app sees the room as it is.
LIFETIME_S = {Urgency.LIFE_SAFETY: 3600, Urgency.URGENT: 3600, Urgency.ROUTINE: 900}


@dataclass(frozen=True, slots=True)
class Team:
    """People who are told, and who leads them: the leaders hear of it when one of these does not answer.

    `key` is short and the same whenever this team is told; a person is in one team.
    """

    key: str
    user_ids: Sequence[int]
    supervisor_ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class Detail:
    """What stands in a text message or mail besides the generic words: where, and a link. By language.

    `user_ids`: who may know it. Pushes never carry it. `takes_answers`: text messages to us are read.
    """

    texts: Mapping[str, str]
    user_ids: frozenset[int]
    takes_answers: bool = False

    def text_for(self, device: Device, *, words: PushWords, is_exercise: bool) -> str:
        """Return the text for a device, marked like every word of an exercise; nothing for who may not know.

        What people are to do is said once more before it: in the title, and here.
        """
        if device.user_id not in self.user_ids or DeviceKind(device.kind) not in TYPED_KINDS:
            return ""
        language = language_of(device.locale)
        again = in_language(words.body, language) if words.body else ""
        text = f"{again} {self.texts.get(language, '')}".strip()
        if text and self.takes_answers and words.says_what_to_do and device.kind == DeviceKind.SMS:
            text = f"{text} {in_language(HOW_TO_ANSWER, language)}"
        mark = mark_of(words, locale=device.locale, is_exercise=is_exercise)
        return f"{mark}. {text}" if mark and text else text


NO_DETAIL = Detail({}, frozenset())


@dataclass(frozen=True, slots=True)
class Alert:
    """What is to be told, before it is known to whom. Only `detail` names a place."""

    source_key: str
    is_exercise: bool
    urgency: Urgency
    kind: str
    words: PushWords
    room_id: UUID
    seq: int
    collapse_key: str
    demands_acknowledgement: bool
    manner: Manner
    detail: Detail
    planned_at: datetime
    # A test alarm that was told to: it sounds through “do not disturb”.
    breaks_silence: bool = False

    @property
    def channel(self) -> Channel:
        """Silence comes first: a phone that rings in a hiding place is worse than one that is read late."""
        if self.manner is Manner.SILENT:
            return Channel.SILENT
        if self.breaks_silence or (self.urgency is Urgency.LIFE_SAFETY and not self.is_exercise):
            return Channel.CRITICAL
        return Channel.STANDARD


@cache
def overtaking_kinds() -> frozenset[str]:
    """Return the kinds of alerts that go before everything else of their urgency. Push does not know what happens."""
    list_kinds: Callable[[], frozenset[str]] = import_string(settings.PUSH_OVERTAKING_KINDS)
    return list_kinds()


def leaders_of(alert: Alert, teams: Sequence[Team], active: Collection[int]) -> list[Recipient]:
    """Return the leaders' rows, unsaved. Leaders are not told of their own silence."""
    return [
        Recipient(
            source_key=key_of_team(alert.source_key, team.key),
            user_id=user_id,
            demands_acknowledgement=True,
            is_supervisor=True,
            team=team.key,
            planned_at=alert.planned_at,
        )
        for team in teams
        for user_id in dict.fromkeys(team.supervisor_ids)
        if user_id in active and set(team.user_ids) & set(active) - {user_id}
    ]


def recipients_of(
    alert: Alert, people: Sequence[int], supervisors: Sequence[int], teams: Sequence[Team]
) -> list[Recipient]:
    """Return the rows of the board, unsaved; a person who is told anyway is not their own supervisor."""
    told = set(people)
    team_of = {user_id: team.key for team in teams for user_id in team.user_ids}
    later = [user_id for user_id in dict.fromkeys(supervisors) if user_id not in told]
    return [
        Recipient(
            source_key=alert.source_key,
            user_id=user_id,
            demands_acknowledgement=alert.demands_acknowledgement,
            is_supervisor=is_supervisor,
            team="" if is_supervisor else team_of.get(user_id, ""),
            planned_at=alert.planned_at,
        )
        for user_ids, is_supervisor in ((dict.fromkeys(people), False), (later, True))
        for user_id in user_ids
    ]


def notifications_of(alert: Alert, recipients: Sequence[Recipient], devices: Sequence[Device]) -> list[Notification]:
    """Return the rows of the outbox, unsaved, for saved recipients and all their active devices."""
    of_person: dict[int, list[Device]] = defaultdict(list)
    for device in devices:
        of_person[device.user_id].append(device)
    delays = delays_of(devices)
    rows = []
    for recipient in recipients:
        own = of_person[recipient.user_id]
        rungs = rungs_for(
            [DeviceKind(device.kind) for device in own],
            manner=alert.manner,
            urgency=alert.urgency,
            demands_acknowledgement=alert.demands_acknowledgement,
            is_supervisor=recipient.is_supervisor,
        )
        rows += [
            _plan_notification(alert, recipient, device, rung, delays.get(device.id))
            for rung in rungs
            for device in own
            if DeviceKind(device.kind) in rung.kinds
        ]
    return rows


def tests_of(alert: Alert, recipient: Recipient, devices: Sequence[Device]) -> list[Notification]:
    """Return the rows of a test, unsaved: every device at once, so that each shows what it does."""
    return [_plan_notification(alert, recipient, device, ALL_AT_ONCE) for device in devices]


def _plan_notification(
    alert: Alert, recipient: Recipient, device: Device, rung: Rung, delay: timedelta | None = None
) -> Notification:
    kind = UNANSWERED if rung.is_for_supervisors else alert.kind
    words = UNANSWERED_WORDS if rung.is_for_supervisors else alert.words
    text = text_for(words, locale=device.locale, is_exercise=alert.is_exercise)
    due_at = rung_at(alert.kind, alert.urgency, alert.planned_at, rung.after_s)
    return Notification(
        id=uuid4() if alert.kind in WHOLE_MINUTE_KINDS else uuid7(),
        device=device,
        recipient=recipient,
        source_key=recipient.source_key,
        step=rung.step,
        room_id=alert.room_id,
        seq=alert.seq,
        kind=kind,
        urgency=alert.urgency.value,
        is_exercise=alert.is_exercise,
        channel=alert.channel.value,
        title=text.title,
        body=text.body,
        detail=alert.detail.text_for(device, words=words, is_exercise=alert.is_exercise),
        loud_until=_loud_until(alert, rung),
        # The word that an alert is unanswered does not replace the alert: leaders may have been told it, too.
        collapse_key=f"{UNANSWERED}:{alert.room_id}" if rung.is_for_supervisors else alert.collapse_key,
        next_try_at=_first_try_at(alert, rung, due_at, delay),
        expires_at=due_at + timedelta(seconds=LIFETIME_S[alert.urgency]),
        created_at=alert.planned_at,
    )


def _first_try_at(alert: Alert, rung: Rung, due_at: datetime, delay: timedelta | None) -> datetime:
    """Return when it is tried first: what did not answer the last time overtakes nothing."""
    if delay is not None:
        return due_at + delay
    return due_at - timedelta(seconds=OVERTAKES_S) if _does_overtake(alert, rung) else due_at


def _does_overtake(alert: Alert, rung: Rung) -> bool:
    """Tell whether it goes before others that are due; a later rung is not due yet, and an exercise waits its turn."""
    return alert.kind in overtaking_kinds() and rung.after_s == 0 and not alert.is_exercise


def _loud_until(alert: Alert, rung: Rung) -> datetime | None:
    is_first_word = alert.manner is Manner.FIRST_WORD and not rung.is_for_supervisors
    return alert.planned_at + timedelta(seconds=FIRST_WORD_S) if is_first_word else None
