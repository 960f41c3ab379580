"""How days, times and numbers are written, one module a language. Read by Django's formats."""
