"""Our files, opened and saved by LibreOffice, come back unchanged. `make test-clients` runs it."""

import os
import shutil
import subprocess

import pytest

from reforms import exports
from reforms.exports.excel import workbook
from reforms.models import Case
from reforms.storage.databases import key_array
from tests.support import cast
from tests.support.uploads import import_messages, rows_of, statuses, upload

# Debian's package without a display has no command in the path.
PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/lib/libreoffice/program"])
PROGRAM = shutil.which("soffice", path=PATH)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.usefixtures("themes"),
    pytest.mark.skipif(PROGRAM is None, reason="no LibreOffice here"),
]

# Separator, quote and character set (76: UTF-8); then the row, the columns as text, and the
# language that tables are read in: "Token 1 to 9" of LibreOffice's filter options for CSV.
READ_CSV = "44,34,76,1,,2052,false,false"
WRITE_CSV = "csv:Text - txt - csv (StarCalc):44,34,76"


def saved_again(folder, name: str, raw: bytes, form: str) -> bytes:
    """What LibreOffice saves after it has opened a file, as the user does by Ctrl+S."""
    (folder / name).write_bytes(raw)
    command = [PROGRAM, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    if name.endswith(".csv"):
        command.append(f"--infilter=Text - txt - csv (StarCalc):{READ_CSV}")
    command += ["--convert-to", form, "--outdir", str(folder / "out"), str(folder / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "out" / name).with_suffix(f".{form[:4].rstrip(':')}").read_bytes()


def exported(**options) -> exports.Export:
    return exports.Export(key_array(Case.objects.published()), **options)


@pytest.fixture(autouse=True)
def cases():
    dates = {"released_on": "2021-07", "issued_on": "2021", "reported_on": "2021-07-29"}
    batch = cast.batch("b-1", title="第一批 100%", **dates)
    cast.case(
        1,
        of=batch,
        title="涉\U00020bb7某、“引号”,逗号",
        summary="第一行\n第二行",
        themes=("political",),
    )
    cast.case(
        2, of=batch, title="2021", summary="=1+1 不是公式", official_no="3-1", keywords="甲;乙"
    )
    cast.case(3, of=batch, title="00123", bodies=(cast.CHONGQING, cast.SICHUAN))


def test_a_workbook_comes_back_unchanged(tmp_path):
    raw = b"".join(workbook.write_xlsx(exported()))
    again = saved_again(tmp_path, "案例.xlsx", raw, "xlsx")
    batch_import = upload(again)
    assert statuses(batch_import) == ["same"] * 3, [row.changes for row in rows_of(batch_import)]


def test_a_csv_comes_back_with_nothing_changed_in_silence(tmp_path):
    raw = b"".join(exports.write_csv(exported(excel=True)))
    batch_import = upload(saved_again(tmp_path, "案例.csv", raw, WRITE_CSV))
    assert statuses(batch_import) == ["same", "same", "refused"]
    assert "案例库里是“00123”，这里是“123”：像是表格软件改的" in import_messages(batch_import)
