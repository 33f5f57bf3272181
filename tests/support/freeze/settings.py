"""Settings of the frozen site: those of the tests, with all data in the folder FREEZE_FOLDER."""

import os
from pathlib import Path

FOLDER = Path(os.environ["FREEZE_FOLDER"])
os.environ.update(
    DATABASE_URL=f"sqlite:///{FOLDER}/site.sqlite3",
    CONTACT="editors@casebook.test",
    ICP_NUMBER="京ICP备00000000号",
    POLICE_NUMBER="京公网安备00000000000000号",
    LEAST_DISK_MB="0",  # what /readyz says must not depend on the machine
)

from tests.settings import *  # noqa: E402, F403

VAR_DIR = FOLDER / "var"
STRICT = False  # a fault becomes an answer, which is compared like any other
LOGGING = {"version": 1, "disable_existing_loggers": True}
