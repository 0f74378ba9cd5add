"""Numbers, scales and amounts: what their templates mean."""

# Methods are documented by the templates they give a meaning to, in intents/LANG/quantities.yaml.
# ruff: noqa: D102

from __future__ import annotations

from typing import Any, TypeAlias

Number: TypeAlias = int | float


def plain(value: Number) -> Number:
    """The number without float noise, an int where it is whole."""
    rounded = round(value, 3)
    return int(rounded) if rounded == int(rounded) else rounded


class NumberMeanings:
    """``symbol_meaning`` for number, scale and amount."""

    def number_range(self, low: int, high: int) -> Number:
        # The lower of the two, as for a length of time: a middle that nobody said would be an invention.
        return min(low, high)

    def number_whole(self, cardinal: int) -> Number:
        return cardinal

    def number_one(self) -> Number:
        return 1

    def number_word(self, vague: int) -> Number:
        return vague

    def number_fraction(self, fraction: float) -> Number:
        return fraction

    def number_fractions(self, count: int, fraction: float) -> Number:
        return plain(count * fraction)

    def number_fraction_more(self, whole: int, fraction: float) -> Number:
        return plain(whole + fraction)

    def number_fractions_more(self, whole: int, count: int, fraction: float) -> Number | None:
        return plain(whole + count * fraction) if count * fraction < 1 else None

    def number_decimal(self, whole: int, digits: str) -> Number:
        return plain(float(f"{whole}.{digits}"))

    def scale_of_ten(self, number: Number) -> Number | None:
        return number if number <= 10 else None

    def scale_out_of(self, number: Number, whole: Number) -> Number | None:
        return plain(number * 10 / whole) if whole and number <= whole else None

    def amount_of(self, number: Number, unit: tuple[str, float]) -> dict[str, Any]:
        name, size = unit
        value = number * size
        return {"amount": plain(value if size == 1 else round(value, 0 if value > 10 else 2)), "unit": name}

    def amount_fraction_more(self, number: Number, unit: tuple[str, float], fraction: float) -> dict[str, Any]:
        return self.amount_of(number + fraction, unit)

    def amount_sum(
        self, number: Number, unit: tuple[str, float], rest: Number, rest_unit: tuple[str, float]
    ) -> dict[str, Any] | None:
        if unit[0] == "h" and rest_unit[0] == "min" and rest < 60:
            return {"amount": round(number + rest / 60, 2), "unit": "h"}
        return None

    def amount_range(self, low: Number, high: Number, unit: tuple[str, float]) -> dict[str, Any]:
        return self.amount_of(min(low, high), unit)

    def amount_out_of(self, scale: Number) -> dict[str, Any]:
        return {"amount": scale, "unit": "point"}

    def amount_bare(self, number: Number) -> dict[str, Any]:
        return {"amount": number}
