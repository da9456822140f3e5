"""Rooms with windows: the only modules that import ipywidgets and IPython.

show.py    show_demo: finds a demo by its name and puts it on the page
demo.py    the words in which an author declares a demo; how to make one
live.py    a demo in use: where its controls stand, what was computed; no browser
film.py    its pictures, drawn ahead and sent (reels.py) to the browser, where film.js plays them
quiz_card.py  show_quiz: a quiz below a cell (quiz_card.js); quiz_paper.py draws it and keeps it on
           disk, quiz_view.py says what the page may know, quiz_text.py what a text becomes
source.py  show_source: code of the package as a block in the notebook
"""
