"""The addresses of administration."""

from django.urls import path

from coordination.administration.duty.pages import shifts_page
from coordination.administration.memberships.pages import memberships_page
from coordination.administration.operator.pages import recovery_page
from coordination.administration.pages import agencies, buildings, invitations, person, schools_file, sites
from coordination.administration.pages.invitation_mails import invitation_mails_page
from coordination.administration.pages.signing_in import address, agency_sign_in, directory, security, single_sign_on
from coordination.administration.pages.signing_in.app_welcome import AcceptInvitation, ReadInvitation
from coordination.administration.pages.signing_in.welcome import welcome_page
from coordination.administration.scim import group_views as scim_groups
from coordination.administration.scim import views as scim
from coordination.administration.stations import pages as stations
from coordination.sign_in.sessions.app_answers import answer_app

urlpatterns = [
    path("administration", agencies.administration_page, name="administration"),
    path("administration/roles", agencies.roles_page, name="roles"),
    path("administration/recovery", recovery_page, name="recovery"),
    path("administration/agencies/new", agencies.new_agency_page, name="new_agency"),
    path("administration/agencies/<uuid:agency_id>", agencies.agency_page, name="agency"),
    path(
        "administration/agencies/<uuid:agency_id>/invitation-mails",
        invitation_mails_page,
        name="invitation_mails",
    ),
    path("administration/agencies/<uuid:agency_id>/invite", invitations.invite_page, name="invite"),
    path("administration/agencies/<uuid:agency_id>/people-file", invitations.people_file_page, name="people_file"),
    path("administration/people/<uuid:person_id>", person.person_page, name="person"),
    path("account/alerts/duty/<uuid:agency_id>/shifts", shifts_page, name="shifts"),
    path("stations", stations.stations_page, name="stations"),
    path("stations/<uuid:agency_id>", stations.agency_stations_page, name="agency_stations"),
    path("stations/<uuid:agency_id>/places/<uuid:station_id>", stations.station_page, name="station"),
    path("stations/<uuid:agency_id>/units/<uuid:unit_id>", stations.unit_page, name="unit"),
    path("districts/<uuid:district_id>/new-school", sites.new_school_page, name="new_school"),
    path("districts/<uuid:district_id>/schools-file", schools_file.schools_file_page, name="schools_file"),
    path("sites/<uuid:site_id>/settings", sites.site_settings_page, name="site_settings"),
    path("sites/<uuid:site_id>/buildings", buildings.buildings_page, name="buildings"),
    path("sites/<uuid:site_id>/buildings/<uuid:building_id>", buildings.building_page, name="building"),
    path("security", security.security_page, name="security"),
    path("security/<uuid:agency_id>", security.agency_security_page, name="agency_security"),
    path("security/<uuid:agency_id>/sign-in", single_sign_on.single_sign_on_page, name="single_sign_on"),
    path("security/<uuid:agency_id>/directory", directory.directory_page, name="directory"),
    path("scim/v2/Users", scim.users_view),
    path("scim/v2/Users/<uuid:person_id>", scim.user_view, name="scim_user"),
    path("scim/v2/Groups", scim_groups.groups_view),
    path("scim/v2/Groups/<uuid:group_id>", scim_groups.group_view, name="scim_group"),
    path("scim/v2/ServiceProviderConfig", scim.service_view),
    path("scim/v2/ResourceTypes", scim.types_view),
    path("scim/v2/ResourceTypes/<str:name>", scim.types_view),
    path("scim/v2/Schemas", scim.schemas_view),
    path("scim/v2/Schemas/<str:name>", scim.schemas_view),
    path("scim/v2/.search", scim.search_view),
    path("scim/v2/<path:rest>", scim.nothing_view),
    # Not below the sign-in's addresses: who waits for another server must not take the turns of passwords.
    path("agency-sign-in/", agency_sign_in.agency_sign_in_page, name="agency_sign_in"),
    path("agency-sign-in/again/", agency_sign_in.agency_sign_in_again_page, name="agency_sign_in_again"),
    path(
        "agency-sign-in/<uuid:provider_id>/callback/",
        agency_sign_in.agency_sign_in_callback,
        name="openid_connect_callback",
    ),
    path("account/sessions", person.own_sessions_page, name="sessions"),
    path("account/memberships", memberships_page, name="memberships"),
    # Below the sign-in's addresses, whose lanes keep a crowd that sets passwords from taking every core.
    path("accounts/address/", address.address_page, name="address"),
    path("accounts/welcome/", welcome_page, name="welcome"),
    path("_allauth/app/v1/auth/invitation", answer_app(ReadInvitation)),
    path("_allauth/app/v1/auth/invitation/accept", answer_app(AcceptInvitation)),
]
