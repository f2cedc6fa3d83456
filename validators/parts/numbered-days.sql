-- the days of written, counted from a fixed one
numbered as (
  select x.day, 365 * x.y + floor(x.y / 4) - floor(x.y / 100) + floor(x.y / 400) + floor((153 * x.m + 2) / 5) + x.d
    as number
  from (
    select w.day, cast(substr(cast(w.day as varchar), 9, 2) as integer) as d,
      cast(substr(cast(w.day as varchar), 1, 4) as integer)
        - case when cast(substr(cast(w.day as varchar), 6, 2) as integer) > 2 then 0 else 1 end as y,
      cast(substr(cast(w.day as varchar), 6, 2) as integer)
        + case when cast(substr(cast(w.day as varchar), 6, 2) as integer) > 2 then -3 else 9 end as m
    from written as w
  ) as x
)
