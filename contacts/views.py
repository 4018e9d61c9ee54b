from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contacts.forms import VacancyRequestForm
from contacts.models import VacancyRequest


@require_safe
def offices(request):
    return render(request, "contacts/offices.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vacancy_request(request):
    if request.method == "POST":
        form = VacancyRequestForm(request.POST)
        if form.is_valid():
            return redirect(form.receive())
    else:
        form = VacancyRequestForm(initial=VacancyRequestForm.initial_from(request.GET))
    status = 422 if form.errors else 200
    return render(request, "contacts/vacancy_request.html", {"form": form}, status=status)


@never_cache
@require_safe
def thank_you(request):
    received = VacancyRequest.of_receipt(request.GET.get("anfrage", ""))
    if received is None:
        return redirect("contacts:vacancy_request")
    return render(request, "contacts/thank_you.html", {"received": received})
