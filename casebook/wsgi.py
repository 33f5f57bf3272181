"""The WSGI application (PEP 3333) that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casebook.settings")

application = get_wsgi_application()

from reforms.erasure import cleaning  # noqa: E402  needs the settings
from reforms.history import line_renewal  # noqa: E402
from reforms.search import catching_up  # noqa: E402

catching_up.start()
cleaning.start()
line_renewal.start()
