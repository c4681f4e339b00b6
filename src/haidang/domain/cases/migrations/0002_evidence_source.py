from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="evidence",
            name="source",
            field=models.CharField(max_length=80),
        ),
    ]
