"""The made-up people of the demonstration: invented names, NHS numbers of the 999 test range.

Everything is done through the services, as the product itself would have done it.
"""
