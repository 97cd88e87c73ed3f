-- One row per text that can be compared: its MinHash signature and its bands (transforms/minhash.py). Articles that
-- were loaded before have none until their archive is read again, which a new tagger does anyway.
create table core.signatures (
    content_hash varchar not null,
    signature uinteger[] not null,
    bands bigint[] not null
);

-- One row per article and band of its latest version: what a load looks up instead of comparing all pairs.
create table core.bands (
    band bigint not null,
    article_id varchar not null,
    content_hash varchar not null,
    first_seen_at timestamp not null
);

-- One row per pair of articles that are near-copies of each other, the smaller id first.
create table core.copy_pairs (
    article_id varchar not null,
    other_article_id varchar not null,
    similarity double not null
);

-- One row per article in a cluster of more than one.
create table core.clusters (
    article_id varchar not null,
    cluster_id varchar not null,
    similarity double not null
);
