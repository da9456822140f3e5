"""show_source: the code as it stands, dedented, in a block that nothing inside can close."""

import functools

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from hpstudy.widgets.source import fenced, show_source, source_of


class Kept:
    """What a class says."""

    def inner(self) -> str:
        """What a method says."""

        return "a # that is no comment"

    def only_words(self) -> None:
        """Its docstring is its body."""


def test_source_is_flush_left_and_runs():
    code = source_of(Kept.inner)
    assert code.startswith("def inner")
    namespace: dict[str, object] = {}
    exec(code, namespace)
    assert namespace["inner"](None) == Kept().inner()


def test_docstrings_go_but_a_body_stays():
    code = source_of(Kept, docstring=False)
    assert "What a" not in code
    assert "Its docstring is its body" in code
    namespace: dict[str, object] = {}
    exec(code, namespace)
    assert namespace["Kept"]().inner() == Kept().inner()
    assert "\n\n        return" not in code


def test_a_wrapped_function_shows_what_is_inside():
    def plain() -> int:
        return 1

    assert "def plain" in source_of(functools.lru_cache(plain))


@pytest.mark.parametrize("thing", [len, 3, None, "a text", int, functools.partial(int)])
def test_what_has_no_source_is_named_in_one_sentence(thing):
    with pytest.raises(TypeError, match="no Python source to show; give a function") as caught:
        show_source(thing)
    assert "\n" not in str(caught.value)


def test_no_backquotes_close_the_block():
    block = fenced("x = '````'")
    assert block.startswith("`````python\n")
    assert block.endswith("\n`````")


@pytest.fixture
def notebook():
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def test_the_output_holds_markdown_and_plain_text(notebook):
    with capture_output() as captured:
        show_source(Kept.inner, docstring=False)
    (output,) = captured.outputs
    assert set(output.data) == {"text/markdown", "text/plain"}
    assert output.data["text/markdown"] == fenced(output.data["text/plain"])


def test_outside_of_a_notebook_it_is_printed(capsys):
    show_source(Kept.inner)
    assert capsys.readouterr().out.startswith("def inner")
