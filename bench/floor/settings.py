"""Essaim's settings, but for the addresses: `essaim serve` with these serves the floor."""

from essaim.config.settings import *  # noqa: F403 -- all of them is the point

ROOT_URLCONF = "bench.floor.urls"
BEFORE_ANSWERING = ()  # what nobody will ask for here
