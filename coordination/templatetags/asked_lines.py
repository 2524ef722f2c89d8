"""What a second person is asked about, line by line, in the reader's language."""

from django import template
from django.utils.translation import gettext as _

from mou.vocabulary import MemberRole

register = template.Library()


@register.filter
def asked_lines(detail: str) -> list[tuple[str, str]]:
    """Return what each line is about, and what it says; a line of its own, such as a name, is about nothing more."""
    labels, said = _field_labels(), {"yes": _("yes"), "no": _("no"), **MemberRole.labels()}
    lines = []
    for line in detail.splitlines():
        name, colon, value = line.partition(": ")
        is_known = bool(colon) and name in labels
        # What people named, such as a group, is shown as it is.
        is_ours = name in ("default_role", "makes_accounts", "trusts_factor", "is_on", "removed")
        lines.append((labels[name], str(said.get(value, value)) if is_ours else value) if is_known else ("", line))
    return lines


def _field_labels() -> dict[str, str]:
    groups = {f"groups_{role}": _("Groups for %(role)s") % {"role": name} for role, name in MemberRole.labels().items()}
    return groups | {
        "issuer": _("Issuer"),
        "client_id": _("Client ID"),
        "domains": _("Mail domain"),
        "groups_claim": _("Claim that names the groups"),
        "default_role": _("Role of who is in none of the groups"),
        "makes_accounts": _("Make an account at the first sign-in"),
        "trusts_factor": _("The provider's second factor counts, when it says that it asked for one (amr: mfa)"),
        "is_on": _("Switched on"),
        "removed": _("Taken away"),
        "base_url": _("Address of the service"),
        "token_url": _("Address for the token"),
        "upload": _("File"),
        "teachers": _("New teacher"),
        "teachers_more": _("More new teachers"),
        "teachers_sha256": _("Their addresses, as SHA-256"),
    }
