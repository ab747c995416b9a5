"""A find says what was got for it, who can be recognised, when it was lent, and what its guest reasons; a charter, its tag and balance."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import flaneur.core.find


class Migration(migrations.Migration):
    dependencies = [
        ("flaneur", "0003_language_is_no_slug"),
    ]

    operations = [
        migrations.AddField(
            model_name="charter",
            name="balance",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="charter",
            name="brand_tag",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="find",
            name="reasons",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="find",
            name="consideration",
            field=models.CharField(default=flaneur.core.find.Consideration["UNSAID"], max_length=20),
        ),
        migrations.AddField(
            model_name="find",
            name="lent_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="find",
            name="likeness",
            field=models.CharField(default=flaneur.core.find.Likeness["UNSAID"], max_length=20),
        ),
        migrations.AddField(
            model_name="find",
            name="vouched_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="find",
            name="vouched_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="find",
            constraint=models.CheckConstraint(
                condition=models.Q(("consideration__in", ["unsaid", "nothing", "kind", "money"])),
                name="find_consideration_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="find",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "likeness__in",
                        ["unsaid", "nobody", "adults agreed", "adults unasked", "child agreed", "child unasked"],
                    )
                ),
                name="find_likeness_is_known",
            ),
        ),
    ]
