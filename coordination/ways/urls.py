"""The address of the page of ways."""

from django.urls import path

from coordination.ways.pages import ways_page

urlpatterns = [path("administration/ways", ways_page, name="ways")]
