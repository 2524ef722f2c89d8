"""The addresses of what a phone stores."""

from django.urls import path

from coordination.offline.install import install_page, show_manifest
from coordination.offline.pages import kept_page, service_worker

urlpatterns = [
    path("kept", kept_page, name="kept"),
    path("install", install_page, name="install"),
    path("manifest.webmanifest", show_manifest, name="manifest"),
    path("service-worker.js", service_worker, name="service_worker"),
]
