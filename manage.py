#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casebook.settings")
    os.umask(0o077)  # what commands write is for this account alone: database, backups
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
