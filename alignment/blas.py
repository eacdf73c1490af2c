"""Matrix products on one thread.

OpenBLAS splits even small products over its threads, which spin while they wait for each other: a text
of 200 sentences takes four times the processor time, and many times the time on a busy machine.
"""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Keep matrix products to the thread that asks for them, in the whole process, while the block runs.

    Results do not depend on it, but for rounding.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1, user_api="blas"):
        yield
