"""The addresses of what the law asks of drills."""

from django.urls import path

from coordination.drills.requirements import following_pages, law_pages, pages, record_pages

urlpatterns = [
    path("drills/law", pages.law_page, name="drill_law"),
    path("drills/import", record_pages.bring_page, name="bring_drills"),
    path("drills/calendar", following_pages.following_page, name="drill_calendar"),
    path("drills/calendar.ics", following_pages.followed_calendar, name="followed_drill_calendar"),
    path("drills/districts/<uuid:district_id>", pages.district_page, name="district_drills"),
    path("drills/districts/<uuid:district_id>/law", law_pages.rules_page, name="district_drill_law"),
    path("drills/districts/<uuid:district_id>/laws/<slug:key>", law_pages.own_law_page, name="own_drill_law"),
    path("drills/districts/<uuid:district_id>/calendar.ics", pages.district_calendar_file, name="district_drill_ics"),
    path("drills/districts/<uuid:district_id>/drills.csv", pages.district_table_file, name="district_drill_csv"),
    path("drills/schools/<uuid:site_id>", pages.school_page, name="school_drills"),
    path("drills/schools/<uuid:site_id>/new", record_pages.new_page, name="new_drill"),
    path("drills/schools/<uuid:site_id>/calendar.ics", pages.school_calendar_file, name="school_drill_ics"),
    path("drills/schools/<uuid:site_id>/drills.csv", pages.school_table_file, name="school_drill_csv"),
    path("drills/schools/<uuid:site_id>/certificate", pages.certificate_page, name="drill_certificate"),
    path("drills/schools/<uuid:site_id>/certificate.pdf", pages.certificate_file, name="drill_certificate_pdf"),
    path("drills/records/<uuid:drill_id>", record_pages.drill_page, name="drill"),
]
