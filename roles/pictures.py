"""Pictures that editors upload: looked at, saved anew, and never kept as they came."""

import secrets
from contextlib import suppress
from io import BytesIO
from pathlib import PurePosixPath

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.html import format_html
from PIL import Image, ImageCms, ImageOps

MAX_SIZE = 5 * 1024 * 1024  # bytes
MAX_PIXELS = 50_000_000  # a small file can unfold to more than the memory holds
FORMATS = ("JPEG", "MPO", "PNG", "WEBP")  # MPO: a JPEG with a second picture, from many phones


def stored_picture(view_name, file):
    """Show a picture that is stored, from the address where visitors see it."""
    address = reverse(view_name, args=[PurePosixPath(file.name).stem])
    return format_html('<img class="stored-picture" src="{}" alt="Gespeichertes Bild">', address)


class PictureInput(AdminFileWidget):
    """Chooses a picture, beside the one that is stored."""

    template_name = "admin/roles/includes/picture_input.html"

    def __init__(self, view_name):
        super().__init__({"accept": "image/jpeg,image/png,image/webp"})
        self.view_name = view_name

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if self.is_initial(value):
            context["widget"]["picture"] = stored_picture(self.view_name, value)
        return context


class PictureField(forms.ImageField):
    """A picture, turned upright, scaled down to `side` pixels at most and saved anew as WebP.

    The name that it gets is random, so that no file is ever overwritten: editions refer to it. It
    ends with width and height, which pages need before they have the file.
    """

    def __init__(self, *, side, **kwargs):
        super().__init__(**kwargs)
        self.side = side

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return file
        if (file.size or 0) > MAX_SIZE:
            raise ValidationError("Das Bild ist größer als 5 MB.", code="too_large")
        file.seek(0)
        image: Image.Image = Image.open(file)
        if image.format not in FORMATS:
            raise ValidationError("Bitte ein Bild als JPEG, PNG oder WebP.", code="invalid_format")
        if image.width * image.height > MAX_PIXELS:
            raise ValidationError(
                "Das Bild hat mehr als 50 Millionen Bildpunkte.", code="too_large"
            )
        buffer = BytesIO()
        try:
            image = redrawn(image, self.side)
            image.save(buffer, "WEBP", quality=85)  # the pixels alone, unless asked for more
        except Exception:  # Django has looked at its head only; what follows can be anything
            raise ValidationError(
                self.error_messages["invalid_image"], code="invalid_image"
            ) from None
        name = f"{secrets.token_hex(8)}-{image.width}x{image.height}.webp"
        return ContentFile(buffer.getvalue(), name=name)


def redrawn(image: Image.Image, side: int) -> Image.Image:
    """Return the pixels of a picture alone: upright, on white, in the colours of the web."""
    if image.mode in {"1", "P", "PA"}:  # scaled as they are, these would lose their half tones
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((side, side))
    image = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    if profile:
        with suppress(ImageCms.PyCMSError, OSError):  # not worth refusing a picture for
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            web = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, source, web, outputMode="RGB") or image
    return image.convert("RGB")
