"""The addresses of messages to families; the last two are public."""

from django.urls import path

from coordination.family_messages.pages import desk, public, words

urlpatterns = [
    path("incidents/<uuid:incident_id>/families", desk.incident_page, name="families_of_incident"),
    path("families/notices", desk.notices_page, name="drill_notices"),
    path("families/messages/<uuid:message_id>", desk.message_page, name="family_message"),
    path("families/messages/<uuid:message_id>/guardians", desk.guardians_page, name="family_message_guardians"),
    path("families/words/<uuid:agency_id>", words.words_page, name="family_words"),
    path("families/schools/<uuid:agency_id>/guardians", words.languages_page, name="guardian_languages"),
    path("families/stop", public.stop_page, name="family_stop"),
    path("families/<slug:code>", public.status_page, name="family_status"),
]
