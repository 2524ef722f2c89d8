"""The addresses of imports."""

from django.urls import path

from mapping.imports.pages import import_page, imports_page

urlpatterns = [
    path("sites/<uuid:site_id>/plan-imports", imports_page, name="plan_imports"),
    path("plan-imports/<uuid:job_id>", import_page, name="plan_import"),
]
