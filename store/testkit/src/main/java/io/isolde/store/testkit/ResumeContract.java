package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Capability;
import io.isolde.store.Change;
import io.isolde.store.Commit;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Change streams that are resumed behind a commit: complete, in commit order, nothing twice. */
interface ResumeContract extends ContractPart {
  /** How many commits may wait for a follower that is near. */
  int CAPACITY = 10;

  /** How many commits each writer of a test makes. */
  int COMMITS = 200;

  private Follower resumed(String position, long demandAtFirst) {
    return new Follower(demandAtFirst).of(store().changes(CAPACITY, position));
  }

  private Follower resumed(String position) {
    return resumed(position, Long.MAX_VALUE);
  }

  /** Commits the numbers up to {@code last}, and returns the positions behind them, from 0. */
  private List<String> positions(StoreCounter hits, int last) throws Exception {
    Follower follower = new Follower().of(store().changes(CAPACITY));
    List<String> positions = new ArrayList<>();
    for (long i = 1; i <= last; i++) {
      hits.increment();
      positions.add(follower.next().position());
    }
    follower.subscription().cancel();
    return positions;
  }

  private static void requireHits(Follower follower, long first, long last) throws Exception {
    for (long i = first; i <= last; i++) {
      assertThat(follower.next().changes()).containsExactly(new Change("hits", null, i));
    }
  }

  @Test
  default void resume_behindEachCommit_getsThoseBehindItAndThenTheNewOnes() throws Exception {
    requires(Capability.RESUMABLE_CHANGES);
    StoreCounter hits = store().counter("hits");
    List<String> positions = positions(hits, 3 * CAPACITY);
    assertThat(positions).doesNotHaveDuplicates().doesNotContain("");
    List<Follower> followers = new ArrayList<>();
    for (String position : positions) {
      followers.add(resumed(position));
    }

    hits.increment();

    for (int i = 0; i < positions.size(); i++) {
      requireHits(followers.get(i), i + 2, 3 * CAPACITY + 1);
      assertThat(followers.get(i).pending()).isNull();
    }
  }

  @Test
  default void resume_ofCommits_showsTheSameCommits() throws Exception {
    requires(Capability.RESUMABLE_CHANGES);
    StoreRef<String> city = store().ref("city", String.class, "Oslo");
    StoreCounter hits = store().counter("hits");
    StoreMap<String, Integer> stock = store().map("stock", String.class, Integer.class);
    StoreSortedMap<Integer, String> log = store().sortedMap("log", Integer.class, String.class);
    Follower live = new Follower().of(store().changes(CAPACITY));
    city.set("Rome");
    store()
        .transact(
            () -> {
              hits.set(7);
              stock.put("pears", 3);
              hits.add(2);
              stock.remove("figs");
              stock.put("pears", 4);
              log.put(1, "one");
              city.set("Paris");
              log.remove(1);
            });
    stock.put("nuts", 1);

    Commit first = live.next();
    Follower resumed = resumed(first.position());

    for (int i = 1; i <= 2; i++) {
      Commit seen = live.next();
      Commit again = resumed.next();
      assertThat(again.number()).isEqualTo(i);
      assertThat(again.position()).isEqualTo(seen.position());
      assertThat(again.changes()).containsExactlyInAnyOrderElementsOf(seen.changes());
    }
  }

  @Test
  default void resume_subscriberRequestsOneByOne_delaysNoCommitterUntilItIsNear() throws Exception {
    requires(Capability.RESUMABLE_CHANGES);
    StoreCounter hits = store().counter("hits");
    String position = positions(hits, 1).get(0);
    for (int i = 0; i < 5 * CAPACITY; i++) {
      hits.increment();
    }
    Follower follower = resumed(position, 0);
    for (int i = 0; i < 5 * CAPACITY; i++) {
      hits.increment(); // would wait for ever
    }

    for (long i = 2; i <= 1 + 10 * CAPACITY; i++) {
      assertThat(follower.pending()).isNull();
      follower.subscription().request(1);
      requireHits(follower, i, i);
    }
  }

  @Test
  default void resume_besideWriters_hasNoGapAndNothingTwice() throws Exception {
    requires(Capability.RESUMABLE_CHANGES);
    StoreCounter hits = store().counter("hits");
    String position = positions(hits, 1).get(0);
    Worker<Boolean> writers =
        Worker.start(
            () -> {
              Worker.runAll(3, index -> incrementOften(hits));
              return true;
            });

    long seen = 1;
    for (int stretch = 1; seen <= 3 * COMMITS; stretch = 1 + stretch * 2 % 101) {
      Follower follower = resumed(position);
      for (int i = 0; i < stretch && seen <= 3 * COMMITS; i++) {
        Commit next = follower.next();
        assertThat(next.number()).isEqualTo(i + 1);
        assertThat(next.changes()).containsExactly(new Change("hits", null, ++seen));
        position = next.position();
      }
      follower.subscription().cancel();
    }
    assertThat(writers.result()).isTrue();
  }

  private static void incrementOften(StoreCounter hits) {
    for (int i = 0; i < COMMITS; i++) {
      hits.increment();
    }
  }

  @Test
  default void resume_storeIsClosedMeanwhile_getsEverythingAndCompletes() throws Exception {
    requires(Capability.RESUMABLE_CHANGES);
    StoreCounter hits = store().counter("hits");
    List<String> positions = positions(hits, 3 * CAPACITY);
    Follower far = resumed(positions.get(0), 1);
    Follower near = resumed(positions.get(3 * CAPACITY - 2), 0);
    requireHits(far, 2, 2);

    store().close();
    far.subscription().request(Long.MAX_VALUE);
    near.subscription().request(1);

    requireHits(far, 3, 3 * CAPACITY);
    requireHits(near, 3 * CAPACITY, 3 * CAPACITY);
    far.awaitEnd();
    near.awaitEnd();
  }

  @Test
  default void resume_subscriberCancelsBehind_getsNothingMore() throws Exception {
    requires(Capability.RESUMABLE_CHANGES);
    StoreCounter hits = store().counter("hits");
    Follower follower = resumed(positions(hits, 3 * CAPACITY).get(0), 1);
    requireHits(follower, 2, 2);

    follower.subscription().cancel();
    follower.subscription().request(1);
    hits.increment();

    assertThat(follower.pending()).isNull();
  }

  @Test
  default void resume_behindNoCommit_isRefused() throws Exception {
    requires(Capability.RESUMABLE_CHANGES);
    String position = positions(store().counter("hits"), 1).get(0);
    for (String wrong : List.of("", "x", " " + position, position + "\n", position + ".1")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store().changes(CAPACITY, wrong))
          .withMessageContaining("'" + wrong + "'");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().changes(0, position))
        .withMessageContaining("but is 0");
  }

  @Test
  default void resume_storeIsClosedOrInTransaction_isRefused() throws Exception {
    requires(Capability.RESUMABLE_CHANGES);
    String position = positions(store().counter("hits"), 1).get(0);
    var publisher = store().changes(CAPACITY, position);
    Follower inside = store().transact(() -> new Follower().of(publisher));
    assertThatThrownBy(inside::awaitEnd)
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("inside a transaction");

    store().close();
    Follower late = new Follower().of(publisher);
    assertThatThrownBy(late::awaitEnd)
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
    assertThatThrownBy(() -> store().changes(CAPACITY, position))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  default void resume_whereStreamsCannotBeResumed_isRefused() throws Exception {
    requiresLackOf(Capability.RESUMABLE_CHANGES);
    assertThatThrownBy(() -> store().changes(1, "1"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContainingAll(store().toString(), "RESUMABLE_CHANGES");
  }

  @Test
  default void position_whereStreamsCannotBeResumed_isEmpty() throws Exception {
    requires(Capability.CHANGES);
    requiresLackOf(Capability.RESUMABLE_CHANGES);
    StoreCounter hits = store().counter("hits");
    Follower follower = new Follower().of(store().changes(1));

    hits.increment();

    assertThat(follower.next().position()).isEmpty();
  }
}
