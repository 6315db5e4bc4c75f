package io.isolde.store.postgres;

import io.isolde.stm.Deadline;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Capability;
import io.isolde.store.OutcomeUnknownException;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import io.isolde.store.StoreUri;
import io.isolde.store.file.record.Types;
import io.isolde.store.file.record.ValueReader;
import io.isolde.store.spi.BackedMap;
import io.isolde.store.spi.BackedSortedMap;
import io.isolde.store.spi.Backlog;
import io.isolde.store.spi.ChangeSubscription;
import io.isolde.store.spi.ExclusiveTransaction;
import io.isolde.store.spi.Kind;
import io.isolde.store.spi.StandaloneStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store in a schema of a PostgreSQL database. Thread-safe. */
final class PostgresStore extends StandaloneStore {
  /** How long to ask for an outcome that was lost: longer than a standby takes to be promoted. */
  private static final Duration RESOLUTION_MAX = Duration.ofSeconds(60);

  /** How long to ask at least, whatever the timeout of the transaction. */
  private static final Duration RESOLUTION_MIN = Duration.ofSeconds(5);

  private static final long RESOLUTION_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Database database;
  private final Sql sql;
  private final PostgresOptions options;
  private final SharedTypes typeTable;
  private final Types types;
  private final NameTable names;
  private final Map<Integer, Name<?>> opened = new ConcurrentHashMap<>();
  private final Feed feed;
  private final Stripes stripes = new Stripes();
  private final Housekeeping housekeeping;
  private final Statistics statistics = new Statistics();
  private volatile boolean closed;

  PostgresStore(StoreUri uri, Database database, PostgresOptions options) {
    super(
        uri,
        EnumSet.of(
            Capability.ATOMIC_OVER_KEYS,
            Capability.SNAPSHOTS_NEVER_BLOCK,
            Capability.RETRY,
            Capability.CHANGES,
            Capability.RESUMABLE_CHANGES));
    this.database = database;
    this.options = options;
    this.sql = new Sql(options.schema());
    this.typeTable = new SharedTypes(this);
    this.types = new Types(Types.installedCodecs(), typeTable);
    this.names = new NameTable(this);
    this.feed = new Feed(this, stream());
    with(
        connection -> {
          Schema.bringUpToDate(connection, options.schema(), sql);
          return null;
        });
    this.housekeeping = new Housekeeping(this);
  }

  Sql sql() {
    return sql;
  }

  PostgresOptions options() {
    return options;
  }

  Stripes stripes() {
    return stripes;
  }

  Statistics statistics() {
    return statistics;
  }

  Housekeeping housekeeping() {
    return housekeeping;
  }

  Database database() {
    return database;
  }

  Feed feed() {
    return feed;
  }

  /** The name with a number; null if this process has not opened it. */
  @Nullable Name<?> opened(int id) {
    return opened.get(id);
  }

  /** Runs a task that sees one state of the database. */
  <T extends @Nullable Object> T atOneInstant(SqlTask<T> task) {
    try {
      return database.atOneInstant(task);
    } catch (SQLException e) {
      throw Failures.of(toString(), e);
    }
  }

  /** Runs a task in a transaction of its own. */
  <T extends @Nullable Object> T with(SqlTask<T> task) {
    try {
      return database.alone(task);
    } catch (SQLException e) {
      throw Failures.of(toString(), e);
    }
  }

  @Override
  protected <T extends @Nullable Object, X extends Throwable> T execute(
      TransactionOptions options, boolean asSnapshot, TransactionBody<T, X> body) throws X {
    return new Execution(this, options, asSnapshot).run(body);
  }

  /** Every operation runs through this; outside a transaction it is one of its own. */
  <T extends @Nullable Object> T operate(Function<Attempt, T> operation) {
    Attempt around = (Attempt) present();
    if (around == null) {
      return transact(() -> operate(operation));
    }
    requireOpen();
    return operation.apply(around);
  }

  /** Like {@link #operate}, for operations that only read. */
  <T extends @Nullable Object> T read(Function<Attempt, T> operation) {
    Attempt around = (Attempt) present();
    if (around == null) {
      return snapshot(() -> read(operation));
    }
    requireOpen();
    return operation.apply(around);
  }

  /** Whether the calling thread is inside a transaction of this store. */
  boolean isInside() {
    return present() != null;
  }

  /** Begins an attempt, for which the caller has taken a seat. */
  Attempt begin(boolean readOnly, boolean alone, Deadline deadline) {
    boolean begun = false;
    try {
      if (closed) {
        throw closedException();
      }
      Attempt attempt =
          new Attempt(this, new Session(database, readOnly, alone ? sql : null), deadline);
      ExclusiveTransaction.begin(attempt);
      begun = true;
      return attempt;
    } finally {
      if (!begun) {
        database.leaveSeat();
      }
    }
  }

  /**
   * Whether a transaction committed whose connection broke at COMMIT. If it has not, it never will.
   *
   * @throws OutcomeUnknownException if the database does not answer in time
   */
  boolean hasCommitted(UUID id, Deadline deadline) {
    statistics.unknown();
    boolean isShort = deadline.nanosLeft() < RESOLUTION_MIN.toNanos();
    Deadline end =
        isShort ? Deadline.after(RESOLUTION_MIN) : deadline.earlier(Deadline.after(RESOLUTION_MAX));
    while (true) {
      try {
        boolean committed = database.alone(connection -> isBehindFence(connection, id), end);
        statistics.resolved(id, committed);
        return committed;
      } catch (SQLException e) {
        if (end.hasPassed()) {
          throw new OutcomeUnknownException(
              this + ": whether commit " + id + " took effect is unknown: " + e.getMessage(), e);
        }
        LockSupport.parkNanos(RESOLUTION_PAUSE_NANOS);
      }
    }
  }

  /**
   * Puts a fence in the place of the row of a commit; tells whether the commit's own row is there.
   * A fence may be there, too, if the connection of an earlier question broke.
   */
  private boolean isBehindFence(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement fence = connection.prepareStatement(sql.fence)) {
      fence.setObject(1, id);
      fence.executeUpdate();
    }
    try (PreparedStatement query = connection.prepareStatement(sql.hasCommitted)) {
      query.setObject(1, id);
      ResultSet result = query.executeQuery();
      result.next();
      return result.getBoolean(1);
    }
  }

  /** The bytes of a value. */
  byte[] bytes(Object value, Name<?> name) {
    var out = new io.isolde.store.file.record.Output();
    types.write(value, name.valueType(), name.reader(), out);
    return out.toBytes();
  }

  private <V> Name<V> open(
      int id, String name, Class<V> valueType, ValueReader reader, @Nullable KeyFormat<?> keys) {
    Name<V> found = new Name<>(id, name, keys, valueType, reader);
    opened.put(id, found);
    return found;
  }

  private KeyFormat.KeyTypes keyTypes(String name, int id) {
    Set<Integer> noted = ConcurrentHashMap.newKeySet();
    return numbers -> {
      if (!noted.containsAll(numbers)) {
        names.noteKeyTypes(name, id, numbers, typeTable);
        noted.addAll(numbers);
      }
    };
  }

  @Override
  protected <K, V> StoreMap<K, V> newMap(String name, Class<K> keyType, Class<V> valueType) {
    Kind kind = Kind.map(keyType, valueType);
    ValueReader reader = types.reader(kind.types());
    int id = names.open(name, kind);
    KeyFormat<K> keys = KeyFormat.unsorted(name, keyType, types, reader, keyTypes(name, id));
    Name<V> found = open(id, name, valueType, reader, keys);
    return new BackedMap<>(this, name, keyType, valueType, new PostgresMap<K, V>(this, found));
  }

  @Override
  protected <K extends Comparable<? super K>, V> StoreSortedMap<K, V> newSortedMap(
      String name, Class<K> keyType, Class<V> valueType) {
    Kind kind = Kind.sortedMap(keyType, valueType);
    KeyFormat<K> keys = KeyFormat.sorted(name, keyType);
    Name<V> found = open(names.open(name, kind), name, valueType, types.reader(kind.types()), keys);
    return new BackedSortedMap<>(
        this, name, keyType, valueType, new PostgresSortedMap<K, V>(this, found));
  }

  @Override
  protected <T> StoreRef<T> newRef(String name, Class<T> type, T initial) {
    return new PostgresRef<>(this, name, type, initial);
  }

  <T> Name<T> openRef(String name, Class<T> type) {
    Kind kind = Kind.ref(type);
    return open(names.open(name, kind), name, type, types.reader(kind.types()), null);
  }

  @Override
  protected StoreCounter newCounter(String name) {
    int id = names.open(name, Kind.counter());
    return new PostgresCounter(
        this, open(id, name, Long.class, types.reader(List.of(Long.class)), null));
  }

  @Override
  protected boolean isClosed() {
    return closed;
  }

  @Override
  protected void join(ChangeSubscription subscription) {
    feed.join(subscription);
  }

  @Override
  protected Supplier<Backlog> backlog(String after) {
    Position position = Position.of(this, after);
    return () -> CommitBacklog.open(this, position);
  }

  @Override
  protected synchronized void shut() {
    if (!closed) {
      closed = true;
      housekeeping.close();
      feed.wakeAll();
      database.takeAllSeats(options.sessions());
      feed.close();
      database.leaveAllSeats(options.sessions());
      database.close();
    }
  }
}
