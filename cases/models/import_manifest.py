"""The database's own part in undoing a loading: it notes what a loading writes, and lets it go.

While ``register.import_batch`` names a batch, each row written to a table of the register is
noted. A row that is never deleted otherwise may go when its note belongs to an undone loading.
"""

from __future__ import annotations

import pgtrigger
from django.db import models

from cases.models.case import Case, Involvement
from cases.models.child import Child, ChildIdentifier
from cases.models.conference import Conference, ConferenceChild
from cases.models.deadline import Deadline, OverdueFlag
from cases.models.enquiry import Section47Enquiry
from cases.models.registration import DeregistrationDecision, Registration, RegistrationCategory
from cases.models.visit import Visit

LOADING = "register.import_batch"
"""The setting of the transaction that names the batch being loaded."""

WRITTEN_BY_A_LOADING: tuple[type[models.Model], ...] = (
    OverdueFlag,
    Deadline,
    DeregistrationDecision,
    RegistrationCategory,
    Registration,
    ConferenceChild,
    Conference,
    Visit,
    Section47Enquiry,
    Involvement,
    Case,
    ChildIdentifier,
    Child,
)
"""Every table of the register that a loading writes, in an order in which rows can be deleted."""

NOTE = """
    INSERT INTO cases_importchange (batch_id, table_name, row_id, before)
    VALUES (
        current_setting('register.import_batch')::uuid, TG_TABLE_NAME, NEW.id,
        CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END
    );
    RETURN NULL;
"""

for _model in WRITTEN_BY_A_LOADING:
    pgtrigger.register(
        pgtrigger.Trigger(
            name="noted_while_a_return_is_loaded",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when=pgtrigger.After,
            condition=pgtrigger.Condition("current_setting('register.import_batch', true) <> ''"),
            func=NOTE,
        )
    )(_model)
