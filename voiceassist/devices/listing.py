"""Which microphones and loudspeakers there are."""

from __future__ import annotations

from dataclasses import dataclass

from voiceassist.devices import portaudio


@dataclass(frozen=True)
class Device:
    """One device of the system as PortAudio sees it."""

    number: int
    name: str
    host: str
    """The sound system it is reached through: ALSA, Core Audio, WASAPI …"""
    rate: int
    """Its own sample rate in Hz."""
    inputs: int
    """Channels that can be recorded."""
    outputs: int
    """Channels that can be played."""
    default_input: bool
    default_output: bool


def devices() -> tuple[Device, ...]:
    """All devices, in PortAudio's order.  Raises `portaudio.NoPortAudio` without the library."""
    sounddevice = portaudio.load()
    hosts = sounddevice.query_hostapis()
    default_input, default_output = sounddevice.default.device
    return tuple(
        Device(
            number=number,
            name=info["name"],
            host=hosts[info["hostapi"]]["name"],
            rate=int(info["default_samplerate"]),
            inputs=info["max_input_channels"],
            outputs=info["max_output_channels"],
            default_input=number == default_input,
            default_output=number == default_output,
        )
        for number, info in enumerate(sounddevice.query_devices())
    )
