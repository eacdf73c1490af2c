from hypothesis import given
from hypothesis import strategies as st

from mt.training.batches import padded_length, plan_batches


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300)), max_size=120), st.integers(0, 5))
def test_a_plan_uses_every_example_once_within_the_limit(lengths: list[tuple[int, int]], seed: int) -> None:
    batches = plan_batches(lengths, max_tokens=400, seed=seed)
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    for batch in batches:
        width = max(padded_length(side) for index in batch for side in lengths[index])
        assert len(batch) == 1 or len(batch) * width <= 400


def test_a_plan_depends_on_nothing_but_its_seed() -> None:
    lengths = [(n % 50 + 1, n % 30 + 1) for n in range(200)]
    assert plan_batches(lengths, max_tokens=300, seed=3) == plan_batches(lengths, max_tokens=300, seed=3)
    assert plan_batches(lengths, max_tokens=300, seed=3) != plan_batches(lengths, max_tokens=300, seed=4)
