-- The job of `newel returns` for bench/bulk/returns/activity.toml, as one writes it by hand for this one return.
-- $file, $out, $outer and $inner are put in by the bench; `sites` is there.

create temp table events as
with arrived as (
  select
    row_number() over () + 1 as "row",
    nullif(trim(site_id), '') as site_id, nullif(trim(month), '') as month, nullif(trim(event), '') as event,
    nullif(trim(happened_on), '') as happened_on, nullif(trim(kind), '') as kind, nullif(trim(child_id), '') as child_id,
    nullif(trim(minutes), '') as minutes, nullif(trim(section), '') as section
  from read_csv('$file', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {
    'site_id': 'varchar', 'month': 'varchar', 'event': 'varchar', 'happened_on': 'varchar', 'kind': 'varchar',
    'child_id': 'varchar', 'minutes': 'varchar', 'section': 'varchar'})
),
read as (
  select arrived.*, places,
    case when regexp_matches(happened_on, '^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$') then try_cast(happened_on as date) end as day,
    case when regexp_matches(minutes, '^-?[0-9]{1,9}$') then cast(minutes as bigint) end as length,
    case when length(event) >= 10 then
      regexp_extract(event, '(^|[^0-9])([0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4})([^0-9]|$)', 2) end as in_event,
    case when length(child_id) >= 10 then
      regexp_extract(child_id, '(^|[^0-9])([0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4})([^0-9]|$)', 2) end as in_child
  from arrived left join sites using (site_id)
  where coalesce(site_id, month, event, happened_on, kind, child_id, minutes, section) is not null
),
checked as (
  select *,
    site_id is not null as site_ok,
    coalesce(regexp_matches(month, '^[0-9]{4}-(0[1-9]|1[0-2])$'), false) as month_ok,
    coalesce(regexp_matches(event, '^[A-Z0-9][A-Z0-9/-]{0,15}$'), false) as event_ok,
    day is not null as day_ok,
    coalesce(kind in ('assault', 'self_harm', 'restraint', 'separation', 'contact', 'chat_section'), false) as kind_ok,
    coalesce(regexp_matches(child_id, '^[A-Z0-9][A-Z0-9/-]{0,15}$') and regexp_matches(child_id, '[0-9]'), false) as child_ok,
    minutes is null or coalesce(length between 0 and 1440, false) as minutes_ok,
    section is null or section in ('part_1', 'part_2', 'part_3', 'part_4', 'part_5') as section_ok,
    site_id is null or places is not null as site_known,
    case when coalesce(in_event, '') = '' then true else list_sum(list_transform(range(1, 11), lambda n:
      (11 - n) * cast(substring(replace(replace(in_event, ' ', ''), '-', ''), n, 1) as bigint))) % 11 <> 0 end as event_names_nobody,
    case when coalesce(in_child, '') = '' then true else list_sum(list_transform(range(1, 11), lambda n:
      (11 - n) * cast(substring(replace(replace(in_child, ' ', ''), '-', ''), n, 1) as bigint))) % 11 <> 0 end as child_names_nobody
  from read
)
select * exclude (places, in_event, in_child),
  site_ok and month_ok and event_ok and day_ok and kind_ok and child_ok and minutes_ok and section_ok and site_known
    and event_names_nobody and child_names_nobody as good
from checked;

create temp table repeated as
select "row" from (
  select "row", row_number() over (partition by site_id, month, event order by "row") as turn
  from events join (
    select site_id, month, event from events where good group by all having count(*) > 1
  ) using (site_id, month, event)
  where good
) where turn > 1;

copy (
  with faults as (
    select *, unnest([
      case when not site_ok then {'turn': 1, 'column': 'site_id', 'rule': 'site_written', 'cell': site_id,
        'expected': 'the id of your site', 'fix': 'Write the id of your site in every row.'} end,
      case when not month_ok then {'turn': 2, 'column': 'month', 'rule': 'month_written', 'cell': month,
        'expected': 'a month as YYYY-MM', 'fix': 'Write August 2019 as 2019-08.'} end,
      case when not event_ok then {'turn': 3, 'column': 'event', 'rule': 'event_label', 'cell': event,
        'expected': 'at most 16 capital letters, digits, / and -', 'fix': 'Write it the same way every time.'} end,
      case when not day_ok then {'turn': 4, 'column': 'happened_on', 'rule': 'happened_on_day', 'cell': happened_on,
        'expected': 'a day such as 2019-08-03', 'fix': 'Write 2019-08-03 for 3 August 2019.'} end,
      case when not kind_ok then {'turn': 5, 'column': 'kind', 'rule': 'kind_word', 'cell': kind,
        'expected': 'one of the words of the return', 'fix': 'Choose from the list.'} end,
      case when not child_ok then {'turn': 6, 'column': 'child_id', 'rule': 'child_id_label', 'cell': child_id,
        'expected': 'a number that names nobody', 'fix': 'Write the number your site uses.'} end,
      case when not minutes_ok then {'turn': 7, 'column': 'minutes', 'rule': 'minutes_count', 'cell': minutes,
        'expected': 'a whole number from 0 to 1,440, or nothing', 'fix': 'Write the count in digits.'} end,
      case when not section_ok then {'turn': 8, 'column': 'section', 'rule': 'section_word', 'cell': section,
        'expected': 'one of the words of the return, or nothing', 'fix': 'Choose from the list.'} end,
      case when not site_known then {'turn': 9, 'column': 'site_id', 'rule': 'unknown_site', 'cell': site_id,
        'expected': 'a site id of the protocol', 'fix': 'Write the id of the site as the protocol has it.'} end,
      case when event_ok and not event_names_nobody then {'turn': 10, 'column': 'event', 'rule': 'event_personal_number',
        'cell': event, 'expected': 'nothing that names a person', 'fix': 'Take it out of the file.'} end,
      case when child_ok and not child_names_nobody then {'turn': 11, 'column': 'child_id',
        'rule': 'child_id_personal_number', 'cell': child_id, 'expected': 'nothing that names a person',
        'fix': 'Take it out of the file.'} end
    ]) as fault
    from events where not good
  )
  select "row", fault.turn as turn, fault."column" as "column", fault.rule as rule,
    case
      when fault.cell is null then 'nothing'
      when fault."column" = 'child_id' or contains(fault.cell, child_id) then 'an id'
      when regexp_matches(fault.cell, '^[-0-9.,:/ ]{1,20}$')
        and not regexp_matches(fault.cell, '[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}') then fault.cell
      else 'other text, not repeated here'
    end as found,
    fault.expected as expected, fault.fix as fix
  from faults where fault is not null
  union all
  select "row", 12, 'site_id', 'repeated_row', 'a row that came before', 'each row once', 'Delete the other.' from repeated
  order by "row", turn
) to '$out/errors.parquet' (format parquet, compression zstd);

create temp table people as
select site_id, child_id,
  substring(sha256(unhex('$outer') || unhex(sha256(unhex('$inner') || encode('child|' || site_id || '|' || child_id)))), 1, 32)
    as pseudonym
from (select distinct site_id, child_id from events where good);

copy (
  select "row", site_id, month, event, day as happened_on, kind, pseudonym as child_id, length as minutes, section
  from events join people using (site_id, child_id) anti join repeated using ("row")
  where good
) to '$out/clean.parquet' (format parquet, compression zstd);

copy (
  select site_id, month, count(*) as events, count(distinct child_id) as children,
    count(*) filter (where kind = 'restraint') as restraints, cast(sum(minutes) as bigint) as minutes,
    count(*) - count(minutes) as minutes_not_known
  from read_parquet('$out/clean.parquet') group by all order by all
) to '$out/aggregate.parquet' (format parquet, compression zstd);
