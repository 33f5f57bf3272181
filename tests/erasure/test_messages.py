"""Messages of the desk that nobody has seen yet."""

import pytest
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.models import Session

from tests.erasure.named_cases import NAME, erase
from tests.support import cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_they_leave_the_sessions_which_stay_open(admin_client):
    case = cast.case(body=f"{NAME}的故事")
    session = admin_client.session
    session[SessionStorage.session_key] = f"已发布：{NAME}"
    session.save()
    erase(case, NAME)
    [stored] = Session.objects.all()
    assert NAME not in str(stored.get_decoded())
    assert admin_client.get("/admin/").status_code == 200
