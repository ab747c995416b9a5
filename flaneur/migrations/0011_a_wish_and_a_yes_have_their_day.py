from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("flaneur", "0010_the_accounts_own_face"),
    ]

    operations = [
        migrations.RemoveField(model_name="channel", name="shows_portrait"),
        migrations.RemoveField(model_name="guest", name="lends_portrait"),
        migrations.AddField(
            model_name="channel", name="shows_portrait_since", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="guest", name="portrait_lent_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
