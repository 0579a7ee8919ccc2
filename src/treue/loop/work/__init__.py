"""What happens in the background: asked for by pages and the clock, done by the worker."""
