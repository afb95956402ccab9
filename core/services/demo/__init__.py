"""The demo practice: the same fictional people every time, around a day that is given."""

from core.services.demo.build import DEMO_DAY, DEMO_PASSWORD, build_demo

__all__ = ["DEMO_DAY", "DEMO_PASSWORD", "build_demo"]
