"""What all tests share: as little as possible."""

from hypothesis import settings

# Two busy cores make a time limit per example a coin toss; the whole run has one instead.
settings.register_profile("gutfactors", deadline=None, print_blob=True, max_examples=50)
# Many examples, on request: pytest --hypothesis-profile=whole
settings.register_profile("whole", parent=settings.get_profile("gutfactors"), max_examples=10_000)
settings.load_profile("gutfactors")
