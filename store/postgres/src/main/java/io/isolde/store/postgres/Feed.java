package io.isolde.store.postgres;

import io.isolde.stm.Deadline;
import io.isolde.store.spi.ChangeStream;
import io.isolde.store.spi.ChangeSubscription;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Follows the commits of all processes: wakes the transactions that wait for a change, and
 * publishes to subscribers. Thread-safe.
 */
final class Feed {
  /*
   * Idea. One thread asks the database for the commits that have become visible since it asked
   * last: at once after a commit of this process, and otherwise every few milliseconds while
   * somebody wants to know. All that is below happens on that thread, also what others request of
   * it. It has a connection of its own.
   *
   * I1  last is what the database showed when it was asked last. What was visible then was told to
   *     the waiters of that time, and was published or is held.
   * I2  A waiter is admitted after a question: it is told of what has become visible between its
   *     own snapshot and now, and of everything that becomes visible later. So it misses nothing.
   * I3  Commits are published in the order of their numbers (xid), each when all transactions with
   *     smaller numbers have ended: no smaller one can appear any more. That order agrees with
   *     every dependency of a transaction on what it read or overwrote, since that has committed
   *     before it got its own number. horizon is the first number that was not published.
   */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final long FAILURE_PAUSE_MILLIS = 50;

  /** How long a new subscription waits for the end of transactions that began before it. */
  private static final long START_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

  /** How long a commit of this process waits to be published. */
  private static final Duration PUBLICATION_WAIT = Duration.ofMillis(100);

  /** From which lag on it is reported, and how often. */
  private static final long LAG_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(500);

  /** What somebody wants to be done on the feed's thread. */
  private interface Request {
    void run(Connection connection) throws SQLException;
  }

  /** A commit that was seen, and not published yet. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Held(Position position, byte[] body, long seenAt) {}

  private final PostgresStore store;
  private final ChangeStream stream;
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<Asked> requests = new ConcurrentLinkedQueue<>();
  private final Semaphore news = new Semaphore(0);
  private final CompletableFuture<?> ended = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile boolean stopped;
  private boolean started;

  /** Written by the feed's thread alone, under its monitor. */
  private long horizon;

  // Of the feed's thread alone.
  private final TreeMap<Long, Held> held = new TreeMap<>();
  private @Nullable Published published;
  private @Nullable Snapshot last;
  private long reportedAt;

  Feed(PostgresStore store, ChangeStream stream) {
    this.store = store;
    this.stream = stream;
  }

  // ---- requests ----

  private static final class Asked {
    private final Request request;
    private final CompletableFuture<@Nullable Void> reply = new CompletableFuture<>();

    Asked(Request request) {
      this.request = request;
    }

    void run(Connection connection) throws SQLException {
      request.run(connection);
      reply.complete(null);
    }
  }

  private CompletableFuture<@Nullable Void> ask(Request request) {
    Asked asked = new Asked(request);
    requests.add(asked);
    start();
    news.release();
    if (stopped) {
      asked.reply.completeExceptionally(closedException());
    }
    return asked.reply;
  }

  private IllegalStateException closedException() {
    return new IllegalStateException(store + " is closed");
  }

  private synchronized void start() {
    if (!started && !stopped) {
      started = true;
      Thread.ofPlatform().daemon().name(store + " feed").start(this::follow);
    }
  }

  // ---- the thread ----

  private void follow() {
    while (!stopped) {
      try (Connection connection = store.database().connect()) {
        connection.setAutoCommit(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        follow(connection);
      } catch (SQLException | RuntimeException e) {
        failRequests(e);
        pause();
      }
    }
    failRequests(closedException());
    ended.complete(null);
  }

  /** Works until nobody has asked for anything for a while, or the connection breaks. */
  private void follow(Connection connection) throws SQLException {
    while (!stopped) {
      boolean isWatched = isWatched();
      await(isWatched);
      List<Asked> asked = takeRequests(); // before the question, so that its answer is later
      if (isWatched || !asked.isEmpty()) {
        answer(asked, connection);
      } else {
        rest();
      }
    }
  }

  private boolean isWatched() {
    return stream.isObserved() || !waiters.isEmpty();
  }

  private void await(boolean isWatched) {
    try {
      boolean unused =
          news.tryAcquire(isWatched ? PAUSE_NANOS : Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      news.drainPermits();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e); // nobody has this thread
    }
  }

  /** Forgets what was seen: the next watcher begins anew. */
  private void rest() {
    last = null;
    held.clear();
    store.statistics().lagging(0);
  }

  private List<Asked> takeRequests() {
    List<Asked> taken = new ArrayList<>();
    for (Asked next = requests.poll(); next != null; next = requests.poll()) {
      taken.add(next);
    }
    return taken;
  }

  private void answer(List<Asked> asked, Connection connection) throws SQLException {
    try {
      look(connection);
      for (Asked next : asked) {
        next.run(connection);
      }
    } catch (SQLException | RuntimeException e) {
      asked.forEach(next -> next.reply.completeExceptionally(e));
      throw e;
    }
  }

  private void failRequests(Exception failure) {
    takeRequests().forEach(next -> next.reply.completeExceptionally(failure));
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(FAILURE_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e); // nobody has this thread
    }
  }

  /** Asks for what has become visible, tells of it, and publishes what is due. */
  private void look(Connection connection) throws SQLException {
    if (last == null) {
      begin(connection);
    } else {
      readNews(connection, last);
    }
    publish();
    report();
  }

  private void readNews(Connection connection, Snapshot since) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(store.sql().news)) {
      query.setString(1, since.text());
      query.setString(2, since.text());
      ResultSet result = query.executeQuery();
      Snapshot now = since;
      while (result.next()) {
        now = new Snapshot(result.getString(1));
        if (result.getString(2) != null) {
          take(held(result, 2));
        }
      }
      last = now;
    }
  }

  private static Held held(ResultSet row, int first) throws SQLException {
    return new Held(Position.of(row, first), row.getBytes(first + 2), System.nanoTime());
  }

  private void take(Held commit) {
    waiters.forEach(waiter -> waiter.tell(commit.body));
    held.put(commit.position.xid(), commit);
  }

  /** Starts from one state of the database: the counters have no commits in them that are held. */
  private void begin(Connection connection) throws SQLException {
    held.clear();
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try {
      Snapshot now = Snapshot.of(connection, store.sql());
      Published counted = Published.of(store, connection);
      try (PreparedStatement query = connection.prepareStatement(store.sql().early)) {
        ResultSet result = query.executeQuery();
        while (result.next()) {
          Held early = held(result, 1);
          held.put(early.position.xid(), early);
          counted.undo(early.body);
        }
      }
      connection.commit();
      published = counted;
      last = now; // not before: what fails here begins anew
    } finally {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setAutoCommit(true);
    }
  }

  private void publish() {
    Snapshot now = last;
    if (now == null) {
      return;
    }
    Map<Long, Held> due = held.headMap(now.horizon(), false);
    due.values().forEach(this::publish);
    due.clear();
    synchronized (this) {
      horizon = now.horizon();
      notifyAll();
    }
  }

  private void publish(Held commit) {
    try {
      var changes = Objects.requireNonNull(published).next(commit.body);
      if (!changes.isEmpty() && stream.isObserved()) {
        stream.publish(commit.position.toString(), changes);
      }
    } catch (RuntimeException e) { // this process cannot read what another has written
      stream.fail(e);
    }
  }

  private void report() {
    long lag = held.isEmpty() ? 0 : System.nanoTime() - held.firstEntry().getValue().seenAt;
    store.statistics().lagging(lag);
    if (lag > LAG_NANOS_MIN && System.nanoTime() - reportedAt > LAG_NANOS_MIN) {
      reportedAt = System.nanoTime();
      store.statistics().reportLag(lag, held.size());
    }
  }

  // ---- waiters ----

  /** A transaction that waits until something that it has read changes. */
  final class Waiter {
    private final Attempt attempt;
    private final @Nullable Snapshot seen;
    private final CountDownLatch woken = new CountDownLatch(1);

    Waiter(Attempt attempt) {
      this.attempt = attempt;
      this.seen = attempt.snapshot();
    }

    /** Waits for a change; returns false if the deadline passed first. */
    boolean await(Deadline deadline) throws InterruptedException {
      if (seen == null) {
        return true;
      }
      try {
        var unused =
            ask(connection -> admit(connection, seen)).whenComplete(this::wakeAfterFailure);
        return woken.await(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
      } finally {
        waiters.remove(this);
      }
    }

    private void wakeAfterFailure(@Nullable Void unused, @Nullable Throwable failure) {
      if (failure != null) {
        woken.countDown();
      }
    }

    private void admit(Connection connection, Snapshot snapshot) throws SQLException {
      waiters.add(this);
      if (closed) {
        woken.countDown();
      }
      try (PreparedStatement query = connection.prepareStatement(store.sql().commitsSince)) {
        query.setString(1, snapshot.text());
        query.setString(2, snapshot.text());
        ResultSet result = query.executeQuery();
        while (result.next()) {
          tell(result.getBytes(1));
        }
      }
    }

    private void tell(byte[] body) {
      if (CommitBody.read(body).keySet().stream().anyMatch(attempt::hasRead)) {
        woken.countDown();
      }
    }
  }

  Waiter waiter(Attempt attempt) {
    return new Waiter(attempt);
  }

  // ---- committers ----

  /** Called after each commit of this process. */
  void committed() {
    if (isWatched()) {
      news.release();
    }
  }

  /**
   * Waits until a commit of this process was published, and subscribers have room. Returns early if
   * publications lag behind, if the deadline passed, or if the thread is interrupted; its interrupt
   * status stays set.
   */
  void awaitRoom(long number, Deadline deadline) {
    if (stream.isObserved()) {
      try {
        awaitPublication(number, deadline.earlier(Deadline.after(PUBLICATION_WAIT)));
        stream.awaitRoom(deadline);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void awaitPublication(long number, Deadline deadline)
      throws InterruptedException {
    while (horizon <= number
        && stream.isObserved()
        && !stopped
        && !deadline.hasPassed()
        && !store.statistics().isLagging()) {
      wait(1 + TimeUnit.NANOSECONDS.toMillis(deadline.nanosLeft()));
    }
  }

  // ---- subscribers ----

  /**
   * Adds a subscription, which gets what commits from now on. While an older transaction of the
   * server lasts, it may also get commits of shortly before.
   */
  void join(ChangeSubscription subscription) {
    long end = System.nanoTime() + START_NANOS_MAX;
    while (true) {
      CompletableFuture<Boolean> added = new CompletableFuture<>();
      CompletableFuture<?> reply =
          ask(
              connection -> {
                boolean isDue = held.isEmpty() || System.nanoTime() - end >= 0;
                if (isDue) {
                  stream.add(subscription);
                }
                added.complete(isDue);
              });
      await(reply);
      if (added.getNow(false)) {
        return;
      }
      pause();
    }
  }

  private void await(CompletableFuture<?> reply) {
    if (closed) {
      throw closedException();
    }
    try {
      Object unused = Replies.awaitUninterrupted(reply, Deadline.after(Database.PATIENCE));
    } catch (SQLException e) {
      throw Failures.of(store.toString(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(store + ": the feed does not answer", e);
    }
  }

  /** Runs an action between two publications; returns the first number not published then. */
  long between(Runnable action) {
    CompletableFuture<Long> present = new CompletableFuture<>();
    await(
        ask(
            connection -> {
              action.run();
              present.complete(horizon);
            }));
    return present.join();
  }

  // ---- closing ----

  /** Wakes all that wait, because the store is closed. */
  void wakeAll() {
    closed = true;
    waiters.forEach(waiter -> waiter.woken.countDown());
  }

  /** Publishes what has committed, as far as the database lets it, and stops. */
  void close() {
    long end = System.nanoTime() + START_NANOS_MAX;
    try {
      boolean isLeft = stream.isObserved();
      while (isLeft && System.nanoTime() < end) {
        CompletableFuture<Boolean> left = new CompletableFuture<>();
        Object unused =
            Replies.awaitUninterrupted(
                ask(connection -> left.complete(!held.isEmpty())),
                Deadline.after(Database.PATIENCE));
        isLeft = left.getNow(false);
      }
    } catch (SQLException | TimeoutException | RuntimeException e) {
      // The database is away: subscribers can resume later.
    }
    stop();
    stream.complete();
  }

  private void stop() {
    synchronized (this) {
      stopped = true;
      notifyAll();
      if (!started) {
        ended.complete(null);
      }
    }
    news.release();
    ended.join();
  }
}
