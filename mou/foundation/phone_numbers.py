"""Telephone numbers as people type them: read with a country, kept in E.164. Pure but for the words of a refusal."""

import re

from django.utils.translation import gettext as _
from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    ValidationResult,
    format_number,
    is_possible_number_with_reason,
    parse,
)
from phonenumbers.shortnumberinfo import is_emergency_number

WRITTEN = re.compile(r"\+?[0-9 ()./-]{3,40}((x|ext\.?) ?[0-9]{1,7})?", re.IGNORECASE)


class BadPhone(ValueError):
    """A text that is no telephone number that anyone could call; its words say why, without naming the field."""


def phone_in_e164(text: str, country: str, *, of_person: bool = True) -> str:
    """Return a number as it is kept: "+15125550123", with " x12" behind it where an extension was given.

    A number of seven digits, without its area, has no such form and is kept as it was written. Whether the number was
    given out to someone is not asked: those of fiction were not.

    Args:
        text: the number, without outer blanks.
        country: two letters, whose way of writing numbers is meant where none is named.
        of_person: emergency services are refused; else their number is kept as it is.
    Raises: BadPhone.
    """
    if WRITTEN.fullmatch(text) is None:
        raise BadPhone(_("digits, blanks and + ( ) . / - only, at least three digits."))
    if is_emergency_number(text, country):
        if of_person:
            raise BadPhone(_("this calls an emergency service, and no person."))
        return text
    number = _read_number(text, country)
    reason = is_possible_number_with_reason(number)
    if reason == ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        return text
    if reason == ValidationResult.TOO_LONG:
        raise BadPhone(_("too many digits for a telephone number."))
    if reason == ValidationResult.INVALID_COUNTRY_CODE:
        raise BadPhone(_("no country has the number behind the plus sign."))
    if reason != ValidationResult.IS_POSSIBLE:
        raise BadPhone(_("too few digits for a telephone number, or some are missing; write the area code too."))
    extension = f" x{number.extension}" if number.extension else ""
    return format_number(number, PhoneNumberFormat.E164) + extension


def _read_number(text: str, country: str) -> PhoneNumber:
    try:
        return parse(text, country)
    except NumberParseException as fault:
        if fault.error_type == NumberParseException.INVALID_COUNTRY_CODE:
            raise BadPhone(_("no country has the number behind the plus sign.")) from fault
        if fault.error_type == NumberParseException.TOO_LONG:
            raise BadPhone(_("too many digits for a telephone number.")) from fault
        words = _("too few digits for a telephone number, or some are missing; write the area code too.")
        raise BadPhone(words) from fault
