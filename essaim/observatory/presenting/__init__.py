"""What the observatory's pages show, prepared: templates only print it."""
