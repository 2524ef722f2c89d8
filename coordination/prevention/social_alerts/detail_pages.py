"""How alerts look, in the queue and on their page."""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from coordination.casework.kinds.faces import Face, Faces, Facts, Head, MoreOfPage, Panel, join_texts
from coordination.casework.kinds.pages import make_detail_page
from coordination.prevention.social_alerts.models import SocialAlert
from coordination.prevention.social_alerts.rules.given import AlertIncidentIn, AlertStepIn
from coordination.prevention.social_alerts.vocabulary import AlertDisposition, AlertState, AlertStep
from coordination.prevention.social_alerts.wire import AlertKnown, AlertView
from coordination.prevention.social_alerts.work.incidents import open_from_alert
from coordination.prevention.social_alerts.work.kinds import ALERT_KIND
from coordination.prevention.tips.vocabulary import TipCategory
from coordination.room.access import Asker
from mou.foundation.forms.act_form import ActForm
from mou.foundation.forms.fields import Choices
from mou.foundation.forms.step_form import StepAsked


def _alert_face(line: AlertKnown) -> Face:
    rule, author = _("Rule %(number)s") % {"number": line.rule_number}, f"{_('Author')} {line.author}"
    is_immediate = line.disposition is AlertDisposition.IMMEDIATE
    # Who works on it. Who has decided stands on its page.
    reviewer = "" if line.disposition else line.reviewer
    return Face(
        name=_("Alert %(number)s") % {"number": line.number},
        badges=[] if is_immediate else [line.disposition or line.state],
        alarms=[AlertDisposition.IMMEDIATE] if is_immediate else [],
        small=join_texts(line.site, rule, line.match.label, author, reviewer),
        since=line.captured_at,
        tone="urgent" if line.state is AlertState.RECEIVED else "",
    )


def _alert_head(view: AlertView) -> Head:
    return Head(join_texts(view.site, view.reviewer), view.posted_at, here=_alert_face(view).name)


def _alert_panels(view: AlertView) -> tuple[list[Panel | Facts], list[Panel]]:
    facts = {
        _("Purpose of rule %(number)s") % {"number": view.rule_number}: view.purpose,
        _("By what it belongs to the school"): view.match,
        _("Author's pseudonym"): view.author,
    }
    post = [Panel("social_alerts/_post.html")] if view.decides else []
    return [*post, Facts(_("Why it is here"), facts=facts)], []


def _choices_of_decision(_alert: SocialAlert, _at: datetime) -> Mapping[str, Choices]:
    """Return what a reviewer chooses from, as what follows; an incident is opened by a form of its own."""
    follows = {
        AlertDisposition.DISMISS: _("Dismiss: nothing in it"),
        AlertDisposition.MONITOR: _("True, but no action now"),
        AlertDisposition.TIP: _("Make it a tip"),
        AlertDisposition.THREAT: _("Threat: tell the police whom an agreement names"),
    }
    return {
        "disposition": follows.items(),
        "category": [("", _("Only for a tip")), *TipCategory.labels().items()],
    }


def _incident_form(request: HttpRequest, asker: Asker, alert: SocialAlert) -> MoreOfPage:
    form = ActForm(
        request, "incident", AlertIncidentIn, lambda given: open_from_alert(asker=asker, alert_id=alert.pk, given=given)
    )
    return {"incident_form": form}, [form]


def _where_it_went(view: AlertView) -> list[Panel]:
    is_open = AlertStep.DECIDE in view.steps
    return [Panel("social_alerts/_life.html")] if is_open or view.incident_id or view.tip_id else []


ALERT_FACES = Faces(
    kind=ALERT_KIND,
    address="social_alert",
    face=_alert_face,
    head=_alert_head,
    panels=_alert_panels,
    urgent=_where_it_went,
    steps=AlertStepIn,
    asked=lambda: {
        AlertStep.BEGIN_REVIEW: StepAsked(()),
        AlertStep.HAND_BACK: StepAsked(()),
        AlertStep.DECIDE: StepAsked(("disposition", "words", "category", "is_now"), ("disposition",), stands_open=True),
    },
    choices=_choices_of_decision,
    more=_incident_form,
    # An officer is not told who of the district looked at it.
    shows_reads=lambda view: view.decides,
    searches=False,
    has_file=False,
)
alert_page = make_detail_page(ALERT_FACES, "social_alerts/_trail.html")
