"""Who: people, agencies, teams, memberships, roles. Knows nothing of children."""
