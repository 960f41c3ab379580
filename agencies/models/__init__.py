"""The models of who: one module a noun."""

from agencies.models.agency import Agency, AgencyKind
from agencies.models.membership import Membership
from agencies.models.team import Team
from agencies.models.user import User

__all__ = ["Agency", "AgencyKind", "Membership", "Team", "User"]
