from django.contrib.postgres.indexes import BrinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    """Find notices by their age: a small index, for they lie in the order of time."""

    atomic = False

    dependencies = [("messaging", "0001_initial")]

    operations = [
        AddIndexConcurrently(
            model_name="notice",
            index=BrinIndex(fields=["created_at"], name="messaging_notice_age"),
        ),
    ]
