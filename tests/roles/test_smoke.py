from roles.models import Edition


def test_current(ml_edition):
    assert Edition.objects.current().get() == ml_edition
