"""The roll of those who hold something open: asked together, let go one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping

import pytest

from dashboard.access import roll
from dashboard.access.people import Person
from dashboard.access.roles import Role
from geodata.errors import StoreError
from tests.loops import finish


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roll, "ASKED_EVERY_S", 0.001)


def person(number: int, role: Role = Role.ANALYST) -> Person:
    return Person(key=f"p{number}", name="P", role=role, session=number)


class Keeper:
    """Knows these people, or nobody; remembers what it was asked."""

    def __init__(self, *known: Person) -> None:
        self.known = {one.session: one for one in known}
        self.asked: list[int] = []
        self.broken = False

    def by_numbers(self, numbers: Collection[int]) -> Mapping[int, Person]:
        self.asked.append(len(numbers))
        if self.broken:
            raise StoreError("register_missing")
        return {number: self.known[number] for number in numbers if number in self.known}


async def waiting(keeper: Keeper, *people: Person) -> list[asyncio.Task[None]]:
    """A task for each of these, after everybody was asked about once."""
    one = roll.Roll(keeper)
    tasks = [asyncio.create_task(one.until_changed(each)) for each in people]
    before = len(keeper.asked)
    while len(keeper.asked) < before + 2:
        await asyncio.sleep(0)
    return tasks


def test_all_are_asked_for_in_one_question():
    people = [person(number) for number in range(1, 501)]
    keeper = Keeper(*people)

    async def run() -> None:
        tasks = await waiting(keeper, *people)
        assert not any(task.done() for task in tasks)
        for task in tasks:
            task.cancel()

    finish(run())
    assert set(keeper.asked) == {500}


@pytest.mark.parametrize("now", [(), (person(2, Role.COMMANDER),)], ids=["ended", "another role"])
def test_who_is_no_longer_the_same_is_let_go_and_nobody_else(now):
    keeper = Keeper(person(1), person(2))

    async def run() -> None:
        stays, goes = await waiting(keeper, person(1), person(2))
        keeper.known = {1: person(1), **{one.session: one for one in now}}
        await goes
        assert not stays.done()
        stays.cancel()

    finish(run())


def test_nobody_stays_when_nobody_can_be_known():
    keeper = Keeper(person(1))

    async def run() -> None:
        (task,) = await waiting(keeper, person(1))
        keeper.broken = True
        await task

    finish(run())
