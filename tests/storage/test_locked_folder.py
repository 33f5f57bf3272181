"""Long work tells how far it is, to other processes and in the log."""

import logging

from reforms.storage.locked_folder import LockedFolder


def test_progress_is_seen_as_long_as_the_writer_is_at_work(tmp_path):
    folder = LockedFolder(tmp_path / "work", "work")
    with folder.writing() as is_ours:
        assert is_ours
        folder.show_progress(1, 4, 3.0)
        assert LockedFolder(tmp_path / "work", "work").progress() == {
            "done": 1,
            "total": 4,
            "seconds": 3.0,
        }
    assert folder.progress() is None


def test_short_work_is_not_mentioned_in_the_log(tmp_path, caplog):
    folder = LockedFolder(tmp_path, "work")
    with folder.writing(), caplog.at_level(logging.INFO):
        folder.show_progress(1, 4, 3.0)
    assert caplog.messages == []


def test_long_work_is_mentioned_now_and_then(tmp_path, caplog):
    folder = LockedFolder(tmp_path, "work")
    with folder.writing(), caplog.at_level(logging.INFO):
        folder.log_at = 0.0  # long ago
        folder.show_progress(1, 4, 3.0)
        folder.show_progress(2, 4, 2.0)
    assert caplog.messages == ["work: 1 of 4, about 3 s left"]


def test_of_two_writers_one_has_the_folder(tmp_path):
    with (
        LockedFolder(tmp_path, "work").writing(),
        LockedFolder(tmp_path, "work").writing() as second,
    ):
        assert not second
