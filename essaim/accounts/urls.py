"""The addresses of this room. They are a contract: see docs/architecture.md."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
