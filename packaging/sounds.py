"""Draws the two sounds of the packing table, right and wrong, into resources/sounds; run it to make them anew."""

import math
import struct
import sys
import wave
from pathlib import Path

RATE = 22_050
SOUNDS = {
    "right.wav": ((1319, 0.07), (1760, 0.12)),
    "wrong.wav": ((233, 0.16), (0, 0.05), (196, 0.16), (0, 0.05), (165, 0.34)),
}
"""Pitch in Hz (0: silence) and length in s: a short rise for right, three low falling ones for wrong."""
FADE = 0.008
"""Seconds in which a tone comes and goes, so that nothing clicks."""


def tone(pitch: float, length: float) -> list[int]:
    """One tone as 16 bit samples; its third harmonic makes a low one heard on small speakers."""
    count = round(RATE * length)
    edge = RATE * FADE
    samples = []
    for n in range(count):
        turn = 2 * math.pi * pitch * n / RATE
        loud = min(1.0, n / edge, (count - n) / edge) * 0.6
        samples.append(round(32_767 * loud * (0.75 * math.sin(turn) + 0.25 * math.sin(3 * turn))))
    return samples


def draw(folder: Path) -> None:
    """Both sounds into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, tones in SOUNDS.items():
        samples = [sample for pitch, length in tones for sample in tone(pitch, length)]
        with wave.open(str(folder / name), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(struct.pack(f"<{len(samples)}h", *samples))


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "resources" / "sounds")
