"""The checks of consistency that one statement can make: each gives a line for each break.

Read with ``consistency``; the names are what ``manage.py check_register`` prints.
"""

from __future__ import annotations

BREAKS: dict[str, str] = {
    "open_flags_are_of_overdue_deadlines": """
        SELECT 'flag ' || flag.id FROM cases_overdueflag AS flag
        JOIN cases_deadline AS deadline ON deadline.id = flag.deadline_id
        WHERE flag.cleared_at IS NULL AND (deadline.met_on IS NOT NULL
           OR deadline.stopped_on IS NOT NULL OR deadline.due_on >= %(today)s)""",
    "overdue_deadlines_have_a_flag": """
        SELECT 'deadline ' || deadline.id FROM cases_deadline AS deadline,
        (SELECT for_day, started_at FROM cases_sweeprun
         ORDER BY finished_at DESC LIMIT 1) AS sweep
        WHERE deadline.met_on IS NULL AND deadline.stopped_on IS NULL
          AND deadline.due_on < sweep.for_day
          AND uuid_extract_timestamp(deadline.id) < sweep.started_at
          AND NOT EXISTS (SELECT 1 FROM cases_overdueflag AS flag
                          WHERE flag.deadline_id = deadline.id AND flag.cleared_at IS NULL)""",
    "a_registration_is_its_conferences_decision": """
        SELECT 'registration ' || registration.id FROM cases_registration AS registration
        LEFT JOIN cases_conferencechild AS place ON place.id = registration.decision_id
        LEFT JOIN cases_conference AS conference ON conference.id = place.conference_id
        WHERE (registration.decision_id IS NULL AND registration.import_batch_id IS NULL)
           OR (registration.decision_id IS NOT NULL AND (place.case_id <> registration.case_id
               OR place.decision IS DISTINCT FROM 'register' OR conference.status <> 'held'
               OR conference.held_on <> registration.registered_on))""",
    "a_decision_to_register_is_on_the_register": """
        SELECT 'decision ' || place.id FROM cases_conferencechild AS place
        WHERE place.decision = 'register' AND NOT EXISTS (
            SELECT 1 FROM cases_registration AS registration
            WHERE registration.decision_id = place.id)""",
    "a_decision_to_remove_took_the_name_off": """
        SELECT 'decision ' || place.id FROM cases_conferencechild AS place
        WHERE place.decision = 'remove' AND NOT EXISTS (
            SELECT 1 FROM cases_deregistrationdecision AS off WHERE off.decision_id = place.id)""",
    "a_name_comes_off_on_the_day_decided": """
        SELECT 'registration ' || registration.id FROM cases_registration AS registration
        LEFT JOIN cases_deregistrationdecision AS off ON off.registration_id = registration.id
        LEFT JOIN cases_conferencechild AS place ON place.id = off.decision_id
        LEFT JOIN cases_conference AS conference ON conference.id = place.conference_id
        WHERE registration.ended_on IS DISTINCT FROM off.ended_on
           OR (off.decision_id IS NOT NULL AND (place.decision IS DISTINCT FROM 'remove'
               OR conference.held_on IS DISTINCT FROM off.ended_on))""",
    "registrations_of_a_child_do_not_overlap": """
        SELECT 'registrations ' || a.id || ' and ' || b.id FROM cases_registration AS a
        JOIN cases_registration AS b ON b.child_id = a.child_id AND b.id > a.id
        WHERE daterange(a.registered_on, a.ended_on) && daterange(b.registered_on, b.ended_on)""",
    "no_name_is_on_the_register_of_a_closed_case": """
        SELECT 'case ' || c.id FROM cases_case AS c
        JOIN cases_registration AS registration ON registration.case_id = c.id
        WHERE c.closed_on IS NOT NULL
          AND (registration.ended_on IS NULL OR registration.ended_on > c.closed_on)""",
    "categories_lie_within_their_registration": """
        SELECT 'registration ' || registration.id FROM cases_registration AS registration
        WHERE NOT EXISTS (SELECT 1 FROM cases_registrationcategory AS category
                          WHERE category.registration_id = registration.id
                            AND category.ended_on IS NOT DISTINCT FROM registration.ended_on)
           OR EXISTS (SELECT 1 FROM cases_registrationcategory AS category
                      WHERE category.registration_id = registration.id
                        AND (category.started_on < registration.registered_on
                             OR category.ended_on > registration.ended_on
                             OR (category.ended_on IS NULL
                                 AND registration.ended_on IS NOT NULL)))""",
    "an_open_case_is_led_by_one_team_of_its_authority": """
        SELECT 'case ' || c.id FROM cases_case AS c
        JOIN agencies_team AS lead ON lead.id = c.lead_team_id
        LEFT JOIN cases_involvement AS led ON led.case_id = c.id AND led.role = 'lead_team'
             AND led.starts_at <= %(now)s AND (led.ends_at IS NULL OR led.ends_at > %(now)s)
        WHERE c.closed_on IS NULL
        GROUP BY c.id, lead.agency_id
        HAVING count(led.id) <> 1 OR bool_or(led.team_id <> c.lead_team_id)
            OR lead.agency_id <> c.authority_id""",
    "a_co_ordinator_is_a_worker_of_the_authority": """
        SELECT 'involvement ' || work.id FROM cases_involvement AS work
        JOIN cases_case AS c ON c.id = work.case_id
        JOIN agencies_membership AS member ON member.id = work.membership_id
        JOIN agencies_team AS team ON team.id = member.team_id
        WHERE work.role = 'co_ordinator' AND (team.agency_id <> c.authority_id
              OR member.role NOT IN ('social_worker', 'team_manager')
              OR work.team_id <> member.team_id)""",
    "involvements_lie_within_their_case": """
        SELECT 'involvement ' || work.id FROM cases_involvement AS work
        JOIN cases_case AS c ON c.id = work.case_id
        WHERE (work.starts_at AT TIME ZONE 'Europe/London')::date < c.opened_on
           OR (c.closed_on IS NOT NULL AND work.role <> 'lead_team'
               AND (work.ends_at IS NULL OR
                    (work.ends_at AT TIME ZONE 'Europe/London')::date > c.closed_on))""",
    "a_chair_was_let_into_each_case": """
        SELECT 'conference ' || conference.id FROM cases_conference AS conference
        JOIN cases_conferencechild AS place ON place.conference_id = conference.id
        WHERE conference.chair_id IS NOT NULL AND conference.status <> 'cancelled'
          AND NOT EXISTS (SELECT 1 FROM cases_involvement AS work
                          WHERE work.case_id = place.case_id AND work.role = 'chair'
                            AND work.membership_id = conference.chair_id)""",
    "children_at_a_conference_are_of_its_authority": """
        SELECT 'conference ' || conference.id FROM cases_conference AS conference
        JOIN cases_conferencechild AS place ON place.conference_id = conference.id
        JOIN cases_case AS c ON c.id = place.case_id
        WHERE c.authority_id <> conference.authority_id""",
    "visits_lie_within_their_case_and_after_the_birth": """
        SELECT 'visit ' || visit.id FROM cases_visit AS visit
        JOIN cases_case AS c ON c.id = visit.case_id
        JOIN cases_child AS child ON child.id = c.child_id
        WHERE visit.visited_on < c.opened_on OR visit.visited_on > c.closed_on
           OR child.born_on IS NULL OR visit.visited_on < child.born_on
           OR visit.visited_on > %(today)s""",
    "core_groups_are_of_a_registration": """
        SELECT 'core group ' || meeting.id FROM cases_coregroupmeeting AS meeting
        WHERE meeting.held_on > %(today)s OR NOT EXISTS (
            SELECT 1 FROM cases_registration AS registration
            WHERE registration.case_id = meeting.case_id
              AND meeting.held_on BETWEEN registration.registered_on
                                      AND coalesce(registration.ended_on, meeting.held_on))""",
    "what_has_happened_lies_in_the_past": """
        SELECT 'conference ' || id FROM cases_conference WHERE held_on > %(today)s
        UNION ALL SELECT 'strategy discussion ' || id FROM cases_strategydiscussion
        WHERE held_on > %(today)s
        UNION ALL SELECT 'enquiry ' || id FROM cases_section47enquiry WHERE ended_on > %(today)s
        UNION ALL SELECT 'registration ' || id FROM cases_registration
        WHERE registered_on > %(today)s OR ended_on > %(today)s
        UNION ALL SELECT 'note ' || id FROM cases_note WHERE happened_on > %(today)s""",
    "an_enquiry_follows_its_discussion": """
        SELECT 'enquiry ' || enquiry.id FROM cases_section47enquiry AS enquiry
        JOIN cases_strategydiscussion AS discussion
          ON discussion.id = enquiry.strategy_discussion_id
        WHERE discussion.case_id <> enquiry.case_id OR discussion.held_on > enquiry.started_on""",
    "a_notes_author_worked_with_the_child": """
        SELECT 'note ' || note.id FROM cases_note AS note
        JOIN cases_case AS c ON c.id = note.case_id
        JOIN agencies_team AS team ON team.id = note.author_team_id
        WHERE team.agency_id <> c.authority_id AND NOT EXISTS (
            SELECT 1 FROM cases_involvement AS work
            WHERE work.case_id = note.case_id AND work.team_id = note.author_team_id
              AND work.starts_at <= note.written_at)""",
    "a_case_is_marked_as_restricted_while_it_is": """
        SELECT 'case ' || c.id FROM cases_case AS c
        WHERE c.is_restricted <> EXISTS (
            SELECT 1 FROM cases_restriction AS restriction
            WHERE restriction.case_id = c.id AND restriction.ends_at IS NULL)""",
    "nobody_is_named_where_nothing_is_restricted": """
        SELECT 'involvement ' || part.id FROM cases_involvement AS part
        JOIN cases_case AS c ON c.id = part.case_id AND NOT c.is_restricted
        WHERE part.is_named AND (part.ends_at IS NULL OR part.ends_at > %(now)s)""",
    "somebody_can_end_each_restriction": """
        SELECT 'case ' || c.id FROM cases_case AS c
        WHERE c.is_restricted AND NOT EXISTS (
            SELECT 1 FROM cases_involvement AS part
            JOIN agencies_membership AS member ON member.id = part.membership_id
            JOIN agencies_user AS person ON person.id = member.user_id AND person.is_active
            JOIN agencies_team AS team ON team.id = member.team_id
            WHERE part.case_id = c.id AND part.is_named AND part.level = 'lead'
              AND part.starts_at <= %(now)s AND (part.ends_at IS NULL OR part.ends_at > %(now)s)
              AND team.agency_id = c.authority_id AND member.role = 'senior_manager'
              AND member.suspended_at IS NULL AND member.started_on <= %(today)s
              AND (member.ended_on IS NULL OR member.ended_on > %(today)s)
              AND NOT EXISTS (SELECT 1 FROM cases_exclusion AS barred
                              WHERE barred.case_id = c.id AND barred.user_id = member.user_id
                                AND barred.ends_at IS NULL))""",
    "the_audit_tells_of_each_case": """
        SELECT 'case ' || c.id FROM cases_case AS c
        WHERE NOT EXISTS (SELECT 1 FROM audit_auditevent AS event WHERE event.case_id = c.id)
          AND NOT EXISTS (SELECT 1 FROM audit_auditevent AS event
                          WHERE event.child_id = c.child_id AND event.case_id IS NOT NULL)""",
    "a_child_is_found_by_what_the_facts_say": """
        SELECT 'child ' || facts.child_id
        FROM cases_child_facts(ARRAY(SELECT id FROM cases_child)) AS facts
        LEFT JOIN cases_childsearch AS kept ON kept.child_id = facts.child_id
        WHERE kept.child_id IS NULL OR NOT kept.words @> facts.words
           OR NOT kept.known_to @> facts.known_to""",
}
"""What may not be, by the name of the rule that it breaks."""

TO_LOOK_AT: dict[str, str] = {
    "registered_without_a_co_ordinator": """
        SELECT 'registration ' || registration.id FROM cases_registration AS registration
        WHERE registration.ended_on IS NULL AND NOT EXISTS (
            SELECT 1 FROM cases_involvement AS work
            WHERE work.case_id = registration.case_id AND work.role = 'co_ordinator'
              AND work.starts_at <= %(now)s AND (work.ends_at IS NULL OR work.ends_at > %(now)s))
        """,
    "a_review_without_a_decision_for_the_child": """
        SELECT 'conference ' || conference.id FROM cases_conference AS conference
        JOIN cases_conferencechild AS place ON place.conference_id = conference.id
        WHERE conference.status = 'held' AND place.decision IS NULL""",
}
"""What can be so, and is to be looked at by somebody."""
