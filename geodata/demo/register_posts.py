"""The bodies and posts of the demonstration: carried facts, each with the source its name or office is from.

S01 and S06 report the meeting and PP-1 of January 2025, S12 the assignments of PP-1 of 5 January 2026, S28 the mahalla
seven. The texts of the decrees themselves were not read: what stands here is confirmed against them before it is shown
as law.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from geodata.register.posts import SEVEN, Body, Post

SINCE_2025: Final = date(2025, 1, 3)
REPORTED_2025: Final = "reported of January 2025 (S01, S06)"
REPORTED_2026: Final = "reported of PP-1 of 5 January 2026 (S12)"
KNOWN: Final = "general knowledge, to be confirmed"
_SOURCES: Final = {"S01": REPORTED_2025, "S12": REPORTED_2026, "S28": "mahalla seven (S28)", "?": KNOWN}

_BODIES: Final = (
    ("government", "Vazirlar Mahkamasi", "Вазирлар Маҳкамаси", "Кабинет Министров", "Cabinet of Ministers"),
    ("prosecution", "Prokuratura", "Прокуратура", "Прокуратура", "Prosecutor’s office"),
    ("internal_affairs", "Ichki ishlar organlari", "Ички ишлар органлари", "Органы внутренних дел", "Internal affairs"),
    ("hokimlik", "Hokimlik", "Ҳокимлик", "Хокимият", "Hokimiyat"),
    ("tax", "Soliq organlari", "Солиқ органлари", "Налоговые органы", "Tax authorities"),
    ("national_guard", "Milliy gvardiya", "Миллий гвардия", "Национальная гвардия", "National Guard"),
    ("mahalla", "Mahalla", "Маҳалла", "Махалля", "Mahalla"),
    ("science", "Taʼlim va ilmiy muassasalar", "Таълим ва илмий муассасалар", "Образовательные и научные учреждения",
     "Educational and scientific bodies"),
    ("family", "Oila va xotin-qizlar boshqarmasi", "Оила ва хотин-қизлар бошқармаси", "Управление семьи и женщин",
     "Family and women department"),
    ("health", "Sogʻliqni saqlash boshqarmasi", "Соғлиқни сақлаш бошқармаси", "Управление здравоохранения",
     "Health department"),
    ("justice", "Adliya boshqarmasi", "Адлия бошқармаси", "Управление юстиции", "Justice department"),
)  # fmt: skip

# key, body, level, names in four languages, source
_POSTS: Final = (
    ("prime_minister", "government", "republic", "Bosh vazir", "Бош вазир", "Премьер-министр", "Prime Minister", "S01"),
    ("prosecutor_general", "prosecution", "republic", "Bosh prokuror", "Бош прокурор", "Генеральный прокурор",
     "Prosecutor General", "S01"),
    ("minister", "internal_affairs", "republic", "Ichki ishlar vaziri", "Ички ишлар вазири", "Министр внутренних дел",
     "Minister of Internal Affairs", "S01"),
    ("academy", "science", "republic", "Taʼlim yoki ilmiy muassasa", "Таълим ёки илмий муассаса",
     "Образовательное или научное учреждение", "Educational or scientific body", "S12"),
    ("region_hokim", "hokimlik", "region", "Viloyat hokimi", "Вилоят ҳокими", "Хоким области", "Hokim of the region",
     "S01"),
    ("region_hokim_deputy", "hokimlik", "region", "Viloyat hokimi oʻrinbosari", "Вилоят ҳокими ўринбосари",
     "Заместитель хокима области", "Deputy hokim of the region", "S12"),
    ("region_prosecutor", "prosecution", "region", "Viloyat prokurori", "Вилоят прокурори", "Прокурор области",
     "Prosecutor of the region", "?"),
    ("region_prosecutor_deputy", "prosecution", "region", "Viloyat prokurorining birinchi oʻrinbosari",
     "Вилоят прокурорининг биринчи ўринбосари", "Первый заместитель прокурора области",
     "First deputy prosecutor of the region", "S12"),
    ("region_police_head", "internal_affairs", "region", "Viloyat IIB boshligʻi", "Вилоят ИИБ бошлиғи",
     "Начальник УВД области", "Police chief of the region", "S01"),
    ("region_police_deputy", "internal_affairs", "region", "Viloyat IIB boshligʻining oʻrinbosari",
     "Вилоят ИИБ бошлиғининг ўринбосари", "Заместитель начальника УВД области", "Deputy police chief of the region",
     "S12"),
    ("region_guard_head", "national_guard", "region", "Milliy gvardiya hududiy boshqarmasi boshligʻi",
     "Миллий гвардия ҳудудий бошқармаси бошлиғи", "Начальник территориального управления Национальной гвардии",
     "Head of the territorial National Guard department", "S12"),
    ("region_family_head", "family", "region", "Oila va xotin-qizlar boshqarmasi boshligʻi",
     "Оила ва хотин-қизлар бошқармаси бошлиғи", "Начальник управления семьи и женщин",
     "Head of the family and women department", "S12"),
    ("region_health_head", "health", "region", "Sogʻliqni saqlash boshqarmasi boshligʻi",
     "Соғлиқни сақлаш бошқармаси бошлиғи", "Начальник управления здравоохранения", "Head of the health department",
     "S12"),
    ("region_justice_head", "justice", "region", "Adliya boshqarmasi boshligʻi", "Адлия бошқармаси бошлиғи",
     "Начальник управления юстиции", "Head of the justice department", "S12"),
    ("hokim", "hokimlik", "district", "Tuman (shahar) hokimi", "Туман (шаҳар) ҳокими", "Хоким района (города)",
     "Hokim of the district (city)", "S01"),
    ("prosecutor", "prosecution", "district", "Tuman (shahar) prokurori", "Туман (шаҳар) прокурори",
     "Прокурор района (города)", "Prosecutor of the district (city)", "S01"),
    ("police_head", "internal_affairs", "district", "Tuman (shahar) IIB boshligʻi", "Туман (шаҳар) ИИБ бошлиғи",
     "Начальник ОВД района (города)", "Police chief of the district (city)", "S01"),
    ("police_deputy", "internal_affairs", "district", "Tuman (shahar) IIB boshligʻining oʻrinbosari",
     "Туман (шаҳар) ИИБ бошлиғининг ўринбосари", "Заместитель начальника ОВД района (города)",
     "Deputy police chief of the district (city)", "S01"),
    ("tax_head", "tax", "district", "Tuman (shahar) soliq inspeksiyasi boshligʻi",
     "Туман (шаҳар) солиқ инспекцияси бошлиғи", "Начальник налоговой инспекции района (города)",
     "Head of the tax inspectorate of the district (city)", "S01"),
    ("security_head", "national_guard", "district", "Qoʻriqlash xizmati boshligʻi", "Қўриқлаш хизмати бошлиғи",
     "Начальник службы охраны", "Head of the security service", "S01"),
)  # fmt: skip

# The mahalla seven in its order: key, body, names in four languages
_SEVEN: Final = (
    ("mahalla_chair", "mahalla", "Mahalla raisi", "Маҳалла раиси", "Председатель махалли", "Mahalla chair"),
    ("hokim_assistant", "hokimlik", "Hokim yordamchisi", "Ҳоким ёрдамчиси", "Помощник хокима", "Hokim’s assistant"),
    ("youth_leader", "mahalla", "Yoshlar yetakchisi", "Ёшлар етакчиси", "Лидер молодёжи", "Youth leader"),
    ("womens_activist", "mahalla", "Xotin-qizlar faoli", "Хотин-қизлар фаоли", "Активистка по делам женщин",
     "Women’s activist"),
    ("prevention_inspector", "internal_affairs", "Profilaktika inspektori", "Профилактика инспектори",
     "Инспектор профилактики", "Prevention inspector"),
    ("social_worker", "mahalla", "Ijtimoiy xodim", "Ижтимоий ходим", "Социальный работник", "Social worker"),
    ("tax_inspector", "tax", "Soliq inspektori", "Солиқ инспектори", "Налоговый инспектор", "Tax inspector"),
)  # fmt: skip

# Newly created posts and units whose staffing is followed: key, level, names in four languages
_CREATED: Final = (
    ("junior_inspector", "mahalla", "Profilaktika kichik inspektori", "Профилактика кичик инспектори",
     "Младший инспектор профилактики", "Junior prevention inspector"),
    ("chief_inspector", "mahalla", "Profilaktika bosh inspektori", "Профилактика бош инспектори",
     "Главный инспектор профилактики", "Chief prevention inspector"),
    ("migration_prevention", "district", "Migratsion profilaktika boʻlinmasi", "Миграцион профилактика бўлинмаси",
     "Подразделение миграционной профилактики", "Migration prevention unit"),
    ("admin_practice", "district", "Maʼmuriy amaliyot guruhi", "Маъмурий амалиёт гуруҳи",
     "Группа административной практики", "Administrative practice group"),
    ("admin_convoy", "region", "Tumanlararo maʼmuriy konvoy guruhi", "Туманлараро маъмурий конвой гуруҳи",
     "Межрайонная группа административного конвоя", "Inter-district administrative convoy group"),
)  # fmt: skip


def bodies() -> list[Body]:
    """The bodies that posts belong to."""
    return [
        Body(key=key, name_uz_latn=latn, name_uz_cyrl=cyrl, name_ru=ru, name_en=en, source=REPORTED_2025)
        for key, latn, cyrl, ru, en in _BODIES
    ]


def posts() -> list[Post]:
    """The posts that answer for mahallas, those of the mahalla seven, and the newly created ones."""
    made = [_post(key, body, level, names, _SOURCES[source]) for key, body, level, *names, source in _POSTS]
    for number, (key, body, *names) in enumerate(_SEVEN, start=1):
        made.append(replace(_post(key, body, "mahalla", names, _SOURCES["S28"]), group=SEVEN, number=number))
    for key, level, *names in _CREATED:
        made.append(replace(_post(key, "internal_affairs", level, names, REPORTED_2025), created=True))
    return made


def _post(key: str, body: str, level: str, names: list[str], source: str) -> Post:
    latn, cyrl, ru, en = names
    return Post(
        key=key,
        body=body,
        level=level,
        name_uz_latn=latn,
        name_uz_cyrl=cyrl,
        name_ru=ru,
        name_en=en,
        since=SINCE_2025,
        source=source,
    )
