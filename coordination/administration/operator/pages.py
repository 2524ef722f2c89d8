"""The page on which a second person decides on the recovery of an agency. No other reader learns of any there."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from coordination.administration.pages.posted import administrative_form, answer_forms
from coordination.administration.second_person.recovery import confirm_recovery, recoveries_for, refuse_recovery
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, show_page
from mou.foundation.forms.asked import Asked
from mou.foundation.forms.page import page


class RecoveryNamed(Schema):
    recovery: Annotated[UUID, Asked(is_hidden=True)]


@page(posts=True)
def recovery_page(request: HttpRequest) -> HttpResponse:
    """Show the recoveries that the reader may decide on, and take the decision; to anybody else, how it goes."""
    asker = asker_of(request)

    def confirm(given: RecoveryNamed) -> str:
        confirm_recovery(actor_id=asker.user_id, recovery_id=given.recovery, at=asker.at)
        return "/"

    def refuse(given: RecoveryNamed) -> str:
        refuse_recovery(actor_id=asker.user_id, recovery_id=given.recovery, at=asker.at)
        return "/"

    confirm_form = administrative_form(request, "confirm", RecoveryNamed, confirm)
    # To refuse takes nothing: any session will do.
    refuse_form = ActForm(request, "refuse", RecoveryNamed, refuse)
    of_page = [confirm_form, refuse_form]
    answer = answer_forms(request, of_page)
    if answer is not None:
        return answer
    context = {
        "recoveries": recoveries_for(asker.user_id, asker.at),
        "confirm_form": confirm_form,
        "refuse_form": refuse_form,
    }
    return show_page(request, "administration/recovery.html", context, of_page)
