"""What scrolls on with what is added at its end."""

from __future__ import annotations

from textual.containers import VerticalScroll


class Following(VerticalScroll, can_focus=False):
    """Stays at its end, unless the reader has scrolled away from there."""

    @property
    def follows(self) -> bool:
        """Whether the reader has not scrolled away."""
        return self.is_anchored and not self._anchor_released
