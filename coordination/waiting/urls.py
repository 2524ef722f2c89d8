"""The addresses of what waits for the reader."""

from django.urls import path

from coordination.waiting.mail_pages import waiting_mail_page
from coordination.waiting.pages import schools_page, waiting_page, week_page

urlpatterns = [
    path("waiting", waiting_page, name="waiting"),
    path("waiting/mail", waiting_mail_page, name="waiting_mail"),
    path("waiting/schools", schools_page, name="waiting_schools"),
    path("waiting/week", week_page, name="waiting_week"),
]
