"""The address of the choices of a print."""

from django.urls import path

from mapping.exports.pages import print_page

urlpatterns = [
    path("sites/<uuid:site_id>/print", print_page, name="site_print"),
]
