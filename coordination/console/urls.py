"""The address of the console."""

from django.urls import path

from coordination.console import pages

urlpatterns = [
    path("console", pages.console_page, name="console"),
]
