"""The simulated shop as the files a real one would export: one file a shop system.

What a shop's facts do not hold, names, addresses and order numbers, is made up here and goes to no facts.
"""
