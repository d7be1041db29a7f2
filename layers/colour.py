"""Colours as numbers: sRGB hex texts, OKLCH (Björn Ottosson, 2020) and the contrast ratio of WCAG 2.1."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")

# OKLab to the cube roots of cone responses, and those to linear sRGB: Ottosson, "A perceptual color space for image
# processing", 2020.
_LAB_TO_CONES: Final = np.array(
    [[1.0, 0.3963377774, 0.2158037573], [1.0, -0.1055613458, -0.0638541728], [1.0, -0.0894841775, -1.2914855480]]
)
_CONES_TO_RGB: Final = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ]
)
_LUMINANCE: Final = np.array([0.2126, 0.7152, 0.0722])  # WCAG 2.1, relative luminance


def linear(colour: str) -> Floats:
    """Linear sRGB, three numbers from 0 to 1, of a colour written `#rrggbb`."""
    encoded = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def hexadecimal(rgb: Floats) -> str:
    """`#rrggbb` of linear sRGB; what lies outside the gamut is cut off."""
    kept = np.clip(rgb, 0.0, 1.0)
    encoded = np.where(kept <= 0.0031308, kept * 12.92, 1.055 * kept ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in encoded)


def oklch(lightness: float, chroma: float, hue_deg: float) -> str:
    """`#rrggbb` of an OKLCH colour; its chroma is lowered until the screen can show it."""
    angle = np.radians(hue_deg)
    for share in np.linspace(1.0, 0.0, 51):
        lab = np.array([lightness, chroma * share * np.cos(angle), chroma * share * np.sin(angle)])
        rgb = _CONES_TO_RGB @ (_LAB_TO_CONES @ lab) ** 3
        if rgb.min() >= -1e-4 and rgb.max() <= 1 + 1e-4:
            break
    return hexadecimal(rgb)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.1)."""
    low, high = sorted(float(_LUMINANCE @ linear(colour)) for colour in (first, second))
    return (high + 0.05) / (low + 0.05)
