"""The WSGI entry that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fahuo.site.settings")
application = get_wsgi_application()
# What is loaded now stays: the collector need not look at it again and again.
gc.freeze()
