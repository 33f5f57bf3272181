"""The first-day guide: whoever works at the desk finds it, its pictures are there and small."""

import re

import pytest
from django.contrib.staticfiles import finders

from tests.admin.roles import make_roles, member

pytestmark = pytest.mark.django_db

GUIDE = "/admin/guide/"
MOST_BYTES = 60_000  # of a picture: it is read on a phone, too


def test_the_first_page_leads_to_it(admin_client):
    assert f'href="{GUIDE}"' in admin_client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", ["编辑", "发布", "管理员"])
def test_every_role_reads_it(role):
    make_roles()
    page = member(role).get(GUIDE).content.decode()
    assert "两分钟看完：从一份发布稿到公众看得到的一批案例。" in page


def test_it_is_not_public(client):
    assert client.get(GUIDE).status_code == 302


def test_each_step_has_a_small_picture(admin_client):
    page = admin_client.get(GUIDE).content.decode()
    names = re.findall(r'src="/static/(desk/guide/[a-z]+\.jpg)"', page)
    assert len(names) == page.count("<li>\n    <h2>") == 6
    for name in names:
        path = finders.find(name)
        assert path is not None, name
        with open(path, "rb") as file:
            assert 5_000 < len(file.read()) < MOST_BYTES, name
