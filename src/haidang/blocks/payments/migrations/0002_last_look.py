"""Find the ended orders about which the bank is asked once more."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    """An index that holds an ended order until its last look."""

    atomic = False

    dependencies = [("payments", "0001_initial")]

    operations = [
        AddIndexConcurrently(
            model_name="paymentorder",
            index=models.Index(
                fields=["expires_at"],
                condition=~models.Q(status="pending") & models.Q(polled_at__lt=F("expires_at")),
                name="payments_order_last_look",
            ),
        ),
    ]
