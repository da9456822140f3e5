"""Reads a file as Moodle's import does, and marks answers as Moodle does: the round trip's far end.

Written from Moodle's documentation of its XML and of embedded answers; it shares nothing with the
writer. Reads: https://docs.moodle.org/en/Moodle_XML_format and .../Embedded_Answers_(Cloze)
"""

import html
import re
from fnmatch import fnmatchcase
from xml.etree import ElementTree

# The only grades that an import takes, in per cent; negative ones likewise.
LISTED = {
    100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571,
    12.5, 11.11111, 10, 5, 0,
}  # fmt: skip


class Answer:
    def __init__(self, text, percent, feedback, tolerance=0.0):
        self.text, self.percent, self.feedback, self.tolerance = text, percent, feedback, tolerance


class Asked:
    """A question, or one gap of a text with gaps: `mark(response)` gives (share, feedbacks)."""

    def __init__(self, kind, answers, single=True):
        self.kind, self.answers, self.single = kind, answers, single

    def mark(self, response):
        match self.kind:
            case "multichoice" if self.single:
                chosen = [a for a in self.answers if a.text == response]
            case "multichoice":
                chosen = [a for a in self.answers if a.text in response]
            case "shortanswer":
                chosen = [a for a in self.answers if _alike(response, a.text)][:1]
            case "numerical":
                chosen = [a for a in self.answers if abs(response - float(a.text)) <= a.tolerance]
                chosen = chosen[:1]
        total = sum(a.percent for a in chosen) / 100
        return min(max(total, 0.0), 1.0), [a.feedback for a in chosen]


class Question:
    def __init__(self, element, category):
        self.category = category
        self.kind = element.get("type")
        self.id = element.findtext("idnumber")
        self.name = element.findtext("name/text")
        self.text = element.findtext("questiontext/text")
        self.feedback = element.findtext("generalfeedback/text")
        self.settings = {child.tag: child.text for child in element if not len(child)}
        answers = [_answer(one) for one in element.iter("answer") if one.get("fraction")]
        self.answers = answers
        self.asked = Asked(self.kind, answers, self.settings.get("single") == "true")
        self.pairs = [
            (sub.findtext("text"), sub.findtext("answer/text"))
            for sub in element.iter("subquestion")
        ]
        self.gaps = list(gaps_of(self.text)) if self.kind == "cloze" else []

    def mark(self, response):
        """Return the share of the grade: of a list of responses for gaps, of pairs, of steps."""
        match self.kind:
            case "cloze":
                weights = [weight for weight, _ in self.gaps]
                given = zip(self.gaps, response, strict=True)
                return sum(w * gap.mark(one)[0] for (w, gap), one in given) / sum(weights)
            case "matching":
                asked = [pair for pair in self.pairs if pair[0]]
                return sum(response[prompt] == right for prompt, right in asked) / len(asked)
            case "ordering":
                order = [[a.text for a in self.answers].index(step) for step in response]
                return _longest_rise(order) / len(order)
        return self.asked.mark(response)[0]


def read(path):
    category = None
    for element in ElementTree.parse(path).getroot():
        assert element.tag == "question"
        if element.get("type") == "category":
            category = element.findtext("category/text")
        else:
            yield Question(element, category)


def _answer(element):
    return Answer(
        element.findtext("text"),
        float(element.get("fraction")),
        element.findtext("feedback/text") or "",
        float(element.findtext("tolerance") or 0),
    )


def gaps_of(text):
    """Give the gaps of a text, each with its weight."""
    kinds = {"MULTICHOICE": "multichoice", "MULTICHOICE_VS": "multichoice"}
    kinds |= {"MULTIRESPONSE_S": "multichoice", "SHORTANSWER": "shortanswer"}
    kinds |= {"NUMERICAL": "numerical"}
    opening, end = re.compile(r"\{(\d+):([A-Z_]+):"), 0
    while start := opening.search(text, end):
        end = _end(text, start.end())
        body = text[start.end() : end]
        answers = [_gap_answer(part) for part in re.split(r"(?<!\\)~", body)]
        if start[2] == "MULTIRESPONSE_S":  # Moodle scales what is right to one
            right = sum(a.percent for a in answers if a.percent > 0)
            for answer in answers:
                answer.percent *= 100 / right if answer.percent > 0 else 1
        yield int(start[1]), Asked(kinds[start[2]], answers, "RESPONSE" not in start[2])


def _end(text, start):
    return start + re.search(r"(?<!\\)\}", text[start:]).start()


def _gap_answer(part):
    worth = re.match(r"=|%(-?[\d.]+)%", part)
    percent = 100.0 if worth and worth[0] == "=" else float(worth[1]) if worth else 0.0
    text, _, feedback = _split(part[worth.end() if worth else 0 :])
    number = re.fullmatch(r"(-?[\d.]+(?:e[-+]?\d+)?):(-?[\d.]+(?:e[-+]?\d+)?)", text)
    if number:
        return Answer(number[1], percent, html.unescape(feedback), float(number[2]))
    return Answer(html.unescape(text), percent, html.unescape(feedback))


def _split(text):
    """Cut an answer from its feedback at the first # that belongs to no entity."""
    sign = re.search(r"(?<!&)#", text)
    return (text[: sign.start()], "#", text[sign.end() :]) if sign else (text, "", "")


def _alike(response, pattern):
    pattern = pattern.replace(r"\*", "[*]") if r"\*" in pattern else pattern
    return fnmatchcase(response.strip().casefold(), pattern.strip().casefold())


def _longest_rise(order):
    best = []
    for i, place in enumerate(order):
        best.append(1 + max((best[j] for j in range(i) if order[j] < place), default=0))
    return max(best)
