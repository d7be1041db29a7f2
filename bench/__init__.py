"""The speed bench: this product, three other ways to draw the same map, and a page without a map, in one run."""
