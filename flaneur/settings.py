"""Settings: a clone runs on SQLite with no variable set; every variable is declared in env.py."""

import secrets
from pathlib import Path

from cryptography.fernet import Fernet
from csp.constants import NONE, SELF

from flaneur import env

HOME = env.home()
PACKAGE = Path(__file__).resolve().parent
DEBUG = env.flag("FLANEUR_DEBUG")
BASE_URL = env.text("FLANEUR_BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.words("FLANEUR_HOSTS", "localhost,127.0.0.1,[::1]")
SECRET_KEY = env.secret("FLANEUR_SECRET_KEY") or env.kept_secret(HOME / "keys/secret", secrets.token_urlsafe(50))
CREDENTIAL_KEYS = [
    key.strip()
    for key in (
        env.secret("FLANEUR_CREDENTIAL_KEYS")
        or env.kept_secret(HOME / "keys/credentials", Fernet.generate_key().decode())
    )
    .replace("\n", ",")
    .split(",")
    if key.strip()
]
ALLOWED_NETWORKS = env.networks("FLANEUR_ALLOWED_NETWORKS")
WORKER_PAUSE = env.number("FLANEUR_SPEED", 1)
SENDERS = max(1, int(env.number("FLANEUR_SENDERS", 3)))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "flaneur",
]
MIDDLEWARE = [
    "flaneur.web.page_cache.PageCache",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "flaneur.web.middleware.CityMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "flaneur.web.body_limit.BodyLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "flaneur.urls"
WSGI_APPLICATION = "flaneur.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "flaneur.web.context.for_every_page",
            ],
            "builtins": ["flaneur.web.templatetags.flaneur"],
            "libraries": {"desk": "flaneur.web.templatetags.desk"},
        },
    }
]

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; "
        "PRAGMA cache_size=-20000; PRAGMA journal_size_limit=67108864;"
    ),
}
POSTGRES_OPTIONS = {"server_side_binding": True, "prepare_threshold": 5}
_sqlite = f"sqlite:///{HOME / 'flaneur.sqlite3'}"
DATABASES = {"default": env.database(_sqlite, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["OPTIONS"] = {**POSTGRES_OPTIONS, **DATABASES["default"].get("OPTIONS", {})}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": HOME / "cache"},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [HOME / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [PACKAGE / "web/static", ("lexicons", PACKAGE / "lexicons"), ("fonts", HOME / "fonts")]
MEDIA_ROOT = HOME / "media"
MEDIA_BUCKET = env.text("FLANEUR_MEDIA_BUCKET")
MEDIA_LINKS = int(env.number("FLANEUR_MEDIA_LINKS", 0)) if MEDIA_BUCKET else 0
FOLDER_STORAGE = {
    "BACKEND": "flaneur.services.media.Folder",
    "OPTIONS": {"allow_overwrite": True},
}
STORAGES = {
    "default": env.bucket(MEDIA_BUCKET, seconds=MEDIA_LINKS) if MEDIA_BUCKET else FOLDER_STORAGE,
    "staticfiles": {"BACKEND": "flaneur.web.static_storage.HashedModules"},
}
WHITENOISE_MAX_AGE = 600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_TEMP_DIR = None

AUTH_USER_MODEL = "flaneur.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "flaneur.web.account.adapter.Door"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.number("FLANEUR_PROXIES", 0))
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

EMAIL_HOST = env.text("FLANEUR_MAIL_HOST")
EMAIL_PORT = int(env.number("FLANEUR_MAIL_PORT", 587))
EMAIL_HOST_USER = env.text("FLANEUR_MAIL_USER")
EMAIL_HOST_PASSWORD = env.secret("FLANEUR_MAIL_PASSWORD")
EMAIL_USE_TLS = bool(EMAIL_HOST)
EMAIL_TIMEOUT = 15
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("FLANEUR_MAIL_FROM", "flaneur@localhost")

_https = env.flag("FLANEUR_HTTPS")
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 31536000 if _https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https and ALLAUTH_TRUSTED_PROXY_COUNT else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_AGE = 14 * 86400
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", *([env.bucket_endpoint()] if MEDIA_LINKS else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

_TALKATIVE = ("httpx", "httpcore", "PIL", "fontTools", "django_tasks", "django_tasks_db")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_secrets": {"()": "flaneur.web.account.log.WithoutSecrets"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_secrets"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {name: {"level": "WARNING"} for name in _TALKATIVE},
}
