"""Django's settings, all of them from the shop's own: `TREUE_HOME` names the home."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from treue.loop.database import ROOMS, database_of
from treue.loop.home import open_home
from treue.web.mailing import mail_settings

HOME = open_home(Path(os.environ.get("TREUE_HOME", "treue-home")), create=True)
_HERE = Path(str(files("treue.web")))

SECRET_KEY = HOME.keyring().purpose("web")
DEBUG = False
ALLOWED_HOSTS = [*HOME.settings.web.hosts, "localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "treue.web.urls"
WSGI_APPLICATION = "treue.web.wsgi.application"
AUTH_USER_MODEL = "web.User"
DATABASES = {"default": database_of(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *ROOMS,
    "treue.api",
    "treue.web",
]
MIDDLEWARE = [
    "treue.web.guard.Headers",
    "treue.api.front.Front",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "treue.web.guard.Speaking",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "treue.web.guard.Doors",
    "treue.web.guard.Troubles",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [_HERE / "templates"],
        "OPTIONS": {"environment": "treue.web.drawing.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "account_templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "treue.web.drawing.on_account_pages",
            ]
        },
    },
]

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "treue.web.entrance.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "mail"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = bool(HOME.settings.secret.mail)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "change_password": "treue.web.entrance.Change",
    "set_password": "treue.web.entrance.Set",
    "reset_password_from_key": "treue.web.entrance.Reset",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Treue"
MFA_ADAPTER = "treue.web.entrance.SecondFactor"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = HOME.settings.web.address in ("127.0.0.1", "localhost")
USERSESSIONS_TRACK_ACTIVITY = False

# Behind TLS unless it only listens to this machine.
_IS_SECURE = HOME.settings.web.https == "yes"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _IS_SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "treue_session", "treue_csrf"
SECURE_HSTS_SECONDS = 31_536_000 if _IS_SECURE else 0
SECURE_SSL_REDIRECT = False
# Behind a proxy its own address is everybody's: whom to lock out is what it says of who asked.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _IS_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _IS_SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOME.settings.web.hosts]
CSRF_FAILURE_VIEW = "treue.web.troubles.stale"

LANGUAGE_CODE = HOME.settings.shop.language
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [_HERE / "static", ("report", Path(str(files("treue.report"))) / "templates")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31_536_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "treue.web.statics.Named"},
}
CACHES = {"default": {"BACKEND": "treue.web.attempts.Counts"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
# Files go to the disk as they come, next to where they will lie; never into memory.
HOME.work.mkdir(parents=True, exist_ok=True)
FILE_UPLOAD_TEMP_DIR = str(HOME.work)
FILE_UPLOAD_HANDLERS = ["treue.web.uploads.Arriving"]
FILE_UPLOAD_PERMISSIONS = 0o600

globals().update(mail_settings(HOME.settings))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {"treue": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
