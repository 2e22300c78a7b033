from django.db import migrations

# The account that was active when the shipment was made; where none was, the one that is active now.
KNOWN = """
UPDATE shipments_shipment AS s
   SET account_id = (SELECT a.id FROM carriers_carrieraccount AS a
                      WHERE a.seller_id = s.seller_id AND a.carrier = s.carrier
                      ORDER BY a.created_at <= s.created_at DESC, abs(extract(epoch FROM s.created_at - a.created_at))
                      LIMIT 1)
 WHERE s.carrier <> ''
"""


class Migration(migrations.Migration):

    dependencies = [
        ('shipments', '0004_account'),
    ]

    operations = [
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
