"""Fills the web shell's database for bench/coding.py: sources that may be coded, a codebook, two layers, codings.

    python _coding_web.py SOURCES CODINGS      with the password of the account to make on standard input

Texts are entered as signed off, which a redaction desk would have done; everything else goes the way of the pages.
Prints one JSON object: where to sign in, each source with the address of its page, codes, and the file of codings.
"""

import json
import sys
from datetime import date

import django
from _coding_project import a_project
from django.core.management import call_command


def main() -> None:
    password, sources, codings = sys.stdin.read().strip(), int(sys.argv[1]), int(sys.argv[2])
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("migrate", "--database", "vault", verbosity=0)
    print(json.dumps(filled(password, sources, codings)))


def filled(password: str, sources: int, codings: int) -> dict[str, object]:
    """Fill the database, and return what a browser must know."""
    from django.urls import reverse

    from newel.web import clock
    from newel.web.accounts.actions.create_account import Post, create_account
    from newel.web.coding.actions._recording import Doer
    from newel.web.coding.actions.open_layer import open_layer
    from newel.web.coding.actions.start_codebook import start_codebook
    from newel.web.coding.models import Coding

    project, now = a_project(sources, codings), clock.now()
    create_account(
        actor="bench", post=Post("lead", "lead", ()), password=password, now=now, must_change_password=False
    )
    ids = add_sources(project, now)
    by = Doer("lead", now)
    book = start_codebook(by=by, codebook=project.codebook)
    layers = {
        "K1-1": open_layer(by=by, codebook=book, coder="lead"),
        "K2-1": open_layer(by=by, codebook=book, coder="researcher", number=1),
    }
    rows = {(one.layer, one.source, one.code, one.start, one.end): one for one in project.codings}.values()
    Coding.objects.bulk_create(
        (
            Coding(
                layer=layers[one.layer],
                source_id=ids[one.source],
                version=2,
                code=one.code,
                start=one.start,
                end=one.end,
            )
            for one in rows
        ),
        batch_size=1_000,
    )
    own = layers["K1-1"].key
    shown = [[reverse("coding:desk", args=[own, ids[source.id]]), source.text] for source in project.sources]
    codes = [code.id for code in project.codebook.codes if code.parent]
    files = reverse("coding:give", args=[book.pk, "codings-csv"])
    pages = {"sign_in": reverse("accounts:sign_in"), "file": files, "matrix": reverse("coding:matrix")}
    return pages | {"codes": codes, "sources": shown}


def add_sources(project: object, now: object) -> dict[str, str]:
    """Add the sources with consent, each with a signed second version; return {id in the project: id on the web}."""
    from newel.transcripts import first_version
    from newel.web.sessions.actions.add_source import Described, Received, add_source
    from newel.web.sessions.models import TextVersion
    from newel.web.sessions.sealing import seal
    from newel.web.study import current_study

    protocol = current_study().protocol
    sites, wave = [site.id for site in protocol.sites], protocol.waves[0]
    consents = dict.fromkeys(protocol.consent.purposes, "given")
    ids: dict[str, str] = {}
    for number, source in enumerate(project.sources):
        described = Described("interview", sites[number % len(sites)], wave.id, protocol.groups[0].id, date(2018, 5, 1))
        row = add_source(actor="bench", described=described, received=Received(source.text, consents=consents), now=now)
        row.rounds.update(closed_at=now, signed_by="second")
        TextVersion.objects.create(
            source=row,
            number=2,
            reason="redacted",
            sha256=first_version(source.text).sha256,
            words=len(source.text.split()),
            sealed=seal(row.source_id, "text/2", source.text),
            made_by="bench",
            made_at=now,
            signed_by="second",
        )
        ids[source.id] = row.source_id
    return ids


if __name__ == "__main__":
    main()
