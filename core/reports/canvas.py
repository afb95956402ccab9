"""ReportLab's canvas, set up once."""

from __future__ import annotations

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

# No document fetches anything, from anywhere (CVE-2023-33733 and its kin).
rl_config.trustedSchemes = []
rl_config.trustedHosts = []
rl_config.useA85 = 0  # plain binary streams: smaller and quicker

__all__ = ["Canvas"]
