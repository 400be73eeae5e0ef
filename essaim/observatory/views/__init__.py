"""The views of the observatory: they read the address, ask, and render."""
