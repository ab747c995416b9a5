"""A stay has a choice and an agreement, somebody may be asked before anything is kept, a find may wait."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import flaneur.core.guest
import flaneur.core.later


class Migration(migrations.Migration):
    dependencies = [
        ("flaneur", "0004_finds_answer_the_charter"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreed_at", models.DateTimeField()),
                ("age", models.CharField(default=flaneur.core.guest.Age["UNSAID"], max_length=20)),
                ("standing", models.CharField(default=flaneur.core.guest.Standing["UNASKED"], max_length=20)),
                ("has_lock", models.BooleanField(default=False)),
                ("interests", models.TextField(blank=True)),
                ("consent_seen_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("speaker", models.CharField(default=flaneur.core.guest.Speaker["UNSAID"], max_length=20)),
                ("reasons", models.TextField(blank=True)),
                ("profile", models.TextField(blank=True)),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                ("answers", models.JSONField(blank=True, default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="find",
            name="later",
            field=models.CharField(default=flaneur.core.later.Later["NOW"], max_length=20),
        ),
        migrations.AddField(
            model_name="find",
            name="may_show_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="residency",
            name="cheered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="find",
            constraint=models.CheckConstraint(
                condition=models.Q(("later__in", ["now", "hour", "tonight", "left"])), name="find_later_is_known"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="charter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="flaneur.charter"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="consent_seen_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="residency",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="agreement", to="flaneur.residency"
            ),
        ),
        migrations.AddField(
            model_name="choice",
            name="looked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="choice",
            name="residency",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="choice", to="flaneur.residency"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="city",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="flaneur.city"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("age__in", ["unsaid", "adult", "minor"])), name="agreement_age_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("standing__in", ["unasked", "no", "yes"])), name="agreement_standing_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="choice",
            constraint=models.CheckConstraint(
                condition=models.Q(("speaker__in", ["unsaid", "person", "company", "association", "party"])),
                name="choice_speaker_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["expires_at"], name="proposal_expiry"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(fields=("city", "email"), name="one_open_proposal_for_each_address"),
        ),
    ]
