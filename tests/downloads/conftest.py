"""Cases to download."""

import pytest

from tests.support import cast


@pytest.fixture
def cases():
    return [
        cast.case(1, themes=("political",), title_by="catalogue"),
        cast.case(2, bodies=(cast.CHONGQING, cast.SICHUAN), body="全文"),
        cast.case(3),
    ]
