"""What a telephone is answered: short, plain, in its own language."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from coordination.prevention.tips.models import TipDesk

LANGUAGES = ("en", "es")


def danger_words() -> str:
    """Return whom to call."""
    return _("If someone is in danger now, call 9-1-1. Thoughts of suicide: call or text 988.")


def received_words(desk: TipDesk) -> str:
    return _(
        "%(school)s got your report. Its team never sees your number. Answer here to add more. STOP ends this."
    ) % {"school": desk.agency.name}


def added_words() -> str:
    return _("Added to your report.")


def ask_words(desk: TipDesk) -> str:
    return _("%(school)s: now text what you saw, where and when.") % {"school": desk.agency.name}


def closed_words(desk: TipDesk) -> str:
    return _("%(school)s takes no tips by text now. Tell an adult you trust.") % {"school": desk.agency.name}


def unknown_code_words(code: str) -> str:
    return _("No school has the code %(code)s. Look at the poster again.") % {"code": code}


def ask_code_words() -> str:
    """Return how one begins, in every language: what was written did not say which one."""
    said = []
    for language in LANGUAGES:
        with override(language):
            said.append(_("To tell a school something, begin with its code, which is on the poster."))
            said.append(danger_words())
    return " ".join(said)


def too_many_words() -> str:
    return _("That is more than we can take at once. Wait ten minutes.")


def stopped_words() -> str:
    return _("You get no more texts from us. Your number is deleted. START begins again.")


def cut_words() -> str:
    return _("It was too long: only the beginning was kept.")


def no_pictures_words() -> str:
    return _("Pictures are not taken by text. The school's page takes them.")
