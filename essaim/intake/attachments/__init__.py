"""Taking files in: what each is, made harmless, kept under a name that nobody chose."""
