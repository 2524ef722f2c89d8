"""What agencies ask when a person signs in: every rule, its value, and where it is enforced."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordination.administration.accounts.security_settings import change_security
from coordination.administration.pages.posted import Outcome, Step, carried_out
from coordination.room.access import Asker
from coordination.sign_in.security_rules import CJIS_KINDS, Choices, SecurityRules, choices_of, is_cjis, rules_of_agency
from coordination.web.signed_in import asker_of
from mou.access.fetch import active_memberships
from mou.access.operators import managed_agencies
from mou.models import Agency
from mou.vocabulary import AgencyKind

REFUSED = 422


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule as people read it: what it is, its value, and where it is enforced."""

    name: str
    value: str
    where: str


@require_safe
@never_cache
@login_required
def security_page(request: HttpRequest) -> HttpResponse:
    """List the agencies whose rules hold for the reader, and those whose rules they set."""
    asker = asker_of(request)
    agencies = {one.agency.pk: one.agency for one in active_memberships(asker.user_id, asker.at)}
    agencies |= {one.pk: one for one in managed_agencies(asker.user_id, asker.at)}
    context = {"agencies": sorted(agencies.values(), key=lambda one: one.name)}
    return render(request, "administration/sign_in/security.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def agency_security_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show an agency's rules to its people; carry out what its administrators change."""
    asker = asker_of(request)
    agency, is_managed = _agency_of(asker, agency_id)
    steps: dict[str, Step] = {"security": _change_step(agency)} if is_managed else {}
    outcome = carried_out(request, steps) if request.method == "POST" else Outcome()
    if outcome.response is not None:
        return outcome.response
    context = {
        "agency": agency,
        "is_managed": is_managed,
        "is_cjis": is_cjis(agency),
        "is_excepted": AgencyKind(agency.kind) in CJIS_KINDS and not settings.CJIS_RULES,
        "rules": rule_views(rules_of_agency(agency)),
        "chosen": choices_of(agency),
        "problem": outcome.problem,
    }
    return render(
        request, "administration/sign_in/agency_security.html", context, status=REFUSED if outcome.problem else 200
    )


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


def _change_step(agency: Agency) -> Step:
    def step(request: HttpRequest, asker: Asker) -> str:
        change_security(actor_id=asker.user_id, agency_id=agency.pk, choices=choices_in(request.POST), at=asker.at)
        return request.path

    return step


def choices_in(posted: QueryDict) -> Choices:
    """Return what the form chose; a box that is not there is not ticked."""
    boxes = {name: posted.get(name) == "on" for name in ("requires_factor", "locks_sessions", "locks_accounts")}
    return Choices(**boxes, use_notice=posted.get("use_notice", "").replace("\r\n", "\n").strip())
