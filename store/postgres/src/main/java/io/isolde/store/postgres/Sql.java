package io.isolde.store.postgres;

/**
 * The statements, for the tables of one schema. Immutable. The name of the schema is the only text
 * that becomes a part of a statement; it has been checked to be plain.
 */
final class Sql {
  // Counters wrap around, but numbers of a database do not.
  private static final String HALF = "9223372036854775808";
  private static final String WHOLE = "18446744073709551616";

  final String restored;
  final String startOver;
  final String get;
  private final String rows;
  private final String count;
  final String sum;
  final String sums;
  final String put;
  final String remove;
  final String reset;
  final String add;
  final String commit;
  final String initial;
  final String fence;
  final String hasCommitted;

  final String snapshot = "select pg_current_snapshot()::text";
  final String commitsSince;
  final String news;
  final String history;
  final String forgotten;
  final String commitAt;
  final String commitsBehind;
  final String early;
  final String distance;

  final String nameFind;
  final String nameAdd;
  final String keyTypes;
  final String setKeyTypes;
  final String typeAdd;
  final String typeFind;

  final String forget;
  final String crowded;
  final String fold;
  final String tryHousekeeping;
  final String lockForLosers;
  final String unlockForLosers;

  private final String schema;

  Sql(String schema) {
    this.schema = schema;
    get = in("select value from $.entry where name = ? and key = ?");
    rows = in("select key, value from $.entry where name = ?");
    count = in("select count(*) from $.entry where name = ?");
    sum = in("select coalesce(sum(summand), 0) from $.delta where name = ?");
    sums = in("select name, sum(summand) from $.delta group by name");
    put =
        in(
            "put as (insert into $.entry select * from unnest(?::int[], ?::bytea[], ?::bytea[])"
                + " on conflict (name, key) do update set value = excluded.value)");
    remove =
        in(
            "gone as (delete from $.entry e using unnest(?::int[], ?::bytea[]) x(name, key)"
                + " where e.name = x.name and e.key = x.key)");
    reset =
        in(
            "delete from $.delta d using unnest(?::int[]) x(name) where d.name = x.name"
                + " returning d.name, d.summand");
    add =
        in(
            "added as (insert into $.delta (name, summand)"
                + " select * from unnest(?::int[], ?::bigint[]))");
    commit = in("insert into $.commit (id, body) values (?, ?) returning xid::text");
    initial = in("insert into $.entry (name, key, value) values (?, '', ?) on conflict do nothing");
    fence = in("insert into $.commit (id, body) values (?, '') on conflict do nothing");
    hasCommitted = in("select body <> '' from $.commit where id = ?");
    String notSeen =
        " xid >= pg_snapshot_xmin(?::pg_snapshot)"
            + " and not pg_visible_in_snapshot(xid, ?::pg_snapshot)";
    commitsSince = in("select body from $.commit where" + notSeen);
    news =
        in(
            "select s.now::text, xid::text, id::text, body"
                + " from (select pg_current_snapshot() as now) s left join $.commit on"
                + notSeen);
    early =
        in(
            "select xid::text, id::text, body from $.commit"
                + " where xid >= pg_snapshot_xmin(pg_current_snapshot())");
    commitsBehind = in("select body from $.commit where xid > ?::xid8");
    commitAt = in("select from $.commit where xid = ?::xid8 and id = ?");
    history =
        in(
            "select xid::text as number, id::text, body from $.commit where xid > ?::xid8 and"
                + " xid < coalesce(?::xid8, pg_snapshot_xmin(pg_current_snapshot()))"
                + " order by xid limit ?");
    forgotten = in("select forgotten::text from $.meta");
    distance =
        in(
            "select count(*) from (select from $.commit where xid > ?::xid8 and body <> ''"
                + " limit ?) c");
    nameFind = in("select id, kind from $.name where digest = ?");
    nameAdd = in("insert into $.name (digest, name, kind) values (?, ?, ?) on conflict do nothing");
    keyTypes = in("select key_types from $.name where id = ? for update");
    setKeyTypes = in("update $.name set key_types = ? where id = ?");
    typeAdd = in("insert into $.type (digest, description) values (?, ?) on conflict do nothing");
    typeFind = in("select id, description from $.type where id = ? or digest = ?");
    forget =
        in(
            "with old as (delete from $.commit where at < now() - ? * interval '1 second'"
                + " returning xid)"
                + " update $.meta set forgotten = greatest(forgotten, (select max(xid) from old))"
                + " where exists (select from old)");
    crowded = in("select name from $.delta group by name having count(*) > 100");
    fold =
        in(
            "with taken as (delete from $.delta where name = ? returning summand)"
                + " insert into $.delta (name, summand)"
                + " select ?, (mod(mod(sum(summand) + "
                + HALF
                + ", "
                + WHOLE
                + ") + "
                + WHOLE
                + ", "
                + WHOLE
                + ") - "
                + HALF
                + ")::bigint from taken having count(*) > 0");
    restored =
        in("select 1 from $.commit where xid >= pg_snapshot_xmax(pg_current_snapshot()) limit 1");
    startOver = in("delete from $.commit; update $.meta set forgotten = '0'");
    tryHousekeeping = in("select pg_try_advisory_xact_lock(22010206, hashtext('$'))");
    lockForLosers = in("select pg_advisory_lock(22010207, hashtext('$'))");
    unlockForLosers = in("select pg_advisory_unlock(22010207, hashtext('$'))");
  }

  /** Reads some rows of a range in order: a name, the bounds, and how many at most. */
  String page(Range range, boolean descending) {
    return rows + range.conditions() + " order by key" + (descending ? " desc" : "") + " limit ?";
  }

  /** Counts the rows of a range: a name, and the bounds. */
  String count(Range range) {
    return count + range.conditions();
  }

  private String in(String statement) {
    return statement.replace("$", schema);
  }
}
