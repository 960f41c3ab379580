"""A loading keeps which columns the register had when it was marked: marks of others say nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_search_words_never_narrower")]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="marked_form",
            field=models.CharField(blank=True, max_length=32),
        ),
    ]
