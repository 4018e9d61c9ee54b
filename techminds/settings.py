"""Settings of TechMinds, read from the environment; `.env.example` names every variable.

With DEBUG off nothing insecure has a default: what is missing stops the start with a sentence
that says what to do.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"  # collected files, and whatever the environment names no place for
VAR_DIR.mkdir(exist_ok=True)

# Environment ---------------------------------------------------------------------------------

env = environ.Env()
env.read_env(BASE_DIR / ".env")  # the real environment wins over the file

DEBUG = env.bool("DEBUG", default=False)


def required(name, debug_default, hint):
    """Return a variable of the environment, or in DEBUG its default; else stop with the hint."""
    if value := env.str(name, default=""):
        return value
    if DEBUG:
        return debug_default
    raise ImproperlyConfigured(f"{name} is missing. {hint} (.env.example explains each variable.)")


SECRET_KEY = required(
    "SECRET_KEY",
    "insecure-and-only-for-debug",
    "Set it to a long random text: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'.",
)
ALLOWED_HOSTS = (
    required(
        "ALLOWED_HOSTS", "127.0.0.1,localhost", "Set it to the names of the site, split by commas."
    )
    .replace(" ", "")
    .split(",")
)
HTTPS = env.bool("HTTPS", default=not DEBUG)
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Applications --------------------------------------------------------------------------------

INSTALLED_APPS = [
    "techminds.apps.TechMindsConfig",
    "techminds.apps.BackOfficeConfig",
    "roles",
    "contacts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "crispy_forms",
    "csp",
    "django_htmx",
    "django_prose_editor",
    "django_q",
    "import_export",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "techminds.middleware.ResponseHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "techminds.middleware.RefuseUnprintable",
    "techminds.middleware.DatabaseAway",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "techminds.urls"
WSGI_APPLICATION = "techminds.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "techminds.context_processors.site",
                "contacts.context_processors.offices",
            ],
        },
    }
]

# Database ------------------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/techminds.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers never wait in WAL mode; a writer takes its lock at BEGIN, so that two of them queue
    # up instead of one failing half way.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    # Milliseconds; what hangs is ended and answered, migrations excepted (docs/operations.md).
    statement_timeout = env.int("STATEMENT_TIMEOUT", default=5000)
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options",
        f"-c statement_timeout={statement_timeout} -c idle_in_transaction_session_timeout=15000",
    )

# Cache, sessions, files ----------------------------------------------------------------------

CACHES = {
    "default": env.cache_url("CACHE_URL", default="locmemcache://"),
    # Drawn once on each host: too big for memory, and nobody else has to ask for them.
    "pictures": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "pictures",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
SESSION_COOKIE_AGE = timedelta(hours=12).total_seconds()

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Files of clients: no URL leads here, staff download them through the admin.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.str("PRIVATE_ROOT", default=str(VAR_DIR / "private"))},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "techminds.static_files.BundledStaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Source maps are the biggest files and only developers' tools ask for them.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

# Language and time ---------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch")]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# Forms ---------------------------------------------------------------------------------------

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets of ours lie in templates/
CRISPY_TEMPLATE_PACK = CRISPY_ALLOWED_TEMPLATE_PACKS = "techminds_pack"
CRISPY_FAIL_SILENTLY = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000  # a profile with all its inline rows has some 400

# Mail ----------------------------------------------------------------------------------------

vars().update(
    env.email_url_config(
        required(
            "EMAIL_URL",
            "consolemail://",
            "Set it to your mail server, such as smtp+tls://user:password@mail.example:587.",
        )
    )
)
EMAIL_FILE_PATH = vars()["EMAIL_FILE_PATH"] or VAR_DIR / "mail"  # for filemail:// only
EMAIL_TIMEOUT = 10  # seconds; without it the worker waits for a silent server for ever
DEFAULT_FROM_EMAIL = SERVER_EMAIL = required(
    "FROM_EMAIL",
    "TechMinds <noreply@localhost>",
    "Set it to the sender of our mails, such as TechMinds <hallo@example.org>.",
)
# Notices of new vacancy requests go here.
OFFICE_EMAIL = required(
    "OFFICE_EMAIL", "buero@localhost", "Set it to the mailbox that notices of new requests go to."
)
# Links in mails need the site's own address; there is no request to take it from.
SITE_URL = required(
    "SITE_URL",
    "http://127.0.0.1:8000",
    "Set it to the site's address, such as https://example.org.",
).rstrip("/")

# Queue ---------------------------------------------------------------------------------------

Q_CLUSTER = {
    "name": "techminds",
    "orm": "default",
    "workers": env.int("WORKERS", default=1),
    "poll": 1,
    "timeout": 45,  # seconds a task may run; a mail needs at most EMAIL_TIMEOUT a step
    "retry": 120,  # seconds after which the task of a killed worker comes back
    "max_attempts": 5,
    "catch_up": False,
    "save_limit": 500,
    "label": "Warteschlange",
}

# Vacancy requests ----------------------------------------------------------------------------

REPLY_WORKING_DAYS = env.int("REPLY_WORKING_DAYS", default=2)
if REPLY_WORKING_DAYS not in range(1, 31):
    raise ImproperlyConfigured("REPLY_WORKING_DAYS has to be a number from 1 to 30.")
MAIL_RETRY_PERIOD = timedelta(days=3)  # then a mail is given up, and stands red on the desk
# How clients reach us where the site cannot take their request: no database is asked for it then.
CONTACT_PHONE = env.str("CONTACT_PHONE", default="+49 40 228595-570")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default=OFFICE_EMAIL)
# How long a request is kept once it is declined or withdrawn, or set aside as suspected. The privacy
# page takes its figures from here.
RETENTION_CLOSED_MONTHS = env.int("RETENTION_CLOSED_MONTHS", default=6)
RETENTION_SUSPECTED_DAYS = env.int("RETENTION_SUSPECTED_DAYS", default=30)
if RETENTION_CLOSED_MONTHS < 1 or RETENTION_SUSPECTED_DAYS < 1:
    raise ImproperlyConfigured(
        "RETENTION_CLOSED_MONTHS and RETENTION_SUSPECTED_DAYS have to be at least 1."
    )

# Security ------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"

# Axes locks a pair of user name and address for a while, never an office for good.
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "techminds.peer.address"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # who logged in when is nobody's business; failures are kept
AXES_ENABLE_ADMIN = False

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # asked by machines that speak no TLS
SECURE_HSTS_SECONDS = int(timedelta(days=730).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # gone with the browser window, as the privacy page says
CSRF_FAILURE_VIEW = "techminds.views.csrf_failure"

# The admin alone adds a nonce, for the import map of its editor (techminds/back_office.py).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],  # without effect where no page asks for a nonce
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Logs ----------------------------------------------------------------------------------------

# To standard output, for whatever runs the process to keep. No personal data: see docs/operations.md.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "techminds.logs.NamesNobody",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "axes": {"level": "WARNING"},
        "django-q": {"level": "WARNING"},  # else three lines a minute for nothing
    },
}
