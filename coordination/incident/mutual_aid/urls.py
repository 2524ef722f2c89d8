"""The address at which a code is given."""

from django.urls import path

from coordination.incident.mutual_aid import pages

urlpatterns = [
    path("aid", pages.aid_page, name="mutual_aid"),
]
