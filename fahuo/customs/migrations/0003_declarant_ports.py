# The declarant says whether its port asks for receipts of payment, and which ports of destination it states.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customs", "0002_rebatedocument_rebatemonth_rebatepack_rebaterecord"),
    ]

    operations = [
        migrations.RenameField(
            model_name="declarant",
            old_name="keeps_receipts",
            new_name="port_asks_receipts",
        ),
        migrations.AddField(
            model_name="declarant",
            name="destination_ports",
            field=models.CharField(blank=True, max_length=2000),
        ),
    ]
