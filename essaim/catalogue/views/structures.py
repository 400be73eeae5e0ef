"""The directory of structures and the page of each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from essaim.catalogue import addresses, linked_data
from essaim.catalogue.structure_directory import Asked, Directory
from essaim.catalogue.structure_page import StructurePage
from essaim.network.models import Structure


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Show the structures that the address asks for, fifty a page."""
    return render(request, "structures/list.html", {"page": Directory.of(Asked.parse(request.GET))})


@require_safe
def structure(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """Show one structure; the number finds it, another slug is redirected to the right one."""
    found = Structure.objects.select_related("department__region").filter(pk=pk).first()
    if found is None:
        raise Http404
    if slug != found.slug:
        return redirect(addresses.of_structure(found), permanent=True)
    page, site = StructurePage.of(found), linked_data.site_of(request)
    trail = [("Structures", reverse("structures:list")), (page.name, page.address)]
    data = [linked_data.of_structure(site, found), linked_data.breadcrumb(site, trail)]
    return render(request, "structures/page.html", {"page": page, "data": data})
