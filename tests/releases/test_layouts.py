"""Every layout of the benchmark, read as it should be."""

import pytest

from benchmarks.reader import differences, layouts
from reforms.releases import read

pytestmark = pytest.mark.slow

LAYOUTS = list(layouts())


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: f"{layout.kind}: {layout.name}")
def test_it_reads_every_field_of_a_layout(layout):
    read_fields = differences(layout, read(layout.text))
    assert [field for field in read_fields if field[1] != "right"] == []


def test_it_has_forty_layouts_or_more():
    assert len(LAYOUTS) >= 40
