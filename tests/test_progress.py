"""The progress bar passes every item on and says how far it is."""

import io

from hpstudy.progress import progress_bar


def test_every_item_comes_through_in_order():
    out = io.StringIO()
    assert list(progress_bar(iter("abc"), 3, "letters", file=out)) == ["a", "b", "c"]
    assert out.getvalue().split("\r")[1].startswith("letters [....")
    assert "#] 3/3" in out.getvalue()
    assert out.getvalue().endswith("\n")


def test_nothing_to_do_is_no_error():
    assert list(progress_bar([], 0, "none", file=io.StringIO())) == []
