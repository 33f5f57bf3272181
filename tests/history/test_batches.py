"""The issuers of a batch and what each of them did."""

import pytest
from django.core.exceptions import ValidationError

from tests.support import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("issuers", "roles", "stored"),
    [
        ("最高人民检察院；全国妇联", "", "issuer;issuer"),
        ("最高人民检察院", "发布", "issuer"),
        ("最高人民检察院、中国法学会", "指导；组织评选", "guide;organiser"),
        ("最高人民检察院、中国法学会", "issuer", "issuer;issuer"),
    ],
)
def test_it_stores_a_role_for_each_issuer(issuers, roles, stored):
    assert cast.batch(issuers=issuers, issuer_roles=roles).issuer_roles == stored


def test_it_refuses_a_number_of_roles_that_is_not_that_of_the_issuers():
    with pytest.raises(ValidationError, match="发布机关有 2 个，角色有 1 个，应逐个对应"):
        cast.batch(issuers="甲；乙", issuer_roles="指导")


def test_it_refuses_an_unknown_role():
    with pytest.raises(ValidationError, match="“旁观”不在可用的值里"):
        cast.batch(issuers="甲", issuer_roles="旁观")
