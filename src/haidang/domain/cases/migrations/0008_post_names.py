from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    """Drop what only the former search and list of due cases used; code from before still answers without."""

    atomic = False

    dependencies = [
        ("cases", "0007_names"),
    ]

    operations = [
        RemoveIndexConcurrently(model_name="case", name="cases_case_decided_newest"),
        RemoveIndexConcurrently(model_name="case", name="cases_case_received_new"),
        RemoveIndexConcurrently(model_name="case", name="cases_case_names"),
        RemoveIndexConcurrently(model_name="case", name="cases_case_agency"),
        RemoveIndexConcurrently(model_name="case", name="cases_case_reception"),
    ]
