"""What of a shop's own figures does not count, and why: for holding ours against theirs month by month."""
