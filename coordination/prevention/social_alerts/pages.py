"""The queue of alerts, with its search. Plain forms: no script."""

import re

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from coordination.casework.kinds.faces import clock_words
from coordination.casework.kinds.kind import MOST_LISTED
from coordination.prevention.social_alerts.access import ALERT_DESKS, desks_with_rules_for, may_see_page
from coordination.prevention.social_alerts.detail_pages import ALERT_FACES
from coordination.prevention.social_alerts.rules.given import AUTHOR_PATTERN, AlertsWanted
from coordination.prevention.social_alerts.vocabulary import AlertDisposition
from coordination.prevention.social_alerts.work.kinds import ALERT_KIND
from coordination.prevention.social_alerts.work.queries import search_alerts, searches_of
from coordination.web.signed_in import asker_of
from mapping.models import Site
from mou.foundation.forms.fields import Choices, field_of
from mou.foundation.forms.page import page
from mou.foundation.labelled import gettext_noop
from mou.foundation.tables.table import show_tables

SEARCHED = ("site_id", "disposition", "author", "since", "until")
# Of each desk.
MOST_SEARCHES = 10


@page()
def alerts_page(request: HttpRequest) -> HttpResponse:
    """Show the queue of the reader's alerts, or what a search finds, and what the reader keeps."""
    asker = asker_of(request)
    if not may_see_page(asker.user_id, asker.at):
        raise Http404
    desks = list(ALERT_DESKS.teams_of(asker.user_id, asker.at))
    # An officer is told of what a reviewer has decided, and of nothing else.
    ended = request.GET.get("ended") == "yes" or not desks
    search = SearchForm(request.GET, Site.objects.filter(district__in=[one.district_id for one in desks]))
    wanted = search.read_wanted()
    is_search = bool(wanted.list_asked())
    if is_search:
        lines = search_alerts(wanted, user_id=asker.user_id, at=asker.at, most=MOST_LISTED + 1)
        empty = _("No alert is like that.")
    else:
        lines = ALERT_KIND.list_lines(asker.user_id, asker.at, is_open=not ended, most=MOST_LISTED + 1)
        empty = (
            _("No alert was decided yet.")
            if ended
            else _("No alert waits. As of %(time)s") % {"time": clock_words(asker.at)}
        )
    alerts = ALERT_FACES.table_of(
        request, ALERT_FACES.show_lines(lines), caption=gettext_noop("Social media alerts"), empty=empty
    )
    context = {
        "heading": _("Social media alerts"),
        "alerts": alerts,
        "ended": ended,
        "is_search": is_search,
        "search_form": search,
        "reviews": bool(desks),
        "searches": [
            (one.user.shown_name(), one.at, ", ".join(f"{name}: {value}" for name, value in one.asked.items()))
            for desk in desks
            for one in searches_of(desk, MOST_SEARCHES)
        ],
        "kept": ALERT_DESKS.agencies_administered_by(asker.user_id, asker.at).order_by("name"),
        "with_rules": desks_with_rules_for(asker.user_id, asker.at).order_by("district__name"),
    }
    return show_tables(request, "social_alerts/queue.html", context, [alerts])


class SearchForm(forms.Form):
    """A search, which stands in the page's address. What is nonsense is said at its field, and not asked for."""

    def __init__(self, asked: QueryDict, sites: QuerySet[Site]) -> None:
        """Make it, for the sites that a reader reviews."""
        super().__init__(asked, auto_id="search-%s")
        listed: dict[str, Choices] = {
            "site_id": [("", _("Any")), *((one.pk, one.name) for one in sites.order_by("name"))],
            "disposition": [("", _("Any")), *AlertDisposition.labels().items()],
        }
        for name in SEARCHED:
            self.fields[name] = field_of(AlertsWanted.model_fields[name], listed.get(name))

    def clean_author(self) -> str:
        """Return a pseudonym as it is stored."""
        typed: str = self.cleaned_data["author"].upper()
        if re.fullmatch(AUTHOR_PATTERN, typed) is None:
            raise forms.ValidationError(RegexValidator.message, code="invalid")
        return typed

    def read_wanted(self) -> AlertsWanted:
        """Return what is searched for."""
        self.full_clean()
        return AlertsWanted(**{name: value for name, value in self.cleaned_data.items() if value})
