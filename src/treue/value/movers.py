"""How far a customer's pace is moved, and by how many reasons; apart, so readers need no estimates."""

MOST = 8
"""Features that are named at most."""

LARGEST = 8.0
"""No learned factor is larger, or smaller than its inverse: else who is all but gone would come back."""
