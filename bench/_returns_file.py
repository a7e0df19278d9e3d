"""The synthetic file of bench/returns.py: events of 200 sites in 60 months, twenty a child, one row in 100 wrong."""

import sys
from pathlib import Path

import duckdb

_ROWS = """
copy (
  with numbered as (
    select i, hash(i) as a, hash(i + 7000000000) as b, hash(i + 90000000000) as c,
      hash(i + 500000000000) % greatest(1, {rows} // 20) as child
    from range({rows}) rows(i)
  ),
  meant as (
    select *, 'S' || lpad(cast(1 + child % 200 as varchar), 3, '0') as site,
      cast(date '2018-08-01' + cast((a >> 10) % 1825 as integer) as date) as day,
      list_extract(['assault', 'self_harm', 'restraint', 'separation', 'contact', 'chat_section'],
        cast(1 + (b >> 8) % 6 as bigint)) as what,
      case when b % 100 = 0 then (b >> 20) % 8 end as wrong
    from numbered
  )
  select
    case when wrong = 0 then lower(site) else site end as site_id,
    case when wrong = 1 then strftime(day, '%m/%Y') else strftime(day, '%Y-%m') end as month,
    case when wrong = 2 then 'no ' || cast(i as varchar) else 'E' || lpad(cast(i as varchar), 9, '0') end as event,
    case when wrong = 3 then strftime(day, '%d/%m/%Y') else strftime(day, '%Y-%m-%d') end as happened_on,
    case when wrong = 4 then 'fight' else what end as kind,
    case when wrong = 5 then 'child ' else 'P' end || lpad(cast(child as varchar), 8, '0') as child_id,
    case when wrong = 6 then 'ten' when (c >> 40) % 20 > 0 then cast((c >> 30) % 240 as varchar) end as minutes,
    case when wrong = 7 then 'part 9' when what = 'chat_section' then 'part_' || cast(1 + (c >> 50) % 5 as varchar) end
      as section
  from meant
) to '{path}' (format csv, header)
"""


def make(path: Path, rows: int) -> Path:
    """Write the file; the same rows for the same number, whatever came before."""
    with duckdb.connect(config={"memory_limit": "500MB"}) as engine:
        engine.execute(_ROWS.format(rows=rows, path=path))
    return path


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
