"""The rules, reviews and holidays of the demonstration: carried facts, each with the source it is from.

Sources as in `register_posts`; S50 gives the non-working days of 2026. The texts of the decrees themselves were not
read: what stands here is confirmed against them before it is shown as law.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from geodata.demo.register_posts import KNOWN, REPORTED_2025, REPORTED_2026, SINCE_2025
from geodata.register.assignments import Rule
from geodata.register.reviews import ReviewRule, SpecialDay

PP1_2025: Final = "PP-1, 03.01.2025"
PP1_2026: Final = "PP-1, 05.01.2026"
SINCE_2026: Final = date(2026, 1, 5)

RULES: Final = (
    (
        Rule(
            key="red_2025",
            name_uz_latn="Ogʻir mahallalarni biriktirish, 2025-yil",
            name_uz_cyrl="Оғир маҳаллаларни бириктириш, 2025 йил",
            name_ru="Закрепление тяжёлых махаллей, 2025 год",
            name_en="Assignment of severe mahallas, 2025",
            order=PP1_2025,
            posts=("hokim", "prosecutor", "police_head", "tax_head", "security_head", "police_deputy"),
            since=SINCE_2025,
            source=REPORTED_2025,
            note="heads of the four sectors, heads of the security service, deputy heads of internal affairs",
        ),
        SINCE_2026,
    ),
    (
        Rule(
            key="line_2025",
            name_uz_latn="Mahalla – tuman – viloyat boʻyicha shaxsiy javobgarlik",
            name_uz_cyrl="Маҳалла – туман – вилоят бўйича шахсий жавобгарлик",
            name_ru="Личная ответственность по линии махалля – район – область",
            name_en="Personal responsibility on the line mahalla – district – region",
            order=PP1_2025,
            posts=("prevention_inspector", "police_head", "region_police_head"),
            years_from=None,
            since=SINCE_2025,
            source=REPORTED_2025,
            note="which posts stand on the line is the demonstration’s guess",
        ),
        None,
    ),
    (
        Rule(
            key="red_2026",
            name_uz_latn="Ogʻir mahallalarni biriktirish, 2026-yil",
            name_uz_cyrl="Оғир маҳаллаларни бириктириш, 2026 йил",
            name_ru="Закрепление тяжёлых махаллей, 2026 год",
            name_en="Assignment of severe mahallas, 2026",
            order=PP1_2026,
            posts=("hokim", "prosecutor", "police_head", "police_deputy"),
            years_to=2,
            since=SINCE_2026,
            source=REPORTED_2026,
            note="whether the rules for three and five years stand in place of this one or beside it was not found",
        ),
        None,
    ),
    (
        Rule(
            key="red_2026_three",
            name_uz_latn="Uch yil qizil toifada qolgan mahallalar, 2026-yil",
            name_uz_cyrl="Уч йил қизил тоифада қолган маҳаллалар, 2026 йил",
            name_ru="Махалли, три года в красной категории, 2026 год",
            name_en="Mahallas three years in red, 2026",
            order=PP1_2026,
            posts=("academy",),
            years_from=3,
            years_to=4,
            since=SINCE_2026,
            source=REPORTED_2026,
        ),
        None,
    ),
    (
        Rule(
            key="red_2026_five",
            name_uz_latn="Besh yil qizil toifada qolgan mahallalar, 2026-yil",
            name_uz_cyrl="Беш йил қизил тоифада қолган маҳаллалар, 2026 йил",
            name_ru="Махалли, пять лет в красной категории, 2026 год",
            name_en="Mahallas five years in red, 2026",
            order=PP1_2026,
            posts=("region_guard_head", "region_police_deputy", "region_hokim_deputy"),
            years_from=5,
            since=SINCE_2026,
            source=REPORTED_2026,
        ),
        None,
    ),
    (
        Rule(
            key="worst_2026",
            level="district",
            name_uz_latn="Ahvoli eng ogʻir tuman va shaharlar, 2026-yil",
            name_uz_cyrl="Аҳволи энг оғир туман ва шаҳарлар, 2026 йил",
            name_ru="Районы и города с наиболее тяжёлой обстановкой, 2026 год",
            name_en="Worst districts and cities, 2026",
            order=PP1_2026,
            posts=("region_prosecutor_deputy", "region_police_deputy"),
            years_from=None,
            since=SINCE_2026,
            source=REPORTED_2026,
        ),
        None,
    ),
    (
        Rule(
            key="causes_2026",
            name_uz_latn="Xotin-qizlar, alkogol va oilaviy nizolar ulushi eng yuqori mahallalar, 2026-yil",
            name_uz_cyrl="Хотин-қизлар, алкоголь ва оилавий низолар улуши энг юқори маҳаллалар, 2026 йил",
            name_ru="Махалли с наибольшей долей женских, алкогольных и семейных случаев, 2026 год",
            name_en="Mahallas with the highest shares of women’s, alcohol and family cases, 2026",
            order=PP1_2026,
            posts=("region_family_head", "region_health_head", "region_justice_head"),
            years_from=None,
            since=SINCE_2026,
            source=REPORTED_2026,
        ),
        None,
    ),
)
"""Each rule, and the first day on which it no longer holds."""

REVIEWS: Final = (
    ReviewRule(key="monthly", every="month", before="minister", order=PP1_2025, since=SINCE_2025, source=REPORTED_2025),
    ReviewRule(
        key="quarterly",
        every="quarter",
        before="prosecutor_general",
        order=PP1_2025,
        since=SINCE_2025,
        source=REPORTED_2025,
    ),
    ReviewRule(
        key="half_yearly", every="half", before="prime_minister", order=PP1_2025, since=SINCE_2025, source=REPORTED_2025
    ),
)

_FIXED_2025: Final = (
    (date(2025, 1, 1), "Yangi yil"),
    (date(2025, 3, 8), "Xotin-qizlar kuni"),
    (date(2025, 3, 21), "Navroʻz"),
    (date(2025, 5, 9), "Xotira va qadrlash kuni"),
    (date(2025, 9, 1), "Mustaqillik kuni"),
    (date(2025, 10, 1), "Oʻqituvchi va murabbiylar kuni"),
    (date(2025, 12, 8), "Konstitutsiya kuni"),
    (date(2026, 1, 1), "Yangi yil"),
)
_SPANS_2026: Final = (
    (date(2026, 3, 7), date(2026, 3, 9)),
    (date(2026, 3, 21), date(2026, 3, 23)),
    (date(2026, 5, 9), date(2026, 5, 11)),
    (date(2026, 5, 28), date(2026, 5, 31)),
    (date(2026, 8, 29), date(2026, 9, 1)),
    (date(2026, 12, 31), date(2027, 1, 3)),
)


def special_days() -> list[SpecialDay]:
    """Days of 2025 fixed by law, without the movable ones; the non-working days of 2026 and the one worked instead."""
    decree = "decree of December 2025 on non-working days (S50)"
    days = [SpecialDay(day=day, name=name, source=KNOWN) for day, name in _FIXED_2025]
    for first, last in _SPANS_2026:
        days += [SpecialDay(day=first + timedelta(days=step), source=decree) for step in range((last - first).days + 1)]
    return [*days, SpecialDay(day=date(2026, 12, 12), kind="working", source=decree)]
