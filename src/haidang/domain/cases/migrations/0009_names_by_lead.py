import haidang.domain.cases.models.names
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index that gives the bearers of any two words, the newest first."""

    atomic = False

    dependencies = [
        ("cases", "0008_post_names"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="casename",
            index=models.Index(
                models.F("agency"),
                haidang.domain.cases.models.names.Lead("words"),
                models.OrderBy(models.F("case_id"), descending=True),
                include=("words",),
                name="cases_casename_lead",
            ),
        ),
    ]
