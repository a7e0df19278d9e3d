"""From an imported project to a study folder: protocol, instruments, records, report sections, and what was left behind."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newel.faults import Refused
from newel.importers._plugin import Entry, ImportedProject
from newel.importers._sections import site_pages, sections
from newel.importers._toml import to_toml
from newel.protocol import FILE, Protocol, json_schema
from newel.records import KINDS, FrameSource, write_records
