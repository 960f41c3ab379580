"""The clocks of a case, by what starts them: an enquiry, a conference, a registration.

``cases.domain.deadlines`` is the door; nothing else imports from here.
"""
