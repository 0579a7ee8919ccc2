"""How mail leaves: by the shop's own server, else printed to the terminal."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from treue.errors import BadSetting
from treue.settings import Settings

_SECURE_PORT = 465


def mail_settings(settings: Settings) -> dict[str, object]:
    """Django's settings for sending mail.

    Raises:
        BadSetting: the address of the mail server is none.
    """
    told = {"DEFAULT_FROM_EMAIL": settings.web.mail_from, "SERVER_EMAIL": settings.web.mail_from}
    url = settings.secret.mail
    if not url:
        return {**told, "EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadSetting(
            "secret.mail: this is not the address of a mail server; write smtp://user:password@host:587 or "
            "smtps://user:password@host:465 into TREUE_SECRET_MAIL, or leave it unset."
        )
    port = parts.port or (_SECURE_PORT if parts.scheme == "smtps" else 587)
    return {
        **told,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        # A sink on this machine speaks no TLS; whoever gives a password is never heard in the clear.
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 20,
    }
