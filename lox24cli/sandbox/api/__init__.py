"""Routes and shapes, as the documentation has them."""
