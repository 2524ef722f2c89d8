"""Why a version of an agreement does not go out for signature. Codes are stable."""

from mou.errors import MouError


class BlankLeft(MouError):
    """A blank in [brackets] or a line to write on was left open: nothing that is signed has blanks."""

    code = "blank_left"
    status = 409


class OpensNothing(MouError):
    """No term opens a room, a plan, a roster, cameras or data to either party: in the software it would do nothing."""

    code = "opens_nothing"
    status = 409
