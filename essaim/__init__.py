"""Essaim: the shared catalogue of the actions of French social centres."""
