"""Filters of the list of cases by a property of their credited bodies."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from ..models import Case, CreditedBody
from ..vocabulary import Level, Province
from .labels import code_labels


class BodyFilter(admin.SimpleListFilter):
    """Cases with a body that has a property; by subquery, so that no case is listed twice."""

    parameter_name: str
    vocabulary: type[TextChoices]

    def lookups(
        self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]"
    ) -> list[tuple[str, str]]:
        return list(code_labels(self.vocabulary).items())

    def queryset(self, request: HttpRequest, cases: QuerySet[Case]) -> QuerySet[Case]:
        if not self.value():
            return cases
        bodies = CreditedBody.objects.filter(**{self.parameter_name: self.value()})
        return cases.filter(pk__in=bodies.values("case"))


class ProvinceFilter(BodyFilter):
    title = gettext_lazy("地区")
    parameter_name = "province"
    vocabulary = Province


class LevelFilter(BodyFilter):
    title = gettext_lazy("检察院层级")
    parameter_name = "level"
    vocabulary = Level
