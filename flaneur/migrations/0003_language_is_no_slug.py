from django.db import migrations, models


class Migration(migrations.Migration):
    """`/language` is an address of the install's own: a city of that name had none."""

    dependencies = [
        ("flaneur", "0002_residencies_never_overlap_and_the_journal_only_grows"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="city", name="city_slug_is_free"),
        migrations.AddConstraint(
            model_name="city",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "slug__in",
                        ["account", "accounts", "admin", "en", "fr", "health", "language", "media", "s", "static"],
                    ),
                    _negated=True,
                ),
                name="city_slug_is_free",
            ),
        ),
    ]
