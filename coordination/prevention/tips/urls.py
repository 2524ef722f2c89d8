"""The addresses of tips: below /tips/ for reporters, whose requests are stripped; below /prevention/ for the team."""

from django.urls import path

from coordination.prevention.tips import detail_pages, pages
from coordination.prevention.tips.desk import pages as desk
from coordination.prevention.tips.reporting import pages as reporting

urlpatterns = [
    path("tips/receipt", reporting.receipt_page, name="tip_receipt"),
    path("tips/<slug:short_address>", reporting.report_page, name="tip_report"),
    path("prevention/tips", pages.tips_page, name="tips"),
    path("prevention/tips/<uuid:tip_id>", detail_pages.tip_page, name="tip"),
    path("prevention/tips/desks/<uuid:agency_id>", desk.desk_page, name="tip_desk"),
]
