"""What agencies ask when a person signs in: every rule, its value, and where it is enforced."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coordination.administration.accounts.security_settings import change_security
from coordination.administration.pages.posted import administrative_form, answer_forms
from coordination.administration.people_wire import SecurityIn
from coordination.room.access import Asker
from coordination.sign_in.own_apps.verifiers import can_check_all_apps
from coordination.sign_in.security_rules import CJIS_KINDS, SecurityRules, choices_of, is_cjis, rules_of_agency
from coordination.web.signed_in import asker_of
from mou.access.fetch import active_memberships
from mou.access.operators import managed_agencies
from mou.foundation.forms.act_form import AnyForm, show_page
from mou.foundation.forms.page import page
from mou.models import Agency
from mou.vocabulary import AgencyKind


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule as people read it: what it is, its value, and where it is enforced."""

    name: str
    value: str
    where: str


@page()
def security_page(request: HttpRequest) -> HttpResponse:
    """List the agencies whose rules hold for the reader, and those whose rules they set."""
    asker = asker_of(request)
    agencies = {one.agency.pk: one.agency for one in active_memberships(asker.user_id, asker.at)}
    agencies |= {one.pk: one for one in managed_agencies(asker.user_id, asker.at)}
    context = {"agencies": sorted(agencies.values(), key=lambda one: one.name)}
    return render(request, "administration/sign_in/security.html", context)


@page(posts=True)
def agency_security_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show an agency's rules to its people; carry out what its administrators change."""
    asker = asker_of(request)
    agency, is_managed = _agency_of(asker, agency_id)
    form = _rules_form(request, asker, agency)
    of_page = [form] if is_managed else []
    answer = answer_forms(request, of_page)
    if answer is not None:
        return answer
    context = {
        "agency": agency,
        "is_managed": is_managed,
        "is_cjis": is_cjis(agency),
        "is_excepted": AgencyKind(agency.kind) in CJIS_KINDS and not settings.CJIS_RULES,
        "rules": rule_views(rules_of_agency(agency)),
        "form": form,
        "can_attest": can_check_all_apps(),
    }
    return show_page(request, "administration/sign_in/agency_security.html", context, of_page)


def rule_views(rules: SecurityRules) -> list[RuleView]:
    """Return the rules of an agency in words."""
    return [
        RuleView(
            _("Password"),
            _("12 characters or more, and none of the 20,000 most common"),
            _("whenever one is set"),
        ),
        RuleView(
            _("Second factor"),
            _("always: an authenticator app or a passkey") if rules.needs_factor else _("as each person likes"),
            _("at sign-in; without one, no page, request, socket or device is served"),
        ),
        RuleView(
            _("Wrong passwords"),
            _("five within 15 minutes lock the account until an administrator releases it")
            if rules.locks_accounts
            else _(
                "five in 20 seconds or 20 in five minutes slow down the address they come from; no one is locked out"
            ),
            _("at sign-in, over all processes"),
        ),
        RuleView(
            _("Lock of a session"),
            _("after 30 minutes without use, but for consoles of dispatch and vehicles")
            if rules.locks_sessions
            else _("none"),
            _("pages, requests, polls and tickets of sockets; the panic alarm can be pressed all the same"),
        ),
        RuleView(
            _("Who it is, once more"),
            _("every 12 hours; for five minutes, before people, factors or rules are changed")
            if rules.locks_sessions
            else _("before factors are changed"),
            _("the same doors, and the pages of administration"),
        ),
        RuleView(
            _("Apps"),
            _("prove with each sign-in that they are this server's, unchanged, on a real device")
            if rules.attests_apps
            else _("any"),
            _("requests, polls and tickets of apps; not pages, and never the panic alarm"),
        ),
        RuleView(
            _("Notice of use"),
            _("accepted after every sign-in") if rules.use_notices else _("none"),
            _("pages and requests of browsers; apps show it themselves"),
        ),
        RuleView(
            _("Wrong codes"),
            _("five in five minutes; a code that was taken is taken no second time"),
            _("wherever a code is typed in, over all processes"),
        ),
        RuleView(
            _("End of access"),
            _("sockets close within a second, devices are told nothing more"),
            _("sign-out, a new password, a membership that ends, an account that is switched off"),
        ),
    ]


def _agency_of(asker: Asker, agency_id: UUID) -> tuple[Agency, bool]:
    managed = managed_agencies(asker.user_id, asker.at).filter(pk=agency_id).first()
    if managed is not None:
        return managed, True
    for member in active_memberships(asker.user_id, asker.at):
        if member.agency_id == agency_id:
            return member.agency, False
    raise Http404


def _rules_form(request: HttpRequest, asker: Asker, agency: Agency) -> AnyForm:
    def change_rules(given: SecurityIn) -> None:
        change_security(actor_id=asker.user_id, agency_id=agency.pk, choices=given.choices(), at=asker.at)

    chosen = choices_of(agency).as_fields()
    always = ("requires_factor", "locks_sessions") if is_cjis(agency) else ()
    initial = chosen | dict.fromkeys(always, True)
    form = administrative_form(request, "security", SecurityIn, change_rules, initial=initial)
    for name in always:
        # What its kind always asks is no choice: a browser shows it, and sends nothing.
        form.fields[name].widget.attrs["disabled"] = True
    return form
