"""Uploads from the public: too much is skipped on the way in, and the text always arrives."""

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, TemporaryUploadedFile
from django.http import HttpResponse, JsonResponse
from django.test import Client, RequestFactory
from django.urls import path

from techminds.uploads import BoundedUpload, Refusal, RefusedUpload, bounded_uploads, is_too_long

MEGABYTE = 1024 * 1024
BOUNDARY = "----grenze"


def too_long(request):
    return HttpResponse("zu lang", status=413)


@bounded_uploads(largest=MEGABYTE, most=3, longest=64 * MEGABYTE, too_long=too_long)
def form(request):
    """Tell what arrived."""
    return JsonResponse(
        {
            "text": request.POST,
            "files": [[file.name, file.size] for file in request.FILES.getlist("files")],
            "refused": [[name, refusal.name] for name, refusal in request.refused_uploads],
        }
    )


def handler400(request, exception):
    return HttpResponse(status=400)


urlpatterns = [path("form/", form)]


@pytest.fixture
def kept(settings, tmp_path):
    """The directory where uploads wait on disk; no file is small enough for memory."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    return tmp_path


def body(*parts):
    """Return a form as a browser sends it: fields are (name, text), files (file name, bytes)."""
    out = b""
    for name, content in parts:
        out += f"--{BOUNDARY}\r\nContent-Disposition: form-data; ".encode()
        if isinstance(content, str):
            out += f'name="{name}"\r\n\r\n{content}\r\n'.encode()
        else:
            out += f'name="files"; filename="{name}"\r\n'.encode(errors="surrogateescape")
            out += b"Content-Type: application/pdf\r\n\r\n" + content + b"\r\n"
    return out + f"--{BOUNDARY}--\r\n".encode()


CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"


@pytest.fixture
def request_of():
    """Return a function that makes a request with bounds; all are closed at the end."""
    made = []

    def make(*parts, most=3, sent=None, handler=BoundedUpload):
        sent = body(*parts) if sent is None else sent
        request = RequestFactory().post("/form/", sent, content_type=CONTENT_TYPE)
        request.upload_handlers.insert(0, handler(request, largest=MEGABYTE, most=most))
        made.append(request)
        return request

    yield make
    for request in made:
        request.close()


def files_of(request):
    return [(file.name, file.read()) for file in request.FILES.getlist("files")]


@pytest.fixture(params=["memory", "disk"])
def anywhere(request, settings, tmp_path):
    """Files wait in memory, and once more on disk."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * MEGABYTE if request.param == "memory" else 0


def test_files_within_bounds_pass(request_of, anywhere):
    request = request_of(("message", "Text"), ("a.pdf", b"a" * MEGABYTE), ("b.pdf", b"b"))

    assert request.POST.dict() == {"message": "Text"}
    assert files_of(request) == [("a.pdf", b"a" * MEGABYTE), ("b.pdf", b"b")]
    assert request.refused_uploads == []


@pytest.mark.parametrize(
    ("most", "kind"), [(64 * MEGABYTE, InMemoryUploadedFile), (0, TemporaryUploadedFile)]
)
def test_files_that_pass_wait_where_django_keeps_them(request_of, most, kind, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = most

    (file,) = request_of(("a.pdf", b"a")).FILES.getlist("files")

    assert type(file) is kind


def test_large_file_is_skipped_and_everything_else_arrives(request_of, anywhere):
    request = request_of(
        ("company", "Firma"),
        ("a.pdf", b"a" * 300_000),
        ("large.pdf", b"x" * 11 * MEGABYTE),
        ("b.pdf", b"b" * 300_000),
        ("message", "Text"),
    )

    assert request.POST.dict() == {"company": "Firma", "message": "Text"}
    assert files_of(request) == [("a.pdf", b"a" * 300_000), ("b.pdf", b"b" * 300_000)]
    assert request.refused_uploads == [RefusedUpload("large.pdf", Refusal.TOO_LARGE)]


@pytest.mark.parametrize("last", [MEGABYTE + 1, 11 * MEGABYTE])
def test_large_file_at_the_end_takes_no_other_with_it(request_of, anywhere, last):
    request = request_of(("a.pdf", b"a"), ("large.pdf", b"x" * last))

    assert files_of(request) == [("a.pdf", b"a")]
    assert request.refused_uploads == [RefusedUpload("large.pdf", Refusal.TOO_LARGE)]


def test_large_file_never_lies_on_disk_as_a_whole(request_of, kept):
    largest = []

    class Watched(BoundedUpload):
        def receive_data_chunk(self, raw_data, start):
            largest.append(max(path.stat().st_size for path in kept.iterdir()))
            return super().receive_data_chunk(raw_data, start)

    request = request_of(("large.pdf", b"x" * 11 * MEGABYTE), handler=Watched)

    assert request.FILES.getlist("files") == []
    assert len(largest) == 17  # chunks of 64 kB, and nothing after the one that is too much
    assert max(largest) <= MEGABYTE
    assert list(kept.iterdir()) == []


def test_files_beyond_the_number_are_skipped(request_of, anywhere):
    request = request_of(*((f"{n}.pdf", b"%d" % n) for n in range(5)), ("message", "Text"))

    assert request.POST.dict() == {"message": "Text"}
    assert files_of(request) == [("0.pdf", b"0"), ("1.pdf", b"1"), ("2.pdf", b"2")]
    assert request.refused_uploads == [
        RefusedUpload("3.pdf", Refusal.TOO_MANY),
        RefusedUpload("4.pdf", Refusal.TOO_MANY),
    ]


def test_file_that_is_too_large_counts_as_one(request_of, anywhere):
    request = request_of(
        ("large.pdf", b"x" * 2 * MEGABYTE), ("a.pdf", b"a"), ("b.pdf", b"b"), most=2
    )

    assert files_of(request) == [("a.pdf", b"a")]
    assert [refusal for _, refusal in request.refused_uploads] == [
        Refusal.TOO_LARGE,
        Refusal.TOO_MANY,
    ]


def test_empty_files_pass_and_disturb_no_other(request_of, anywhere):
    request = request_of(
        ("a.pdf", b"a"), ("empty.pdf", b""), ("b.pdf", b"b"), ("c.pdf", b""), most=1
    )

    assert files_of(request) == [("a.pdf", b"a"), ("empty.pdf", b""), ("c.pdf", b"")]
    assert request.refused_uploads == [RefusedUpload("b.pdf", Refusal.TOO_MANY)]


@pytest.mark.parametrize("number", [99, 100, 101, 250])
def test_hundreds_of_files_leave_the_text_that_came_before(request_of, anywhere, number):
    request = request_of(("message", "Text"), *((f"{n}.pdf", b"%d" % n) for n in range(number)))

    assert request.POST.dict() == {"message": "Text"}
    assert files_of(request) == [("0.pdf", b"0"), ("1.pdf", b"1"), ("2.pdf", b"2")]
    assert len(request.refused_uploads) == min(number, 100) - 3


def test_no_file_is_left_on_disk_when_the_request_ends(request_of, kept):
    request = request_of(
        ("a.pdf", b"a"),
        ("large.pdf", b"x" * 2 * MEGABYTE),
        *((f"{n}.pdf", b"x") for n in range(120)),
    )
    assert len(request.FILES.getlist("files")) == 2
    assert len(list(kept.iterdir())) == 2

    request.close()

    assert list(kept.iterdir()) == []


def test_upload_that_breaks_off_keeps_what_was_whole(request_of, kept):
    sent = body(("message", "Text"), ("a.pdf", b"a" * 1000), ("b.pdf", b"b" * 1000))[:-600]
    request = request_of(sent=sent)

    assert request.POST.dict() == {"message": "Text"}
    assert all(len(content) <= 1000 for _, content in files_of(request))
    assert request.refused_uploads == []
    request.close()
    assert list(kept.iterdir()) == []


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\\\Windows\\\\x.exe", "x.exe"),
        ("a\u202eb\0c.pdf", "abc.pdf"),
        ("%22><svg onload=alert(1)>.pdf", "%22><svg onload=alert(1)>.pdf"),
        ("&lt;b&gt;.pdf", "<b>.pdf"),
        ("{{7*7}}.pdf", "{{7*7}}.pdf"),
        ("👩💻 שרה.pdf", "👩💻 שרה.pdf"),
        ("n" * 255, "n" * 255),
    ],
)
def test_hostile_name_is_noted_as_django_cleans_it(request_of, sent, name):
    request = request_of((sent, b"x" * 2 * MEGABYTE), ("message", "Text"))

    assert request.POST.dict() == {"message": "Text"}
    assert request.refused_uploads == [RefusedUpload(name, Refusal.TOO_LARGE)]


@pytest.mark.parametrize("name", ["..", ".", "a/", "\u202e"])
def test_file_without_a_name_is_none(request_of, name):
    request = request_of((name, b"x"), ("a.pdf", b"a"), ("message", "Text"), most=1)

    assert request.POST.dict() == {"message": "Text"}
    assert files_of(request) == [("a.pdf", b"a")]
    assert request.refused_uploads == []


@pytest.mark.parametrize(
    ("length", "answer"),
    [
        (64 * MEGABYTE, False),
        (64 * MEGABYTE + 1, True),
        ("9" * 18, True),
        ("9" * 5000, False),
        ("", False),
        ("-1", False),
        ("viel", False),
    ],
)
def test_length_of_a_body_is_known_before_it_is_read(length, answer):
    request = RequestFactory().post("/form/", CONTENT_LENGTH=length)

    assert is_too_long(request, 64 * MEGABYTE) is answer


def test_request_without_a_length_is_not_too_long():
    request = RequestFactory().get("/form/")
    request.META.pop("CONTENT_LENGTH", None)

    assert is_too_long(request, 0) is False


@pytest.mark.urls(__name__)
def test_view_gets_text_files_and_what_was_refused(client, kept):
    response = client.post(
        "/form/",
        body(("message", "Text"), ("a.pdf", b"a"), ("large.pdf", b"x" * 11 * MEGABYTE)),
        content_type=CONTENT_TYPE,
    )

    assert response.json() == {
        "text": {"message": "Text"},
        "files": [["a.pdf", 1]],
        "refused": [["large.pdf", "TOO_LARGE"]],
    }
    assert list(kept.iterdir()) == []


@pytest.mark.urls(__name__)
def test_body_that_is_too_long_is_not_read(client):
    class Unread:
        def read(self, *args):
            raise AssertionError

        readline = read

    response = client.generic(
        "POST",
        "/form/",
        content_type=CONTENT_TYPE,
        **{"CONTENT_LENGTH": str(64 * MEGABYTE + 1), "wsgi.input": Unread()},
    )

    assert (response.status_code, response.content.decode()) == (413, "zu lang")


@pytest.mark.urls(__name__)
def test_view_is_as_strict_about_csrf_as_the_middleware(settings):
    settings.CSRF_FAILURE_VIEW = "tests.techminds.test_uploads.csrf_failure"
    client = Client(enforce_csrf_checks=True)
    token = "t" * 32
    sent = ("large.pdf", b"x" * 2 * MEGABYTE)

    refused = client.post("/form/", body(sent, ("message", "Text")), content_type=CONTENT_TYPE)
    client.cookies[settings.CSRF_COOKIE_NAME] = token
    fields = [("csrfmiddlewaretoken", token), ("message", "Text"), sent]
    taken = client.post("/form/", body(*fields), content_type=CONTENT_TYPE)
    wrong = client.post(
        "/form/", body(("csrfmiddlewaretoken", "u" * 32)), content_type=CONTENT_TYPE
    )

    assert (refused.status_code, refused.content) == (403, b"Text")
    assert (taken.status_code, taken.json()["refused"]) == (200, [["large.pdf", "TOO_LARGE"]])
    assert wrong.status_code == 403


def csrf_failure(request, reason=""):
    return HttpResponse(request.POST.get("message", ""), status=403)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("\udcff\udcfe.pdf", b"x", 200),
        ("..", b"x" * 2 * MEGABYTE, 400),
        ("n" * 2000, b"x", 400),
    ],
)
def test_name_that_django_cannot_read_is_no_error_of_the_server(client, name, content, status):
    response = client.post("/form/", body((name, content)), content_type=CONTENT_TYPE)

    assert response.status_code == status
