from django.contrib.postgres.indexes import BrinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    """Find calls by their age: a small index, for they lie in the order of time."""

    atomic = False

    dependencies = [("exchange", "0001_initial")]

    operations = [
        AddIndexConcurrently(
            model_name="exchangerequest",
            index=BrinIndex(fields=["requested_at"], name="exchange_request_age"),
        ),
    ]
