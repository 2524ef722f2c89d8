"""The addresses of the map's pages."""

from django.urls import path

from mapping.web.views import site_page

urlpatterns = [path("sites/<uuid:site_id>", site_page, name="site")]
