"""The address of the console."""

from django.urls import path

from coordination.console.pages import console_page

urlpatterns = [
    path("console", console_page, name="console"),
]
