"""At the end the faults are listed, with how often each was tried and what was done."""

import pytest


@pytest.fixture
def counted(record_property):
    """Note for each time whether the work was done when the fault came; gives it back."""

    def count(done: list[bool]) -> list[bool]:
        record_property(
            "fault", f"{len(done)} times: {sum(done)} done, {done.count(False)} not at all"
        )
        return done

    return count


def pytest_terminal_summary(terminalreporter):
    for report in terminalreporter.getreports("passed"):
        for name, value in getattr(report, "user_properties", ()):
            if name == "fault" and report.when == "call":
                terminalreporter.write_line(f"{value}, nothing lost: {report.nodeid}")
