"""The table of events, partitioned by month; what lies outside every month lands in the default partition."""

from django.db import migrations

_TABLE = """
CREATE TABLE tracking_event (
    seller_id bigint NOT NULL,
    shipment_id bigint NOT NULL,
    at timestamptz NOT NULL,
    digest bigint NOT NULL,
    carrier varchar(30) NOT NULL,
    milestone varchar(30) NOT NULL,
    reason varchar(24) NOT NULL,
    raw_code varchar(80) NOT NULL,
    description varchar(500) NOT NULL,
    place varchar(120) NOT NULL,
    country varchar(2) NOT NULL,
    raw_time varchar(60) NOT NULL,
    odd varchar(8) NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (seller_id, shipment_id, at, digest)
) PARTITION BY RANGE (at);
CREATE TABLE tracking_event_other PARTITION OF tracking_event DEFAULT;
"""


class Migration(migrations.Migration):
    dependencies = [("tracking", "0001_initial")]
    operations = [migrations.RunSQL(_TABLE, "DROP TABLE tracking_event")]
