"""The address of a site."""

from django.urls import path

from mapping.plans.pages import site_page

urlpatterns = [
    path("sites/<uuid:site_id>", site_page, name="site"),
]
