"""NUL, which PostgreSQL has no text for, in any parameter of any public address."""

import re

import pytest

from reforms import urls
from reforms.exports import OPTIONS
from reforms.selection import FACETS
from tests.support import cast

pytestmark = pytest.mark.django_db

VALUES = {
    "batches/<slug:slug>": "batches/spp-reform-2",
    "themes/<slug:slug>": "themes/political",
    "statistics/<slug:name>": "statistics/year",
    "snapshots/<slug:name>": "snapshots/none",
    "<slug:reference>": "spp-reform-2-01",
    "<str:suffix>": "none",
    "<str:file>": "cases.csv",
}
PARAMETERS = (
    *FACETS,
    *("q", "reference", "match", "sort", "page", "picking", "revision", "since", "format"),
    *("field", "date_from", "date_to", "dated", "nothing"),
    *OPTIONS,
)


def addresses() -> list[str]:
    """Every public address, with values for its variable parts."""
    routes = [str(pattern.pattern) for pattern in urls.urlpatterns]
    for variable, value in VALUES.items():
        routes = [route.replace(variable, value) for route in routes]
    assert not any("<" in route for route in routes)
    return [f"/{route}" for route in routes]


@pytest.mark.slow
@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_parameter_with_nul_is_never_an_error(client, parameter):
    cast.case(1, themes=("political",))
    for address in addresses():
        answer = client.get(f"{address}?{parameter}=spp-reform-2-01%00")
        assert answer.status_code in (200, 400, 404), address


def test_a_path_with_nul_is_not_found(client):
    for address in addresses():
        path = re.sub(r"[^/]+(/?)$", r"%00\1", address)
        assert client.get(path).status_code in (200, 301, 400, 404), path


def test_a_reference_with_nul_is_named_as_wrong(client):
    cast.case(1)
    page = client.get("/cases/?reference=spp-reform-2-01%00").content.decode()
    assert "<code>reference=spp-reform-2-01\ufffd</code>" in page
    assert client.get("/cases.csv?reference=%00").status_code == 400
