"""A shop with known truth: it can be written in bulk, and played day by day.

Every draw is a pure function of what it is about (`chance`). Who people are follows from `people`, what
they meet from `fates`, what a day brings from `buying`; `truth` says what is to be expected, and what each
action changes.
"""
