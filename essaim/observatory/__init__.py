"""What the sheets say together: measures, charts, the map."""
