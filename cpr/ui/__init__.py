"""The look of the service and the toolkit for its pages. Knows nothing of children.

Pages are Django templates that receive plain data. `i18n` and `static` are built in; a template
that uses a tag below starts with `{% load ui %}`. No inline style or script: the CSP refuses both.

Layouts (templates/layouts/), each with `page_title` in the context
    page.html     blocks `content`; `heading` (default: page_title, page_caption, page_lede and
                  page_actions [{label, url, primary}]); `title` (default: page_title; never
                  empty); `before_main`; `head`. Context, all optional: `breadcrumbs`
                  [{label, url}] (the last without url) or `back_url` (+ `back_label`);
                  `form` gives the error summary and "Error:" in the title.
    aside.html    as page.html, but blocks `wide` (full width), `columns` and `aside` (side).
    form.html     one question set: `form`, `submit_label`, `cancel_url`, `cancel_label`,
                  `submit_warning` (red), `form_action`, `form_method`; blocks `intro`, `fields`
                  (default {% form_fields form %}), `submit`, `after_form`.
    confirm.html  as form.html with block `consequence`; `form` may be absent.
    print.html    a sheet without navigation: `printed_by`, `printed_at`.
    A page that sets `heading` empty must hold its own h1 (identity.html does).

Tags and filters (`{% load ui %}`)
    {% govuk "button" text=label href=url %}      any GOV.UK macro; snake_case or camelCase
    {% govuk "table" params %}                    parameters as one dict, keywords win
    {% govukblock "details" summary_text=t %} … {% endgovukblock %}    the body becomes `html`
    {% form_errors form %}                        the layouts already do it
    {% form_fields form %}  {% form_field form.name label="…" hint="…" %}  {{ form.name }}
    {% bar 93 100 state="ok" label="93%" %}       horizontal bar with its figure
    {% columns entries legend="…" %}              a list of charts.Column(label,
                                                  lower, upper, url, words)
    charts.rates([charts.Rate(part, whole, words, url)], good=0.9)    in a presenter: one small
                                                  column a month, each a link

Components (`{% include "components/NAME.html" with … %}`). `state` is late, soon, ok, done or none;
`kind` of a tag is red, amber, green, blue or grey. The words must say what the colour repeats.
    identity.html    identity {name, state, tags [{text, kind}], facts [{label, value, url}],
                     actions [{label, url, primary}], note}; holds the h1
    clocks.html      clocks [{rule, state, headline, detail, url}], clocks_label
    tabs.html        tabs [{label, url, current, count}], tabs_label
    timeline.html    entries [{when, at, important, tags, title, body, note, url, link_label}]
    figures.html     figures [{number, words, url, state}]
    table.html       table {caption, hide_caption, stacked ("wide": on a tablet too),
                     columns [{label, numeric, hide_label, sort_url, sorted}],
                     rows [[cell, …]], empty, empty_action {label, url}}; a cell is
                     text or {text, url, hidden, tag (kind), after, after_tag {text, kind},
                     bar}; an empty or None text shows as an en dash; the first cell heads its row
    filters.html     filter_form (a ui.Form sent by GET), filter_label, filter_clear_url
    pagination.html  page_obj (Django's), query (query string without `page`)
    tag.html         text, kind
    notice.html      notice_state, notice_title, notice_text, notice_detail
    summary.html     rows [{label, value, url, tag, actions [{label, url, hidden}]}]
    side_list.html   side_title, side_items [{title, url, tag {text, kind}, detail}],
                     side_action {label, url}, side_empty
    findings.html    findings [{state, title, detail, url}]
    checklist.html   checks [{label, done, url}]
    empty.html       text, action {label, url}
    chart.html       chart_title, chart
    form_actions.html  submit_label, cancel_url, cancel_label, submit_warning
    Classes without a template: app-card (+ --late/--soon/--ok, __title, __then), app-lede,
    app-muted, app-narrow, app-columns (__main, __aside), and GOV.UK's headings, body and lists.

Forms: `from cpr.ui import forms as ui`
    class VisitForm(ui.Form):
        seen_on = ui.DateField(label=_("Date of the visit"), latest=clock.today)
        alone = ui.RadiosField(label=_("Seen alone?"), choices=[
            ui.Choice("yes", _("Yes")), ui.Choice("no", _("No"), hint=…, reveals=["why_not"])])
        why_not = ui.TextareaField(label=_("Why not?"), max_length=500, count=True)
    Fields: Text, Textarea, Email, Integer, Time, Date, Select, Radios, Checkboxes, Checkbox, File,
    Hidden (each + "Field"). All take label, hint, required, required_message, initial, width
    ("2" … "30", "one-half"), label_size ("s", "m", "l", ""), hide_label, mark_optional,
    autocomplete, inputmode, spellcheck, prefix, suffix. Textarea: rows, count.
    Radios: inline; small=False for the large ones. Choice fields: choices (pairs, Choice objects,
    a callable, or later
    `form.set_choices(name, …)`), coerce. Select: empty_label. Date: earliest, latest (a date or
    a callable). File: accept. Checkbox: reveals. A revealed field is asked,
    checked and kept only when its answer is chosen (a subclass's clean() calls super().clean()
    first).
    `form.add_domain_error(error, {"fact": "field"})` shows a DomainError's problems beside the
    fields they name, in the words of UI_PROBLEM_TEXT; a class attribute `field_aliases` names the
    facts once. What no field asks for goes to the top of the page.

Settings: UI_NAVIGATION and UI_NOTIFICATION_COUNT (dotted paths of callables taking the request,
the first giving [{label, url, current}]), UI_PROBLEM_TEXT (problem -> words); UI_NOTIFICATIONS_URL,
UI_ACCOUNT_URL, UI_SEARCH_URL ("cases:children"), UI_LANGUAGE_URL ("set_language") are URL names:
what does not resolve is not shown.
"""
