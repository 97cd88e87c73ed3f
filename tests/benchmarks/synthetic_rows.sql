-- One row per article, sentence, citation and so on of one synthetic load ($load_number): its $article_count articles,
-- numbered from $first_article, with the sentences of the articles whose numbers are $repeats less. The shares are
-- those of 2,321 real articles in three languages with 18,036 claims (November 2026), but for 20 claims a version and
-- 0.35 citations a claim. An id is a hash, so that joins cost what they cost in earnest; a draw is a hash, too, so that
-- every run makes the same rows.
create or replace temp macro id(kind, number) as lpad(lower(to_hex(hash(kind, number))), 16, '0');

create or replace temp macro draw(kind, number) as (hash(number, kind) % 1000000) / 1e6;

create or replace temp table terms as
select
    row_number() over (order by concept_id) - 1 as number,
    concept_id,
    coalesce(name_nl, name_en) as name
from core.concepts
where coalesce(name_nl, name_en) is not null;

create or replace temp table domains as
select
    row_number() over (order by hash(domain)) - 1 as number,
    domain
from core.publishers;

-- some sites are large and most are small; one version in eleven is an older one
create or replace temp table made_articles as
select
    n,
    id('article', n) as article_id,
    id('version', n) as version_id,
    id('older', n) as older_version_id,
    'site' || (floor($site_count * draw('site', n) ** 2.5))::int as site,
    case
        when draw('lang', n - $repeats) < 0.8 then 'nl' when draw('lang', n - $repeats) < 0.97 then 'en' else 'de'
    end as lang,
    case
        when draw('dated', n) < 0.945 then date '2026-11-01' - (3000 * draw('age', n) ** 2)::int
    end as published,
    (12 * draw('run', n))::int as run_number,
    draw('edited', n) < 0.1 as is_edited
from (select unnest(range($first_article, $first_article + $article_count)) as n);

create or replace temp table made_addresses as
select
    *,
    'https://www.' || site || '.example/' || lang || '/gezondheid/' || article_id as url,
    site || '-run' || run_number as run_id,
    timestamp '2026-08-01 06:00:00' + run_number * interval 7 day + (n % 3600) * interval 1 second as seen_at
from made_articles;

-- 30 sentences of some 120 characters, the first 20 of them claims
create or replace temp table made_sentences as
with
numbered as (
    select
        made.n,
        place,
        (made.n - $repeats) * 30 + place as s
    from made_articles as made, unnest(range(30)) as places (place)
),

drawn as (
    select
        *,
        (floor(draw('agent', s) ** 2 * (select count(*) from terms)))::int as agent_number,
        (floor(draw('target', s) ** 2 * (select count(*) from terms)))::int as target_number,
        (floor(draw('a', s) * (select count(*) from terms)))::int as a,
        (floor(draw('b', s) * (select count(*) from terms)))::int as b,
        (floor(draw('c', s) * (select count(*) from terms)))::int as c,
        (floor(draw('d', s) * (select count(*) from terms)))::int as d
    from numbered
),

-- few words are common to all: sentences of one template would be near-copies of each other, as real ones are not
worded as (
    select
        drawn.*,
        agents.name as agent,
        targets.name as target,
        agents.concept_id as agent_concept,
        targets.concept_id as target_concept,
        agents.name || ' ' || ['helpt bij', 'verlaagt', 'geneest', 'voorkomt', 'verergert', 'verhoogt'][1 + s % 6]
        || ' ' || targets.name || ' ' || one.name || ' ' || ['en', 'of', 'met', 'voor'][1 + s % 4] || ' ' || two.name || ' '
        || three.name || ' ' || four.name || ' ' || s % 997 || '.' as text
    from drawn
    inner join terms as agents on drawn.agent_number = agents.number
    inner join terms as targets on drawn.target_number = targets.number
    inner join terms as one on drawn.a = one.number
    inner join terms as two on drawn.b = two.number
    inner join terms as three on drawn.c = three.number
    inner join terms as four on drawn.d = four.number
)

select
    *,
    (sum(length(text) + 1) over (partition by n order by place))::bigint - length(text) - 1 as start_char
from worded;

insert into core.loads by name
select
    $load_number as load_number,
    'synthetic-' || $load_number as fileset,
    'site0-run0' as run_id,
    'synthetic.warc.gz' as warc,
    'tagger-1' as tagger_version,
    'extractor-1' as extractor_version,
    timestamp '2026-11-02 06:00:00' as made_at,
    timestamp '2026-11-02 06:00:00' as loaded_at,
    $article_count as page_count,
    $article_count as article_count,
    $article_count * 20 as claim_count,
    $article_count * 7 as citation_count;

-- twelve weekly runs a site
insert into core.runs by name
select
    'site' || site_number || '-run' || run_number as run_id,
    'site' || site_number as site,
    timestamp '2026-08-01 06:00:00' + run_number * interval 7 day as started_at,
    timestamp '2026-08-01 08:00:00' + run_number * interval 7 day as finished_at,
    'finished' as finish_reason,
    900 as request_count,
    90000000 as byte_count,
    9 as retry_count,
    0 as discovery_failure_count,
    0 as expected_articles,
    'nl' as expected_languages
from unnest(range($site_count)) as sites (site_number), unnest(range(13)) as numbers (run_number)
where $load_number = 1;

-- each page is found once and asked for, or found not to be due, in two later runs; some addresses only lead to it
insert into core.outcomes by name
select
    url,
    site,
    run_id,
    'article' as outcome,
    seen_at as "at",
    run_id || '.warc.gz:' || n as record,
    article_id,
    version_id,
    '"' || article_id || '"' as etag,
    'sha1:' || upper(article_id) || upper(version_id) as payload_digest,
    published is not null as is_dated,
    draw('author', n) < 0.5 as is_authored,
    550 as word_count
from made_addresses
union all by name
select
    url,
    site,
    site || '-run' || (run_number + later) as run_id,
    if(draw('due', n * 3 + later) < 0.6, 'not_due', 'unchanged') as outcome,
    seen_at + later * interval 7 day as "at",
    article_id,
    if(draw('due', n * 3 + later) < 0.6, null, version_id) as version_id
from made_addresses, unnest([1, 2]) as weeks (later)
where run_number + later < 13
union all by name
select
    replace(url, 'https://www.', 'http://') as url,
    site,
    run_id,
    'redirected' as outcome,
    'status 301' as reason,
    seen_at as "at",
    url as location
from made_addresses
where draw('redirect', n) < 0.08
union all by name
select
    url || '/lijst' as url,
    site,
    run_id,
    case when draw('other', n) < 0.03 then 'not_article' when draw('other', n) < 0.04 then 'gone' else 'error' end
        as outcome,
    'status 404' as reason,
    seen_at as "at"
from made_addresses
where draw('other', n) < 0.05;

insert into core.versions by name
select
    version_id,
    article_id,
    id('hash', n) as content_hash,
    site,
    seen_at as first_seen_at,
    seen_at + interval 14 day as last_seen_at,
    run_id as first_run_id
from made_addresses
union all by name
select
    older_version_id as version_id,
    article_id,
    id('older hash', n) as content_hash,
    site,
    seen_at - interval 30 day as first_seen_at,
    seen_at - interval 7 day as last_seen_at,
    run_id as first_run_id
from made_addresses
where is_edited;

insert into core.articles by name
select
    article_id,
    site,
    version_id,
    'tagger-1' as tagger_version,
    seen_at as first_seen_at,
    seen_at + interval 14 day as last_seen_at,
    1 + is_edited::int as version_count,
    url,
    domains.domain as publisher_domain
from made_addresses
left join domains on hash(site) % 1500 = domains.number;

create or replace temp table made_versions as
select
    n,
    article_id,
    version_id,
    'v' as v,
    seen_at
from made_addresses
union all
select
    n,
    article_id,
    older_version_id as version_id,
    'o' as v,
    seen_at - interval 30 day as seen_at
from made_addresses
where is_edited;

insert into core.readings by name
with texts as (
    select
        n,
        string_agg(text, chr(10) order by place) as text,
        any_value(agent) as agent,
        any_value(target) as target
    from made_sentences
    group by n
)

select
    made.version_id,
    'tagger-1' as tagger_version,
    made.article_id,
    'extractor-1' as extractor_version,
    $load_number as load_number,
    made.seen_at as fetched_at,
    addresses.url,
    addresses.lang,
    'Wat ' || texts.agent || ' doet bij ' || texts.target as title,
    if(draw('author', made.n) < 0.5, 'Auteur ' || made.n % 5000, null) as author,
    addresses.published,
    texts.text,
    550 as word_count
from made_versions as made
inner join made_addresses as addresses on made.n = addresses.n
inner join texts on made.n = texts.n;

insert into core.blocks by name
select
    made.article_id,
    made.version_id,
    'tagger-1' as tagger_version,
    said.start_char,
    said.start_char + length(said.text) as end_char,
    if(said.place % 7 = 0, 'list_item', 'paragraph') as kind
from made_versions as made
inner join made_sentences as said on made.n = said.n
where said.place % 3 <> 2;

insert into core.hrefs by name
select
    made.article_id,
    made.version_id,
    'tagger-1' as tagger_version,
    said.start_char,
    said.start_char + 9 as end_char,
    'https://www.site' || said.s % $site_count || '.example/link/' || said.a as url
from made_versions as made
inner join made_sentences as said on made.n = said.n
where said.place % 8 = 0;

insert into core.sections by name
select
    made.article_id,
    made.version_id,
    'tagger-1' as tagger_version,
    said.start_char,
    said.start_char + length(said.text) as end_char,
    said.agent as heading,
    if(said.place = 29, 'sources', 'other') as kind,
    if(said.place = 29, said.s % 3, 0) as entry_count,
    0 as link_count
from made_versions as made
inner join made_sentences as said on made.n = said.n
where said.place = 10 or (said.place = 29 and draw('sources', made.n) < 0.2);

create or replace temp table made_claims as
select
    made.article_id,
    made.version_id,
    addresses.lang,
    said.s,
    made.n * 30 + said.place as k,
    id(made.v || 'claim', k) as claim_id,
    id(made.v || 'citation', k) as citation_id,
    said.start_char,
    said.text,
    said.agent,
    said.target,
    said.agent_concept,
    said.target_concept,
    case
        when draw('kind', said.s) < 0.34 then 'fact'
        when draw('kind', said.s) < 0.66 then 'benefit'
        when draw('kind', said.s) < 0.96 then 'harm'
        else 'evidence'
    end as kind,
    if(draw('polarity', said.s) < 0.924, 'affirmed', 'negated') as polarity,
    if(draw('certainty', said.s) < 0.676, 'asserted', 'hedged') as certainty,
    draw('cited', said.s) < 0.35 as is_cited,
    draw('paired', said.s) < 0.55 as is_paired,
    draw('sourced', said.s) < 0.3 as is_sourced,
    (floor($source_count * draw('source', said.s) ** 2))::bigint as source_number,
    draw('method', said.s) as method_draw
from made_versions as made
inner join made_addresses as addresses on made.n = addresses.n
inner join made_sentences as said on made.n = said.n
where said.place < 20;

insert into core.claims by name
select
    article_id,
    version_id,
    'tagger-1' as tagger_version,
    claim_id,
    start_char,
    start_char + length(text) as end_char,
    text,
    kind,
    polarity,
    certainty,
    if(draw('agent told', s) < 0.775, agent, null) as agent,
    if(draw('agent told', s) < 0.775, start_char, null) as agent_start_char,
    if(draw('agent told', s) < 0.775, start_char + length(agent), null) as agent_end_char,
    if(draw('target told', s) < 0.714, target, null) as target,
    case
        when not (is_cited and is_paired) then 'none'
        when is_sourced and draw('traceable', s) < 0.3 then 'traceable'
        when draw('named', s) < 0.66 then 'named'
        else 'vague'
    end as support,
    if(draw('found', s) < 0.84, 'model:nl-7a59f535', 'rule:kind.' || kind) as found_by,
    round(draw('score', s), 4) as score
from made_claims;

-- of the real claims, 5 in 100 have two known concepts and 7 a sentence that shows them; most wordings are unlike any
insert into core.claim_clusters by name
select
    claim_id,
    version_id,
    'tagger-1' as tagger_version,
    case
        when method_draw < 0.12 then id('pair', agent_concept || target_concept || kind || polarity)
        when method_draw < 0.15 then id('near', s % 20000)
        else id('wording', s)
    end as cluster_id,
    case
        when method_draw < 0.05 then 'concepts' when method_draw < 0.12 then 'sentence'
        when method_draw < 0.15 then 'like_wording' else 'wording'
    end as method,
    if(method_draw < 0.15, 0.8, 1) as score,
    if(method_draw < 0.12, agent_concept, null) as agent_concept,
    if(method_draw < 0.12, target_concept, null) as target_concept,
    kind,
    said_number(text, lang, kind, polarity, null, null) as said
from made_claims;

insert into core.claim_wordings by name
select
    said_number(text, lang, kind, polarity, null, null) as said,
    id('wording', s) as cluster_id,
    'nl' as lang,
    kind,
    polarity,
    lower(text) as wording,
    length(text) - 1 as gram_count,
    [hash(text)::bit::bigint, hash(text, 1)::bit::bigint, hash(text, 2)::bit::bigint, hash(text, 3)::bit::bigint]
        as gram_bits
from made_claims
where method_draw >= 0.15
group by all;

insert into core.wording_bands by name
select
    (hash(s, place) % 9223372036854775807)::bigint as band,
    said
from (
    select distinct
        s,
        said_number(text, lang, kind, polarity, null, null) as said
    from made_claims
    where method_draw >= 0.15
), unnest(range(10)) as places (place);

insert into core.register_matches by name
select
    claim_id,
    version_id,
    'tagger-1' as tagger_version,
    if(draw('food', s) < 0.9, 'not_a_food_claim', 'not_in_register') as standing,
    'none' as method
from made_claims
where kind = 'benefit';

insert into core.citations by name
select
    article_id,
    version_id,
    'tagger-1' as tagger_version,
    citation_id,
    start_char,
    start_char + length(agent) as end_char,
    agent as text,
    case
        when draw('what', s) < 0.36 then 'expert' when draw('what', s) < 0.57 then 'study'
        when draw('what', s) < 0.76 then 'organisation' when draw('what', s) < 0.85 then 'media'
        when draw('what', s) < 0.90 then 'link' when draw('what', s) < 0.93 then 'reference'
        when draw('what', s) < 0.965 then 'appeal' else 'anecdote'
    end as kind,
    case
        when draw('level', s) < 0.55 then 'expert_opinion' when draw('level', s) < 0.89 then 'unspecified'
        when draw('level', s) < 0.92 then 'anecdote' when draw('level', s) < 0.95 then 'guideline'
        when draw('level', s) < 0.974 then 'observational' when draw('level', s) < 0.996 then 'trial'
        else 'laboratory'
    end as evidence,
    if(draw('year', s) < 0.1, 1990 + s % 36, null) as "year",
    is_sourced and draw('traceable', s) < 0.3 as traceable,
    if(is_sourced, id('source', source_number), null) as source_id,
    'rule:study.named' as found_by
from made_claims
where is_cited;

insert into core.claim_citations by name
select
    article_id,
    version_id,
    'tagger-1' as tagger_version,
    claim_id,
    citation_id
from made_claims
where is_cited and is_paired;

-- a twentieth of the cited addresses are pages of this warehouse
create or replace temp table made_sources as
select
    source_number as m,
    id('source', source_number) as source_id,
    case
        when draw('scheme', source_number) < 0.56 then 'name' when draw('scheme', source_number) < 0.88 then 'url'
        when draw('scheme', source_number) < 0.94 then 'doi' else 'pmid'
    end as scheme,
    any_value(n) as n
from (
    select
        source_number,
        s // 30 + $repeats as n
    from made_claims
    where is_cited and is_sourced
)
where id('source', source_number) not in (select source_id from core.sources)
group by source_number;

insert into core.sources by name
with told as (
    select
        made.*,
        case
            when made.scheme = 'url' and draw('own page', made.m) < 0.05 then addresses.url
            when made.scheme = 'url' then 'https://www.' || domains.domain || '/artikel/' || made.m
            when made.scheme = 'doi' then 'https://doi.org/10.5555/' || made.m
            when made.scheme = 'pmid' then 'https://pubmed.ncbi.nlm.nih.gov/' || made.m || '/'
        end as url,
        domains.domain
    from made_sources as made
    inner join made_addresses as addresses on made.n = addresses.n
    left join domains on floor(1500 * draw('domain', made.m) ** 2) = domains.number
)

select
    source_id,
    scheme,
    case scheme
        when 'name' then 'tijdschrift ' || m
        when 'url' then url
        when 'doi' then '10.5555/' || m
        else m::varchar
    end as value,
    url,
    if(scheme = 'url', domain, null) as publisher_domain
from told;

-- registries know most of the papers, and their lists few as retracted
insert into core.works by name
select
    id(registry, m) as work_id,
    registry,
    m::varchar as registry_id,
    if(scheme = 'doi', '10.5555/' || m, null) as doi,
    if(scheme = 'pmid', m::varchar, null) as pmid,
    'A trial of ' || m as title,
    1990 + m % 36 as "year",
    'Journal ' || m % 900 as journal,
    'Author ' || m % 9000 as first_author,
    case registry
        when 'pubmed' then if(m % 5 = 0, ['Randomized Controlled Trial', 'Journal Article'], ['Journal Article'])
        else ['journal-article']
    end as types,
    draw('preprint', m) < 0.02 as is_preprint,
    draw('animal', m) < 0.1 as is_animal,
    false as is_retracted
from made_sources, unnest(['pubmed', 'crossref']) as registries (registry)
where scheme in ('doi', 'pmid') and draw('resolved', m) < 0.8;

insert into core.source_works by name
select
    source_id,
    id(registry, m) as work_id,
    registry,
    'identifier' as method,
    1 as score,
    true as is_checked_back
from made_sources, unnest(['pubmed', 'crossref']) as registries (registry)
where scheme in ('doi', 'pmid') and draw('resolved', m) < 0.8;

insert into core.retractions by name
select
    '10.5555/' || (number * 37) as doi,
    'retracted' as nature,
    date '2020-01-01' + (number % 2000)::int as announced_on,
    'Concerns about data' as reasons,
    'synthetic' as form,
    'synthetic.csv' as file,
    date '2026-10-01' as list_date
from unnest(range(60000)) as numbers (number)
where $load_number = 1;

insert into core.disclosures by name
select
    article_id,
    version_id,
    'tagger-1' as tagger_version,
    0 as start_char,
    9 as end_char,
    'Nieuwsbri' as text,
    case when n % 3 = 0 then 'sells_product' when n % 17 = 0 then 'affiliate' else 'newsletter' end as kind
from made_versions
where draw('disclosed', n) < 0.13;

insert into core.claim_reviews by name
select
    id('review', n) as review_id,
    'page' as origin,
    article_id,
    version_id,
    'tagger-1' as tagger_version,
    'https://check.example/' || n as url,
    'A claim' as claim,
    case n % 3 when 0 then 'False' when 1 then 'Half-true' else 'Onwaar' end as rating,
    'Checker ' || n % 20 as reviewer,
    date '2025-01-01' + (n % 600)::int as reviewed_on
from made_versions
where v = 'v' and draw('review', n) < 0.005;

insert into core.edits by name
select
    article_id,
    older_version_id as from_version_id,
    version_id as to_version_id,
    seen_at - interval 7 day as seen_before_at,
    seen_at as changed_at,
    'tagger-1' as tagger_version
from made_addresses
where is_edited;

insert into core.claim_changes by name
select
    made.article_id,
    made.older_version_id as from_version_id,
    made.version_id as to_version_id,
    made.seen_at as changed_at,
    'tagger-1' as tagger_version,
    id('oclaim', claims.k) as from_claim_id,
    claims.claim_id as to_claim_id,
    claims.kind,
    if(claims.s % 9 = 0, 'reworded', 'unchanged') as wording,
    1 as similarity,
    claims.text as from_text,
    claims.text as to_text,
    claims.certainty as from_certainty,
    claims.certainty as to_certainty,
    claims.polarity as from_polarity,
    claims.polarity as to_polarity,
    'none' as from_support,
    'none' as to_support,
    [] as added_citations,
    if(claims.s % 50 = 0, [claims.citation_id], []) as removed_citations,
    case
        when claims.s % 50 = 0 then ['citation_removed'] when claims.s % 45 = 0 then ['softened'] else ['unchanged']
    end as changes
from made_addresses as made
inner join made_claims as claims on made.version_id = claims.version_id
where made.is_edited;

-- 13 articles in 1,000 are near-copies of the one before them
insert into core.clusters by name
select
    article_id,
    id('article', n - n % 2) as cluster_id,
    if(n % 2 = 0, 1, 0.9) as similarity
from made_articles
where draw('copied', n // 2) < 0.013;

insert into core.copy_pairs by name
select
    least(id('article', n), id('article', n - 1)) as article_id,
    greatest(id('article', n), id('article', n - 1)) as other_article_id,
    0.9 as similarity
from made_articles
where n % 2 = 1 and draw('copied', n // 2) < 0.013;

insert into core.signatures by name
select
    id('hash', n) as content_hash,
    [(hash(n, x) % 4294967295)::uinteger for x in range(120)] as signature,
    [(hash(n, x) % 9223372036854775807)::bigint for x in range(20)] as bands
from made_articles;

insert into core.bands by name
select
    (hash(n, place) % 9223372036854775807)::bigint as band,
    article_id,
    id('hash', n) as content_hash,
    seen_at as first_seen_at
from made_addresses, unnest(range(20)) as places (place);
