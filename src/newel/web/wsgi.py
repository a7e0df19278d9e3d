"""What a web server loads: `newel.web.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newel.web.settings")
application = get_wsgi_application()
get_resolver().check()  # every page is loaded with what it needs, now and not while the first visitor waits
gc.collect()
gc.freeze()  # what is loaded by now stays: to look through it for rubbish kept a page waiting for a tenth of a second
