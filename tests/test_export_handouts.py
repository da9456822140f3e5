"""The handouts: what stands on them is true, and each fits one page without a network."""

import copy
import html
import json
import re

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import ndtr
from scipy.stats import norm

from hpstudy.cli import main
from hpstudy.export import handout_ei, handout_json, handout_map
from hpstudy.export.handouts import HANDOUTS, page, write
from hpstudy.quiz import grade, load_bank
from hpstudy.quiz.topics import load_topics
from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.request import validate

CREATE = "CreateHyperParameterTuningJob"
BANK = load_bank()


def text_of(page):
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def names(word, text):
    return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)


@pytest.mark.parametrize("name", HANDOUTS)
def test_a_handout_fetches_nothing_and_runs_nothing(name):
    code = page(name)
    assert not re.search(r"<script|<link|<img|\bsrc=|\bhref=|url\(|@import", code)
    assert set(re.findall(r"https?://[^\s\"'<]+", code)) <= {"http://www.w3.org/2000/svg"}


def test_the_command_writes_them_all(tmp_path, capsys):
    assert main(["export", "handouts", str(tmp_path / "out")]) == 0
    assert {file.name for file in (tmp_path / "out").iterdir()} == {f"{n}.html" for n in HANDOUTS}
    assert "map.html" in capsys.readouterr().out


class TestMap:
    def test_every_topic_has_a_box_in_its_part(self):
        parts = re.findall(r"<section.*?</section>", page("map"), re.DOTALL)
        ticks = [html.unescape(one) for part in parts for one in re.findall(r"<li>(.*?) ?<", part)]
        ticks = [tick.replace("\xa0", "").strip() for tick in ticks]
        assert sorted(ticks) == sorted(topic.title for topic in load_topics().values())

    @pytest.mark.parametrize(
        ("box", "question"),
        [
            ("Three types", "hp-types-01"),
            ("A tuning job's three inputs", "sm-inputs-01"),
            ("Searching: the strategies", "search-strategies-01"),
            ("Four things its JSON says", "sm-json-four-01"),
            ("Six practices", "exam-ten-01"),
            ("Against overfitting", "reg-l1-vs-l2-01"),
        ],
    )
    def test_what_to_know_by_heart_answers_the_questions(self, box, question):
        words = [re.search(r"<b>(.*?)</b>|([^:,]+)", line) for line in handout_map.BY_HEART[box]]
        known = [word[1] or word[2] for word in words]
        asked = BANK[question]
        if asked.type == "multiple":
            right = [option.text for option in asked.options if option.correct]
            wrong = [option.text for option in asked.options if not option.correct]
            found = [t for t in (*right, *wrong) if any(names(one, t) for one in known)]
            assert sorted(found) == sorted(right)
        else:
            taken = [name for slot in asked.answers for name in (*slot, *asked.also)]
            said = [word for word in known if any(names(word, name) for name in taken)]
            assert grade(asked, said).verdict == "right", said


class TestJson:
    def test_the_request_is_valid_and_is_what_the_page_shows(self):
        validate(CREATE, handout_json.REQUEST)
        shown = re.search(r"<pre>(<span class=\"line.*?)</pre>", page("json_card"), re.DOTALL)[1]
        shown = re.sub(r'<b class="badge">.*?</b>', "", shown).replace(
            '</span><span class="line', '</span>\n<span class="line'
        )
        assert json.loads(text_of(shown)) == handout_json.REQUEST

    def test_it_has_the_three_inputs_and_marks_the_four_things(self):
        assert list(handout_json.REQUEST) == list(handout_json.INPUTS)
        shown = page("json_card").partition("</pre>")[0]
        assert set(re.findall(r'class="badge">(\d)<', shown)) == {"1", "2", "3", "4"}

    def broken(self, change):
        request = copy.deepcopy(handout_json.REQUEST)
        change(request["HyperParameterTuningJobConfig"], request["TrainingJobDefinition"])
        with pytest.raises(ServiceError):
            validate(CREATE, request, {"hpstudy/digits-net": ["validation:loss"]})

    def test_what_is_said_to_be_easily_wrong_is_refused(self):
        def first(config):
            return config["ParameterRanges"]["ContinuousParameterRanges"][0]

        def metric(config, definition):
            config["HyperParameterTuningJobObjective"]["MetricName"] = "validation:gain"

        self.broken(lambda config, definition: first(config).update(MinValue=0.001))
        self.broken(lambda config, definition: first(config).update(MinValue="0"))
        self.broken(lambda config, definition: config.update(Strategy="Grid"))
        self.broken(lambda c, definition: definition["StaticHyperParameters"].update(epochs=12))
        self.broken(lambda c, definition: definition["StaticHyperParameters"].update(width="8"))
        self.broken(metric)

    def test_its_regular_expression_finds_what_an_algorithm_prints(self):
        found = re.search(
            r"\{\s*\"Name\".*?\}", text_of(page("json_card").partition("own")[2]), re.DOTALL
        )
        definition = json.loads(found[0])
        assert re.search(definition["Regex"], "validation:loss=0.25;")[1] == "0.25"


class TestEi:
    def test_every_number_is_the_integral_that_it_stands_for(self):
        example = handout_ei.example()
        for row in example.rows:
            bell = norm(row.mean, row.sd)
            gain, _ = quad(
                lambda y, b=bell: (example.line - y) * b.pdf(y), -20, example.line, limit=200
            )
            assert row.improvement == pytest.approx(gain, rel=1e-6)
            assert row.below == pytest.approx(bell.cdf(example.line))
            assert row.low_term + row.unsure_term == pytest.approx(row.improvement)
            shown = [f"{value:.3f}".replace("-", "−") for value in vars(row).values()][1:]
            assert "".join(f"<td>{one}</td>" for one in shown) in page("ei_card")

    def test_the_rate_that_is_worth_most_is_tried_next(self):
        example = handout_ei.example()
        assert example.improvement.max() == pytest.approx(example.most.improvement)
        assert example.line == pytest.approx(np.log(example.known.losses.min()))

    def test_what_the_card_says_of_its_numbers_holds(self):
        example, said = handout_ei.example(), text_of(page("ei_card"))
        assert ("expected above the best so far" in said) == (example.most.mean > example.line)
        assert ("no improvement" in said) == (example.came >= example.known.losses.min())

    def test_its_python_computes_it(self):
        code = re.search(r"<pre>(def .*?)</pre>", page("ei_card"), re.DOTALL)[1]
        room = {"np": np, "ndtr": ndtr}
        exec(html.unescape(code), room)
        example = handout_ei.example()
        for row in example.rows:
            value = room["expected_improvement"](row.mean, row.sd, example.line)
            assert value == pytest.approx(row.improvement)

    def test_mathematics_is_mathml_that_nothing_was_left_out_of(self):
        code = page("ei_card")
        assert code.count("<math") >= 12
        assert "\\" not in text_of(code)
        assert "<mfrac>" in code


@pytest.mark.browser
@pytest.mark.slow
def test_each_fits_one_page_on_either_paper(tmp_path, chrome):
    write(tmp_path)
    outside = """() => {
      const paper = document.querySelector('main').getBoundingClientRect();
      return [...document.querySelectorAll('main *')].filter(one => {
        const box = one.getBoundingClientRect();
        return box.bottom > paper.bottom + 1 || box.right > paper.right + 1
      }).map(one => one.outerHTML.slice(0, 80));
    }"""
    tab = chrome.new_page()
    for name in HANDOUTS:
        tab.goto((tmp_path / f"{name}.html").as_uri())
        tab.emulate_media(media="print")
        assert tab.evaluate(outside) == [], name
        for paper in ("A4", "Letter"):
            pdf = tab.pdf(format=paper, print_background=True)
            assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1, (name, paper)
    tab.close()
