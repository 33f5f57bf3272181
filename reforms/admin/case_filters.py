"""Filters of the list of cases by a property of any of their bodies."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from ..models import CreditedBody
from ..vocabulary import Level, Province


class BodyFilter(admin.SimpleListFilter):
    """Cases by a property of any of their bodies; by subquery, so that none is listed twice."""

    choices_of: type = Province

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return self.choices_of.choices

    def queryset(self, request: HttpRequest, cases: QuerySet) -> QuerySet:
        if not self.value():
            return cases
        bodies = CreditedBody.objects.filter(**{self.parameter_name: self.value()})
        return cases.filter(pk__in=bodies.values("case"))


class ProvinceFilter(BodyFilter):
    title = gettext_lazy("地区")
    parameter_name = "province"


class LevelFilter(BodyFilter):
    title = gettext_lazy("检察院层级")
    parameter_name = "level"
    choices_of = Level
