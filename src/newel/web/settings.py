"""Settings of the web shell. Safe as they stand; everything a deployment may change is an environment variable.

NEWEL_STUDY     the study folder; default: the example study of this checkout
NEWEL_DATA      where the database and the key files are; default: build/<study>/web
NEWEL_PUBLIC    the publication that the public site shows; default: build/<study>/public
NEWEL_DATABASE  postgresql://user:password@host:port/name instead of the embedded SQLite (needs the extra `postgres`)
NEWEL_VAULT     postgresql://... of another database for the vault of originals; default: vault.sqlite3 in NEWEL_DATA
NEWEL_HOSTS     host names the site answers to, with commas; naming one turns TLS on
NEWEL_TLS       0 or 1, where the rule above is not right
NEWEL_BEHIND_PROXY  1 where a proxy of yours ends TLS and sets X-Forwarded-Proto and X-Forwarded-For itself
NEWEL_TODAY     a day (YYYY-MM-DD) to show an example study on; never set it where real people answer
NEWEL_DEBUG     1 shows error details in the browser; for development on one machine only
"""

import os
import tempfile
from datetime import date
from pathlib import Path

from csp.constants import NONE, SELF

from newel.web.databases import database_settings, test_database_name
from newel.web.keys import read_or_make_key

_CHECKOUT = Path(__file__).resolve().parents[3]
_LOCAL = ["localhost", "127.0.0.1", "[::1]"]


def _folder(variable: str, default: Path) -> Path:
    return Path(os.environ.get(variable) or default).resolve()


NEWEL_STUDY = _folder("NEWEL_STUDY", _CHECKOUT / "studies" / "secure_stairs")
_BUILD = _CHECKOUT / "build" / NEWEL_STUDY.name
NEWEL_DATA = _folder("NEWEL_DATA", _BUILD / "web")
NEWEL_PUBLIC = _folder("NEWEL_PUBLIC", _BUILD / "public")
NEWEL_TODAY = date.fromisoformat(os.environ["NEWEL_TODAY"]) if os.environ.get("NEWEL_TODAY") else None

# Keys, hosts, TLS
SECRET_KEY = read_or_make_key(NEWEL_DATA / "secret.key")
SECRET_KEY_FALLBACKS: list[str] = []
NEWEL_AUDIT_KEY = read_or_make_key(NEWEL_DATA / "audit.key")
# Newest number last; add a key to seal with it from now on, and keep the old one to read what it sealed.
NEWEL_FIELD_KEYS = {1: read_or_make_key(NEWEL_DATA / "fields.key")}
# The vault has keys of its own: who holds the study's database and its keys still opens no original.
NEWEL_VAULT_KEYS = {1: read_or_make_key(NEWEL_DATA / "vault.key")}
NEWEL_VAULT_INDEX_KEY = read_or_make_key(NEWEL_DATA / "vault_index.key")
NEWEL_PSEUDONYM_KEY = read_or_make_key(NEWEL_DATA / "pseudonym.key")
DEBUG = os.environ.get("NEWEL_DEBUG") == "1"
_HOSTS = [host.strip() for host in os.environ.get("NEWEL_HOSTS", "").split(",") if host.strip()]
ALLOWED_HOSTS = _HOSTS or _LOCAL
_TLS = os.environ.get("NEWEL_TLS", "1" if _HOSTS else "0") == "1"
_BEHIND_PROXY = os.environ.get("NEWEL_BEHIND_PROXY") == "1"
_COOKIE = "__Host-" if _TLS else ""  # a browser takes a __Host- cookie from this host, over TLS, and from nobody else
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in _HOSTS]
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _TLS
SECURE_HSTS_SECONDS = 2 * 365 * 86_400 if _TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Sessions: for signed-in staff only. No public page and no participant's page sets a cookie.
SESSION_COOKIE_NAME = f"{_COOKIE}newel_session"
SESSION_COOKIE_AGE = 30 * 60  # idle for half an hour: signed out; `accounts.idle` puts it off while somebody works
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
NEWEL_SESSION_HOURS = 10  # the longest anybody stays signed in, idle or not
CSRF_COOKIE_NAME = f"{_COOKIE}newel_csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "newel.web.public.views.wrong.form_too_old"
CSRF_COOKIE_AGE = None  # goes when the browser closes

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "newel.web.accounts",
    "newel.web.audit",
    "newel.web.capture",
    "newel.web.care",
    "newel.web.coding",
    "newel.web.economics",
    "newel.web.example",
    "newel.web.observations",
    "newel.web.progress",
    "newel.web.public",
    "newel.web.returns",
    "newel.web.serving",
    "newel.web.sessions",
    "newel.web.synthesis",
    "newel.web.vault",
]
MIDDLEWARE = [
    *(["newel.web.proxies.take_the_address_the_proxy_saw"] if _BEHIND_PROXY else []),
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "newel.web.headers.say_what_pages_may_do",
    "newel.web.characters.leave_out_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newel.web.accounts.idle.keep_signed_in",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "newel.web.urls"
WSGI_APPLICATION = "newel.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "newel.web.clock.demonstration",
                "newel.web.surroundings.surroundings",
            ],
        },
    }
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

DATABASES = {
    "default": database_settings(os.environ.get("NEWEL_DATABASE", ""), NEWEL_DATA),
    "vault": database_settings(
        os.environ.get("NEWEL_VAULT", ""), NEWEL_DATA, file="vault.sqlite3", variable="NEWEL_VAULT"
    ),
}
DATABASE_ROUTERS = ["newel.web.vault.router.VaultRouter"]
# In tests too the database is a file: two people who act at once wait for each other there, as they do in earnest.
DATABASES["default"]["TEST"] = {"NAME": test_database_name(DATABASES["default"], tempfile.gettempdir(), what="tests")}
_VAULT_OF_TESTS = test_database_name(DATABASES["vault"], tempfile.gettempdir(), what="tests_vault")
DATABASES["vault"]["TEST"] = {"NAME": _VAULT_OF_TESTS}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Signing in
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:start"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
]
AXES_LOCKOUT_CALLABLE = "newel.web.accounts.views.signing.locked_out"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # a stranger elsewhere cannot lock somebody out of their account
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # our own audit keeps sign-ins, without addresses
AXES_VERBOSE = False

# Files that come in
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # never on a disk
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Files that go out: served from the packages' own static folders, so there is no collecting step to forget.
STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).parent / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

# Logs name the page and the error, never who asked or what they sent.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"link_keys": {"()": "newel.web.capture.quiet.LinkKeysLeftOut"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["link_keys"]}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "axes": {"handlers": ["console"], "level": "CRITICAL", "propagate": False},
    },
}
