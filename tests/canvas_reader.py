"""A package as Canvas reads it: items from the zip, marked by the rules that stand in them."""

import re
from xml.etree import ElementTree
from zipfile import ZipFile

PACKAGE = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
Q = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"


class Package:
    def __init__(self, path):
        with ZipFile(path) as package:
            assert package.testzip() is None
            self.files = {name: package.read(name) for name in package.namelist()}
        manifest = ElementTree.fromstring(self.files["imsmanifest.xml"])
        self.resources = {
            resource.get("identifier"): (
                resource.get("type"),
                [file.get("href") for file in resource.iter(f"{PACKAGE}file")],
            )
            for resource in manifest.iter(f"{PACKAGE}resource")
        }
        (quiz,) = [files for kind, files in self.resources.values() if kind == "imsqti_xmlv1p2"]
        (self.quiz,) = quiz
        root = ElementTree.fromstring(self.files[self.quiz])
        assert root.tag == f"{Q}questestinterop"
        self.assessment = root.find(f"{Q}assessment")
        self.items = {}
        for element in root.iter(f"{Q}item"):
            item = Item(element)
            assert item.ident not in self.items
            self.items[item.ident] = item


class Item:
    def __init__(self, element):
        self.ident = element.get("ident")
        fields = element.iter(f"{Q}qtimetadatafield")
        self.settings = {
            one.findtext(f"{Q}fieldlabel"): one.findtext(f"{Q}fieldentry") for one in fields
        }
        self.kind = self.settings["question_type"]
        show = element.find(f"{Q}presentation")
        self.stem = _text(show)
        self.menus = {one.get("ident"): _menu(one) for one in show.iter(f"{Q}response_lid")}
        self.above = {one.get("ident"): _text(one) for one in show.findall(f"{Q}response_lid")}
        self.feedback = {
            one.get("ident"): next(one.iter(f"{Q}mattext")).text or ""
            for one in element.iter(f"{Q}itemfeedback")
        }
        self.rules = list(element.iter(f"{Q}respcondition"))

    def mark(self, **given):
        """Return the share of the points and what is said: `given` by the name of the response."""
        if self.kind == "fill_in_multiple_blanks_question":  # each answer of a gap is right
            right = [given[gap].casefold() in map(str.casefold, menu.values())
                     for gap, menu in self.menus.items()]  # fmt: skip
            return sum(right) / len(right), [self.feedback["general_fb"]]
        score, said = 0.0, []
        for rule in self.rules:
            (condition,) = rule.iter(f"{Q}conditionvar")
            if not all(self._holds(one, given) for one in _any_of_words(self.kind, condition)):
                continue
            said += [
                self.feedback[one.get("linkrefid")] for one in rule.iter(f"{Q}displayfeedback")
            ]
            for change in rule.iter(f"{Q}setvar"):
                score = float(change.text) + (score if change.get("action") == "Add" else 0)
            if rule.get("continue") == "No":
                break
        return score / 100, said

    def _holds(self, element, given):
        tag, asked = element.tag.removeprefix(Q), element.get("respident")
        parts = [self._holds(part, given) for part in element]
        match tag:
            case "other":
                return True
            case "or":
                return any(parts)
            case "and":
                return all(parts)
            case "not":
                return not all(parts)
            case "vargte":
                return float(given[asked]) >= float(element.text)
            case "varlte":
                return float(given[asked]) <= float(element.text)
        assert tag == "varequal"
        answer = given[asked]
        if isinstance(answer, set):
            return element.text in answer
        if self.kind == "numerical_question":
            return float(answer) == float(element.text)
        return answer.casefold() == element.text.casefold()


def pictures(html):
    """Return the files that a text shows; formulae are Canvas's own to draw."""
    sources = re.findall(r'<img[^>]*? src="([^"]*)"', html)
    return [source for source in sources if not source.startswith("/equation_images/")]


def _any_of_words(kind, condition):
    if kind != "short_answer_question" or condition.find(f"{Q}varequal") is None:
        return list(condition)
    either = ElementTree.Element(f"{Q}or")
    either.extend(condition)
    return [either]


def _text(element):
    return next(element.iter(f"{Q}mattext")).text


def _menu(element):
    labels = list(element.iter(f"{Q}response_label"))
    menu = {label.get("ident"): _text(label) for label in labels}
    assert len(menu) == len(labels)
    return menu
