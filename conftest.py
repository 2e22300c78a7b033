"""For all tests: a real PostgreSQL (the embedded one of FAHUO_HOME, or DATABASE_URL) and the people of `fixtures`."""

from __future__ import annotations

import gc

import pytest
from django.conf import settings
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.db.models.signals import post_migrate
from django.test.utils import override_settings
from django.utils import translation

from fahuo.kit import embedded_postgres
from fahuo.site import environment
from tests.fixtures import databases

pytest_plugins = ["tests.fixtures.chance", "tests.fixtures.people"]

# Fifteen thousand tests, and the syntax trees of two thousand files, live to the end: looking through them for garbage
# after every 700 new objects took a fifth of the time of all tests.
gc.set_threshold(100_000, 50, 1_000)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Start the server and name the tables to copy before pytest-django makes a database, one in each xdist worker."""
    embedded_postgres.ensure_running(environment.home(), environment.text("DATABASE_URL"))
    own = connection.settings_dict
    own["TEST"]["TEMPLATE"] = databases.template(
        embedded_postgres.django_settings(environment.home(), environment.text("DATABASE_URL"))
    )


@pytest.fixture(autouse=True)
def _default_language():
    """A test that switches the language does not decide what the next one reads."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick():
    """What no test is about costs no time: a million rounds of PBKDF2, 0.3 s a person; Django's permissions, which we
    do not use, written anew whenever tables were emptied; and new files for tables that are empty.
    """
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    connection.ops.sql_flush = databases.emptying
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
