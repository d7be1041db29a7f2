"""What leaves the product as a file: tables and layers, each with its edition, sources and demonstration mark."""
