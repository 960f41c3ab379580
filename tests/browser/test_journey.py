"""The main job from end to end, every step through the pages: onto the register and off it again.

Aisha is the social worker, Gwen the chair, Huw the team manager; each at a browser of their own.
"""

from __future__ import annotations

import re
from datetime import date

from cases.domain.statuses import ConferenceKind
from cases.models import Case, Conference, Registration
from tests import scenarios as s
from tests.browser.conftest import Visiting
from tests.browser.visitor import Visitor

BORN = s.before(1500)


def test_a_childs_name_goes_on_the_register_and_comes_off(w: s.World, visit: Visiting) -> None:
    s.child(w, given="Efa", family="Lloyd", age_days=1530)  # whom the new child may be
    aisha = visit().sign_in("aisha")
    aisha.check()
    huw = visit().sign_in("huw")
    assert on_register(huw) == 0
    huw.check()

    add_the_children(aisha)
    efa, ioan = (Case.objects.get(child__given_names=name) for name in ("Efa Mair", "Ioan"))
    assert efa.child.sibling_group_id == ioan.child.sibling_group_id is not None
    enquire(aisha, efa)
    call_conference(aisha, efa, "Initial conference", s.before(75), names=("Efa Mair", "Ioan"))

    gwen = visit().sign_in("gwen")
    hold_conference(gwen, s.before(75))
    decide_for_both(gwen)
    registration = Registration.objects.get()
    assert registration.case == efa
    assert set(registration.categories.values_list("category", flat=True)) == {
        "neglect",
        "emotional",
    }

    work_the_plan(aisha, efa)
    assert on_register(huw) == 1
    late = overdue_dates(huw)
    assert late > 0, "a first review that is not held is late"
    huw.check()

    call_conference(aisha, efa, "Review conference", s.before(2), names=("Efa Mair",))
    hold_conference(gwen, s.before(2))
    take_off(gwen)
    registration.refresh_from_db()
    assert registration.ended_on == s.before(2)

    aisha.open(f"/cases/{efa.pk}/")
    aisha.sees("Came off the register", "Efa Mair Lloyd")
    aisha.check()
    assert on_register(huw) == 0
    assert overdue_dates(huw) < late
    huw.check()


def add_the_children(aisha: Visitor) -> None:
    """A child like one on record, confirmed to be another; then the brother, linked."""
    aisha.go("Children")
    aisha.follow("Add a child")
    aisha.check()
    aisha.fill("Given names", "Efa Mair")
    aisha.fill("Family name", "Lloyd")
    aisha.choose("Has the child been born?", "Yes")
    aisha.fill_date("Date of birth", BORN)
    aisha.choose("Sex", "Girl")
    aisha.press("Continue")
    assert aisha.heading() == "Is this child on record already?"
    aisha.sees("Efa Lloyd")
    aisha.check()
    aisha.press("Add the child")  # not before it is said that it is none of these
    aisha.sees("There is a problem")
    aisha.field("None of these is the child I am adding").check()
    aisha.press("Add the child")
    aisha.is_told("Efa Mair Lloyd is added")
    aisha.check()
    aisha.part("Family")
    aisha.check()
    aisha.follow("Add a brother or sister")
    aisha.sees("brother or sister of Efa Mair Lloyd")
    aisha.fill("Given names", "Ioan")
    aisha.choose("Has the child been born?", "Yes")
    aisha.fill_date("Date of birth", s.before(2600))
    aisha.choose("Sex", "Boy")
    aisha.press("Continue")
    if aisha.heading() == "Is this child on record already?":
        aisha.field("None of these is the child I am adding").check()
        aisha.press("Add the child")
    aisha.is_told("Ioan Lloyd is added")


def enquire(aisha: Visitor, efa: Case) -> None:
    """One strategy discussion for both, then how each enquiry ended."""
    aisha.open(f"/cases/{efa.pk}/")
    aisha.follow(re.compile("strategy discussion", re.IGNORECASE))
    aisha.check()
    aisha.choose("Which children was it about?", "Efa Mair Lloyd", "Ioan Lloyd")
    aisha.fill_date("Day it was held", s.before(90))
    aisha.fill("Which agencies took part", "Children’s services, South Wales Police")
    aisha.choose("What was decided?", "Section 47 enquiry, with the police")
    aisha.fill("Reasons", "The school saw bruises that nobody could explain.")
    aisha.press("Record the discussion")
    aisha.is_told("Efa Mair Lloyd and Ioan Lloyd")
    aisha.check()
    for given in ("Efa Mair", "Ioan"):
        case = Case.objects.get(child__given_names=given)
        aisha.open(f"/cases/{case.pk}/")
        aisha.follow("Record the outcome")
        aisha.check()
        aisha.fill_date("Day the enquiry ended", s.before(82))
        aisha.choose("What was determined?", "Concerns substantiated, continuing risk")
        aisha.fill("Reasons", "The bruises were made by a belt.")
        aisha.press("Record the outcome")
        aisha.is_told(f"about {given} Lloyd is recorded")
        aisha.check()


def call_conference(aisha: Visitor, efa: Case, kind: str, on: date, names: tuple[str, ...]) -> None:
    """From the child's record to a called conference with Gwen in the chair."""
    aisha.open(f"/cases/{efa.pk}/conferences/")
    aisha.follow("Call a conference")
    aisha.check()
    aisha.choose("Which conference?", kind)
    children = aisha.group("Which children is it about?")
    for box in children.get_by_role("checkbox").all():
        box.uncheck()
    aisha.choose("Which children is it about?", *names)
    aisha.fill_date("Day", on)
    aisha.fill("Time", "10:00")
    aisha.field("Chair").select_option(label="Gwen Price")
    aisha.press("Call the conference")
    aisha.is_told(f"{kind} called for {names[0]} Lloyd")
    aisha.check()


def hold_conference(gwen: Visitor, on: date) -> None:
    """The chair finds the conference among hers and records that it was held."""
    gwen.go("Conferences")
    gwen.check()
    gwen.click(gwen.page.get_by_role("main").locator("tbody").get_by_role("link"))
    gwen.check()
    gwen.follow(re.compile("held", re.IGNORECASE))
    gwen.check()
    gwen.fill_date("Day it was held", on)
    gwen.press("Record that it was held")
    gwen.is_told("The conference was held")
    gwen.check()


def decide_for_both(gwen: Visitor) -> None:
    """One child on the register in two categories, the other not, each with reasons."""
    conference = Conference.objects.get(kind=ConferenceKind.INITIAL)
    page = f"/conferences/{conference.pk}/"
    at = {each.case.child.given_names: each for each in conference.children.all()}
    for given in ("Efa Mair", "Ioan"):
        gwen.open(page)
        gwen.click(gwen.page.get_by_role("main").locator(f'a[href*="{at[given].pk}"]'))
        assert given in gwen.page.get_by_role("main").inner_text()
        if given == "Ioan":
            gwen.choose("What did the conference decide?", "Do not register")
            gwen.fill("Reasons", "Lives with his father; no risk there.")
        else:
            gwen.check()
            gwen.choose("What did the conference decide?", "Place the name on the register")
            gwen.choose("Categories", "Neglect", re_label(gwen, "motional"))
            gwen.check()
            gwen.fill("Reasons", "Left alone overnight, frightened at home.")
        gwen.press("Record the decision")
        gwen.is_told(given)
    gwen.check()


def re_label(visitor: Visitor, part: str) -> str:
    """The whole words of the category that holds these letters: they differ by nation."""
    labels = visitor.group("Categories").locator("label").all_inner_texts()
    return next(text.strip() for text in labels if part in text)


def work_the_plan(aisha: Visitor, efa: Case) -> None:
    """The registration and its clocks; a visit, a core group; sharing with Chloe's team."""
    aisha.open(f"/cases/{efa.pk}/")
    aisha.sees("On the register", "Neglect")
    due = aisha.page.get_by_role("list", name="What is due")
    before = due.inner_text()
    assert "late" in before
    aisha.check()
    aisha.open(f"/cases/{efa.pk}/visits/")
    aisha.follow("Record a visit")
    aisha.check()
    aisha.fill_date("Date of the visit", s.before(1))
    aisha.choose("Did you see the child?", "Yes")
    aisha.field("Seen alone").check()
    aisha.field("At the child’s home").check()
    aisha.field("The child’s bedroom was seen").check()
    aisha.fill("In the child’s own words", "I sleep in my own bed now.")
    aisha.fill("What you saw and did", "The house was warm, Nain was there.")
    aisha.press("Record the visit")
    aisha.is_told("The visit is recorded")
    assert due.inner_text() != before
    aisha.check()
    aisha.open(f"/cases/{efa.pk}/visits/")
    aisha.sees("I sleep in my own bed now.")
    aisha.follow("Record a core group")
    aisha.check()
    aisha.fill_date("Date of the meeting", s.before(66))
    aisha.fill("What the group agreed", "Nain moves in; the school calls daily.")
    aisha.press("Record the meeting")
    aisha.is_told("core group")
    share_with_chloe(aisha)


def share_with_chloe(aisha: Visitor) -> None:
    aisha.follow(re.compile("^Share"))
    aisha.check()
    agency = aisha.page.get_by_role("main").get_by_role("combobox")
    named = next(a for a in agency.locator("option").all_inner_texts() if "Health Board" in a)
    agency.select_option(label=named)
    aisha.press("Continue")
    aisha.check()
    aisha.choose("Which team?", "Health visitors, Ely")
    aisha.press("Continue")
    aisha.check()
    aisha.choose("With the whole team", "The whole team")
    aisha.choose("How much do they need to see?", "Plan and notes")
    aisha.fill("What for?", "Health visitor of the family")
    aisha.choose("Under which law?", "Duty to co-operate")
    aisha.press("Share")
    aisha.is_told("Shared with")
    aisha.sees("Health visitors, Ely")
    aisha.check()


def take_off(gwen: Visitor) -> None:
    """The review's decision: why, what has changed and how it is known."""
    gwen.click(gwen.page.get_by_role("main").locator('a[href*="/decisions/"]'))
    gwen.choose("What did the conference decide?", "Take the name off the register")
    gwen.check()
    gwen.choose("Why does the name come off", "No longer at continuing risk")
    gwen.fill("What has changed for", "Nain moved in; eleven visits found an adult.")
    gwen.fill("Reasons", "The plan is met.")
    gwen.press("Record the decision")
    gwen.is_told("came off the register")
    gwen.check()


def on_register(huw: Visitor) -> int:
    """This will read from Huw's board how many children are on the register."""
    huw.go("Overdue")
    link = huw.page.get_by_role("main").get_by_role(
        "link", name=re.compile(r"\d+ child(ren)? on the register")
    )
    return int(link.first.inner_text().split()[0])


def overdue_dates(huw: Visitor) -> int:
    """This will count the dates on the list of everything overdue."""
    huw.open("/overdue/list/?count=dates")
    return huw.page.get_by_role("table").locator("tbody tr").count()
