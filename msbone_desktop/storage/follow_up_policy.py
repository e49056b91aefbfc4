"""What the clinic decided about reminders: one row."""

from datetime import datetime

import sqlalchemy as sa

from msbone_desktop.domain.errors import ChangedElsewhereError
from msbone_desktop.domain.follow_up import FollowUpPolicy
from msbone_desktop.storage.columns import from_moment
from msbone_desktop.storage.schema_followup import follow_up_policy


class FollowUpPolicies:
    """The policy in force."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self) -> FollowUpPolicy:
        """Return the policy; before one is set, the usual windows and no rule of the clinic."""
        row = self._connection.execute(sa.select(follow_up_policy)).one_or_none()
        if row is None:
            return FollowUpPolicy()
        return FollowUpPolicy(
            annual_dxa_rules=tuple(row.annual_dxa_rules.split()),
            review_months=row.review_months,
            due_soon_days=row.due_soon_days,
            grace_days=row.grace_days,
            return_days=row.return_days,
            booking_words=row.booking_words,
            transport_words=row.transport_words,
            asked=True,
            version=row.version,
        )

    def save(
        self, policy: FollowUpPolicy, expected_version: int, by: str, at: datetime
    ) -> FollowUpPolicy:
        """Replace the policy.

        Raises:
            ChangedElsewhereError: It is not at ``expected_version`` any more.
        """
        present = self.get()
        if present.version != expected_version:
            raise ChangedElsewhereError
        values = {
            "annual_dxa_rules": " ".join(policy.annual_dxa_rules),
            "review_months": policy.review_months,
            "due_soon_days": policy.due_soon_days,
            "grace_days": policy.grace_days,
            "return_days": policy.return_days,
            "booking_words": policy.booking_words,
            "transport_words": policy.transport_words,
            "version": expected_version + 1,
            "changed_by": by,
            "changed_at": from_moment(at),
        }
        if present.asked:
            self._connection.execute(follow_up_policy.update().values(values))
        else:
            self._connection.execute(follow_up_policy.insert(), values | {"id": 1})
        return self.get()
