"""What granian serves; beside it pages are made ready for whoever comes first."""

from __future__ import annotations

import os
import sys
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "treue.web.django_settings")

from django.core.wsgi import get_wsgi_application


def _keep_warm() -> None:
    from treue.web.warming import keep_warm  # noqa: PLC0415 - pages need Django to be set up

    keep_warm(threading.Event())


# A page waits for the interpreter after each of its forty small questions, up to this long.
sys.setswitchinterval(0.0005)
application = get_wsgi_application()
threading.Thread(target=_keep_warm, name="warming", daemon=True).start()
