"""python -m tests.support.announce_start COMMAND…: runs it and says when it begins."""

import sys

import django
from django.core.management import call_command

django.setup()
print("begun", flush=True)
call_command(*sys.argv[1:])
