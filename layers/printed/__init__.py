"""The map and its furniture as still pictures: PNG, SVG and pages, from the same classes and colours as the screen."""
