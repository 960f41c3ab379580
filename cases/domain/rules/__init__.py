"""The rules, by subject: pure functions that yield what is wrong, and nothing when all is well.

A rule's docstring is the rule and its source. ``*_problems`` gather every reason at once;
services raise them together, and forms show each at its field.
"""
