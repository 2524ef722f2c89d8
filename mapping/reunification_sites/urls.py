"""The address of reunification sites."""

from django.urls import path

from mapping.reunification_sites.pages import reunification_page

urlpatterns = [
    path("sites/<uuid:site_id>/reunification", reunification_page, name="reunification"),
]
