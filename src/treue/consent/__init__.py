"""Whether a person may be written to: evidence, objections, the list of those never to be written to."""
