"""d.job on a page: its form and its JSON can be edited there, and one tuning job is played.

The job is the one that the request asks for as the demo opens. It really runs, here, while the
page is written; what the page plays is what was seen of it.
"""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from typing import Any

_NOTE = (
    '<p class="site-note">Form and JSON follow each other here too. <em>Create tuning job</em>'
    " plays a real job, recorded for this page, of the request as it opens. To have the service"
    ' check and run one of your own takes <a href="index.html#workbook">the workbook</a>.</p>'
)


def in_html(*, seed: int = 0, predict: bool = True) -> str:
    """Return the demo as a piece of a page, with the job that its buttons play."""
    data = json.dumps(_job(seed, predict), ensure_ascii=False).replace("<", "\\u003c")
    return f'<div data-job><script type="application/json">{data}</script></div>\n{_NOTE}'


def _job(seed: int, predict: bool) -> dict[str, Any]:
    """Return the request as it opens, and every view of its job that differs from the last."""
    from hpstudy.widgets import job_store
    from hpstudy.widgets.job import ShownJob

    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "jobs.sqlite"
        shown = ShownJob(seed=seed, predict=predict, store=store)
        screen, views = shown.screen, [shown.screen.view]
        try:
            shown.create(screen.text)
            while (job := shown.look()) is not None:
                if screen.view != views[-1]:
                    views.append(screen.view)
                if job.ended:
                    break
                time.sleep(0.02)
        finally:
            job_store.close(store)
    return {"spec": screen.spec, "text": screen.text, "views": views}
