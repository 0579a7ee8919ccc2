-- From invented purchases to the tables of a snapshot; {first}, {until} and {split} are dates.
create table purchases as
    select *, date '{first}' + day_index::int as day from raw_purchases;
create table seen as
    select customer, count(*) orders, count(distinct day) order_days, min(day) first_order, max(day) last_order,
        sum(revenue_minor)::bigint revenue_minor, sum(margin_minor)::bigint margin_minor,
        coalesce(sum(margin_minor) filter (day > date '{until}' - interval 24 month), 0)::bigint margin_24m_minor
    from purchases group by customer;
create table guessed as
    select s.*, 1 / (1 + exp((date '{until}' - last_order) / greatest(25.0, (last_order - first_order)::double
            / greatest(1, orders - 1)) - 3.2)) as p_alive,
        (orders + 0.9) * 365.0 / (date '{until}' - first_order + 160) as pace,
        margin_minor::double / orders as each
    from seen s;
create table customers as
    with valued as (
        select *, p_alive * pace * 0.82 as expected_orders,
            (0.7 * each + 0.3 * avg(each) over ())::double as per_order from guessed),
    priced as (
        select *, (expected_orders * per_order)::bigint as value_minor, margin_24m_minor + (expected_orders * per_order)::bigint as profit_minor
        from valued),
    ranked as (
        select *, percent_rank() over (order by profit_minor desc) as place,
            6 - ntile(5) over (order by last_order desc, customer) as rfm_recency,
            6 - ntile(5) over (order by orders desc, customer) as rfm_frequency,
            6 - ntile(5) over (order by margin_24m_minor desc, customer) as rfm_monetary from priced)
    select customer, 'K-' || lpad((customer * 7919 % 100000)::text, 5, '0') as code, orders, order_days, first_order,
        last_order, revenue_minor, margin_minor, 0::bigint as acquisition_minor,
        margin_24m_minor, (margin_24m_minor / 2)::bigint as margin_12m_minor, profit_minor,
        profit_minor - margin_24m_minor + (last_order > date '{until}' - interval 14 day)::int * 210::bigint as year_value_minor, p_alive, expected_orders,
        floor(expected_orders) as expected_orders_median, floor(expected_orders * 0.4) as expected_orders_low,
        ceil(expected_orders * 1.7) as expected_orders_high, value_minor,
        (value_minor * 0.94)::bigint as value_median_minor, (value_minor * 0.42)::bigint as value_low_minor,
        (value_minor * 1.66)::bigint as value_high_minor,
        last_order + greatest(7, (last_order - first_order) // greatest(1, orders - 1))::int as next_order,
        last_order + 5 as next_order_low, last_order + 60 as next_order_high,
        0.3 * p_alive as order_chance_28,
        (last_order > date '{until}' - interval 14 day)::int * 4000::bigint as provisional_minor,
        (last_order > date '{until}' - interval 14 day)::int * 210::bigint as return_reserve_minor,
        0::bigint as default_reserve_minor, 0.82::double as pace, per_order::bigint as margin_per_order_minor,
        case when customer % 5 > 0 then 'idle_by_gap' end as moved_1,
        case when customer % 5 > 0 then -0.21::double end as moved_1_by,
        case when customer % 5 > 0 then 'order_value' end as moved_2,
        case when customer % 5 > 0 then 0.08::double end as moved_2_by,
        case when customer % 5 > 1 then 'orders_91d' end as moved_3,
        case when customer % 5 > 1 then -0.03::double end as moved_3_by,
        null::text as moved_4, null::double as moved_4_by, null::text as moved_5, null::double as moved_5_by,
        null::text as moved_6, null::double as moved_6_by, null::text as moved_7, null::double as moved_7_by,
        null::text as moved_8, null::double as moved_8_by, (customer % 4)::bigint as moved_more,
        case when last_order > first_order then greatest(1, round((last_order - first_order)::double
            / greatest(1, orders - 1)))::bigint end as usual_gap_days,
        1 - p_alive as silent, (margin_24m_minor / 2 * (1 - p_alive) * p_alive)::bigint as at_stake_minor,
        case when last_order <= date '{until}' - interval 24 month then 'former' when profit_minor < 0 then 'lead'
            when place < 0.2 then 'platinum' when place < 0.5 then 'gold' when place < 0.8 then 'iron'
            else 'lead' end as tier,
        case when last_order <= date '{until}' - interval 24 month then 'former' when profit_minor < 0 then 'lead'
            when place < 0.2 then 'platinum' when place < 0.5 then 'gold' when place < 0.79 then 'iron'
            else 'lead' end as tier_by_limits,
        rfm_recency, rfm_frequency, rfm_monetary,
        case when rfm_recency = 5 and rfm_frequency = 5 then 'champions'
            when rfm_recency >= 3 and rfm_frequency >= 4 then 'loyal'
            when rfm_recency = 5 and rfm_frequency = 1 then 'new'
            when rfm_recency = 4 and rfm_frequency = 1 then 'promising'
            when rfm_recency >= 4 then 'potential-loyalist'
            when rfm_recency = 3 and rfm_frequency = 3 then 'need-attention'
            when rfm_recency = 3 then 'about-to-sleep'
            when rfm_recency = 1 and rfm_frequency = 5 then 'cannot-lose'
            when rfm_frequency >= 4 then 'at-risk'
            when rfm_recency = 2 then 'hibernating' else 'lost' end as rfm_segment
    from ranked;
create table months as
    select date_trunc('month', day)::date as month, count(*) orders, count(distinct (customer, day)) order_days,
        count(distinct customer) buyers, count(*) filter (day = first_order) new_customers, sum(p.revenue_minor)::bigint revenue_minor,
        sum(p.margin_minor)::bigint margin_minor
    from purchases p join seen s using (customer) group by 1;
create table cohorts as
    with first as (select customer, date_trunc('month', first_order)::date cohort from seen),
    size as (select cohort, count(*) customers from first group by cohort),
    cell as (
        select cohort, date_diff('month', cohort, day) month_index, count(distinct customer) buyers, count(*) orders,
            sum(margin_minor)::bigint margin_minor from purchases join first using (customer) group by all)
    select cohort, i.month_index, customers, coalesce(buyers, 0) buyers, coalesce(cell.orders, 0) orders,
        coalesce(margin_minor, 0) margin_minor
    from size cross join range(0, 31) i(month_index) left join cell using (cohort, month_index)
    where cohort + to_months(i.month_index::int) <= date '{until}';
create table calibration as
    select decile, count(*) customers, avg(guess) predicted, avg(came) actual from (
        select guess, came, ntile(10) over (order by guess, customer) decile from (
            select customer, count(*) filter (day > date '{split}') came,
                0.8 * (0.08 + count(*) filter (day <= date '{split}' and day > date '{split}' - 300)) * 0.5 guess
            from purchases group by customer having min(day) <= date '{split}'))
    group by decile;
create table backtest as select model, naive, chosen, mae::double mae, mae_median::double mae_median,
    rmse::double rmse, crps::double crps, bias::double bias, gini_value::double gini_value, coverage_80::double coverage_80
from (values
    ('bg-nbd', false, false, 0.79, 0.66, 1.52, 0.53, -0.061, 0.688, 0.87),
    ('mbg-nbd', false, false, 0.78, 0.65, 1.51, 0.53, -0.048, 0.691, 0.87),
    ('mbg-cnbd', false, false, 0.77, 0.65, 1.51, 0.52, -0.047, 0.692, 0.85),
    ('pareto-nbd', false, false, 0.77, 0.64, 1.5, 0.52, -0.045, 0.7, 0.84),
    ('combined', false, true, 0.76, 0.63, 1.49, 0.51, -0.032, 0.704, 0.81),
    ('last-period', true, false, 0.91, 0.91, 1.83, 0.91, 0.084, 0.622, null),
    ('own-rate', true, false, 1.02, 1.02, 1.9, 1.02, 0.371, 0.655, null),
    ('average', true, false, 1.11, 0.8, 1.79, 1.11, 0.02, null, null),
    ('zero', true, false, 0.81, 0.81, 2.0, 0.81, -1.0, null, null)
    ) t(model, naive, chosen, mae, mae_median, rmse, crps, bias, gini_value, coverage_80);
create table ledger as
    select customer, order_id::text order_id, 1 as position, day, 1::bigint step, 'goods' kind, revenue_minor amount_minor,
        false estimated from purchases
    union all select customer, order_id::text, 1, day, 1, 'purchase_price', (margin_minor - revenue_minor)::bigint, false
        from purchases
    union all select customer, order_id::text, 1, day, 2, 'shipping_paid', -290, true from purchases
    union all select customer, order_id::text, 1, day, 2, 'refund', -(revenue_minor // 2), false
        from purchases where order_id % 23 = 0
    union all select customer, order_id::text, 1, day, 3, 'voucher', -(revenue_minor // 10), false
        from purchases where order_id % 11 = 0;
create table account as select * from (values
    ('order_lines', 23697, 23672, 25, 51827110, 51729730, 97380),
    ('products', 26, 26, 0, null, null, null), ('refunds', 1016, 1016, 0, 2255198, 2255198, 0)
    ) t(input, rows_read, rows_accepted, rows_quarantined, money_read_minor, money_accepted_minor, money_quarantined_minor);
create table rules as select * from (values
    ('order_lines', 'duplicate', 16), ('order_lines', 'not_a_number', 5), ('order_lines', 'impossible_date', 3),
    ('order_lines', 'missing_time', 1)) t(input, rule, rows);
create table warnings as
    select customer, rank() over (order by at_stake_minor desc, customer) as rank,
        '[{{"kind": "silent_long", "idle_days": 96.0, "usual_days": 31.0}}' || case when customer % 2 = 0 then
        ', {{"kind": "smaller_orders", "before_amount": 61.5, "last_amount": 24.0}}' else '' end || ']' as reasons
    from customers where customer % 3 > 0;
create table stood as
    with ends as (
        select month, least(last_day(month), date '{until}') as day
        from (select unnest(range(date_trunc('month', date '{first}'), date '{until}' + 1, interval 1 month))::date as month)),
    had as (
        select e.month, customer, count(*) orders, e.day - max(p.day) as silence_days,
            (max(p.day) - min(p.day))::double / greatest(count(*) - 1, 1) as usual_days
        from ends e join purchases p on p.day <= e.day group by e.month, e.day, customer)
    select month, customer, silence_days, case when orders > 1 then usual_days::bigint end as usual_days,
        case when silence_days > 400 then 'farewell' when silence_days > greatest(120, 2 * usual_days) then 'reactivation'
            when orders = 1 then 'acquisition' else 'retention' end as phase
    from had;
create table phase_flows as
    select a.month, b.phase as before, a.phase as after, count(*) as customers
    from stood a left join stood b on b.customer = a.customer and b.month = a.month - interval 1 month
    group by all;
create table phases as
    select customer, phase, month as since, case phase when 'acquisition' then 'first-order' when 'retention' then 'second-order'
            when 'reactivation' then 'overdue' else 'gone-quiet' end as reason, silence_days, usual_days
    from stood where month = date_trunc('month', date '{until}')
    union all select 100000 + i, 'awareness', date '{until}' - i::int, 'seen', null, null from range(60) t(i);
create table clusters as
    select cluster, (share * (select count(*) from customers))::bigint as customers, share::double as share,
        name_de, name_en, sentence_de, sentence_en from (values
        (0, 0.46, 'Seltene Besteller mit längerer Pause', 'Infrequent buyers with a longer silence',
            'Diese Kunden haben seltener bestellt (einmal, andere 4-mal) und haben länger nichts mehr bestellt (zuletzt vor 11 Monaten, andere vor 26 Tagen).',
            'These customers have ordered less often (once, others 4 times) and have been silent for longer (last 11 months ago, others 26 days ago).'),
        (1, 0.31, 'Stammkunden mit kurzem Abstand', 'Regulars at short intervals',
            'Diese Kunden haben schon 9-mal bestellt, haben etwa alle 34 Tage bestellt und waren zuletzt vor 12 Tagen da.',
            'These customers have ordered 9 times, have ordered about every 34 days and were last here 12 days ago.'),
        (2, 0.23, 'Neue Kunden mit großem Warenkorb', 'New customers with large baskets',
            'Diese Kunden sind erst seit 2 Monaten dabei und geben je Bestellung viel aus.',
            'These customers have been with you for only 2 months and spend much on an order.')
        ) t(cluster, share, name_de, name_en, sentence_de, sentence_en);
create table frictions as
    select kind, detail, beyond::bigint as beyond, matched::bigint as touched, matched::bigint as matched,
        (4 * matched)::bigint as comparable, touched::double as retention_touched, (touched - change)::double as retention_like_them,
        change::double as retention_change, (change - half)::double as retention_change_low,
        (change + half)::double as retention_change_high, yearly::bigint as yearly_minor,
        (yearly - reach)::bigint as yearly_low_minor, (yearly + reach)::bigint as yearly_high_minor,
        people::bigint as touched_12m, 91::bigint as horizon_days, told, true as alike, 365::bigint as known_days
    from (values
        ('late_delivery', 'promised', null, 812, 0.312, -0.069, 0.018, -1842000, 610000, 590, true),
        ('slow_answer', '', 24, 240, 0.401, -0.052, 0.031, -433000, 390000, 171, true),
        ('return', '', null, 669, 0.543, -0.021, 0.026, -118000, 160000, 301, false),
        ('checkout', 'payment', null, 133, 0.298, 0.013, 0.044, 51000, 240000, 120, false),
        ('first_article', 'Probierpaket Tee', null, 124, 0.395, 0.061, 0.03, 337000, 200000, 70, true),
        ('first_article', 'Sencha', null, 172, 0.301, -0.004, 0.028, -15000, 200000, 85, false),
        ('first_article', 'Stempelkanne', null, 110, 0.214, -0.082, 0.038, -100000, 90000, 58, true),
        ('first_category', 'Tee', null, 406, 0.31, 0.001, 0.01, 1000, 90000, 213, false)
        ) t(kind, detail, beyond, matched, touched, change, half, yearly, reach, people, told);
create table missing_frictions as select * from (values
    ('out_of_stock', 'stock'), ('first_category', 'more')) t(kind, needs);
drop table stood; drop table guessed; drop table seen; drop table purchases;
create table next_order_test as
    select date '{split}' as day, 91::bigint as ahead_days, 900::bigint as asked, 18.2::double as off_by,
        25.7::double as own_gap_off_by, 0.81::double as inside;
create table demand as
    select 'A' || article as product, 'Artikel ' || article as name, date '{until}' + (1 + 7 * week)::int as week,
        (90.0 / article)::double as pieces, (60.0 / article)::double as pieces_low,
        (130.0 / article)::double as pieces_high, (30.0 / article)::double as first_time
    from range(1, 15) articles(article), range(2) weeks(week);
create table due as
    select customer, 'A' || (1 + customer % 3) as product, 'Artikel ' || (1 + customer % 3) as name,
        0.5 + 0.4 * p_alive as chance, (date '{until}' - last_order)::bigint as idle_days, 34::bigint as gap_days,
        1.5::double as pieces
    from customers where tier = 'platinum' and customer % 7 = 0;
create table phase_limits as
    select * from (values (null::varchar, null::double, null::double, 120, 110, 131, 240, 230, 260, 900),
        (null, 0, 21.4, 48, 45, 52, 90, 84, 97, 800), (null, 21.4, null, 77, 70, 85, null, null, null, 700),
        ('Tee', 0, 21.4, 44, 40, 49, 88, 80, 95, 300))
    t(category, usual_from, usual_to, reactivation_days, reactivation_low, reactivation_high, farewell_days,
        farewell_low, farewell_high, gaps);
