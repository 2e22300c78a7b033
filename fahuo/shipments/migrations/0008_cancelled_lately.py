# Finds what was cancelled lately: labels that are to be destroyed.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shipments', '0007_waybill_number'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='shipmentevent',
            index=models.Index(condition=models.Q(('kind__in', ('CANCELLED', 'GIVEN_UP'))), fields=['seller', 'at'], name='shipment_event_cancelled'),
        ),
    ]
