"""Publications take steps, channels are spoken for by one and rest; silence has a scope and a second person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import flaneur.core.publication
import flaneur.core.silence


def carry_over(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Attempts were numbered from one, and go on from there; a city that is silent stays so."""
    publications = apps.get_model("flaneur", "Publication").objects
    for publication in publications.annotate(made=models.Max("tries__number")).filter(made__isnull=False):
        publications.filter(pk=publication.pk).update(fence=publication.made)
    lines, silences = (apps.get_model("flaneur", name).objects for name in ("Journal", "Silence"))
    for city in apps.get_model("flaneur", "City").objects.filter(silenced_at__isnull=False):
        line = lines.filter(city=city, verb="press_silence").order_by("-at", "-id").first()
        pressed = {"pressed_by_id": line and line.by_id, "why": line.why if line else ""}
        silences.create(scope="city", key=f"city:{city.pk}", city=city, pressed_at=city.silenced_at, **pressed)


class Migration(migrations.Migration):
    dependencies = [
        ("flaneur", "0005_a_choice_an_agreement_a_proposal_and_finds_that_wait"),
    ]

    operations = [
        migrations.CreateModel(
            name="Silence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scope", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=60)),
                ("why", models.TextField(blank=True)),
                ("pressed_at", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="attempt",
            name="attempt_outcome_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="publication",
            name="publication_state_is_known",
        ),
        migrations.AddField(
            model_name="attempt",
            name="code",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="attempt",
            name="cost",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="attempt",
            name="errand",
            field=models.CharField(default=flaneur.core.publication.Errand["SEND"], max_length=20),
        ),
        migrations.AddField(
            model_name="attempt",
            name="request_id",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="attempt",
            name="size",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="channel",
            name="budget",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="channel",
            name="gap",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="channel",
            name="leased_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="channel",
            name="limits",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="channel",
            name="owner",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="channel",
            name="quiet_from",
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="channel",
            name="quiet_until",
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="channel",
            name="renew_at",
            field=models.DateTimeField(blank=True, db_index=True, null=True),
        ),
        migrations.AddField(
            model_name="channel",
            name="rests_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="channel",
            name="slots",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="channel",
            name="spoke_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="city",
            name="lateness",
            field=models.PositiveSmallIntegerField(default=120),
        ),
        migrations.AddField(
            model_name="publication",
            name="fence",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="publication",
            name="has_link",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="publication",
            name="is_live",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="publication",
            name="progress",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="residency",
            name="undo_minutes",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="attempt",
            name="started_at",
            field=models.DateTimeField(db_index=True),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("errand__in", ["send", "look up", "correct", "take back"])),
                name="attempt_errand_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "outcome__in",
                        ["", "delivered", "step", "deferred", "refused", "lost", "found", "absent", "gone", "standing"],
                    )
                ),
                name="attempt_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                    models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                    _connector="OR",
                ),
                name="channel_night_has_both_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "planned",
                            "held",
                            "sending",
                            "sent",
                            "unsure",
                            "failed",
                            "cancelled",
                            "correcting",
                            "retracting",
                            "stranded",
                            "retracted",
                        ],
                    )
                ),
                name="publication_state_is_known",
            ),
        ),
        migrations.AddField(
            model_name="silence",
            name="channel",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="silences",
                to="flaneur.channel",
            ),
        ),
        migrations.AddField(
            model_name="silence",
            name="city",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="silences",
                to="flaneur.city",
            ),
        ),
        migrations.AddField(
            model_name="silence",
            name="find",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="silences",
                to="flaneur.find",
            ),
        ),
        migrations.AddField(
            model_name="silence",
            name="guest",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="silences",
                to="flaneur.guest",
            ),
        ),
        migrations.AddField(
            model_name="silence",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="silence",
            name="pressed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="silence",
            index=models.Index(fields=["lifted_at", "pressed_at"], name="silence_still_on"),
        ),
        migrations.AddConstraint(
            model_name="silence",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", ["install", "city", "channel", "guest", "find"])),
                name="silence_scope_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="silence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("city__isnull", True), ("scope", flaneur.core.silence.Scope["INSTALL"])),
                    ("city__isnull", False),
                    _connector="OR",
                ),
                name="silence_of_less_than_the_install_has_a_city",
            ),
        ),
        migrations.AddConstraint(
            model_name="silence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("key",),
                name="one_silence_at_a_time_for_each_key",
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
