"""The pack of a meeting: slides, pages to print, tables and layers of one edition in one language."""
