"""What a signed-in person does with their account: home, structures, requests, personal data."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
