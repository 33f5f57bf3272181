"""What is refused by name, in the form of what was asked for; nothing odd is an error."""

import pytest

from reforms import history
from reforms.exports.excel import workbook
from reforms.models import Case

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/cases.csv?columns=reference,colour", "columns=colour"),
        ("/cases.csv?shape=wide", "shape=wide"),
        ("/cases.csv?shape=parts&body=1", "body=1 不能和 shape=parts 同时用。"),
        ("/cases.xlsx?shape=parts&columns=title", "columns=title 不能和 shape=parts 同时用。"),
        ("/cases.docx?parts=work&body=1", "body=1 不能和 parts= 同时用。"),
        ("/cases.docx?parts=work,theory", "parts=theory"),
        ("/cases.csv?parts=work", "parts=work"),
        ("/cases.docx?shape=parts", "shape=parts"),
        ("/cases.xlsx?excel=1", "excel=1"),
        ("/cases.bib?body=1", "body=1"),
        ("/cases.csv?format=xlsx", "format=xlsx"),
        ("/cases.atom?theme=honesty", "theme=honesty"),
        ("/statistics/year.csv?level=middle", "level=middle"),
        ("/data/changes.csv?since=99", "since=99"),
        ("/data/changes.csv", "since="),
        ("/cases/spp-reform-2-01.bib?revision=x", "revision=x"),
        ("/cases/spp-reform-2-01.txt?style=apa", "style=apa（没有这个名称）"),
        ("/cases/spp-reform-2-01.apa", "format=apa"),
        ("/cases.docx?reference=SPP-Reform-2-01,nothing-01", "reference=nothing-01"),
    ],
)
def test_a_wrong_value_is_refused_by_name(client, cases, address, named):
    response = client.get(address)
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert named in response.content.decode().splitlines()


@pytest.mark.parametrize(
    ("address", "name", "value"),
    [
        ("/cases.json?year=13", "year", "13"),
        ("/cases.json?page=0", "page", "0"),
        ("/cases.csl.json?sort=best", "sort", "best"),
        ("/cases.manifest.json?province=atlantis", "province", "atlantis"),
        ("/data/changes.json?since=-1", "since", "-1"),
        ("/cases/spp-reform-2-01.json?revision=5", "revision", "5"),
    ],
)
def test_json_refuses_in_json(client, cases, address, name, value):
    response = client.get(address)
    assert response.status_code == 400
    assert response.json()["wrong"] == [{"name": name, "value": value}]


@pytest.mark.parametrize("suffix", ["csv", "docx", "bib", "json"])
def test_a_withdrawn_case_is_named_with_day_and_reason(client, cases, suffix):
    case = Case.objects.get(reference="spp-reform-2-01")
    history.withdraw([case], "issuer", history.Edit(note="来函", proof_age=0))
    day = Case.objects.get(pk=case.pk).withdrawn_at.astimezone().date().isoformat()
    response = client.get(f"/cases.{suffix}?reference=spp-reform-2-01,spp-reform-2-02")
    assert response.status_code == 400
    assert f"{day} 撤下：发布机关撤回" in response.content.decode()


@pytest.mark.parametrize("address", ["/cases.xml", "/en/cases.xml", "/cases/spp-reform-2-01.xml"])
def test_an_unknown_format_is_refused_by_name(client, cases, address):
    response = client.get(address)
    assert response.status_code == 400
    assert response.content.decode().endswith("\nformat=xml\n")


def test_an_excel_file_that_would_not_be_whole_is_refused(client, cases, monkeypatch):
    monkeypatch.setattr(workbook, "XLSX_ROWS", 2)
    response = client.get("/cases.xlsx")
    assert response.status_code == 400
    assert "请缩小筛选范围，或下载 CSV" in response.content.decode()


@pytest.mark.parametrize("value", ["x", "-1", "99", "9" * 400, "\x00", "²", "1.0"])
def test_rubbish_is_never_an_error(client, cases, value):
    for address in (
        f"/data/changes/?since={value}",
        f"/statistics/?theme={value}",
        f"/data/cite/?province={value}",
        f"/cases/spp-reform-2-01/?revision={value}",
        f"/cases.json?page={value}",
        f"/cases.csv?columns={value}",
    ):
        assert client.get(address).status_code in (200, 400, 404), address
