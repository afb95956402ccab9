"""From a secret to a key: Argon2id at a cost that this PC can bear and a thief cannot."""

from __future__ import annotations

import time
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw

KEY_BYTES, SALT_BYTES = 32, 16


@dataclass(frozen=True, slots=True)
class KdfCost:
    """Argon2id's cost: memory in KiB, passes, lanes. Only tests go below the bounds."""

    memory_kib: int = 128 * 1024
    passes: int = 3
    lanes: int = 4

    @property
    def is_acceptable(self) -> bool:
        """Whether a key file may ask for it: neither weak nor a trap for this PC's memory."""
        memory = 64 * 1024 <= self.memory_kib <= 1024 * 1024
        return memory and 3 <= self.passes <= 32 and 1 <= self.lanes <= 16


def derive(secret: str, salt: bytes, cost: KdfCost) -> bytes:
    """The key of a secret; raises UnicodeEncodeError for a text that has no bytes."""
    return hash_secret_raw(
        secret.encode(),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def calibrated(goal_seconds: float = 0.5) -> KdfCost:
    """The cost that takes this PC at least about the goal, from 64 MiB up to 12 passes."""
    cost = KdfCost()
    taken = _seconds(cost)
    if taken > 2 * goal_seconds:
        return KdfCost(memory_kib=64 * 1024)
    passes = round(cost.passes * goal_seconds / max(taken, 0.001))
    return KdfCost(passes=min(12, max(cost.passes, passes)))


def _seconds(cost: KdfCost) -> float:
    before = time.perf_counter()
    derive("how long does this take?", bytes(SALT_BYTES), cost)
    return time.perf_counter() - before
