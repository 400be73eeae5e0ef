"""All settings, typed, from the environment. `docs/operating.md` documents each variable.

With no variable set, Essaim runs safely on one machine: SQLite in WAL mode, local files.
"""

import contextlib
import hashlib
import secrets
from pathlib import Path
from typing import Any, Final

import dj_database_url
from csp.constants import NONE, SELF
from environs import Env

from essaim.config import email_url

env = Env()

PACKAGE: Final = Path(__file__).resolve().parent.parent

# --- Where the data lives ---------------------------------------------------------------
DATA_DIR: Final = Path(env.str("ESSAIM_DATA", "./data")).absolute()
INDEX_DIR: Final = DATA_DIR / "index"
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _own_secret_key(path: Path) -> str:
    """Return the machine's own key, made at the first start and readable by its owner only."""
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50), encoding="ascii")
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(fresh)  # the first of several processes wins
        fresh.unlink()
    return path.read_text(encoding="ascii").strip()


DEBUG = env.bool("ESSAIM_DEBUG", False)
SECRET_KEY = env.str("ESSAIM_SECRET_KEY", "") or _own_secret_key(DATA_DIR / "secret-key")
LOCAL_HOSTS: Final = ("localhost", "127.0.0.1", "[::1]")
ALLOWED_HOSTS = env.list("ESSAIM_HOSTS", list(LOCAL_HOSTS))
IS_LOCAL: Final = set(ALLOWED_HOSTS) <= set(LOCAL_HOSTS)

# --- Database ---------------------------------------------------------------------------
_SQLITE: Final[dict[str, Any]] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA_DIR / "essaim.sqlite3",
    "OPTIONS": {
        # IMMEDIATE: a writer waits for its turn instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL;"
            "PRAGMA synchronous=FULL;"
            "PRAGMA cache_size=-32000;"
            "PRAGMA mmap_size=2147418112;"
        ),
    },
}
_database_url = env.str("DATABASE_URL", "")
DATABASES: dict[str, Any] = {
    "default": (
        dj_database_url.parse(_database_url, conn_max_age=600, conn_health_checks=False)
        if _database_url
        else _SQLITE
    )
}
DATABASES["default"].setdefault("CONN_MAX_AGE", None)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Applications -----------------------------------------------------------------------
INSTALLED_APPS = [
    "essaim.network",
    "essaim.letters",
    "essaim.sheets",
    "essaim.search",
    "essaim.workflow",
    "essaim.intake",
    "essaim.exports",
    "essaim.catalogue",
    "essaim.accounts",
    "essaim.editor",
    "essaim.desk",
    "essaim.observatory",
    "essaim.brochures",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "essaim.config.static.NeededFiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "essaim.config.compression.QuickCompressionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "essaim.config.policy.KeptPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "essaim.config.csrf.QuietCsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "essaim.config.urls"
WSGI_APPLICATION = "essaim.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [
            PACKAGE / room / "templates"
            for room in (
                *("catalogue", "accounts", "editor", "desk", "brochures", "letters"),
                "observatory",
            )
        ],
        "OPTIONS": {
            "environment": "essaim.catalogue.jinja.environment",
            "context_processors": ["essaim.network.standing.in_templates"],
        },
    },
    {
        # Django's administration keeps its own templates; nothing of ours is written in them.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# --- People: signing in by an e-mailed code or a passkey, never a password -----------------
AUTH_USER_MODEL = "network.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "editor:mine"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "essaim.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
# Whoever comes in has just proved something (see docs/decisions/010-accounts.md): no stage follows.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
# A code holds for one session, a few minutes and a few tries (essaim.accounts.codes); these count
# across sessions, by address ("key") and by where one asks from. Whole offices share an address.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "30/m/ip,200/h/ip,3/m/key,12/h/key",
    "code_guess": "5/15m/key",
    "code_guess_from": "60/m/ip",
    "signup": "20/m/ip",
    "webauthn_login": "60/m/ip",
    "manage_email": "10/h/user",
}
# How many proxies of ours stand in front: the visitor's address is taken from what they add.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ESSAIM_PROXIES", 0 if IS_LOCAL else 1)
MFA_ADAPTER = "essaim.accounts.adapters.KeysAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_REAUTHENTICATION_REQUIRED = False  # essaim.accounts.recent asks, for all that is delicate
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_LOCAL

# --- Another door, when there is one: OpenID Connect (ProConnect) ---------------------------
OIDC_ADDRESS: Final = env.str("ESSAIM_OIDC_ADDRESS", "").rstrip("/")
OIDC_CLIENT: Final = env.str("ESSAIM_OIDC_CLIENT", "")
OIDC_NAME = env.str("ESSAIM_OIDC_NAME", "ProConnect") if OIDC_ADDRESS and OIDC_CLIENT else ""
SOCIALACCOUNT_ADAPTER = "essaim.accounts.adapters.OutsideAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # only for addresses that the issuer calls verified
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {"provider_class": "essaim.accounts.oidc.Provider", "APPS": []}
}
if OIDC_NAME:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            # Another issuer would give the same identifiers to other people.
            "provider_id": f"oidc-{hashlib.sha256(OIDC_ADDRESS.encode()).hexdigest()[:12]}",
            "name": OIDC_NAME,
            "client_id": OIDC_CLIENT,
            "secret": env.str("ESSAIM_OIDC_SECRET", ""),
            "settings": {"server_url": OIDC_ADDRESS, "oauth_pkce_enabled": True},
        }
    ]
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_NAME = "essaim"
# One cookie, and only for those who sign in: public pages set none.
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "essaim.catalogue.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Shared by all the processes: rate limits count there.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "essaim_cache",
        # The default, 300, would forget a rate limit before it is reached.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- E-mails and files ----------------------------------------------------------------------
# Where the links of e-mails lead: nobody's request tells it when a command sends them.
SITE_ADDRESS: Final = (
    env.str("ESSAIM_ADDRESS", "")
    or ("http://127.0.0.1:8000" if IS_LOCAL else f"https://{ALLOWED_HOSTS[0]}")
).rstrip("/")
OUTBOX_DIR: Final = DATA_DIR / "outbox"
_mail: Final = email_url.parse(env.str("ESSAIM_EMAIL_URL", ""))
EMAIL_PROBLEMS: Final = _mail.problems
# With a mail server, letters wait in the database for the worker of `essaim serve`.
LETTERS_WAIT = bool(_mail.host)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if LETTERS_WAIT
    else "essaim.letters.outbox.OutboxBackend"
)
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.is_tls, _mail.starts_tls
EMAIL_TIMEOUT = 30
_letters_from: Final = "localhost" if IS_LOCAL else ALLOWED_HOSTS[0].lstrip(".")
DEFAULT_FROM_EMAIL = env.str("ESSAIM_EMAIL_FROM", "") or f"Essaim <essaim@{_letters_from}>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where answers to letters are read (`essaim reply`); without it they are written on the site.
REPLY_DOMAIN = env.str("ESSAIM_REPLY_DOMAIN", "").strip().lower()
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# What `essaim serve` calls, by dotted path, once the index is up to date: rooms may not know
# each other.
BEFORE_SERVING: Final = ("essaim.observatory.selection.make_ready",)
# What each of its web processes calls before it answers.
BEFORE_ANSWERING: tuple[str, ...] = (
    "essaim.catalogue.warming.make_ready",
    "essaim.observatory.warming.make_ready",
)
# What it does once a day: see workflow.daily.
EVERY_DAY: Final = ("essaim.observatory.snapshots.take_if_due",)
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "essaim.intake.attachments.receiving.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Language and time ------------------------------------------------------------------
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# --- Who publishes: shown on the legal pages ---------------------------------------------
PUBLISHER = env.str(
    "ESSAIM_PUBLISHER", "La personne ou l’organisme qui tient ce site (ESSAIM_PUBLISHER à remplir)"
)
CONTACT = env.str("ESSAIM_CONTACT", "")  # an e-mail address, a web page, or words
HOSTING = env.str("ESSAIM_HOSTING", "")  # the host's name, address and telephone
SOURCE = env.str("ESSAIM_SOURCE", "")  # where this very version's source code is (AGPL, section 13)

# --- Static files -----------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PACKAGE / "catalogue" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # pages ask for no other; each start is the shorter

# --- Security ---------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF],
        "manifest-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = None if IS_LOCAL else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = not IS_LOCAL
SECURE_HSTS_SECONDS = 0 if IS_LOCAL else 31_536_000
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not IS_LOCAL

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"essaim": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
