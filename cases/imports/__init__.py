"""Reading published returns into the register: one module a format, one loader.

Parsers give neutral records (``records``) and touch no model; only ``load`` meets the services.
"""
