"""The addresses of reunifications; the last one is public."""

from django.urls import path

from coordination.reunification.pages.arrivals import arrival_page, door_page
from coordination.reunification.pages.desk import desk_page, holds_page, incident_page, wall_page
from coordination.reunification.pages.public import pick_up_page
from coordination.reunification.pages.work import student_page, work_page

urlpatterns = [
    path("incidents/<uuid:incident_id>/reunification", incident_page, name="reunification_of_incident"),
    path("reunifications/<uuid:operation_id>", desk_page, name="reunification_desk"),
    path("reunifications/<uuid:operation_id>/work", work_page, name="reunification_work"),
    path("reunifications/<uuid:operation_id>/holds", holds_page, name="reunification_holds"),
    path("reunifications/<uuid:operation_id>/wall", wall_page, name="reunification_wall"),
    path("reunifications/<uuid:operation_id>/students/<str:code>", student_page, name="reunification_student"),
    path("reunifications/<uuid:operation_id>/door", door_page, name="reunification_door"),
    path("reunifications/<uuid:operation_id>/arrivals/<str:number>", arrival_page, name="reunification_arrival"),
    path("pick-up/<slug:code>", pick_up_page, name="pick_up"),
]
