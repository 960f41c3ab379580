"""Every page of this app. One module a noun; the identifier in an address is opaque."""

from cases.web.views import (
    board,
    children,
    conferences,
    emergencies,
    emergency_reviews,
    enquiries,
    episodes,
    exclusions,
    imports,
    names,
    notices,
    record,
    record_lists,
    registrations,
    restrictions,
    search,
    share_requests,
    sharing,
    work,
)

app_name = "cases"

urlpatterns = [
    *work.urlpatterns,
    *search.urlpatterns,
    *children.urlpatterns,
    *record.urlpatterns,
    *names.urlpatterns,
    *record_lists.urlpatterns,
    *sharing.urlpatterns,
    *share_requests.urlpatterns,
    *episodes.urlpatterns,
    *enquiries.urlpatterns,
    *conferences.urlpatterns,
    *registrations.urlpatterns,
    *restrictions.urlpatterns,
    *exclusions.urlpatterns,
    *board.urlpatterns,
    *imports.urlpatterns,
    *emergency_reviews.urlpatterns,
    *emergencies.urlpatterns,
    *notices.urlpatterns,
]
