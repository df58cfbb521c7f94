"""Plain objects as a table of JSON values, and back: data that can be kept without trusting it with code.

An item is a plain value, or a list of its kind and the numbers of the items that it is made of; what is equal stands in the
table once, and what an item is made of stands before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from enum import Enum
from typing import Any, NamedTuple

_TUPLE, _SET, _DICT, _ENUM = range(-4, 0)


class Shape(NamedTuple):
    """A class whose objects a table may hold.

    Args:
        made: The class.
        names: The attributes that make an object of it.
        build: Makes one from their values, in order; by default they are set as they are.
    """

    made: type
    names: tuple[str, ...]
    build: Callable[..., Any] | None = None

    @classmethod
    def of(cls, made: type, *, without: str = "", build: Callable[..., Any] | None = None) -> Shape:
        """Return the shape of a dataclass, all its fields but one."""
        return cls(made, tuple(field.name for field in fields(made) if field.name != without), build)


class Table:
    """Writes and reads tables of objects of some classes.

    Args:
        shapes: The classes; their order is part of what is written.
        enums: Enumerations whose members may occur, likewise.
    """

    def __init__(self, shapes: Sequence[Shape], enums: Sequence[type[Enum]]) -> None:
        self._shapes, self._enums = shapes, enums
        self._numbers = {shape.made: number for number, shape in enumerate(shapes)}

    def write(self, value: Any) -> list[Any]:
        """Return the table whose last item is a value."""
        table: list[Any] = []
        known: dict[tuple[type, str], int] = {}

        def number(value: Any) -> int:
            made = type(value)
            item: Any = value
            if made is tuple:
                item = [_TUPLE, *map(number, value)]
            elif made is frozenset:
                item = [_SET, *sorted(map(number, value))]
            elif made is dict:
                item = [_DICT, *(number(part) for pair in value.items() for part in pair)]
            elif isinstance(value, Enum):
                item = [_ENUM, self._enums.index(made), value.value]
            elif made in self._numbers:
                at = self._numbers[made]
                item = [at, *(number(getattr(value, name)) for name in self._shapes[at].names)]
            key = (made, repr(item))
            found = known.get(key)
            if found is None:
                found = known[key] = len(table)
                table.append(item)
            return found

        number(value)
        return table

    def read(self, table: list[Any]) -> Any:
        """Return the last item of a table.

        Raises:
            ValueError: This is no such table; KeyError, IndexError and TypeError, too.
        """
        out: list[Any] = []
        new, put = object.__new__, object.__setattr__
        for item in table:
            if type(item) is not list:
                out.append(item)
                continue
            kind = item[0]
            if kind == _TUPLE:
                made: Any = tuple([out[at] for at in item[1:]])
            elif kind == _SET:
                made = frozenset([out[at] for at in item[1:]])
            elif kind == _DICT:
                made = {out[item[at]]: out[item[at + 1]] for at in range(1, len(item), 2)}
            elif kind == _ENUM:
                made = self._enums[item[1]](item[2])
            else:
                shape = self._shapes[kind]
                if shape.build is not None:
                    made = shape.build(*[out[at] for at in item[1:]])
                else:
                    made = new(shape.made)
                    for name, at in zip(shape.names, item[1:], strict=True):
                        put(made, name, out[at])
            out.append(made)
        return out[-1]
