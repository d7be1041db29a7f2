"""Responsibility: who answers for each red mahalla, what was promised, what is done, when it is reviewed."""

from dashboard import answers, answers_controls, answers_picture, layout, mapview, view
from dashboard.panels import bodies, chain, freshness, late, mahalla, missing, posts, responsibility, reviews, rules

seen = view.here()
asked = answers.here(seen)
part = answers_controls.part(asked)
responsibility.begin(asked)

if part == "mahallas":
    wide, narrow = layout.sides("answers")
    with wide:
        responsibility.headline(asked)
        with layout.map_box():
            with layout.bar("map"):
                answers_controls.filters(asked)
            mapview.show(seen, "responsibility", painted=lambda _: answers_picture.of(asked)).show(seen)
        responsibility.table(asked)
        late.items(asked)
        late.decisions(asked)
    with narrow:
        if not mahalla.show(seen, answers=asked):
            responsibility.districts(asked)
            chain.plan(asked)
        missing.show(seen, "categories", "roadmap")
        responsibility.note(asked)
        freshness.show(seen)

if part == "reviews":
    wide, narrow = layout.sides("reviews")
    with wide:
        reviews.calendar(asked)
        reviews.rules(asked)
    with narrow:
        reviews.coming(asked)
        reviews.download(asked)
        reviews.holidays(asked)

if part == "posts":
    wide, narrow = layout.sides("posts")
    with wide:
        posts.staffing(asked)
        posts.measures(asked)
        rules.show(asked)
        bodies.show(asked)
    with narrow:
        posts.working_group(asked)
        posts.seven(asked)
        posts.groups(asked)
