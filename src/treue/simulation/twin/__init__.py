"""A shop like yours, of people who do not exist: learned from its facts, played like a world.

`seen` is what a shop knows of its customers' orders, `clock` its pace day by day. `likelihood` says how well
traits explain a customer, `learning` finds everybody's traits and the law they follow, `law` is what is kept.
`drawing` makes new people, `playing` lets days pass for them, `likeness` judges the result.
"""
