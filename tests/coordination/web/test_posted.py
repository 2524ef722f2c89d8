"""What a plain form asks a page for."""

import pytest
from django.http import Http404, QueryDict

from coordination.web.posted import act_in


@pytest.mark.parametrize("sent", ["", "act=", "act=fly", "step=write", "act=write&act=fly"])
def test_a_form_that_asks_for_what_its_page_does_not_do_is_told_that_it_is_not_there(sent: str) -> None:
    acts = {"write": len, "remove": sum}

    assert act_in(QueryDict("act=write"), acts) is len
    with pytest.raises(Http404):
        act_in(QueryDict(sent), acts)
