"""What stands beside the map: each panel takes a view and draws one thing."""
