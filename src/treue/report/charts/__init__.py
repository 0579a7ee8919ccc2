"""The page's pictures: rows in, an Altair chart out."""
