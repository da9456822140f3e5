"""QTI 1.2 as Canvas reads it: the words of an item, and the zip with its list and its pictures.

The pattern of each part is that of Canvas's own export (lib/cc/qti/qti_items.rb in the repository
instructure/canvas-lms). Its import drops pictures that stand within a page, so they become files;
mathematics becomes the pictures of formulae that its editor makes.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as xml
from xml.etree.ElementTree import Element, SubElement
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_FORMULA = re.compile(r"\\\((.+?)\\\)", re.DOTALL)
_PICTURE = re.compile(r'"data:image/svg\+xml;base64,([^"]+)"')


def assessment(ident: str, title: str, items: Iterable[Element]) -> Element:
    """Return a quiz of the items."""
    root = Element("questestinterop", xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2")
    quiz = SubElement(root, "assessment", ident=ident, title=title)
    SubElement(quiz, "section", ident="root_section").extend(items)
    return root


def metadata(item: Element, **values: str) -> None:
    """Add what Canvas wants to know of an item: its type and its points."""
    found = SubElement(SubElement(item, "itemmetadata"), "qtimetadata")
    for name, value in values.items():
        one = SubElement(found, "qtimetadatafield")
        SubElement(one, "fieldlabel").text = name
        SubElement(one, "fieldentry").text = value


def material(parent: Element, text: str, html: bool = True) -> None:
    """Add a text, either HTML or plain."""
    said = SubElement(SubElement(parent, "material"), "mattext")
    said.set("texttype", "text/html" if html else "text/plain")
    said.text = text


def field(show: Element, **kind: str) -> None:
    """Add a field to type into, `fibtype="Decimal"` for a number."""
    one = SubElement(show, "response_str", ident="response1", rcardinality="Single")
    SubElement(SubElement(one, "render_fib", kind), "response_label", ident="answer1")


def menu(
    show: Element, ident: str, answers: Mapping[str, str], above: str = "", several: bool = False
) -> None:
    """Add answers to choose from by their ids; with a text `above` they are plain, else HTML."""
    one = SubElement(show, "response_lid", ident=ident)
    if above:
        material(one, above)
    else:
        one.set("rcardinality", "Multiple" if several else "Single")
    choice = SubElement(one, "render_choice")
    for number, text in answers.items():
        material(SubElement(choice, "response_label", ident=number), text, html=not above)


def outcomes(item: Element) -> Element:
    """Add the rules of an item, none yet, and return them."""
    rules = SubElement(item, "resprocessing")
    score = {"maxvalue": "100", "minvalue": "0", "varname": "SCORE", "vartype": "Decimal"}
    SubElement(SubElement(rules, "outcomes"), "decvar", score)
    return rules


def when(rules: Element, says: str = "", scores: str = "", adds: str = "") -> Element:
    """Add a rule and return its condition: it says a feedback, or sets or adds to the score."""
    rule = SubElement(rules, "respcondition")
    if not adds:
        rule.set("continue", "Yes" if says else "No")
    condition = SubElement(rule, "conditionvar")
    if scores or adds:
        action = "Add" if adds else "Set"
        SubElement(rule, "setvar", action=action, varname="SCORE").text = scores or adds
    if says:
        SubElement(rule, "displayfeedback", feedbacktype="Response", linkrefid=says)
    return condition


def answered(condition: Element, ident: str, answer: str, how: str = "varequal") -> None:
    """Add that the response `ident` is the answer."""
    SubElement(condition, how, respident=ident).text = answer


def feedback(item: Element, ident: str, html: str) -> None:
    """Add a text that a rule may say."""
    material(SubElement(SubElement(item, "itemfeedback", ident=ident), "flow_mat"), html)


# the package


def write_package(path: Path, name: str, quiz: Element) -> None:
    """Write the zip: the list of what is in it, the quiz, and the pictures of its texts."""
    pictures = _carry_out(quiz)
    files = {
        "imsmanifest.xml": _bytes(_manifest(name, pictures)),
        f"{name}/{name}.xml": _bytes(quiz),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(path, "w") as package:
        for inside, content in (files | pictures).items():
            # Without the time: the same questions make the same file.
            package.writestr(ZipInfo(inside), content, ZIP_DEFLATED)


def _carry_out(quiz: Element) -> dict[str, bytes]:
    """Put a name for each picture within a text, formulae as Canvas has them; return the files."""
    pictures: dict[str, bytes] = {}

    def named(match: re.Match[str]) -> str:
        content = base64.b64decode(match[1])
        name = f"images/{sha256(content).hexdigest()[:16]}.svg"
        pictures[name] = content
        return f'"%24IMS-CC-FILEBASE%24/{name}"'

    for text in quiz.iter("mattext"):
        if text.get("texttype") == "text/html" and text.text:
            text.text = _PICTURE.sub(named, _FORMULA.sub(_formula, text.text))
    return pictures


def _formula(match: re.Match[str]) -> str:
    source = unescape(match[1])
    tex, address = escape(source), quote(quote(source, safe=""), safe="")
    return (
        f'<img class="equation_image" title="{tex}" alt="LaTeX: {tex}"'
        f' src="/equation_images/{address}" data-equation-content="{tex}">'
    )


def _manifest(name: str, pictures: Iterable[str]) -> Element:
    manifest = Element("manifest", identifier=f"{name}-package", xmlns=_PACKAGE)
    about = SubElement(manifest, "metadata")
    SubElement(about, "schema").text = "IMS Content"
    SubElement(about, "schemaversion").text = "1.1.3"
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    quiz = SubElement(resources, "resource", identifier=name, type="imsqti_xmlv1p2")
    SubElement(quiz, "file", href=f"{name}/{name}.xml")
    for picture in pictures:
        ident = f"picture-{Path(picture).stem}"
        one = SubElement(resources, "resource", identifier=ident, type="webcontent", href=picture)
        SubElement(one, "file", href=picture)
    return manifest


def _bytes(root: Element) -> bytes:
    written: bytes = xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
