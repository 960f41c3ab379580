"""PostgreSQL as this product uses it: the application's role, and who acts in each statement.

The engine is ``cpr.postgres``. Knows nothing of children: which tables are protected, and how, is
said by the migrations.
"""
