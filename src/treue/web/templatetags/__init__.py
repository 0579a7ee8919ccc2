"""What the pages of signing in may use in their templates."""
