"""The pages' own sentences, a file per language with the same keys."""
