"""Fills a Taguette database for bench/coding.py, run by Taguette's own Python and through its own tables.

    python _coding_taguette.py DATABASE PROJECT

PROJECT is a JSON file: texts, tags, and [document, start, end, tag] with places in bytes. Prints the project's number.
"""

import json
import sys
from html import escape
from pathlib import Path

from taguette import database


def main() -> None:
    path, given = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    connect = database.connect(f"sqlite:///{path}")
    db = connect()
    if db.query(database.User).get("admin") is None:
        db.add(database.User(login="admin"))
    project = database.Project(name="A made-up project", description="")
    db.add(project)
    db.add(database.ProjectMember(project=project, user_login="admin", privileges=database.Privileges.ADMIN))
    direction = database.TextDirection.LEFT_TO_RIGHT
    documents = [
        database.Document(
            name=name,
            description="",
            filename=f"{name}.txt",
            project=project,
            text_direction=direction,
            contents="".join(f"<p>{escape(line, quote=False)}\n</p>" for line in text.splitlines()),
        )
        for name, text in given["texts"]
    ]
    tags = [database.Tag(project=project, path=path, description="") for path in given["tags"]]
    db.add_all([*documents, *tags])
    db.flush()
    raw = [text.encode() for _, text in given["texts"]]
    marks = [
        database.Highlight(
            document_id=documents[document].id,
            start_offset=start,
            end_offset=end,
            snippet=escape(raw[document][start:end].decode(errors="ignore"), quote=False),
        )
        for document, start, end, _ in given["highlights"]
    ]
    db.add_all(marks)
    db.flush()
    pairs = [
        {"highlight_id": mark.id, "tag_id": tags[one[3]].id}
        for mark, one in zip(marks, given["highlights"], strict=True)
    ]
    db.execute(database.highlight_tags.insert(), pairs)
    db.commit()
    numbers = {"documents": [each.id for each in documents], "tags": [each.id for each in tags]}
    print(json.dumps({"project": project.id} | numbers))


if __name__ == "__main__":
    main()
