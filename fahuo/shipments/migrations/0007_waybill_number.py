from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('shipments', '0006_journal_of_bookings_under_way'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='shipment',
            index=models.Index(
                condition=models.Q(('waybill_number', ''), _negated=True),
                fields=['seller', 'waybill_number'],
                name='shipment_waybill_number',
            ),
        ),
    ]
