"""The WSGI application (PEP 3333) that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casebook.settings")

application = get_wsgi_application()

from reforms.search import catching_up  # noqa: E402  needs the settings

catching_up.start()
