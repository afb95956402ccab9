from core.store import kdf
from core.store.kdf import KdfCost


def test_the_default_cost_is_acceptable():
    assert KdfCost().is_acceptable


def test_calibration_meets_its_goal_within_bounds(monkeypatch):
    found = {}
    for seconds in (0.01, 0.2, 0.45, 0.9, 1.5):
        monkeypatch.setattr(kdf, "_seconds", lambda cost, taken=seconds: taken)
        found[seconds] = kdf.calibrated(goal_seconds=0.5)
    assert all(cost.is_acceptable for cost in found.values())
    assert found[0.01].passes == 12  # a fast PC works more, up to a bound
    assert 0.4 <= 0.2 / 3 * found[0.2].passes <= 0.6
    assert found[0.9] == KdfCost()
    assert found[1.5].memory_kib == 64 * 1024  # a slow PC does the least that is allowed
