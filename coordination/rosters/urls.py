"""The addresses of rosters. No name of a student ever stands in one."""

from django.urls import path

from coordination.rosters import keepers_pages, pages
from coordination.rosters.connection.pages import roster_connection_page

urlpatterns = [
    path("administration/rosters/<uuid:agency_id>", keepers_pages.roster_page, name="roster"),
    path("administration/rosters/<uuid:district_id>/import", keepers_pages.roster_import_page, name="roster_import"),
    path("administration/rosters/<uuid:district_id>/connection", roster_connection_page, name="roster_connection"),
    path("students", pages.students_page, name="students"),
    path("students/classes/<uuid:class_id>", pages.my_class_page, name="my_class"),
    path("students/schools/<uuid:agency_id>", pages.school_students_page, name="school_students"),
    path("students/schools/<uuid:agency_id>/<uuid:student_id>", pages.student_page, name="student"),
]
