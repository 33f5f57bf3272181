"""python -m tests.begun COMMAND…: a management command, which says when it begins."""

import sys

import django
from django.core.management import call_command

django.setup()
print("begun", flush=True)
call_command(*sys.argv[1:])
