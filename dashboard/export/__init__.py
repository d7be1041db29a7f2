"""What leaves the product as a file: tables and layers, each with its edition, its sources and the demonstration mark."""
