from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Read a list and its counts from one index; each new index does what an old one did."""

    atomic = False

    dependencies = [
        ("worklist", "0002_saved_filters"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="task",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["agency", "post", "urgency", "id"],
                include=("key", "procedure", "channel", "officer_id"),
                name="worklist_task_urgent",
            ),
        ),
        AddIndexConcurrently(
            model_name="task",
            index=models.Index(
                condition=models.Q(("closed_at", None), ("officer_id__isnull", False)),
                fields=["officer_id", "agency", "post", "urgency", "id"],
                name="worklist_task_held",
            ),
        ),
        RemoveIndexConcurrently(model_name="task", name="worklist_task_open"),
        RemoveIndexConcurrently(model_name="task", name="worklist_task_in_hand"),
    ]
