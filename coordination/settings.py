"""Every setting, from the environment; refuses to start unsafe. The names stand in docs/operations.md."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from phonenumbers import SUPPORTED_REGIONS

from coordination.environment import app_minimums, database_from_url, env, env_flag, env_number, mailer_from_url
from coordination.setup.face_folders import face_folders, packages_with_apps, packages_with_tables
from coordination.sign_in.allauth_settings import allauth_settings
from coordination.sign_in.own_apps.named_apps import android_apps_in, ios_apps_in
from mou.foundation.lanes import sizes_with
from push.devices.addresses import PUSH_SERVICES_OF_BROWSERS

BASE_DIR = Path(__file__).resolve().parent.parent

# --- what kind of process this is -------------------------------------------------------------------------------------
MODE = env("MODE", "dev")  # demo, test, serve or dev; set by manage.py
# Where an operator has backups made by a page; the timer names its folder itself.
BACKUPS_DIR = Path(env("BACKUPS")) if env("BACKUPS") else None
VAR_DIR = Path(env("VAR", str(BASE_DIR / "var")))
DEBUG = env_flag("DEBUG", default=False)
try:
    LANES = sizes_with(env("LANES"))
except ValueError as wrong:
    raise ImproperlyConfigured(f"MUSTERPOINT_LANES: {wrong}") from None
PROCESSES = int(env("PROCESSES", "1"))
REDIS_URL = env("REDIS")
SECRET_KEY = env("SECRET_KEY")
# What it was before: still opens what it has sealed, until `rotate_secret_key` has sealed that anew.
SECRET_KEY_FALLBACKS = [key for key in [env("SECRET_KEY_BEFORE")] if key]
# Asked by /readyz for what no key opens any more.
SEALED_VALUES = "coordination.records.sealed_values.unreadable_names"
# And for which keys are not as they were.
CHANGED_KEYS = "coordination.records.server_keys.keeping.changed_in_words"
ALLOWED_HOSTS = [host for host in env("HOSTS", "127.0.0.1,localhost").split(",") if host]
# Extra origins (scheme://host[:port]) from which a browser may open a socket or post a form.
CSRF_TRUSTED_ORIGINS = [origin for origin in env("ORIGINS").split(",") if origin]
# Everybody in the demo district signs in with it; the demo listens on this machine only.
DEMO_PASSWORD = env("DEMO_PASSWORD", "muster-point-demo")
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}

# Whose way of writing telephone numbers is meant where a number names no country.
COUNTRY = env("COUNTRY", "US")
if COUNTRY not in SUPPORTED_REGIONS:
    raise ImproperlyConfigured(f"MUSTERPOINT_COUNTRY must be the two letters of a country, such as US, not {COUNTRY!r}")

if MODE == "serve":
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("MUSTERPOINT_SECRET_KEY is missing or shorter than 50 characters")
    if DEBUG and not set(ALLOWED_HOSTS) <= LOOPBACK:
        raise ImproperlyConfigured("MUSTERPOINT_DEBUG=true is refused with a host that is not loopback")
    if PROCESSES > 1 and not REDIS_URL:
        raise ImproperlyConfigured(
            "MUSTERPOINT_PROCESSES > 1 needs MUSTERPOINT_REDIS: an in-memory layer is one process"
        )
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("MUSTERPOINT_HOSTS must name the hosts; * is refused")
elif not SECRET_KEY:
    SECRET_KEY = "only-for-demo-and-tests-" + "0" * 40

# --- Django -----------------------------------------------------------------------------------------------------------
# Packages whose folders with a capability.py say what can happen in a room.
ROOM_CAPABILITIES = ["coordination.incident", *env("CAPABILITIES").split()]
# Packages that bring pages, routes and chores: each of them, and each folder in it, may have an app.py.
APP_PACKAGES = [
    *ROOM_CAPABILITIES,
    *(name for name in packages_with_apps(BASE_DIR) if name not in ROOM_CAPABILITIES),
]
INSTALLED_APPS = [
    *("django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "django.contrib.messages"),
    *("django.contrib.staticfiles", "django.contrib.gis"),
    "channels",
    *("allauth", "allauth.account", "allauth.headless", "allauth.mfa", "allauth.socialaccount"),
    *("allauth.socialaccount.providers.openid_connect", "allauth.usersessions"),
    "coordination.apps.CoordinationConfig",
    "coordination.room",
    "coordination.sockets",
    "coordination.keeping",
    # Each capability, desk and part that has tables.
    *packages_with_tables(BASE_DIR, APP_PACKAGES),
    "mapping.apps.MappingConfig",
    "mou.apps.MouConfig",
    "push.apps.PushConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Whatever comes after it cannot know who gives a tip; those before it look at no one.
    "coordination.prevention.tips.reporting.unseen.ReporterUnseen",
    "coordination.records.audit.middleware.Audited",
    "coordination.web.middleware.few_compute.FewCompute",
    "coordination.web.middleware.compressed.CompressedAnswers",
    "coordination.web.middleware.sign_out.ClearsStorage",
    "coordination.web.middleware.no_store.KeptByNobody",
    "coordination.web.middleware.old_apps.ToldToUpdate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    # Behind the language, in which it says why.
    "coordination.api.plain_refusals.RefusedInOneForm",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "coordination.sign_in.sessions.guarded_pages.GuardedPages",
    # Behind the token of the form, and behind what a session owes.
    "coordination.web.middleware.shown_words.ShownWords",
    "allauth.account.middleware.AccountMiddleware",
    "coordination.sign_in.sessions.recent_sign_in.AsksAgain",
]
ROOT_URLCONF = "coordination.urls"
ASGI_APPLICATION = "coordination.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": face_folders(BASE_DIR, "templates"),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coordination.web.shell.shell_of_page",
                "coordination.web.apps.installed.shown_everywhere",
            ]
        },
    }
]
DATABASES = {"default": database_from_url(env("DATABASE", f"spatialite://{VAR_DIR / 'musterpoint.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "coordination.User"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE, FORMAT_MODULE_PATH = "en-us", "coordination.web.formats"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
# Each package brings the words of its own pages, and packages of capabilities what is said of their events.
LOCALE_PATHS = sorted(
    [
        *BASE_DIR.glob("*/web/locale"),
        *(path for one in ROOM_CAPABILITIES for path in BASE_DIR.glob(f"{one.replace('.', '/')}/locale")),
    ]
)

# --- one doorbell between processes -----------------------------------------------------------------------------------
CHANNEL_LAYERS: dict[str, dict[str, object]] = {
    "default": (
        {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
        if REDIS_URL
        else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    )
}
# --- sign-in ----------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["coordination.sign_in.attempts.passwords.PasswordBackend"]
PASSWORD_HASHERS = ["coordination.sign_in.attempts.passwords.BoundedArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    # Hears of every change of password, whichever way it came.
    {"NAME": "coordination.sessions.OtherSessionsEnd"},
]
# A session that ends bumps the access epoch, so that its sockets fall silent within a second.
SESSION_ENGINE = "coordination.sessions"
HEADLESS_TOKEN_STRATEGY = "coordination.sign_in.sessions.tokens.SessionTokens"  # noqa: S105 - the name of a class
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
globals().update(allauth_settings(is_served=MODE == "serve"))
# Apps that may use passkeys of this host and open its invitations.
IOS_APPS, ANDROID_APPS = ios_apps_in(env("IOS_APPS")), android_apps_in(env("ANDROID_APPS"))
# Files by which apps prove to this server that they are those, unchanged, on a real device; none is needed.
APP_ATTEST_ROOTS = env("APP_ATTEST_ROOTS")
PLAY_INTEGRITY_KEYS = env("PLAY_INTEGRITY_KEYS")
# An app that Xcode runs has keys of Apple's environment for development.
APP_ATTEST_DEVELOPMENT = MODE != "serve"
# Hosts inside our own network where agencies keep their sign-in; everything else inside is refused.
SIGN_IN_TRUSTED_HOSTS = frozenset(host for host in env("SIGN_IN_TRUSTED_HOSTS").split(",") if host)
# The same for the systems from which districts have their rosters read.
ROSTER_TRUSTED_HOSTS = frozenset(host for host in env("ROSTER_TRUSTED_HOSTS").split(",") if host)
# DNS servers that are asked for the proof of mail domains, as host:port; none: the machine's own.
DNS_SERVERS = tuple(server for server in env("DNS").split(",") if server)
# Agencies of the police and dispatch always ask for a second factor; the demo's people have a printed password.
CJIS_RULES = env_flag("CJIS_RULES", default=MODE != "demo")
if MODE == "serve" and not CJIS_RULES:
    raise ImproperlyConfigured("MUSTERPOINT_CJIS_RULES=false is for the demo and for development")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# --- transport security -----------------------------------------------------------------------------------------------
BEHIND_TLS = env_flag("TLS", default=MODE == "serve")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
# Exactly one proxy is trusted: the one that ends TLS. It must set X-Forwarded-For itself, as deploy/nginx.conf does.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_TLS else 0
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "connect-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

# --- requests ---------------------------------------------------------------------------------------------------------
# Who sends one byte now and then keeps a connection no longer than this; a body earns more as it comes.
REQUEST_ARRIVAL_S = env_number("REQUEST_ARRIVAL_S", default=20, of="seconds", most=3600)
# A socket that is open has so long to say hello.
HELLO_WITHIN_S = env_number("HELLO_WITHIN_S", default=5, of="seconds", most=60)
# Further behind than this, the objects that have changed are quicker than the entries, for both sides.
TAIL_MAX_ENTRIES = env_number("TAIL_MAX_ENTRIES", default=5000, of="entries", most=100_000)

# --- agreements -----------------------------------------------------------------------------------------------------
# Asked for the names of the sites that an agreement covers: agreements do not know maps.
MOU_SITE_NAMES = "mapping.sites.queries.names_of_sites"
# Asked for the kinds of incident that a term may depend on, with their words: agreements do not know incidents.
MOU_INCIDENT_TYPES = "coordination.vocabulary.IncidentType"

# So long an open incident may be without anybody in command before everybody with a command role is told.
COMMAND_ALARM_S = env_number("COMMAND_ALARM_S", default=60, of="seconds", most=86_400)

# --- push: each way to reach people that is configured; none of them is needed ----------------------------------------
# Asked when a notification that was planned a while ago is sent: whether its person may still be told.
PUSH_GATE = "coordination.push_gate.who_may_still_be_told"
# Where the links in text messages and mail lead; without it they have none.
PUSH_LINK_ORIGIN = env("ORIGIN", (CSRF_TRUSTED_ORIGINS or [""])[0]).rstrip("/")
# By platform the oldest version of an app that need not be updated. Older ones are told, and served as all others.
APP_MINIMUM = app_minimums(env("APP_MINIMUM"))
PUSH_FCM_CREDENTIALS = env("FCM_CREDENTIALS")
PUSH_FCM_BASE_URL = env("FCM_URL")
if PUSH_FCM_BASE_URL and MODE == "serve":
    raise ImproperlyConfigured("MUSTERPOINT_FCM_URL leads alerts to a fake provider: it is for development and tests")
PUSH_VAPID_KEY_FILE = Path(env("VAPID_KEY", str(VAR_DIR / "vapid.pem")))
# Whom the operator of a push service writes to when something is wrong with what we send (RFC 8292).
PUSH_CONTACT = env("PUSH_CONTACT", f"mailto:postmaster@{(ALLOWED_HOSTS or ['localhost'])[0]}")
# Hosts inside our own network that a webhook may lead to; everything else inside is refused.
PUSH_TRUSTED_HOSTS = frozenset(host for host in env("PUSH_TRUSTED_HOSTS").split(",") if host)
# Push services of browsers besides those of their makers.
PUSH_SERVICES = PUSH_SERVICES_OF_BROWSERS | {host for host in env("PUSH_SERVICES").split(",") if host}
PUSH_MAIL_SERVER = env("MAIL_SERVER")
PUSH_MAIL_FROM = env("MAIL_FROM")
# Invitations and forgotten passwords go the same way as slow alerts; without a server nothing is mailed.
HAS_MAIL = bool(PUSH_MAIL_SERVER and PUSH_MAIL_FROM)
MAILERS = {
    "default": mailer_from_url(PUSH_MAIL_SERVER)
    if HAS_MAIL
    else {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
}
DEFAULT_FROM_EMAIL = PUSH_MAIL_FROM or "musterpoint@localhost"
PUSH_SMS_URL = env("SMS_URL")
PUSH_SMS_ACCOUNT = env("SMS_ACCOUNT")
PUSH_SMS_TOKEN = env("SMS_TOKEN")
PUSH_SMS_FROM = env("SMS_FROM")
# The carrier delivers what people text to that number to /api/v1/text-answers.
PUSH_SMS_ANSWERS = env_flag("SMS_ANSWERS", default=False)

# --- keys, and where the audit is sent (docs/capabilities/records.md) -------------------------------------------------
SYSLOG, SYSLOG_CA = env("SYSLOG"), env("SYSLOG_CA")
MOU_SIGNING_KEY_FILE = Path(env("SIGNING_KEY", str(VAR_DIR / "signing-key.pem")))
MOU_SIGNING_CERT_FILE = Path(env("SIGNING_CERT", str(VAR_DIR / "signing-cert.pem")))

# --- files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
# Built at set-up, by the one who installs; the same for every server that runs from here.
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [
    *face_folders(BASE_DIR, "static"),
    ("vendor/leaflet", BASE_DIR / "node_modules" / "leaflet" / "dist"),
    ("vendor/protomaps", BASE_DIR / "node_modules" / "protomaps-leaflet" / "dist"),
    ("vendor/inter", BASE_DIR / "node_modules" / "@fontsource-variable" / "inter" / "files"),
]
# With MUSTERPOINT_DEBUG=true pages load the sources, each script by itself: a change shows at the next load.
SERVES_SOURCES = DEBUG
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if SERVES_SOURCES
            else "coordination.web.page_files.PageFiles"
        )
    },
}
SERVESTATIC_USE_FINDERS = SERVESTATIC_AUTOREFRESH = SERVES_SOURCES
SERVESTATIC_USE_MANIFEST = not SERVES_SOURCES
# The sources by their own names as well: no page asks for them, but a developer may look at one.
SERVESTATIC_USE_STATIC_ROOT = not SERVES_SOURCES
# Python of this version reads no zstd, and a browser that does reads brotli.
SERVESTATIC_USE_ZSTD = False
MEDIA_ROOT = VAR_DIR / "media"
# Files that were made of sites, kept until newer ones take their place; all of it can be deleted at any time.
EXPORTS_ROOT = VAR_DIR / "exports"
# What a fork server of drawing has loaded.
DRAWING_PROGRAMS = (
    *("mapping.exports.drawing_process", "mapping.assessments.plan_print.drawing_process"),
    "mou.papers.sealing.drawing_process",
)
# A street map (PMTiles, or MBTiles with pictures), shown below the plans.
BASEMAP = env("BASEMAP")
# Signs offline packs; made when it is first needed.
PACK_KEY_FILE = Path(env("PACK_KEY", str(VAR_DIR / "pack_key.pem")))
# What is kept on a phone is deleted there when it had no contact with us for so long, as a right that has ended.
OFFLINE_MAX_AGE_H = env_number("OFFLINE_MAX_AGE_HOURS", default=168, of="hours", most=8784)
# Who we are as provider of NG9-1-1 GIS data: a domain, such as gis.county.example.
GIS_AGENCY = env("GIS_AGENCY")
ATTACHMENT_MAX_BYTES = 16 * 1024 * 1024
# The most that a request may send where no file is expected; more is a file, on disk.
# See coordination/sockets/server/http_channel.py.
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- what a package asks of one above it ------------------------------------------------------------------------------
# What knows how many students a room should hold: coordination.incident.accountability.schedules.
MAPPING_DELETION_GATE = "coordination.keeping.sites.refuse_if_site_held"
SCHEDULES = "coordination.rosters.work.schedules.SCHEDULES"
# What keeps the students of a reunification: coordination.incident.reunification.students.
REUNIFICATION_STUDENTS = "coordination.reunification.work.copying.STUDENTS"
# What hears at once that the office changed who may pick a student up: coordination.rosters.work.keeping.
CUSTODY_LISTENER = "coordination.reunification.work.restrictions.hear_custody_change"
# Push does not know what happens in rooms: which kinds of alerts go before all others of their urgency.
PUSH_OVERTAKING_KINDS = "coordination.room.registry.overtaking_kinds"
# Who directs the exercises that are played in rooms: coordination.room.direction.
EXERCISE_DIRECTION = "coordination.drills.conduct.direction.DIRECTION"
# Which checks before an exercise a district's law leaves to two people: coordination.drills.exercises.
EXERCISE_LAW = "coordination.drills.requirements.work.laws.two_people_rule"

# --- logs: ids only, never what people wrote --------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"reporters": {"()": "coordination.prevention.tips.reporting.unseen.ReportersUnlogged"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["reporters"]}},
    # An invalid polygon of a foreign file is listed by its importer; GEOS would say it a second time, without the id.
    # daphne notes the address of each request below this, also of a reporter's (docs/capabilities/tips.md).
    "loggers": {"django.contrib.gis": {"level": "ERROR"}, "daphne": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING")},
}
