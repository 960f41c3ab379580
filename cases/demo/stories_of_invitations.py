"""Who is invited to the conferences that are called, and what they answered. See ``stories``."""

from __future__ import annotations

from datetime import date

from cases.demo.families import Storyteller
from cases.domain.statuses import ConferenceStatus
from cases.domain.taking_part import AdvocateAnswer, ConferenceLanguage, Invitee, KeptOut, Reply
from cases.models import Conference, Invitation
from cases.services import invitations, preparation, replies
from cases.services.invitations import Guest, Relative
from cases.services.replies import Answer


def tell(story: Storyteller) -> None:
    """This will invite people to the conferences of three families."""
    efas_review(story)
    the_babys_conference(story)
    two_sisters(story)


def efas_review(story: Storyteller) -> None:
    """Nearly ready: the police have not replied, and the chair keeps the stepfather out."""
    row, on = called(story, "Efa", "Lloyd"), story.day(8)
    for key in ("aisha", "chloe", "dafydd.owen", "rhys.parry"):
        invite(story, row, "aisha", key, on)
    for key in ("aisha", "chloe", "dafydd.owen"):
        answer(story, row, key, story.day(6))
    mother = relative(
        story, row, "aisha", Relative(Invitee.PARENT, "Sioned Lloyd", "Mam", told_on=on), on
    )
    stepfather = relative(
        story, row, "aisha", Relative(Invitee.PARENT, "Craig Sutton-Demo", "Stepfather"), on
    )
    efa = row.children.select_related("case").get()
    advocate = Relative(Invitee.ADVOCATE, "Lowri Haf", case=efa.case, written_on=on)
    relative(story, row, "aisha", advocate, on)
    with story.at(story.day(5)):
        gwen = story.cast.actor("gwen")
        replies.record_invitation(
            by=gwen,
            invitation=mother,
            version=mother.version,
            answer=Answer(Reply.COMING, "Brings her sister"),
            asked=replies.Asked(on, on, ConferenceLanguage.WELSH),
            today=story.day(5),
        )
        replies.keep_out(
            by=gwen,
            invitation=stepfather,
            version=stepfather.version,
            of=KeptOut.WHOLE,
            reason="Bailed not to go near the mother. His views are asked for in writing.",
        )
        preparation.record_advocate(
            by=gwen,
            at=efa,
            version=efa.version,
            offered_on=story.day(7),
            answer=AdvocateAnswer.ACCEPTED,
            today=story.day(5),
        )


def the_babys_conference(story: Storyteller) -> None:
    """Called two days ago: the health visitors are let in to the plan and have not replied."""
    row, on = called(story, "", "Lloyd"), story.day(2)
    invite(story, row, "aisha", "aisha", on)
    baby = row.children.get().case_id
    with story.at(on):
        invitations.invite(
            by=story.cast.actor("aisha"),
            conference=row,
            guests=[Guest(story.cast.teams["visitors"])],
            opens=[baby],
            purpose="Invited to the pre-birth conference",
            today=on,
        )


def two_sisters(story: Storyteller) -> None:
    """The school comes, the police send apologies: not quorate yet."""
    row, on = called(story, "Ffion", "Pritchard"), story.day(2)
    children = list(row.children.values_list("case_id", flat=True))
    invite(story, row, "tomos.bevan", "tomos.bevan", on)
    for key in ("school", "police"):
        with story.at(on):
            invitations.invite(
                by=story.cast.actor("tomos.bevan"),
                conference=row,
                guests=[Guest(story.cast.teams[key])],
                opens=children,
                purpose="Invited to the review conference",
                today=on,
            )
    relative(
        story,
        row,
        "tomos.bevan",
        Relative(Invitee.PARENT, "Rhian Pritchard", "Mother", told_on=on, written_on=on),
        on,
    )
    answer(story, row, "tomos.bevan", story.day(1))
    answer(story, row, "dafydd.owen", story.day(1))
    answer(story, row, "rhys.parry", story.day(1), Reply.APOLOGIES, "In court that day")


def called(story: Storyteller, given: str, family: str) -> Conference:
    """This will give the called conference of a child of Cardiff."""
    return Conference.objects.get(
        status=ConferenceStatus.CALLED,
        authority=story.cast.teams["ely"].agency,
        children__case__child__given_names=given,
        children__case__child__family_name=family,
        children__case__lead_team__in=[story.cast.teams["ely"], story.cast.teams["canton"]],
    )


def invite(story: Storyteller, row: Conference, by: str, whom: str, on: date) -> None:
    """This will invite somebody by name who works with the children."""
    member = story.cast.members[whom]
    with story.at(on):
        invitations.invite(
            by=story.cast.actor(by),
            conference=row,
            guests=[Guest(member.team, member)],
            today=on,
        )


def relative(story: Storyteller, row: Conference, by: str, who: Relative, on: date) -> Invitation:
    """This will invite one of the family."""
    with story.at(on):
        return invitations.invite_relative(
            by=story.cast.actor(by), conference=row, relative=who, today=on
        )


def answer(
    story: Storyteller,
    row: Conference,
    by: str,
    on: date,
    reply: Reply = Reply.COMING,
    note: str = "",
) -> None:
    """This will answer for the own team."""
    with story.at(on):
        replies.answer_for_team(
            by=story.cast.actor(by),
            conference=row,
            version=1,
            answer=Answer(reply, note),
            today=on,
        )
