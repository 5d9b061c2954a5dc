"""Durations as people read them."""


def time_left(seconds: float) -> str:
    """Minutes and seconds, such as “0:29”, with hours in front of them when there are any: “2:03:10”."""
    minutes, whole_seconds = divmod(max(round(seconds), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{whole_seconds:02d}" if hours else f"{minutes}:{whole_seconds:02d}"
