"""Publishing freezes the working copy; what is published never changes."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from roles.guide import Guide
from roles.models import Edition, EditionSkill, RoleProfile, SalaryBand, Skill
from tests.factories import BAND, guide, load, published

SKILL = {"slug": "sql", "name": "SQL", "kind": "language"}
REQUIREMENT = {"title": "Können", "text": "<p>Ja.</p>", "importance": "must", "skills": [SKILL]}


def test_publish_freezes_the_working_copy(ml_profile, editor):
    before = timezone.now()

    edition = ml_profile.publish(by=editor, note="Erste Ausgabe.", is_minor=True)

    stored = Edition.objects.get()
    assert stored == edition
    assert stored.guide == Guide.of(ml_profile)
    assert stored.number == 1
    assert stored.published_by == editor
    assert stored.note == "Erste Ausgabe."
    assert stored.is_minor is True
    assert before <= stored.published_at <= timezone.now()


def test_publish_copies_what_lists_filter_by(db):
    edition = published(salary_bands=[BAND], requirements=[REQUIREMENT])

    edition.refresh_from_db()
    assert (edition.slug, edition.title, edition.field) == ("data-steward", "Data Steward", "data")
    assert edition.teaser == "Was man als Data Steward macht."
    assert edition.pay == edition.guide.pay == (80_000, 120_000)
    assert list(edition.skills.all()) == [Skill.objects.get(slug="sql")]


def test_publish_without_bands_has_no_pay(db):
    assert published().pay is None


def test_publish_counts_editions_of_each_profile(db):
    steward, owner = load(guide()), load(guide("Data Owner"))

    numbers = [profile.publish().number for profile in (steward, owner, steward, steward)]

    assert numbers == [1, 1, 2, 3]


def test_publish_reads_what_is_stored(db):
    profile = load(guide())
    profile.title = "Nie gespeichert"

    edition = profile.publish()

    assert edition.title == edition.guide.title == "Data Steward"


def test_saving_is_not_publishing(db):
    edition = published(salary_bands=[BAND])
    SalaryBand.objects.update(maximum=200_000)
    RoleProfile.objects.update(title="Neuer Titel")

    current = Edition.objects.current().get()

    assert current == edition
    assert current.guide.title == "Data Steward"
    assert current.pay == current.guide.pay == (80_000, 120_000)


def test_publish_refuses_the_address_of_another_guide(db):
    published()
    other = load(guide("Data Owner"))
    RoleProfile.objects.filter(slug="data-steward").update(slug="elsewhere")
    RoleProfile.objects.filter(pk=other.pk).update(slug="data-steward")

    with pytest.raises(ValidationError) as refusal:
        other.publish()

    assert refusal.value.messages == ["Unter dieser Adresse steht schon ein anderes Jobprofil."]
    assert Edition.objects.filter(profile=other).count() == 0


def test_publish_refuses_the_address_of_a_scheduled_guide(db):
    published(at=timezone.now() + timedelta(days=1))
    other = load(guide("Data Owner"))
    RoleProfile.objects.filter(slug="data-steward").update(slug="elsewhere")
    RoleProfile.objects.filter(pk=other.pk).update(slug="data-steward")

    with pytest.raises(ValidationError):
        other.publish()


def test_publish_takes_an_address_that_another_guide_left(db):
    published()
    profile = RoleProfile.objects.get()
    profile.load(guide(slug="elsewhere"))
    profile.publish()

    newcomer = published("Data Owner", slug="data-steward")

    assert set(Edition.objects.current().values_list("slug", "title")) == {
        ("elsewhere", "Data Steward"),
        ("data-steward", "Data Owner"),
    }
    assert newcomer.number == 1


def test_reinstate_refuses_an_address_that_another_guide_has_got(db):
    steward = published().profile
    steward.withdraw()
    RoleProfile.objects.filter(pk=steward.pk).update(slug="elsewhere")
    newcomer = published("Data Owner", slug="data-steward")

    with pytest.raises(ValidationError) as refusal:
        steward.reinstate()

    assert refusal.value.messages == ["Unter dieser Adresse steht schon ein anderes Jobprofil."]
    assert Edition.objects.current().get() == newcomer


def test_edition_refuses_to_be_saved_again(db):
    edition = published()
    edition.note = "Anders"

    with pytest.raises(TypeError, match="never changes"):
        edition.save()

    assert Edition.objects.get().note == ""


def test_edition_refuses_to_be_deleted(db):
    edition = published()

    with pytest.raises(TypeError, match="never goes away"):
        edition.delete()

    assert Edition.objects.get() == edition


@pytest.mark.parametrize(
    "change",
    [
        lambda editions: editions.update(note="Anders"),
        lambda editions: editions.delete(),
        lambda editions: editions.bulk_update([editions.get()], ["note"]),
        lambda editions: editions.update_or_create(number=1, defaults={"note": "Anders"}),
        lambda editions: editions.get().profile.editions.update(note="Anders"),
        lambda editions: editions.get().profile.editions.all().delete(),
        lambda editions: Edition._base_manager.update(note="Anders"),
        lambda editions: Edition._default_manager.filter(number=1).delete(),
        lambda editions: editions.bulk_create(
            [copy(editions.get(), number=1, note="Anders")],
            update_conflicts=True,
            unique_fields=["profile", "number"],
            update_fields=["note"],
        ),
    ],
    ids=[
        "update",
        "delete",
        "bulk_update",
        "update_or_create",
        "update of the profile's",
        "delete of the profile's",
        "base manager",
        "default manager",
        "upsert",
    ],
)
def test_editions_refuse_to_change_in_bulk(db, change):
    edition = published(note="Erste Ausgabe.")

    with pytest.raises(TypeError), transaction.atomic():
        change(Edition.objects.all())

    assert Edition.objects.get().note == edition.note


def test_edition_with_the_key_of_another_does_not_replace_it(db):
    edition = published(note="Erste Ausgabe.")
    twin = copy(edition, number=2, note="Anders")
    twin.pk = edition.pk

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()

    assert Edition.objects.get().note == "Erste Ausgabe."


@pytest.mark.parametrize("act", ["clear", "remove", "set", "delete", "update"])
def test_skills_of_an_edition_stay(db, act):
    edition = published(requirements=[REQUIREMENT])
    sql, other = Skill.objects.get(), Skill.objects.create(name="R", slug="r", kind="language")
    acts = {
        "clear": edition.skills.clear,
        "remove": lambda: edition.skills.remove(sql),
        "set": lambda: edition.skills.set([other]),
        "delete": EditionSkill.objects.all().delete,
        "update": lambda: EditionSkill.objects.update(skill=other),
    }

    with pytest.raises(TypeError), transaction.atomic():
        acts[act]()

    assert list(edition.skills.all()) == [sql]


def test_profile_with_editions_cannot_be_deleted(db):
    profile = published().profile

    with pytest.raises(IntegrityError):
        profile.delete()

    assert Edition.objects.count() == RoleProfile.objects.count() == 1


def test_restore_brings_text_and_figures_back_into_the_working_copy(ml_guide, ml_edition, editor):
    profile = ml_edition.profile
    profile.load(guide("Machine Learning Engineer", salary_bands=[BAND]))
    second = profile.publish()
    version = profile.version

    Edition.objects.get(number=1).restore(by=editor)

    profile.refresh_from_db()
    assert Guide.of(profile) == ml_edition.guide
    assert profile.updated_by == editor
    assert profile.version == version + 1
    assert Edition.objects.current().get() == second


def test_restore_survives_a_skill_that_got_another_address(db):
    edition = published(requirements=[REQUIREMENT])
    Skill.objects.update(slug="structured-query-language")

    edition.restore()

    (skill,) = Guide.of(edition.profile).skills
    assert (skill.slug, skill.name) == ("structured-query-language", "SQL")


def test_restore_refuses_an_address_that_another_profile_has_got(db):
    edition = published()
    RoleProfile.objects.update(slug="elsewhere", title="Arbeitsfassung")
    load(guide("Data Owner", slug="data-steward"))

    with pytest.raises(ValidationError) as refusal:
        edition.restore()

    assert list(refusal.value.message_dict) == ["slug"]
    assert RoleProfile.objects.get(slug="elsewhere").title == "Arbeitsfassung"


def test_restore_cleans_what_an_old_edition_holds(db):
    edition = published()
    document = edition.document | {"introduction": "<p>Alt<img src=x onerror=alert(1)></p>"}
    Edition.objects.bulk_create(
        [
            Edition(
                profile=edition.profile,
                number=2,
                document=document,
                slug=edition.slug,
                title=edition.title,
                field=edition.field,
                published_at=timezone.now(),
            )
        ]
    )

    Edition.objects.get(number=2).restore()

    assert RoleProfile.objects.get().introduction == "<p>Alt</p>"


# Constraints: what no form and no model method could let through, tried straight in the database.


def copy(edition, **values):
    fields = {
        "profile": edition.profile,
        "number": 2,
        "document": edition.document,
        "slug": edition.slug,
        "title": edition.title,
        "field": edition.field,
        "published_at": edition.published_at,
    }
    return Edition(**fields | values)


def test_edition_number_is_once_a_profile(db):
    edition = published()

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.bulk_create([copy(edition, number=1)])


@pytest.mark.parametrize("pay", [(2, 1), (None, 1), (1, None)])
def test_edition_pay_has_both_ends_or_none(db, pay):
    edition = published()

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.bulk_create([copy(edition, pay_minimum=pay[0], pay_maximum=pay[1])])


@pytest.mark.parametrize("pay", [(None, None), (1, 1), (1, 2)])
def test_edition_pay_may_be_none_or_a_range(db, pay):
    edition = published()

    Edition.objects.bulk_create([copy(edition, pay_minimum=pay[0], pay_maximum=pay[1])])

    assert Edition.objects.count() == 2


@pytest.mark.parametrize(("minimum", "maximum"), [(2, 1), (0, 1), (0, 0), (-1, 1)])
def test_salary_band_minimum_is_not_above_maximum(db, minimum, maximum):
    profile = load(guide())
    band = SalaryBand(profile=profile, **BAND | {"minimum": minimum, "maximum": maximum})

    with pytest.raises(IntegrityError), transaction.atomic():
        SalaryBand.objects.bulk_create([band])


def test_salary_band_is_one_a_level(db):
    profile = load(guide(salary_bands=[BAND]))

    with pytest.raises(IntegrityError), transaction.atomic():
        SalaryBand.objects.bulk_create([SalaryBand(profile=profile, **BAND)])


def test_profile_address_is_unique(db):
    profile = load(guide())
    other = load(guide("Data Owner"))

    with pytest.raises(IntegrityError), transaction.atomic():
        RoleProfile.objects.filter(pk=other.pk).update(slug=profile.slug)


@pytest.mark.parametrize("same", ["name", "slug"])
def test_skill_is_unique(db, same):
    Skill.objects.create(**SKILL)
    other = {"slug": "other", "name": "Other", "kind": "tool"} | {same: SKILL[same]}

    with pytest.raises(IntegrityError), transaction.atomic():
        Skill.objects.create(**other)


def test_skill_of_an_edition_cannot_be_deleted(db):
    published(requirements=[REQUIREMENT])

    with pytest.raises(IntegrityError), transaction.atomic():
        Skill.objects.get().delete()

    assert [skill.slug for skill in Edition.objects.get().skills.all()] == ["sql"]


def test_edition_names_a_skill_once(db):
    edition = published(requirements=[REQUIREMENT])

    with pytest.raises(IntegrityError), transaction.atomic():
        EditionSkill.objects.create(edition=edition, skill=Skill.objects.get())


@pytest.mark.parametrize("act", ["publish", "load", "restore"])
def test_acts_refuse_a_version_that_is_not_the_stored_one(db, act):
    edition = published()
    profile = edition.profile
    expected = {"expected_version": profile.version + 1}
    acts = {
        "publish": lambda: profile.publish(**expected),
        "load": lambda: profile.load(guide(teaser="Neu."), **expected),
        "restore": lambda: edition.restore(**expected),
    }

    with pytest.raises(ValidationError) as refusal:
        acts[act]()

    assert refusal.value.code == "conflict"
    assert Edition.objects.get() == edition
    assert RoleProfile.objects.get().teaser == "Was man als Data Steward macht."


def test_restore_leaves_a_withdrawn_guide_withdrawn(db):
    edition = published()
    RoleProfile.objects.get().withdraw()

    edition.restore()

    assert list(Edition.objects.current()) == []


def test_small_corrections_tell_visitors_nothing(db):
    profile = load(guide())

    assert profile.publish(note="Tippfehler.", is_minor=True).public_note == ""
    assert profile.publish(note="Neue Spanne.").public_note == "Neue Spanne."


@pytest.mark.django_db(transaction=True)
def test_publishers_at_once_get_numbers_of_their_own():
    profile = load(guide())
    start = threading.Barrier(4)

    def publish():
        start.wait()
        RoleProfile.objects.get(pk=profile.pk).publish()
        connection.close()

    threads = [threading.Thread(target=publish) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(Edition.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
