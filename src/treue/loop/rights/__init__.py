"""What a person may ask of us: to see, to correct, to object, to be forgotten."""
