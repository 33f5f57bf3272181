"""An erasure empties nginx's cache: by a flag that the site raises and the system lowers."""

import re
import shlex
import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.databases import ROOT
from benchmarks.server import nginx
from reforms import erasure
from reforms.erasure import checked_phrase
from reforms.models import PendingCleaning
from tests.erasure.named_cases import NAME
from tests.erasure.stored_texts import files_with
from tests.support import cast, gunicorn_site
from tests.support.gunicorn_site import asked

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
UNITS = ROOT / "deploy" / "systemd"


@pytest.fixture
def flag(tmp_path, settings) -> Path:
    """The file that the site raises."""
    settings.PROXY_CACHE_FLAG = str(tmp_path / "proxy-cache" / "flag")
    return Path(settings.PROXY_CACHE_FLAG)


def command(flag: Path, cache: Path, seconds: float = 0) -> list[str]:
    """What the unit runs, at the places of this test."""
    unit = (UNITS / "casebook-proxy-cache.service").read_text(encoding="utf-8")
    program, *_places = shlex.split(re.findall("ExecStart=(.*)", unit)[0])
    return [program.replace("/srv/casebook", str(ROOT)), str(flag), str(cache), str(seconds)]


@contextmanager
def path_unit(flag: Path, cache: Path):
    """As systemd does: runs the command as long as one of the files is there."""
    ends = threading.Event()

    def watch() -> None:
        while not ends.wait(0.1):
            if flag.exists() or Path(f"{flag}.taken").exists():
                subprocess.run(command(flag, cache, 0.2), check=True, timeout=30)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        ends.set()
        watcher.join()


def test_nothing_of_a_page_is_left_in_the_cache_of_nginx(tmp_path, flag):
    case = cast.case(body=f"{NAME}的故事")
    pages = [f"/cases/{case.reference}/", f"/en/cases/{case.reference}/?revision=1", "/cases/"]
    cache = tmp_path / "cache"
    with gunicorn_site.site() as (server, behind), nginx(tmp_path, behind, behind) as port:
        for page in pages * 2:
            status, headers, _body = asked(port, page)
        assert (status, headers["X-Cache"]) == (200, "HIT")
        assert len(files_with([NAME], cache)) == 2
        erasure.erase(case, checked_phrase(case, NAME))
        assert "proxy" in erasure.unfinished()
        assert NAME in asked(port, pages[0])[2].decode()  # the cache knows nothing yet
        with path_unit(flag, cache):
            wait_until_emptied(flag)
        assert not files_with([NAME], cache)
        assert erasure.finish()
        assert "proxy" not in erasure.unfinished()
        for page in pages:
            assert NAME not in asked(port, page)[2].decode()
        server.terminate()
        server.wait()
        assert "■■" in asked(port, pages[0])[2].decode()  # from the cache, as it is now


def wait_until_emptied(flag: Path) -> None:
    emptied, end = Path(f"{flag}.emptied"), threading.Event()
    for _time in range(300):
        if emptied.exists():
            return
        end.wait(0.1)
    raise TimeoutError("nobody emptied the cache")


def test_an_erasure_while_the_cache_is_being_emptied_waits_for_the_next_time(tmp_path, flag):
    (tmp_path / "cache").mkdir()
    first, second = cast.case(1, body=f"{NAME}的故事"), cast.case(2, body="欧阳某的故事")
    erasure.erase(first, checked_phrase(first, NAME))
    flag.rename(f"{flag}.taken")
    erasure.erase(second, checked_phrase(second, "欧阳某"))
    Path(f"{flag}.taken").rename(f"{flag}.emptied")
    erasure.finish()
    assert PendingCleaning.objects.get().erasure.subject_id == second.pk
    subprocess.run(command(flag, tmp_path / "cache"), check=True)
    erasure.finish()
    assert erasure.unfinished() == []


def test_whoever_ended_before_the_flag_is_raised_again(tmp_path, flag):
    (tmp_path / "cache").mkdir()
    case = cast.case(body=f"{NAME}的故事")
    erasure.erase(case, checked_phrase(case, NAME))
    flag.unlink()
    erasure.finish()
    assert flag.exists()
    flag.rename(f"{flag}.taken")  # and the machine stops
    subprocess.run(command(flag, tmp_path / "cache"), check=True)
    erasure.finish()
    assert erasure.unfinished() == []


def test_a_page_that_arrives_late_is_deleted_too(tmp_path, flag):
    cache = tmp_path / "cache"
    cache.mkdir()
    flag.parent.mkdir()
    flag.write_text("x\n")
    with subprocess.Popen(command(flag, cache, 1)) as process:
        while not Path(f"{flag}.taken").exists():
            pass
        (cache / "late").write_text(NAME)
        assert process.wait(10) == 0
    assert not files_with([NAME], cache)


def test_a_site_without_a_proxy_asks_nobody(settings):
    settings.PROXY_CACHE_FLAG = ""
    case = cast.case(body=f"{NAME}的故事")
    erasure.erase(case, checked_phrase(case, NAME))
    assert erasure.unfinished() == []


def test_the_units_and_the_settings_name_the_same_places():
    environment = (ROOT / "deploy" / "environment").read_text(encoding="utf-8")
    [flag] = re.findall("(?m)^PROXY_CACHE_FLAG=(.+)$", environment)
    path = (UNITS / "casebook-proxy-cache.path").read_text(encoding="utf-8")
    assert re.findall("PathExists=(.+)", path) == [flag, f"{flag}.taken"]
    service = (UNITS / "casebook-proxy-cache.service").read_text(encoding="utf-8")
    [line] = re.findall("ExecStart=(.+)", service)
    conf = (ROOT / "deploy" / "nginx" / "zones.conf").read_text(encoding="utf-8")
    cache = re.findall(r"proxy_cache_path (\S+)", conf)[0]
    seconds = re.findall(
        r"proxy_read_timeout (\d+)s", (ROOT / "deploy/nginx/pages.conf").read_text()
    )
    assert line.split()[1:] == [flag, cache, *seconds]


def test_compose_empties_the_cache_where_the_site_raises_the_flag():
    text = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    [flag] = re.findall("PROXY_CACHE_FLAG: /app/var/(.+)", text)
    assert f"sh /empty-proxy-cache /site/{flag} /var/cache/casebook 120\n" in text
    assert text.count("cache:/var/cache/casebook\n") == 2
