"""The day on which the driver comes is named as days are."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Rename a column."""

    dependencies: ClassVar = [("pickups", "0001_initial")]
    operations: ClassVar = [migrations.RenameField("pickup", "day", "comes_on")]
