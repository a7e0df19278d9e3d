import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('observation_id', models.CharField(help_text='Random; stands in the addresses of pages.', max_length=24, unique=True)),
                ('site_id', models.CharField(max_length=8)),
                ('wave', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=20)),
                ('held_on', models.DateField()),
                ('minutes', models.PositiveIntegerField(null=True)),
                ('staff_present', models.PositiveIntegerField(null=True)),
                ('needs_discussed', models.BooleanField(null=True)),
                ('child_present', models.BooleanField(null=True)),
                ('begun_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=8)),
                ('observer', models.CharField(max_length=150)),
                ('steps', models.JSONField(default=dict)),
                ('moments', models.JSONField(default=dict)),
                ('notes', models.BinaryField(help_text='Field notes, encrypted.', null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('closed_at', models.DateTimeField(null=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='observations.meeting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'place'), name='observations_one_of_a_place'), models.UniqueConstraint(condition=models.Q(('place', 'agreed'), _negated=True), fields=('meeting', 'observer'), name='observations_one_of_an_observer')],
            },
        ),
    ]
