import os
import secrets
import socket

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

DEMO_USERS = {"admin": None, "redaktion": "Redaktion", "beratung": "Beratung"}


class Command(BaseCommand):
    """Brings a site from nothing to something to look at; what is there already stays as it is."""

    help = (
        "Legt Datenbank, Inhalte und je einen Benutzer an. Das Kennwort ist DEMO_PASSWORD, sonst ein "
        "zufälliges, das einmal gezeigt wird. Mit DEMO_PASSWORD gilt es auch für vorhandene Benutzer."
    )

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port, **options):
        self._refuse_taken(port)
        address = f"http://127.0.0.1:{port}"
        call_command("migrate", verbosity=0)
        call_command("load_content", stdout=self.stdout)
        about_users = self._create_users()
        self.stdout.write(
            f"\n  Site   {address}/\n  Guide  {address}/jobprofile/machine-learning-engineer/\n"
            f"  Admin  {address}/admin/\n  {about_users}\n\n  Ctrl-C ends it.\n\n"
        )

    def _refuse_taken(self, port):
        """End with a sentence where the web process could only end with a traceback."""
        if port not in range(1, 65_536):
            raise CommandError(f"Port {port} does not exist; choose one up to 65535.")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} is not free ({error.strerror}); choose another one: "
                    "make run PORT=8001"
                ) from None

    def _create_users(self):
        """Create the demo users and return a sentence about their password."""
        chosen = os.environ.get("DEMO_PASSWORD", "")
        password = chosen or secrets.token_urlsafe(12)
        known = set(User.objects.values_list("username", flat=True))
        missing = [name for name in DEMO_USERS if name not in known]
        for name in DEMO_USERS if chosen else missing:
            group = DEMO_USERS[name]
            user, _ = User.objects.get_or_create(username=name)
            user.is_staff, user.is_superuser = True, group is None
            user.set_password(password)
            user.save()
            if group:
                user.groups.set([Group.objects.get(name=group)])
        if chosen:
            return "Users  admin, redaktion, beratung - password: your DEMO_PASSWORD"
        if missing:
            return f"Users  {', '.join(missing)} - password: {password}  (shown this once)"
        return (
            "Users  admin, redaktion, beratung - password as shown at the first start "
            "(DEMO_PASSWORD=... make run sets a new one)"
        )
