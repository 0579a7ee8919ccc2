"""What winning each customer cost."""
