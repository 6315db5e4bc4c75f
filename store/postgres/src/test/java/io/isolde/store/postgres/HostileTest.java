package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Store;
import io.isolde.store.StoreFailedException;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreUnavailableException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is odd, too large or forbidden is stored as it is, or refused in one sentence. */
class HostileTest {
  private static void assertOneSentence(Throwable thrown) {
    assertThat(thrown.getMessage()).doesNotContain("\n").hasSizeLessThan(400);
  }

  // ---- names, keys and values ----

  @Test
  void names_ofAnyText_areRowsAndNoStatements() {
    List<String> names =
        List.of(
            "'; drop table entry; --",
            "\"quoted\" \\ $1 ? %s",
            "n".repeat(1_000),
            "\uD83D\uDE00".repeat(500),
            "\uD83D\uDE00 emoji");
    String schema = Server.schema();
    try (Store store = Server.open(schema)) {
      for (String name : names) {
        store.map(name, String.class, String.class).put("key", name);
      }
    }
    try (Store store = Server.open(schema)) {
      for (String name : names) {
        assertThat(store.map(name, String.class, String.class).get("key")).isEqualTo(name);
      }
    }
  }

  @Test
  void names_thatTheDatabaseCannotStore_areRefused() {
    try (Store store = Server.open(Server.schema())) {
      for (String name : List.of("a\0b", "half \uD83D", "n".repeat(10_000))) {
        assertThatThrownBy(() -> store.counter(name))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageNotContaining("\0")
            .satisfies(HostileTest::assertOneSentence);
      }
      store.counter("ab").increment();
      assertThat(store.counter("ab").get()).isEqualTo(1);
    }
  }

  @Test
  void keys_withOddCharacters_areKept() {
    try (Store store = Server.open(Server.schema())) {
      StoreMap<String, Integer> map = store.map("map", String.class, Integer.class);
      List<String> keys = List.of("", "\0", "a\0", "\uD83D", "\uDE00\uD83D", "'", "\\x00");
      IntStream.range(0, keys.size()).forEach(i -> map.put(keys.get(i), i));

      IntStream.range(0, keys.size())
          .forEach(i -> assertThat(map.get(keys.get(i))).as("key %s", i).isEqualTo(i));
      assertThat(map.keySet()).containsExactlyInAnyOrderElementsOf(keys);
    }
  }

  @Test
  void keys_overTheLimit_areRefusedAndTheTransactionChangesNothing() {
    try (Store store = Server.open(Server.schema())) {
      StoreMap<String, Integer> map = store.map("map", String.class, Integer.class);
      map.put("k".repeat(1300), 1);

      assertThatThrownBy(
              () ->
                  store.transact(
                      () -> {
                        map.put("before", 1);
                        map.put("k".repeat(1301), 1);
                      }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a key of 'map' takes 2602 bytes; an index of PostgreSQL holds at most 2600");
      assertThat(map).hasSize(1);
    }
  }

  @Test
  void values_ofManyBytes_areKept() {
    try (Store store = Server.open(Server.schema())) {
      StoreRef<String> ref = store.ref("ref", String.class, "");
      String value = "v".repeat(5_000_000);
      ref.set(value);
      assertThat(ref.get()).isEqualTo(value);
    }
  }

  @Test
  void values_overTheLimit_areRefused() {
    try (Store store = Server.open(Server.schema())) {
      StoreMap<Integer, String> map = store.map("map", Integer.class, String.class);
      String value = "v".repeat(30_000_000);

      assertThatThrownBy(
              () -> store.transact(() -> IntStream.range(0, 9).forEach(i -> map.put(i, value))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("bytes")
          .satisfies(HostileTest::assertOneSentence);
      assertThat(map).isEmpty();
    }
  }

  // ---- the server, the schema and the role ----

  @Test
  void open_nobodyListens_saysSoAtOnce() {
    assertThatThrownBy(() -> Store.open("postgres://localhost:1/postgres"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("the server cannot be reached")
        .hasMessageContaining("localhost:1")
        .satisfies(HostileTest::assertOneSentence);
  }

  @Test
  void open_databaseIsMissing_saysSo() {
    assertThatThrownBy(
            () -> Store.open("postgres://localhost:" + Server.port() + "/nowhere?schema=a"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("nowhere")
        .satisfies(HostileTest::assertOneSentence);
  }

  @Test
  void open_schemaOfANewerRelease_isRefused() {
    String schema = Server.schema();
    Server.open(schema).close();
    Server.execute("update " + schema + ".meta set version = 99");

    assertThatThrownBy(() -> Server.open(schema))
        .isInstanceOf(StoreFailedException.class)
        .hasMessageContaining("version 99");
    Server.execute("update " + schema + ".meta set version = 1");
    Server.open(schema).close();
  }

  @Test
  void open_roleWithoutRights_saysWhichAndWorksOnceItHasThem() {
    String schema = Server.schema();
    String role = "role_" + schema;
    Server.execute("create role " + role + " login");

    assertThatThrownBy(() -> Server.open(Server.source(role), schema))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("the role lacks a right: permission denied for database")
        .satisfies(HostileTest::assertOneSentence);

    Server.open(schema).close();
    assertThatThrownBy(() -> Server.open(Server.source(role), schema))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("permission denied for");

    Server.execute("grant usage on schema " + schema + " to " + role);
    Server.execute(
        "grant select, insert, update, delete on all tables in schema " + schema + " to " + role);
    try (Store store = Server.open(Server.source(role), schema)) {
      store.map("map", String.class, String.class).put("key", "value");
      store.counter("counter").add(3);
      assertThat(store.ref("ref", Integer.class, 5).get()).isEqualTo(5);
      assertThat(store.counter("counter").get()).isEqualTo(3);
    }
  }

  @Test
  void tables_dropped_transactionSaysSoAndTheStoreStaysOpen() {
    String schema = Server.schema();
    try (Store store = Server.open(schema)) {
      StoreMap<String, String> map = store.map("map", String.class, String.class);
      map.put("key", "value");
      Server.execute("alter table " + schema + ".entry rename to gone");

      assertThatThrownBy(() -> map.get("key"))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("the tables of the store are not as it made them")
          .satisfies(HostileTest::assertOneSentence);

      Server.execute("alter table " + schema + ".gone rename to entry");
      assertThat(map.get("key")).isEqualTo("value");
    }
  }
}
