# The declarant says whether a key file or its e-port card signs, and what is known of that card.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customs", "0003_declarant_ports"),
    ]

    operations = [
        migrations.AddField(
            model_name="declarant",
            name="card_proven_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="declarant",
            name="card_stopped",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="declarant",
            name="card_url",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="declarant",
            name="signs_with",
            field=models.CharField(
                choices=[("KEY_FILE", "Key File"), ("CARD", "Card")], default="KEY_FILE", max_length=8
            ),
        ),
    ]
