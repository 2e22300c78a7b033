"""What is expected of a seller's lanes, and what was predicted."""

from __future__ import annotations

from django.db import models


class LaneLaw(models.Model):
    """The laws of a seller's lanes (`fahuo.eta`), fitted every night. `content` is the model as bytes; `kept` says how
    past predictions came out, by lane and stage."""

    seller = models.OneToOneField("accounts.Seller", on_delete=models.CASCADE, primary_key=True)
    fitted_at = models.DateTimeField()
    parcels = models.PositiveIntegerField()
    content = models.BinaryField()
    kept = models.JSONField(default=list)


class Prediction(models.Model):
    """What was said of a parcel when a stage began, kept to be compared with what happened."""

    pk = models.CompositePrimaryKey("seller_id", "shipment_id", "stage")
    seller = models.ForeignKey("accounts.Seller", on_delete=models.CASCADE, db_index=False)
    shipment = models.ForeignKey("shipments.Shipment", on_delete=models.CASCADE, related_name="predictions")
    stage = models.CharField(max_length=10)  # LABEL or DEPARTED
    made_on = models.DateField()
    expected_from = models.DateField()
    expected_on = models.DateField()
    expected_until = models.DateField()
