#!/usr/bin/env python
"""Django's command line; the settings are the demo's unless the environment names others."""

import os
import sys


def main() -> None:
    """This will run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cpr.settings.demo")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
