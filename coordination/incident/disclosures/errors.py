"""What is wrong with a disclosure that is entered by hand. Pure."""

from coordination.errors import CoordinationError


class BadDisclosure(CoordinationError):
    code, status, title = "bad_disclosure", 422, "A disclosure says what, to whom, when and for which interest."
