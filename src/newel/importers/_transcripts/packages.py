"""The two kinds of word processor file, for the guard that looks into Office files before any parser does."""

from newel.importers._workbook_guard import ZIP_ERRORS, Package

DOCUMENT = Package(
    what="DOCX",
    article="a",
    suffix=".docx",
    thing="document",
    program="word processor",
    part="word/document.xml",
    save_again="Open the file in your word processor and save it again as Word document (.docx).",
    copy_out="Copy the words alone into a new document, save that as .docx, and send it.",
)
OPEN_DOCUMENT = Package(
    what="ODT",
    article="an",
    suffix=".odt",
    thing="document",
    program="word processor",
    part="content.xml",
    save_again="Open the file in your word processor and save it again as OpenDocument text (.odt).",
    copy_out="Copy the words alone into a new document, save that as .odt, and send it.",
)
PARSER_ERRORS = (*ZIP_ERRORS, ArithmeticError, AssertionError, AttributeError, SyntaxError, TypeError)
"""What python-docx and the XML parsers raise on parts that do not fit together."""
