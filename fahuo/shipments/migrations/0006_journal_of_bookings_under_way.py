from django.db import migrations

# Bookings that were under way before there was a journal may stand at the carrier: they must be asked for first.
UNDER_WAY = """
INSERT INTO carriers_carriercall
       (seller_id, account_id, carrier, operation, reference, started_at, outcome, code, request_id, transcript)
SELECT s.seller_id, s.account_id, s.carrier, 'create', s.reference, s.created_at, 'OPEN', '', '', ''
  FROM shipments_shipment AS s
 WHERE s.status IN ('BOOKING', 'REVIEW') AND s.account_id IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM carriers_carriercall AS c
                    WHERE c.seller_id = s.seller_id AND c.reference = s.reference AND c.operation = 'create')
"""


class Migration(migrations.Migration):

    dependencies = [
        ('carriers', '0003_contracts_and_calls'),
        ('shipments', '0005_account_known'),
    ]

    operations = [
        migrations.RunSQL(UNDER_WAY, migrations.RunSQL.noop),
    ]
