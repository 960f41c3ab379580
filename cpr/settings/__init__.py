"""Settings: ``base`` and, over it, ``demo``, ``test`` and ``production``."""
