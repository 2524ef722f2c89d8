"""The one decorator of a page: who may ask, how, what is kept of the answer, and what is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mou.foundation.labelled import WordedError

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]

READ, POSTED = ("GET", "HEAD"), ("GET", "HEAD", "POST")


def page[**P](*, posts: bool = False) -> Callable[[View[P]], View[P]]:
    """Make a view a page: for signed-in people alone, stored nowhere, read, and posted to if it has forms.

    An error that says "not found" is a 404 without a word of what is missing. Any other error of the view is a fault:
    refusals of acts are shown by `carry_out`.
    """
    methods = list(POSTED if posts else READ)

    def make_page(view: View[P]) -> View[P]:
        @wraps(view)
        def found(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except WordedError as missing:
                if missing.status != 404:
                    raise
                raise Http404 from missing

        return require_http_methods(methods)(never_cache(login_required(found)))

    return make_page
