"""The operator's page of backups: what there is, what was proved, and one button. Nothing is downloaded here."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse

from coordination.records.backup.asked import ask_for_backup, backups_for
from coordination.records.server_keys.keeping import list_keys
from coordination.web.backup_report import backups_in_words
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.administrative_acts import ask_recent_sign_in
from mou.errors import NotAllowed
from mou.foundation.forms.act_form import ActForm, NothingGiven, carry_out, show_page
from mou.foundation.forms.page import page


@page(posts=True)
def backups_page(request: HttpRequest) -> HttpResponse:
    """Show backups to an operator, and ask for one."""
    asker = asker_of(request)
    try:
        found = backups_for(asker.user_id, asker.at)
    except NotAllowed as other:
        raise Http404 from other

    def back_up(_given: NothingGiven) -> None:
        ask_for_backup(user_id=asker.user_id, at=asker.at)

    form = ActForm(request, "back_up", NothingGiven, back_up, before=ask_recent_sign_in)
    if carry_out(request, [form], lambda refusal: refusal.sentence_or(str(refusal))):
        return redirect_anew(request.path)
    report = found.report
    context = {
        "found": found,
        "report": report,
        "state": backups_in_words(report, asker.at).partition(":")[0],
        "made_at": _time_of(report.made_at),
        "tried_at": _time_of(report.tried_at),
        "fault_at": _time_of(report.fault_at),
        "form": form,
        "keys": list_keys(asker.at),
        "at": asker.at,
    }
    return show_page(request, "records/backups.html", context, [form])


def _time_of(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
