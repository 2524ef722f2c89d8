"""What an agency asks of its people when they sign in: its administrators set it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.models import AgencySecurity
from coordination.sign_in.attestation.errors import AttestationNotSetUp
from coordination.sign_in.own_apps.verifiers import can_check_all_apps
from coordination.sign_in.security_rules import Choices
from coordination.sign_in.sessions.held import weigh_members_of
from mou.access import fetch
from mou.access.names import checked_text
from mou.administrative_acts import administrative_act
from mou.agencies.acts import record_act
from mou.vocabulary import AdministrativeActKind

NOTICE_MAX_CHARS = 2000


@administrative_act(
    who="administrators of the agency or its district",
    told="its people, on the page of its rules",
    recorded="agency_changed",
)
def change_security(*, actor_id: int, agency_id: UUID, choices: Choices, at: datetime) -> None:
    """Set what an agency chose, in one durable transaction. Sessions that have begun go on as they began.

    Whose account another agency keeps is held to it at once: who does not meet it has nothing from this agency.

    What its kind always asks holds whatever is chosen. Locks the agency's row.
    Raises: AttestationNotSetUp, AgencyNotFound, NotAllowed, BadName: the notice is too long or has control characters.
    """
    if choices.attests_apps and not can_check_all_apps():
        raise AttestationNotSetUp
    if choices.use_notice:
        checked_text(choices.use_notice.replace("\n", " "), "notice", max_chars=NOTICE_MAX_CHARS)
    with transaction.atomic(durable=True):
        agency = fetch.agency_for(user_id=actor_id, agency_id=agency_id, need=fetch.AgencyNeed.MANAGE, at=at, lock=True)
        row, _is_new = AgencySecurity.objects.get_or_create(agency=agency)
        after = choices.as_fields()
        changes = {
            name: (str(getattr(row, name)), str(value)) for name, value in after.items() if getattr(row, name) != value
        }
        if not changes:
            return
        AgencySecurity.objects.filter(pk=row.pk).update(**after)
        record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=agency, changes=changes, at=at)
        weigh_members_of(agency, at)
