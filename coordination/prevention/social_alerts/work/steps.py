"""What the steps of an alert do beside its state. A decision erases what the post said, in the same transaction."""

from datetime import datetime
from uuid import UUID

from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.prevention.social_alerts.access import ALERT_OFFICERS, ALERT_WAITS
from coordination.prevention.social_alerts.errors import AlertStepLacks, NobodyToTell, NoTipDesk
from coordination.prevention.social_alerts.models import AlertDesk, SocialAlert
from coordination.prevention.social_alerts.rules.given import AlertStepIn
from coordination.prevention.social_alerts.vocabulary import BY_STEP, TOLD, AlertDisposition, AlertState, AlertStep
from coordination.prevention.social_alerts.work.counts import count_of_rule
from coordination.prevention.tips.errors import TipDeskNotFound
from coordination.prevention.tips.work.handing_over import HandedOver, hand_over
from mou.foundation.shown_text import first_hidden, hidden_sentence

NEEDS_WORDS = frozenset({AlertDisposition.TIP, AlertDisposition.THREAT})


def apply_alert_step(alert: SocialAlert, given: AlertStepIn, actor_id: int, at: datetime) -> None:
    """Apply what a step does beside the state; a decision locks the desk, too.

    Raises: AlertStepLacks, NoTipDesk, NobodyToTell.
    """
    if given.step is AlertStep.DECIDE:
        _decide_alert(alert, given, actor_id, at)
    else:
        alert.reviewer_id = actor_id if given.step is AlertStep.BEGIN_REVIEW else None


def _decide_alert(alert: SocialAlert, given: AlertStepIn, actor_id: int, at: datetime) -> None:
    overwrite_what_is_deleted()
    if given.disposition not in BY_STEP:
        raise AlertStepLacks("Say what it is.", pointer="/disposition")
    words = _own_words(given.words)
    if given.disposition in NEEDS_WORDS and not words:
        raise AlertStepLacks("Say in your own words what is known.", pointer="/words")
    if given.disposition is AlertDisposition.TIP:
        alert.tip_id = _handed_over(alert, given, words, at)
    settle_alert(alert, given.disposition, words, at)
    if given.disposition is AlertDisposition.THREAT:
        # Stored first: who may read it is asked of the table.
        alert.save()
        _tell_police(alert, actor_id, at)


def _own_words(words: str) -> str:
    """Return a reviewer's words as they are stored. Raises: AlertStepLacks: not text."""
    words = words.replace("\r\n", "\n").strip()
    if hidden := first_hidden(words):
        raise AlertStepLacks(hidden_sentence("text", hidden), pointer="/words")
    return words


def settle_alert(alert: SocialAlert, disposition: AlertDisposition, words: str, at: datetime) -> None:
    """Decide, erase what the post said, and count. In the caller's transaction."""
    alert.state, alert.disposition = AlertState.DECIDED.value, disposition.value
    alert.words, alert.decided_at, alert.sealed = words, at, ""
    alert.to_police = disposition in (AlertDisposition.THREAT, AlertDisposition.IMMEDIATE)
    desk = AlertDesk.objects.select_for_update(of=("self",)).select_related("district").get(pk=alert.desk_id)
    count_of_rule(alert.rule_id, desk, at, **{disposition.value: 1, "told": int(disposition in TOLD)})


def _handed_over(alert: SocialAlert, given: AlertStepIn, words: str, at: datetime) -> UUID:
    """Give it to the team of tips of the site's school, else of the district. Raises: NoTipDesk, AlertStepLacks."""
    if given.category is None:
        raise AlertStepLacks("Choose what the tip is about.", pointer="/category")
    school_id = alert.fence.site.school_id
    tip = HandedOver(
        source_id=alert.pk,
        agency_ids=[one for one in (school_id, alert.desk.district_id) if one is not None],
        school_id=school_id,
        category=given.category,
        is_now=given.is_now,
        text=words,
    )
    try:
        return hand_over(tip, at=at)
    except TipDeskNotFound as missing:
        raise NoTipDesk from missing


def _tell_police(alert: SocialAlert, actor_id: int, at: datetime) -> None:
    """Tell the officers on duty whom an agreement lets read it. Raises: NobodyToTell: none does."""
    if not ALERT_OFFICERS.agencies_told_of(alert, alert.desk.district_id, at):
        raise NobodyToTell
    people = set(ALERT_OFFICERS.officers_to_tell(alert, alert.desk.district_id, at)) - {actor_id}
    ALERT_WAITS.tell_of(alert.pk, occasion="threat", user_ids=people)
