"""What one receipt costs: Argon2id as `protocol.md` sets it. The form ends before it, so it is reported apart."""

from __future__ import annotations

import time

from argon2.low_level import Type, hash_secret_raw

MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 1


def argon2id_cpu_seconds(times: int = 5) -> float:
    """CPU seconds of one hash, the mean of `times`."""
    began = time.process_time()
    for number in range(times):
        hash_secret_raw(
            secret=f"{number:020}".encode(),
            salt=b"bench-of-receipt",
            time_cost=PASSES,
            memory_cost=MEMORY_KIB,
            parallelism=LANES,
            hash_len=64,
            type=Type.ID,
        )
    return (time.process_time() - began) / times
