"""Numbers as people write them."""

import pytest

from digitpad.core.numerals import plain, power


@pytest.mark.parametrize(
    ("value", "text"),
    [(1e-7, "0.0000001"), (5e-5, "0.00005"), (0.02, "0.02"), (-0.25, "−0.25"), (100.0, "100"), (0, "0")],
)
def test_without_an_exponent(value: float, text: str) -> None:
    assert plain(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1e-7, "10⁻⁷"), (-2.5e-6, "−2.5·10⁻⁶"), (6.14e-12, "6.1·10⁻¹²"), (1e22, "10²²"), (9.99e-5, "10⁻⁴")],
)
def test_as_a_multiple_of_a_power_of_ten(value: float, text: str) -> None:
    assert power(value, 2) == text
