"""Where to report a vulnerability: /.well-known/security.txt (RFC 9116)."""

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

MONTHS_VALID = 6  # the RFC recommends less than a year


def security_txt(request: HttpRequest) -> HttpResponse:
    """The file; Http404 where the site has no CONTACT."""
    if not settings.CONTACT:
        raise Http404
    lines = {
        "Contact": contact(settings.CONTACT),
        "Expires": f"{expiry(timezone.localdate()).isoformat()}T00:00:00+08:00",
        "Preferred-Languages": "zh, en",
        "Canonical": f"{settings.SITE_URL}/.well-known/security.txt",
    }
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def contact(text: str) -> str:
    """The contact as a URI: an e-mail address gets the scheme mailto."""
    return text if "://" in text or text.startswith(("mailto:", "tel:")) else f"mailto:{text}"


def expiry(today: date) -> date:
    """The first day of the sixth month from a day: the same for a whole month, for caches."""
    years, month = divmod(today.month - 1 + MONTHS_VALID, 12)
    return date(today.year + years, month + 1, 1)
