package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Commit;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.codec.CodecException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** A commit with a value that this process cannot read, as another release may write one. */
class UnreadableCommitTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static void commitUnreadable(String uri) throws SQLException {
    String url = "jdbc:postgresql:" + uri.substring(uri.indexOf(':') + 1, uri.indexOf('?'));
    String schema = uri.substring(uri.indexOf('=') + 1);
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement()) {
      // One change of name 1: key "a", put, two bytes that name an unknown type.
      statement.execute(
          "insert into "
              + schema
              + ".commit (id, body) values (gen_random_uuid(), '\\x0101020061010"
              + "2ff7f')");
    }
  }

  @Test
  void unreadableCommit_endsStreams_andStopsNobody() throws Exception {
    String uri = Server.fresh();
    try (Store store = Store.open(uri)) {
      StoreMap<String, String> map = store.map("map", String.class, String.class);
      StoreCounter counter = store.counter("counter");
      CompletableFuture<Commit> got = new CompletableFuture<>();
      store.changes(16).subscribe(new FirstOf("counter", got));

      commitUnreadable(uri);
      CompletableFuture<Void> committed = CompletableFuture.runAsync(counter::increment);

      assertThat(committed).succeedsWithin(PATIENCE);
      assertThat(got)
          .failsWithin(PATIENCE)
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(CodecException.class);
      CompletableFuture<Commit> later = new CompletableFuture<>();
      store.changes(16).subscribe(new FirstOf("counter", later));
      counter.increment();
      assertThat(later).succeedsWithin(PATIENCE);
      assertThat(map.get("a")).isNull();
    }
  }

  /** Notes the first commit that changes a name. */
  private record FirstOf(String name, CompletableFuture<Commit> got)
      implements Flow.Subscriber<Commit> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Commit commit) {
      if (commit.changes().getFirst().name().equals(name)) {
        got.complete(commit);
      }
    }

    @Override
    public void onError(Throwable reason) {
      got.completeExceptionally(reason);
    }

    @Override
    public void onComplete() {
      got.completeExceptionally(new IllegalStateException("complete"));
    }
  }
}
